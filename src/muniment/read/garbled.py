"""Telling words from rubbish: text whose characters cannot be what a person wrote."""

import unicodedata
from collections import Counter

_SAMPLE = 4_000
"""Code points looked at: enough to judge a page, quick on a long one."""

_MOST_STRANGE = 0.2
"""Share of impossible characters above which a text counts as garbled: honest pages stay below 0.05."""

_HARMLESS_CONTROLS = frozenset("\t\n\r\f\v\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad")


def strange_share(text: str) -> float:
    """The share of the visible characters that nobody writes: controls, private use, unassigned, U+FFFD; 0 to 1."""
    counts = Counter(text[:_SAMPLE])  # a page has some dozens of different characters: each is judged once
    seen = {char: count for char, count in counts.items() if not char.isspace() and char not in _HARMLESS_CONTROLS}
    if not seen:
        return 0.0
    return sum(count for char, count in seen.items() if _is_strange(char)) / sum(seen.values())


def looks_garbled(text: str) -> bool:
    """Whether ``text`` is rubbish that no person wrote, such as glyph numbers without a mapping to characters."""
    return strange_share(text) > _MOST_STRANGE


def _is_strange(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"}
