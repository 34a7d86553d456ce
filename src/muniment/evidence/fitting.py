"""Text in drawings of ours: SVG breaks no lines, so we say what fits. Widths are estimates, on the wide side.

What comes out begins and ends with marks that isolate it (UAX #9, FSI and PDI): a name written from right to left
leaves the words around it where they are.
"""

import unicodedata

from muniment.acquire.names import shown

_NARROW, _WIDE = 0.53, 1.02
"""Of the size of the type: a letter of a proportional face, and a Han character."""
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def one_line(untrusted_text: str, room: float, size: float) -> str:
    """As much of a text as ``room`` holds in type of ``size``, "…" where it was cut; "" where there is no room."""
    line = _plain(untrusted_text)
    if _width(line, size) > room:
        line = _beginning(line, room - size, size)
        line = line.rstrip() + "…" if line else ""
    return _ISOLATE + line + _END if line else ""


def lines(untrusted_text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """A text in up to ``most`` lines of ``room`` each, broken between words where that is possible."""
    rest, found = _plain(untrusted_text), list[str]()
    while rest and len(found) < most - 1 and _width(rest, size) > room:
        part = _beginning(rest, room, size) or rest[:1]
        space = part.rfind(" ")
        if space > 0 and rest[len(part) : len(part) + 1] != " ":
            part = part[:space]
        found.append(_ISOLATE + part + _END)
        rest = rest[len(part) :].lstrip()
    if rest:
        found.append(one_line(rest, room, size))
    return tuple(found)


def _plain(untrusted_text: str) -> str:
    return shown(" ".join(untrusted_text.split()))


def _beginning(text: str, room: float, size: float) -> str:
    """The most of a text that fits, without parting a letter from its marks."""
    at, used = 0, 0.0
    while at < len(text):
        used += _char_width(text[at]) * size
        if used > room:
            break
        at += 1
    while at and at < len(text) and unicodedata.combining(text[at]):
        at -= 1
    return text[:at]


def _width(text: str, size: float) -> float:
    return sum(map(_char_width, text)) * size


def _char_width(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _NARROW
