"""Where lines of Chinese may end: not before a comma, not after an opening bracket, not inside a number."""

from collections.abc import Callable

NOT_FIRST = "，。、；：！？）》〉」』】〕”’%·…,.;:!?)]}"  # noqa: RUF001  # full-width signs are what this is about
NOT_LAST = "（《〈「『【〔“‘([{"  # noqa: RUF001  # as above
FARTHEST_BACK = 12
"""Characters that may go over to the next line at most: a long word is cut rather than that."""

_SLACK = 0.01
"""Widths are sums of fractions: a line that is full to the point must not overflow by rounding."""


def broken(text: str, width_of: Callable[[str], float], first_width: float, width: float) -> list[str]:
    """The lines of a paragraph; all but the first have ``width``. Joined, they are the text again."""
    lines: list[str] = []
    rest, room = text, first_width
    while rest:
        end = _allowed_end(rest, _fitting(rest, width_of, room))
        lines.append(rest[:end])
        rest, room = rest[end:], width
    return lines


def _fitting(text: str, width_of: Callable[[str], float], room: float) -> int:
    """How many characters go into the room, and one in any case."""
    used = 0.0
    for place, character in enumerate(text):
        used += width_of(character)
        if used > room + _SLACK and place:
            return place
    return len(text)


def _allowed_end(text: str, end: int) -> int:
    """The last allowed end of a line at or before ``end``."""
    for candidate in range(end, max(end - FARTHEST_BACK, 0), -1):
        if candidate == len(text) or _may_end(text[candidate - 1], text[candidate]):
            return candidate
    return end


def _may_end(before: str, after: str) -> bool:
    inside_word = before.isascii() and after.isascii() and " " not in (before, after)
    return not inside_word and after not in NOT_FIRST and before not in NOT_LAST
