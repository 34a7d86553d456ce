"""Workbooks, written part by part: several sheets, hidden ones too."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from muniment.demo.packing import zipped

Cell = str | int

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and rows; a hidden one is in the file and not on the screen."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False


def workbook(sheets: list[Sheet]) -> bytes:
    """The workbook as the bytes of an ``.xlsx`` file."""
    parts = [
        ("[Content_Types].xml", _content_types(len(sheets)).encode()),
        ("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]).encode()),
        ("xl/workbook.xml", _workbook(sheets).encode()),
        ("xl/_rels/workbook.xml.rels", _sheet_relations(len(sheets)).encode()),
        ("xl/styles.xml", _styles().encode()),
    ]
    return zipped(
        parts + [(f"xl/worksheets/sheet{number}.xml", _sheet(sheet).encode()) for number, sheet in enumerate(sheets, 1)]
    )


def _workbook(sheets: list[Sheet]) -> str:
    entries = "".join(_sheet_entry(sheet, number) for number, sheet in enumerate(sheets, 1))
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{entries}</sheets></workbook>'


def _sheet_entry(sheet: Sheet, number: int) -> str:
    state = ' state="hidden"' if sheet.hidden else ""
    return f'<sheet name={quoteattr(sheet.name)} sheetId="{number}"{state} r:id="rId{number}"/>'


def _sheet(sheet: Sheet) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(cell, column, number) for column, cell in enumerate(row))}</row>'
        for number, row in enumerate(sheet.rows, 1)
    )
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(value: Cell, column: int, row: int) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _styles() -> str:
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _content_types(sheets: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>{overrides}</Types>'
    )


def _sheet_relations(sheets: int) -> str:
    numbered = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)]
    return _relations([*numbered, ("styles", "styles.xml")])


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'
