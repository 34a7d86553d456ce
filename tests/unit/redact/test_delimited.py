"""Columns and rows of sheets that are kept as text: withheld by themselves where they are sure, else with more."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.model import PageKind
from muniment.redact.covering import PageText, cover_of
from muniment.redact.delimited import known_delimiter, rows_between
from muniment.redact.marks import Cover, Form, Mode, PageSource, PublishedPage
from muniment.redact.paper import as_html, burn_text

CSV, TSV = "text/csv", "text/tab-separated-values"
SECRET = "S3CRET"


def marked(text: str, shape: Shape, *at: int, media_type: str = CSV) -> Cover:
    mark = Mark("m", shape, "a witness", Scope.HERE, "o", 1, at=at)
    cover = cover_of(PageText(1, PageKind.TEXT, text, media_type), mark, "o")
    assert cover is not None
    return cover


def burnt(text: str, cover: Cover, mode: Mode = Mode.LINE) -> PublishedPage:
    return burn_text(PageSource(1, PageKind.TEXT, text, covers=(cover,)), mode)


@pytest.mark.parametrize(("sign", "media_type"), [(",", CSV), (";", CSV), ("|", CSV), ("\t", CSV), ("\t", TSV)])
@pytest.mark.parametrize("mode", Mode)
def test_a_column_goes_alone_where_the_cells_are_sure(sign: str, media_type: str, mode: Mode) -> None:
    text = f"room|name|days\n12|{SECRET}|7\n13||9\n".replace("|", sign)
    shown = burnt(text, marked(text, Shape.COLUMN, 1, media_type=media_type), mode)
    assert shown.form is Form.SHEET
    assert shown.blocks == (("room", None, "days"), ("12", None, "7"), ("13", None, "9"))
    assert not any(part.is_open for part in shown.parts)


def test_a_quoted_cell_may_hold_what_parts_cells_elsewhere() -> None:
    text = f'room,name,days\r\n12,"{SECRET}, ""{SECRET}""",7\r\n13,Ann,"9, or 10"\r\n'
    shown = burnt(text, marked(text, Shape.COLUMN, 1))
    assert shown.blocks == (("room", None, "days"), ("12", None, "7"), ("13", None, '"9, or 10"'))


@pytest.mark.parametrize(
    "row",
    [
        f'12,"a\n{SECRET},b,c\nd",7',  # one cell of several lines: no line of it may pass for a row
        f'12,5" pipe,{SECRET}\n13,{SECRET},6" pipe',
        f"12,{SECRET},{SECRET},7",
        f"{SECRET},12",
        f'12, "b, {SECRET}", 7',
        rf'12,"a\",{SECRET}\"",7',
        rf"{SECRET}\,{SECRET},b,7",
        f"12,a\r{SECRET},b,c",
    ],
)
def test_a_row_that_another_program_might_part_otherwise_goes_as_a_whole(row: str) -> None:
    regular = "".join(f"{number},b,c\n" for number in range(30))
    text = f"{regular}{row}\n{regular}"
    shown = burnt(text, marked(text, Shape.COLUMN, 1))
    assert SECRET not in as_html(shown)
    assert (None,) in shown.blocks
    assert shown.blocks.count(("3", None, "c")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ann;1,5;2\nBen;2,5;3\n",  # decimal commas, or semicolons in words?
        "one line\nand another, with a comma\n",
        "a,b\nc,d,e\nf\n",
        'a,b,c\nd,"e,f\n',
        "a\n",
        "",
    ],
)
def test_where_the_sign_is_not_sure_the_page_goes_as_a_whole(text: str) -> None:
    assert known_delimiter(text, CSV) == ""
    cover = marked(text, Shape.COLUMN, 0)
    assert cover == Cover(spans=((0, len(text)),), reason="a witness")


def test_a_tab_in_a_csv_makes_no_columns_of_its_own() -> None:
    text = f"room,name\n12,{SECRET}\n13,An\tn\n"
    shown = burnt(text, marked(text, Shape.COLUMN, 1))
    assert shown.blocks == (("room", None), ("12", None), ("13", None))


def test_sheets_that_our_readers_set_are_parted_by_tabs_as_ever() -> None:
    cover = marked('a\t"b\nc\td', Shape.COLUMN, 1, media_type="application/vnd.ms-excel")
    assert cover == Cover(columns=(1,), reason="a witness")


def test_a_row_of_several_lines_goes_with_all_of_them() -> None:
    text = f'a,b\n12,"x\n{SECRET}\ny"\n13,z\n'
    for line in (1, 2, 3):
        cover = marked(text, Shape.ROW, line)
        assert cover.rows == (1, 2, 3)
        assert SECRET not in as_html(burnt(text, cover))
        assert "13,z" in as_html(burnt(text, cover))


cells = st.text(st.sampled_from('ab ,;\t"\n\r\\|王'), max_size=8)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8),
    st.integers(0, 2),
    st.sampled_from(",;\t"),
)
def test_whatever_a_program_wrote_into_a_column_does_not_come_out(rows: list[list[str]], at: int, sign: str) -> None:
    secret = [[f"Q{cell}Q{cell}Q" if number == at else cell for number, cell in enumerate(row)] for row in rows]
    file = io.StringIO()
    csv.writer(file, delimiter=sign, lineterminator="\n").writerows(secret)
    shown = burnt(file.getvalue(), marked(file.getvalue(), Shape.COLUMN, at))
    assert "Q" not in as_html(shown)


@given(st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_rows_joined_are_the_page(text: str) -> None:
    rows = rows_between(text, ",")
    assert "\n".join(text[one.start : one.end] for one in rows) == text.removesuffix("\n")
    assert [line for one in rows for line in one.lines] == list(range(text.removesuffix("\n").count("\n") + 1))
