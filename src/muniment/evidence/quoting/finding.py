"""Finding words on pages, however the page breaks, hyphenates or composes them.

``find_words`` gives every place, best ones only: whoever asks decides what to do when there are several.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from muniment.errors import UsageError
from muniment.evidence.quoting.folding import folded
from muniment.evidence.quoting.letters import in_words, is_within_word
from muniment.evidence.quoting.pages import PageNow, Passage, Place
from muniment.evidence.quoting.runs import following, runs_of
from muniment.evidence.quoting.spreading import folded_place, spread
from muniment.model import PageKind

MOST_FOUND = 1_000
"""Places of the same words that are told: nobody looks through more, and more words tell them apart."""


class _Fit(IntEnum):
    """How well what stands on a page fits the words that were typed."""

    EXACT = 0
    WORD_FOR_WORD = 1
    RUN_TOGETHER = 2
    """It begins or ends within a word, or fits only when blanks are not looked at."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands right before and after the words, to tell places apart; "" where it does not matter."""

    prefix: str = ""
    suffix: str = ""


def find_words(pages: Iterable[PageNow], words: str, around: Surroundings | None = None) -> list[Passage]:
    """Every passage of ``pages``, which come in order, where ``words`` stand; the best fits only.

    Words that stand on no page as a whole are looked for across the breaks between pages that follow one another; what
    stands at the head or foot of a page may come in between. Where a page has two readings, the printed one counts
    before the recognised one. Raises ``UsageError`` if ``words`` hold nothing to look for.
    """
    needle = needle_of(words)
    found: list[tuple[_Fit, Passage]] = []
    broken: list[Passage] = []
    before: Sequence[PageNow] = ()
    for page in pages:
        found += ((_fit(place, words), (place,)) for place in occurrences(page, needle))
        before = following(before, page)
        if not found:
            broken += (one for run in runs_of(before) if (one := spread(run, needle)) is not None)
        if len(found) > MOST_FOUND:
            break
    passages = _best(found) if found else broken
    return [one for one in _once_each(passages) if around is None or _is_amid(one, around)][:MOST_FOUND]


def needle_of(words: str) -> str:
    """``words`` folded. Raises ``UsageError`` if nothing is left of them."""
    needle = folded(words)
    if not needle:
        raise UsageError("These words hold nothing that could be looked for.", "Give letters, digits or signs.")
    return needle


def occurrences(page: PageNow, needle: str) -> Iterator[Place]:
    """Where ``needle``, folded, stands on a page: whole grapheme clusters, ``MOST_FOUND`` at most."""
    text, at, count = page.folded.text, -1, 0
    while count < MOST_FOUND and (at := text.find(needle, at + 1)) >= 0:
        count += 1
        yield folded_place(page, at, at + len(needle))


def _fit(place: Place, words: str) -> _Fit:
    text = place.page.text
    if is_within_word(text, place.start) or is_within_word(text, place.end):
        return _Fit.RUN_TOGETHER
    if place.exact == words:
        return _Fit.EXACT
    return _Fit.WORD_FOR_WORD if _plain_words(place.exact) == _plain_words(words) else _Fit.RUN_TOGETHER


def _plain_words(text: str) -> list[str]:
    return [one for one in map(folded, in_words(text)) if one]


def _best(found: list[tuple[_Fit, Passage]]) -> list[Passage]:
    """Those that fit word for word; only where there are none, the others."""
    whole = [passage for fit, passage in found if fit < _Fit.RUN_TOGETHER]
    return whole or [passage for _, passage in found]


def _once_each(passages: Iterable[Passage]) -> list[Passage]:
    """A passage of a recognised page goes where the printed reading of that page has the same words."""
    found = list(passages)
    printed = {place.page.number for one in found for place in one if place.page.kind is PageKind.TEXT}
    return [
        one
        for one in found
        if not any(place.page.kind is PageKind.OCR and place.page.number in printed for place in one)
    ]


def _is_amid(passage: Passage, around: Surroundings) -> bool:
    first, last = passage[0], passage[-1]
    prefix, suffix = folded(around.prefix), folded(around.suffix)
    reach = 4 * max(len(around.prefix), len(around.suffix)) + 64
    before = folded(first.page.text[max(0, first.start - reach) : first.start])
    return before.endswith(prefix) and folded(last.page.text[last.end : last.end + reach]).startswith(suffix)
