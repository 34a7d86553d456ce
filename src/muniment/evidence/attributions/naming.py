"""Who is named: names cut out of a run of words, and whether they publish, rule, or cannot be told."""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

import regex

from muniment.evidence.attributions.rules import Language

LONGEST_NAME = 90
"""Code points of a name; what is longer is a clause."""

_LEAST_OUTLET = 6
"""Code points from which a word such as "Post" makes an outlet of one part of a list: "Radio" alone does not."""

_QUOTES = " \t\u00a0\"'«»“”„‘’《》〈〉「」『』（）()[],،.;:：，。、"
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_OPENS = frozenset('«“„"”')
_GAP = regex.compile(r"\s")
_ABBREVIATED = regex.compile(r"(?:\p{Lu}\.){2,}\Z")


class Standing(Enum):
    """What a name is of, as far as its words tell."""

    OUTLET = "outlet"
    INSTITUTION = "institution"
    UNKNOWN = "unknown"


def folded(name: str) -> str:
    """A name as it is looked up: without marks around it, article and letter case."""
    plain = " ".join(name.strip(_QUOTES).split()).casefold()
    return plain.removeprefix("the ")


ARABIC_FOLDS = str.maketrans("أإآٱىة", "ااااي\u0647")
"""Arabic letters that are written either way, one for one: offsets stay what they are."""


@cache
def known_names() -> tuple[str, ...]:
    """The names of ``data/outlets.txt``."""
    text = files("muniment.evidence.attributions").joinpath("data", "outlets.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def known_outlets() -> frozenset[str]:
    """The names of ``data/outlets.txt``, folded, and Arabic letters too."""
    return frozenset(folded(name).translate(ARABIC_FOLDS) for name in known_names())


_ENDING = regex.compile(
    r"(?<=[а-яё]{2})(?:ами|ями|ого|ому|ыми|ов|ев|ей|ой|ом|ем|ым|ых|ах|ая|ое|ую|ий|ый|а|ы|е|у|и|ю|я|ь|й)\b"
)


def stem(plain: str) -> str:
    """A folded name without the endings that Russian adds to its words, and without accents."""
    if plain.isascii():
        return plain
    bare = "".join(char for char in normalize("NFD", plain) if not combining(char))
    return _ENDING.sub("", bare)


@cache
def known_stems() -> frozenset[str]:
    """``known_outlets`` as ``stem`` leaves them."""
    return frozenset(map(stem, known_outlets()))


def is_known(name: str, learned: set[str]) -> bool:
    """Whether ``name`` is known by itself: from the list, or because the same text called it an outlet."""
    plain = stem(folded(name))
    return plain in known_stems() or plain in learned


def standing(name: str, language: Language, learned: set[str]) -> Standing:
    """What ``name`` is of; ``learned`` are stems of folded names that the same text has called outlets."""
    if is_known(name, learned) or language.outlet.search(name):
        return Standing.OUTLET
    return Standing.INSTITUTION if language.institution.search(name) else Standing.UNKNOWN


def names_in(run: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where the single names stand in a ``run`` that may list several ("Reuters, AFP and the Post").

    A run is divided only where each part is known as an outlet by itself, or stands between marks of its own: "Trade and
    Industry" stays whole.
    """
    if len(run) == 1:
        return
    parts = list(_parts(run, language))
    if len(parts) > 1 and not all(_publishes(run[here:there], language) for here, there in parts):
        parts = [(0, len(run))]
    for here, there in parts:
        trimmed = _trimmed(run, here, there, language)
        if trimmed is not None:
            yield trimmed


def _publishes(name: str, language: Language) -> bool:
    if name.strip()[:1] in _OPENS:
        return True
    return folded(name) in known_outlets() or (len(name) >= _LEAST_OUTLET and language.outlet.search(name) is not None)


def _parts(run: str, language: Language) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in language.between.finditer(run):
        yield start, gap.start()
        start = gap.end()
    yield start, len(run)


def _trimmed(text: str, start: int, end: int, language: Language) -> tuple[int, int] | None:
    start, end = _without_quotes(text, start, end)
    if folded(text[start:end]) not in known_outlets():
        if found := language.leading.match(text[start:end]):
            start += found.end()
        if found := language.trailing.search(text[start:end]):
            end = start + found.start()
        start, end = _without_quotes(text, start, end)
        start, end = _known_part(text, start, end, language)
    name = text[start:end]
    if not 1 < len(name) <= LONGEST_NAME or "\n" in name or language.refused.search(name):
        return None
    return start, end


def _known_part(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """The longest known name that the run begins or ends with: "цитирует Иванова ТАСС" has two names in one run."""
    if not language.known_part or stem(folded(text[start:end])) in known_stems():
        return start, end
    gaps = [match.start() for match in _GAP.finditer(text, start, end)]
    if language.known_part == "first":
        return next(((start, gap) for gap in reversed(gaps) if _is_listed(text[start:gap])), (start, end))
    return next(
        ((gap + 1, end) for gap in gaps if _CYRILLIC.match(text, gap - 1) and _is_listed(text[gap + 1 : end])),
        (start, end),
    )


def _is_listed(name: str) -> bool:
    return stem(folded(name)) in known_stems()


def _without_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without marks around it; the last full stop of an abbreviation stays."""
    while start < end and text[start] in _QUOTES:
        start += 1
    while start < end and text[end - 1] in _QUOTES and not _ABBREVIATED.search(text, max(start, end - 12), end):
        end -= 1
    return start, end
