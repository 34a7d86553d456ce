"""Who is named: names taken out of what a rule matched, and whether they publish, rule, or cannot be told."""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib.resources import files

import regex

from muniment.evidence.attributions.rules import Language

LONGEST_NAME = 90
"""Code points of a name; what is longer is a clause."""

_QUOTES = " \t\u00a0\"'«»“”„‘’《》〈〉「」『』（）()[],،.;:：，。、"
_CLOSED = regex.compile(r"(?:[A-Z]\.){2,}\Z")


class Standing(Enum):
    """What a name is of, as far as its words tell."""

    OUTLET = "outlet"
    INSTITUTION = "institution"
    UNKNOWN = "unknown"


def folded(name: str) -> str:
    """A name as it is looked up: without marks around it, article and letter case."""
    plain = " ".join(name.strip(_QUOTES).split()).casefold()
    return plain.removeprefix("the ")


@cache
def known_outlets() -> frozenset[str]:
    """The folded names of ``data/outlets.txt``."""
    text = files("muniment.evidence.attributions").joinpath("data", "outlets.txt").read_text("utf-8")
    return frozenset(folded(line) for line in text.splitlines() if line and not line.startswith("#"))


def standing(name: str, language: Language, learned: set[str]) -> Standing:
    """What ``name`` is of; ``learned`` are folded names that the same text has called outlets."""
    plain = folded(name)
    if plain in known_outlets() or plain in learned:
        return Standing.OUTLET
    if language.outlet.search(name):
        return Standing.OUTLET
    if language.institution.search(name):
        return Standing.INSTITUTION
    return Standing.UNKNOWN


def names_in(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Where the single names stand in a run that may list several ("Reuters, AFP and the Post").

    A run is divided only where each part is known as an outlet by itself: "Trade and Industry" stays whole.
    """
    parts = list(_parts(text, start, end, language))
    if len(parts) > 1 and not all(_publishes(text[here:there], language) for here, there in parts):
        parts = [parts[0]] if "," in text[parts[0][1] : parts[1][0]] else [(start, end)]
    for here, there in parts:
        trimmed = _trimmed(text, here, there, language)
        if trimmed is not None:
            yield trimmed


def _publishes(name: str, language: Language) -> bool:
    return folded(name) in known_outlets() or (len(name) > 5 and language.outlet.search(name) is not None)  # noqa: PLR2004 - "Radio"


def _parts(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    for gap in language.between.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _trimmed(text: str, start: int, end: int, language: Language) -> tuple[int, int] | None:
    start, end = _without_quotes(text, start, end)
    name = text[start:end]
    if folded(name) not in known_outlets():
        if found := language.leading.match(name):
            start += found.end()
        if found := language.trailing.search(text[start:end]):
            end = start + found.start()
        start, end = _without_quotes(text, start, end)
    name = text[start:end]
    if not 1 < len(name) <= LONGEST_NAME or "\n" in name.strip() or language.refused.search(name):
        return None
    return start, end


def _without_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without marks around it; the last full stop of an abbreviation stays."""
    while start < end and text[start] in _QUOTES:
        start += 1
    while start < end and text[end - 1] in _QUOTES and not _CLOSED.search(text, max(start, end - 12), end):
        end -= 1
    return start, end
