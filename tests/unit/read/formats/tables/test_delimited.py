from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.read.formats.tables.delimited import DelimitedReader, DifReader, dif_rows, rows
from muniment.read.reader import Damaged, Empty

_LINES = st.lists(st.text(st.sampled_from('a,"\t;'), max_size=12).map(lambda line: line + "\n"), max_size=300)


@given(_LINES)
def test_rows_joined_are_the_file_again(lines: list[str]) -> None:
    assert "".join(rows(iter(lines))) == "".join(lines)


def test_the_text_is_exactly_that_of_the_file() -> None:
    text = 'name;"note"\r\n关于教育培训中心管理工作的意见;"two\r\nlines ""quoted"""\r\n\r\nlast;x'
    reading = read(DelimitedReader(), text.encode("gb18030"), "text/csv")
    assert reading.text == text
    assert reading.labels == ["rows 1-4"]


def test_long_tables_are_cut_into_blocks_of_rows_that_join_up() -> None:
    text = "".join(f"{number},name {number}\n" for number in range(1, 5001))
    reading = read(DelimitedReader(), text.encode(), "text/csv")
    assert "".join(page.text for page in reading.pages) == text
    for page in reading.pages:
        first, last = page.label.removeprefix("rows ").split("-")
        assert page.text.split(",")[0] == first
        assert page.text.rstrip("\n").split("\n")[-1].split(",")[0] == last


def test_a_stray_quotation_mark_does_not_swallow_the_table() -> None:
    text = 'pipe 5"\n' + "".join(f"{number}\n" for number in range(2000))
    reading = read(DelimitedReader(), text.encode(), "text/tab-separated-values")
    assert reading.labels[-1].endswith("2001")


def test_bytes_that_are_no_letters_are_told() -> None:
    reading = read(DelimitedReader(), "имя,й\n".encode() * 50 + b"\xff\xfe,x\n", "text/csv")
    assert len(reading.shortfalls) == 1


def test_an_empty_table_says_so() -> None:
    assert isinstance(read(DelimitedReader(), b"", "text/csv").stop, Empty)


_DIF = (
    'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,2\n""\nTUPLES\n0,2\n""\nDATA\n0,0\n""\n'
    '-1,0\nBOT\n1,0\n"name""s"\n1,0\n"held"\n-1,0\nBOT\n1,0\n"Ali"\n0,12\nV\n0,1\nTRUE\n-1,0\nEOD\n'
)


def test_data_interchange_format_comes_back_as_rows() -> None:
    reading = read(DifReader(), _DIF.encode())
    assert reading.text == 'name"s\theld\nAli\t12\tTRUE'
    assert reading.labels == ["rows 1-2"]


def test_what_is_no_interchange_format_is_damaged() -> None:
    assert isinstance(read(DifReader(), b"<DIF/>").stop, Damaged)


@given(st.lists(st.sampled_from(["-1,0", "BOT", "1,0", '"x"', "0,1", "V", "DATA", "EOD", ""]), max_size=40))
def test_any_lines_are_gone_through(lines: list[str]) -> None:
    assert all(number > 0 for number, _ in dif_rows(iter(lines)))
