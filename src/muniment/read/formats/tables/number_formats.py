"""Numbers as a spreadsheet shows them, where that is what the number is: postcodes, telephones, identity numbers.

"000-00-0000" over 12345678 is 012-34-5678 to whoever looked at the sheet. All other formats (decimals, currencies,
dates) only dress a number up; they are left alone, and the number is given as it is stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]|([0#?])|(.)', re.DOTALL)
_PLAIN_SIGNS = frozenset("$-+():!^&'~{}<>= \u00a0")
"""Signs that stand for themselves without being quoted."""

_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_NO_WORDS = re.compile(r"\$-[0-9A-Fa-f,]+$|(?i:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)$")
"""In brackets: a language without a currency, or a colour. Neither adds to what is read."""

_MOST_DIGITS = 15
"""Digits that a spreadsheet's numbers keep."""

_MAX_CODE = 255
"""Characters of a format that a spreadsheet allows."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: placeholders and words in order, and the condition under which it applies."""

    pieces: tuple[tuple[bool, str], ...]
    """Whether the piece is a placeholder, and the placeholder or the words."""
    sign: str = ""
    bound: float = 0.0

    def applies(self, value: float) -> bool:
        below, above, same = value < self.bound, value > self.bound, value == self.bound
        return {"<=": below or same, ">=": above or same, "<>": not same, "<": below, ">": above, "=": same}[self.sign]


def tells_digits(code: str) -> bool:
    """Whether the format says how digits are written that the number alone does not tell."""
    return bool(_sections(code))


def shown(code: str, value: float) -> str | None:
    """``value`` as the format shows it; None where the number alone says as much."""
    sections = _sections(code)
    if not sections or value != int(value) or abs(value) >= 10**_MOST_DIGITS:
        return None
    if any(section.sign for section in sections):
        section = next((section for section in sections if not section.sign or section.applies(value)), sections[-1])
        minus = "-" if value < 0 else ""
    else:
        number = 2 if value == 0 and len(sections) > 2 else int(value < 0 and len(sections) > 1)  # noqa: PLR2004 - +;-;0
        section, minus = sections[number], "-" if value < 0 and number == 0 else ""
    return minus + "".join(_filled(section, str(abs(int(value)))))


def _filled(section: _Section, digits: str) -> Iterator[str]:
    """The digits put into the placeholders from the right; those too many stand before the first."""
    count = sum(is_place for is_place, _ in section.pieces)
    digits = ("" if digits == "0" else digits).rjust(count)
    left = len(digits) - count
    for is_place, piece in section.pieces:
        if not is_place:
            yield piece
            continue
        yield digits[:left] if left else ""
        digit = digits[left]
        yield digit if digit != " " else ("0" if piece == "0" else "")
        digits, left = digits[left + 1 :], 0


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format that tells how digits are written; none for all other formats."""
    if len(code) > _MAX_CODE:
        return ()
    sections = []
    for raw in re.findall(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\])+', code, re.DOTALL)[:3]:
        section = _section(raw)
        if section is None:
            return ()
        sections.append(section)
    return tuple(sections) if sections and _is_telling(sections[0]) else ()


def _section(raw: str) -> _Section | None:
    pieces: list[tuple[bool, str]] = []
    sign, bound = "", 0.0
    for quoted, escaped, bracketed, place, plain in _TOKEN.findall(raw):
        if bracketed:
            condition = _CONDITION.match(bracketed)
            if condition:
                sign, bound = condition[1], float(condition[2])
            elif not _NO_WORDS.match(bracketed):
                return None
        elif plain and plain not in _PLAIN_SIGNS:
            return None
        elif place:
            pieces.append((True, place))
        elif words := quoted or escaped or plain:
            pieces.append((False, words))
    return _Section(tuple(pieces), sign, bound)


def _is_telling(section: _Section) -> bool:
    places = [number for number, (is_place, _) in enumerate(section.pieces) if is_place]
    if not places:
        return False
    inside = any(not is_place for is_place, _ in section.pieces[places[0] : places[-1]])
    zeros = sum(is_place and piece == "0" for is_place, piece in section.pieces)
    before = any(char.isalpha() for _, words in section.pieces[: places[0]] for char in words)
    return inside or zeros > 1 or before
