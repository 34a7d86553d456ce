"""RTF: the program that wrote it, its fonts, paper and editing sessions."""

import re
from collections.abc import Iterator

from muniment.limits import MIB
from muniment.read.examine.pdf_layout import size_in_words
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.reader import Document

MOST_FONTS = 200

_BYTES = 32 * MIB
"""What is looked at: what is told stands at the beginning."""

_GENERATOR = re.compile(rb"\{\\\*\\generator ([^{};\\]{1,300})")
_SESSION = re.compile(rb"\\(?:ins|char|sect|par|tbl)?rsid(\d{1,12})")
_FONT = re.compile(
    rb"\{\\f\d{1,5}(?:\\[a-z]{1,20}-?\d{0,10}){0,12}(?:\{\\\*\\[a-z]{1,20} [^{}]{0,60}\})? ?([^{}\\;]{1,80});"
)
_PAPER = re.compile(rb"\\paper([wh])(\d{1,6})(?!\d)")
_MARGIN = re.compile(rb"\\marg([lrtb])(\d{1,6})(?!\d)")
_SIDES = {b"l": "left", b"r": "right", b"t": "top", b"b": "bottom"}
_TWIPS_PER_MM = 1440 / 25.4


def examine_rtf(document: Document) -> Iterator[Seen]:
    """What an RTF document tells of its making, beyond the facts that its reader gives."""
    content = document.head(_BYTES)
    if found := _GENERATOR.search(content):
        yield Trait(Key.PRODUCER, found[1].decode("latin-1").strip(), "generator group")
    sessions = {match[1] for match in _SESSION.finditer(content)}
    if sessions:
        yield Trait(Key.SESSIONS, str(len(sessions)), "rsid marks")
    sides = {match[1]: int(match[2]) / _TWIPS_PER_MM for match in _PAPER.finditer(content)}
    if len(sides) == 2:  # noqa: PLR2004 - width and height
        yield Trait(Key.PAGE_SIZE, size_in_words(sides[b"w"], sides[b"h"]), "paper marks")
    margins = {_SIDES[match[1]]: int(match[2]) / _TWIPS_PER_MM for match in _MARGIN.finditer(content)}
    if margins:
        told = ", ".join(f"{side} {round(length)} mm" for side, length in margins.items())
        yield Trait(Key.MARGINS, told, "margin marks")
    fonts = list(dict.fromkeys(match[1].decode("latin-1").strip() for match in _FONT.finditer(content)))
    yield from (Trait(Key.FONT, name, "font table") for name in fonts[:MOST_FONTS])
    if len(fonts) > MOST_FONTS:
        yield Gap(f"it names {len(fonts)} fonts; those after the {MOST_FONTS}th are not told")
