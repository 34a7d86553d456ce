"""The beginnings of words, so that a question finds a word whatever ending it carries, in languages known and unknown.

No list of endings and no language is asked for. Most languages inflect at the end of a word, and the first letters
tell words apart well enough where several words are asked for together. Arabic writes its article and short
prepositions before the word as one with it, so these are taken off first.
"""

import re
from functools import cache

from muniment.index.letters import SPACE, SPACELESS_RANGES, is_spaceless

STEM_CHARS = 5
"""Of an alphabet with vowels: four letters take "inter…" words together, six part Turkish and Russian word forms."""

ARABIC_STEM_CHARS = 4
"""Arabic writes few vowels, and most roots have three consonants."""

MAX_REMEMBERED = 100_000
"""Words whose stems are kept at hand, about 20 MB; beyond, all are forgotten, since rare ones have piled up."""

_WINDOW = 9
"""Letters of a word that are looked at: the longest Arabic prefixes, a stem, and a letter to tell that more follows."""

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""Letters of Arabic itself, folded; a word with any other in its beginning is Persian, Uyghur or another language."""

_PREFIX = re.compile("(?:[وف]?[بك]?ال|[وف]?لل|[وفبل](?=.{4}))(?=..)")
"""And, so, with, like, the, to the; a single letter only where a longer word is left, since it may belong to it."""

_SPACES_OF_UNIGRAMS = 0.35
"""Share of spaces in folded text from which on most terms are single characters, which are better never looked at."""

_STEMMED = re.compile(f"(?<![^ ])[^ {''.join(f'{chr(low)}-{chr(high)}' for low, high in SPACELESS_RANGES)}][^ ]*")


def stem(term: str) -> str:
    """The stem of a folded ``term``; "" for one of a script without spaces, which has none."""
    if is_spaceless(term[0]):
        return ""
    beginning = term[:_WINDOW]
    if not _ARABIC.fullmatch(beginning):
        return term[:STEM_CHARS]
    prefix = _PREFIX.match(beginning)
    start = prefix.end() if prefix else 0
    return term[start : start + ARABIC_STEM_CHARS]


def stems(folded: str) -> str:
    """The stems of ``folded`` text, in order, each with a space after it."""
    remembered = _remembered()
    if len(remembered) > MAX_REMEMBERED:
        remembered.clear()
    is_mostly_spaceless = folded.count(SPACE) > len(folded) * _SPACES_OF_UNIGRAMS
    terms = _STEMMED.findall(folded) if is_mostly_spaceless else folded.split()
    return "".join(map(remembered.__getitem__, terms))


class _Stems(dict[str, str]):
    """Stems of terms met before: a look-up costs a tenth of the cutting."""

    def __missing__(self, term: str) -> str:
        found = stem(term)
        self[term] = found and found + SPACE
        return self[term]


@cache
def _remembered() -> _Stems:
    return _Stems()
