import pytest
from lxml import etree

from muniment.read.formats.tables import sheet_asides as asides


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("&LLeft&CMiddle&RRight", "Left | Middle | Right"),
        ('&C&"Arial,Bold"&12Page &P of &N', "Page [page] of [pages]"),
        ("&K01+000Black && White", "Black & White"),
        ("plain", "plain"),
    ],
)
def test_headers_say_their_words_only(code: str, words: str) -> None:
    assert asides.header_text(code) == words


def test_readings_in_small_letters_are_left_out() -> None:
    text = etree.fromstring("<si><t>漢字</t><rPh><t>カンジ</t></rPh></si>")
    assert asides.text_of(text) == "漢字"


def test_values_behind_a_pivot_table_come_back_as_rows() -> None:
    definition = etree.fromstring(
        '<d refreshedBy="Clerk"><cacheSource><worksheetSource sheet="Gone" ref="A1:B9"/></cacheSource>'
        '<cacheField name="town"><sharedItems><s v="Kashgar"/><s v="Hotan"/></sharedItems></cacheField>'
        '<cacheField name="held"><sharedItems/></cacheField></d>'
    )
    records = etree.fromstring('<p><r><x v="1"/><n v="12"/></r></p>')
    assert list(asides.pivot_rows(records, asides.pivot_fields(definition))) == ["town\theld", "Hotan\t12"]
    assert list(asides.pivot_source(definition)) == ["source: Gone A1:B9", "refreshed by: Clerk"]


def test_links_to_programs_are_told() -> None:
    root = etree.fromstring('<e><ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItem name="x"/></ddeLink></e>')
    assert list(asides.external_cells(root, "")) == ["link to a program: cmd /c calc x"]


def test_cells_of_other_workbooks_are_told() -> None:
    root = etree.fromstring(
        '<e><sheetNames><sheetName val="List"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row>'
        '<cell r="B2"><v>712</v></cell></row></sheetData></sheetDataSet></e>'
    )
    assert list(asides.external_cells(root, "file:///old.xls")) == ["file: file:///old.xls", "List!B2: 712"]
