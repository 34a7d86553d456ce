import base64
import io
import zipfile

import pytest
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.tables.spreadsheetml import SPREADSHEETML, SpreadsheetMlReader
from muniment.read.formats.tables.xml_sheets import ODS, OpenDocumentReader

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
_TABLES = """
<table:table table:name="List"><table:table-row>
<table:table-cell office:value-type="string"><text:p>名字</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="float" office:value="110101199003074518">
<text:p>1.10E+17</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2017-03-04"><text:p>4. März</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1000">
<table:table-cell table:number-columns-repeated="1024"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell>
<office:annotation><dc:creator>Ed</dc:creator><text:p>ask again</text:p></office:annotation>
<text:p>see <text:a xlink:href="https://example.org/">here</text:a><text:s text:c="2"/>now</text:p>
</table:table-cell></table:table-row></table:table>
<table:table table:name="Other" table:style-name="ta2"><table:table-row><table:table-cell><text:p>unseen</text:p>
</table:table-cell></table:table-row></table:table>
"""
_STYLE = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'


def _flat(extra: str = "") -> bytes:
    body = f"<office:spreadsheet>{_TABLES}{extra}</office:spreadsheet>"
    return f"<office:document {_NAMES}>{_STYLE}{body}</office:document>".encode()


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", _flat())
        package.writestr("META-INF/manifest.xml", "<m/>")
        package.writestr("Pictures/seal.png", b"\x89PNG")
    return out.getvalue()


@pytest.mark.parametrize("content", [_flat(), _zipped()], ids=["flat", "zipped"])
def test_cells_stand_in_their_rows_with_exact_values(content: bytes) -> None:
    reading = read(OpenDocumentReader(), content, ODS)
    assert reading.labels[:2] == ["List, row 1", "List, rows 1002-1003"]
    assert reading.pages[0].text == "名字\t\t\t110101199003074518\t2017-03-04"
    assert reading.pages[1].text == "see here  now\nsee here  now"
    assert reading.page("List, comments") == "A1002 (Ed): ask again"
    assert reading.page("List, links") == "A1002: https://example.org/"
    assert reading.sheet("Other (hidden sheet)") == "unseen"


def test_pictures_are_members() -> None:
    assert read(OpenDocumentReader(), _zipped(), ODS).files == {"Pictures/seal.png": b"\x89PNG"}
    picture = (
        f"<draw:image><office:binary-data>{base64.b64encode(b'GIF89a!').decode()}</office:binary-data></draw:image>"
    )
    assert read(OpenDocumentReader(), _flat(picture), f"{ODS}-flat").files == {"pictures/1": b"GIF89a!"}


def test_a_cut_off_document_gives_what_it_has_and_says_so() -> None:
    content = _flat()
    reading = read(OpenDocumentReader(), content[: content.index(b"unseen")], f"{ODS}-flat")
    assert "名字" in reading.text
    assert len(reading.shortfalls) == 1
    cut = read(SpreadsheetMlReader(), _ML.encode()[: _ML.index("Boolean")])
    assert ("author", "Clerk") in cut.facts
    assert len(cut.shortfalls) == 1


def test_what_is_no_xml_is_said_to_be_broken() -> None:
    assert read(OpenDocumentReader(), b"\x00\x01\x02", f"{ODS}-flat").shortfalls
    assert read(SpreadsheetMlReader(), b"\x00\x01\x02").shortfalls


def test_hostile_repeats_do_not_fill_memory() -> None:
    many = '<table:table table:name="B"><table:table-row table:number-rows-repeated="999999999">'
    many += '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    reading = read(OpenDocumentReader(), _flat(f"{many}</table:table-row></table:table>"), f"{ODS}-flat")
    assert len(reading.sheet("B")) < 5_000_000


_ML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><DocumentProperties><Author>Clerk</Author></DocumentProperties>
<Worksheet ss:Name="Plan"><Table><Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">1.5E3</Data></Cell>
<Cell ss:HRef="https://example.org/"><Data ss:Type="DateTime">2017-03-04T00:00:00.000</Data>
<Comment ss:Author="Ed"><Data>doubtful</Data></Comment></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_xml_of_excel_2003_comes_back_as_rows() -> None:
    reading = read(SpreadsheetMlReader(), _ML.encode(), SPREADSHEETML)
    assert (reading.pages[0].label, reading.pages[0].text) == ("Plan, row 3", "\t1500\t2017-03-04\tTRUE")
    assert reading.page("Plan, comments") == "C3 (Ed): doubtful"
    assert reading.page("Plan, links") == "C3: https://example.org/"
    assert ("author", "Clerk") in reading.facts


def test_real_documents_are_read() -> None:
    reading = read(OpenDocumentReader(), corpus("miscoffice/versions/LibreOfficeCalc_ods_1.3.ods"), ODS)
    assert "This\tis\tan\texample\tspreadsheet" in reading.text
