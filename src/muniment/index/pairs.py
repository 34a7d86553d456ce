"""Neighbours in scripts without spaces: what a word is elsewhere, two characters are there."""

import re

from muniment.index.letters import UNIGRAM_CLASS, is_unigram

_UNIGRAM = re.compile(f"[{UNIGRAM_CLASS}]")


def spaceless(folded: str) -> str:
    """All that is written without spaces in ``folded`` text, without what stands between: for pairs of neighbours.

    Neighbours here that were none on the page are few, and do no harm where pairs only count together.
    """
    return "" if folded.isascii() else "".join(_UNIGRAM.findall(folded))


def is_pair(terms: tuple[str, ...]) -> bool:
    """Whether ``terms`` are two neighbours of scripts without spaces."""
    return len(terms) == PAIR_CHARS and all(is_unigram(term[0]) for term in terms)


PAIR_CHARS = 2
"""What an engine cuts ``spaceless`` text into, overlapping."""
