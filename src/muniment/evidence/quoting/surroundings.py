"""How far what stands around a place is what stood around a quote."""

from itertools import takewhile
from operator import eq

from rapidfuzz import fuzz

from muniment.evidence.quoting.folding import folded
from muniment.evidence.quoting.pages import Passage

UNTOLD = 0.5
"""What counts for a side of which nothing is known: the quote began or ended with its page, then or now."""

MOST_OF_ANOTHER = 0.99
"""What a side counts for at most that is not the same throughout."""

_BY_CHANCE = 55.0
"""Likeness, in per cent, up to which two unrelated lines of one language come by chance."""


def stands_amid(prefix: str, suffix: str, passage: Passage) -> bool:
    """Whether ``prefix`` and ``suffix`` stand right around a passage, to the letter."""
    first, last = passage[0], passage[-1]
    return first.page.text.endswith(prefix, 0, first.start) and last.page.text.startswith(suffix, last.end)


def agreement(prefix: str, suffix: str, passage: Passage) -> float:
    """How much of what stood around is there still, folded: from 0 to 1, and 1 only if all is."""
    first, last = passage[0], passage[-1]
    before = folded(first.page.text[max(0, first.start - _reach(prefix)) : first.start])
    after = folded(last.page.text[last.end : last.end + _reach(suffix)])
    return (_side(folded(prefix)[::-1], before[::-1]) + _side(folded(suffix), after)) / 2


def _reach(text: str) -> int:
    return 2 * len(text) + 64


def _side(was: str, now: str) -> float:
    """One side, read away from the quote."""
    if not was:
        return UNTOLD if now else 1.0
    if not now:
        return UNTOLD
    was, now = was[: len(now)], now[: len(was)]
    if was == now:
        return 1.0
    run = sum(takewhile(bool, map(eq, was, now))) / len(was)
    by_likeness: float = max(0.0, fuzz.ratio(was, now) - _BY_CHANCE) / (100 - _BY_CHANCE)
    return float(min(MOST_OF_ANOTHER, max(run, by_likeness)))
