"""Where a run of characters may begin and end: never within a grapheme cluster (UAX #29, by regex)."""

import regex

MOST_CLUSTER_CHARS = 64
"""Code points of one grapheme cluster that are looked at: honest ones have ten at most, hostile ones thousands."""

_CLUSTER = regex.compile(r"\X")
_JOINED_SCRIPTS = (
    r"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}"
    r"\p{Script=Myanmar}\p{Script=Tibetan}"
)
_IN_WORD = regex.compile(rf"[^\W_{_JOINED_SCRIPTS}]")
_BETWEEN_HAN = regex.compile(rf"(?<=[{_JOINED_SCRIPTS}，。、；：])\s+(?=[{_JOINED_SCRIPTS}，。、；：])")  # noqa: RUF001 - as they stand in texts
_BROKEN_WORD = regex.compile(r"(?<=\p{L})[-\u00ad\u2010\u2011]\s*\n\s*(?=\p{L})")


def whole_clusters(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end`` moved apart until neither stands within a grapheme cluster."""
    return _cluster_across(text, start)[0], _cluster_across(text, end)[1]


def _cluster_across(text: str, at: int) -> tuple[int, int]:
    """The cluster that ``at`` stands within; ``at`` twice if it stands between two."""
    if 0 < at < len(text):
        for found in _CLUSTER.finditer(text, _safe_start(text, at), min(len(text), at + MOST_CLUSTER_CHARS)):
            if found.end() > at:
                return found.span() if found.start() < at else (at, at)
    return at, at


def _safe_start(text: str, at: int) -> int:
    """A place before ``at`` where a cluster is sure to begin: at an ASCII character, or far enough away."""
    lowest = max(0, at - MOST_CLUSTER_CHARS)
    for place in range(at - 1, lowest, -1):
        if text[place].isascii() and text[place] != "\n":
            return place
    return lowest


def is_within_word(text: str, at: int) -> bool:
    """Whether a word goes on across ``at``; scripts without blanks between words have none that could."""
    return 0 < at < len(text) and bool(_IN_WORD.match(text[at - 1]) and _IN_WORD.match(text[at]))


def in_words(text: str) -> list[str]:
    """``text`` at its blanks, words that a line's end broke put together again, as are lines of Chinese."""
    return _BETWEEN_HAN.sub("", _BROKEN_WORD.sub("", text)).split()
