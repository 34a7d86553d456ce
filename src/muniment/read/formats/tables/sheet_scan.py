"""What the XML of one worksheet says besides its cells, taken from the stream without building its tree.

The cell library turns numbers into floating point, which keeps 15 digits. Numbers stored with more (identity card and
account numbers that other programs wrote) are found here and put back to the digit. So are the places of numbers whose
format says how their digits are written.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from muniment.limits import KIB, MIB
from muniment.read.formats.office.package import Element, parse_xml

_OVERLAP = 32 * KIB
"""Bytes of one chunk seen again with the next, so that a cell (formula of at most 8 KiB, escaped) is seen whole."""

_MAX_OUTLINE = 32 * MIB
"""Bytes kept of what stands before and after the cells: formats, links, validations."""

_OPEN = re.compile(rb"<(?:[\w.-]+:)?sheetData\b[^>]*>")
_CLOSE = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_SOME_LONG_NUMBER = re.compile(rb"v>\s*-?\d{16}")
_CELL = re.compile(
    rb"<(?:[\w.-]+:)?c\b([^>]*[^/>])>\s*(?:<(?:[\w.-]+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</[^>]*>)\s*)?"
    rb"<(?:[\w.-]+:)?v>\s*(-?\d{16,})\s*</"
)
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*\br=[\"'](\d+)[\"']")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_COLUMN = re.compile(rb'r="([A-Z]{1,3})')
_COLUMN_OTHERWISE = re.compile(rb"\br=[\"']([A-Z]{1,3})(?=\d)")
"""The same for writers that do not quote as all do; the first is several times quicker."""
_ROW = re.compile(rb"row\b[^>]*\br=[\"'](\d{1,7})[\"']")
_STYLED_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b([^>]*\bs=[\"'](\d{1,6})[\"'][^>]*[^/>])>")

_MAX_FORMATTED = 1_000_000
"""Cells whose format is kept: some 150 bytes each."""

_OTHER_TYPE = re.compile(rb"\bt=[\"'](?!n[\"'])")


@dataclass(slots=True)
class SheetScan:
    """``long_numbers`` maps (row, column), both from 0, to digits; ``unplaced`` counts those without a cell's name."""

    outline: bytes = b""
    long_numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formats, of those asked for, by the places of the cells that they are laid on."""
    unplaced: int = 0
    unformatted: int = 0
    """Cells that have such a format, but were too many to be kept."""
    is_whole: bool = True
    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0

    @property
    def area(self) -> int:
        """Cells of the smallest block from A1 that holds every cell: what a library takes that keeps blank ones too."""
        width = max((column_index(letters.decode("ascii")) + 1 for letters in self.columns), default=0)
        return width * self.last_row

    def root(self) -> Element | None:
        """The sheet without its cells; None if nothing is left."""
        return parse_xml(self.outline)[0] if self.outline.strip() else None


def scan_sheet(chunks: Iterable[bytes], styles: Mapping[bytes, str] | None = None) -> SheetScan:
    """Go once through a worksheet's XML, however long; ``styles`` are the formats to look for, by their numbers."""
    scan = SheetScan()
    held = b""
    inside = after = False
    for chunk in chunks:
        held += chunk
        if not inside and not after and (opening := _OPEN.search(held)):
            scan.outline = held[: opening.start()]
            held = held[opening.end() :]
            after = opening.group().endswith(b"/>")
            inside = not after
        if inside:
            closing = _CLOSE.search(held)
            cells = held[: closing.start()] if closing else held
            _look_at_cells(cells, scan)
            if styles:
                _look_at_styles(cells, scan, styles)
            held = held[closing.end() :] if closing else held[-_OVERLAP:]
            inside, after = closing is None, closing is not None
        if len(held) + len(scan.outline) > _MAX_OUTLINE:
            scan.is_whole = False
            break
    if not inside:
        scan.outline += held
    return scan


def _look_at_cells(untrusted_xml: bytes, scan: SheetScan) -> None:
    scan.columns.update(set(_COLUMN.findall(untrusted_xml)) or _COLUMN_OTHERWISE.findall(untrusted_xml))
    last = _ROW.search(untrusted_xml, max(0, untrusted_xml.rfind(b"row ")))
    scan.last_row = max(scan.last_row, int(last[1]) if last else 0)
    if b"hidden=" in untrusted_xml:
        scan.hidden_rows.update(int(row) for row in _HIDDEN_ROW.findall(untrusted_xml))
    if not _SOME_LONG_NUMBER.search(untrusted_xml):
        return
    for attributes, digits in _CELL.findall(untrusted_xml):
        if _OTHER_TYPE.search(attributes):
            continue
        place = _REFERENCE.search(attributes)
        if place is None:
            scan.unplaced += 1
        else:
            scan.long_numbers[int(place[2]) - 1, column_index(place[1].decode("ascii"))] = digits.decode("ascii")


def _look_at_styles(untrusted_xml: bytes, scan: SheetScan, styles: Mapping[bytes, str]) -> None:
    for attributes, style in _STYLED_CELL.findall(untrusted_xml):
        place = _REFERENCE.search(attributes) if style in styles else None
        if place is None:
            continue
        where = int(place[2]) - 1, column_index(place[1].decode("ascii"))
        if where in scan.formats or len(scan.formats) < _MAX_FORMATTED:
            scan.formats[where] = styles[style]
        else:
            scan.unformatted += 1


def column_index(letters: str) -> int:
    """The column, from 0, that ``letters`` stand over."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in short: "3-5, 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
