"""Lists are read as people write them, and a bad line spoils itself only."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.errors import QueryError, UsageError
from muniment.index.folding import term_texts
from muniment.search import list_files
from muniment.search.leaves import MAX_NAME_CHARS
from muniment.search.list_files import MAX_TEXT_CHARS, read_list
from muniment.search.lists import ListLine, Mode, as_query, as_typed
from muniment.search.parse import parse
from muniment.search.query import NameLike, Or, Phrase

unhurried = settings(deadline=None)  # the machine may be busy
NAMES = ["朱海仑", "ئىلھام توختى", "Иванов Пётр", "Zhu Hailun", "José Ñuñez"]


def texts(content: bytes, suffix: str = ".csv") -> list[str]:
    return [line.text for line in read_list(content, suffix).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_is_read(encoding: str) -> None:
    assert texts(("name\n" + "\n".join(NAMES) + "\n").encode(encoding)) == NAMES


def test_the_old_encodings_of_china_and_russia_are_read() -> None:
    chinese = ["王小明", "新疆维吾尔自治区", "职业技能教育培训中心", "关于进一步加强和规范工作的意见"]
    russian = ["Иванов Пётр Сергеевич", "Управление внутренних дел", "Алма-Ата", "Сидоренко"]
    assert texts("\n".join(["name", *chinese]).encode("gb18030")) == chinese
    assert texts("\n".join(["name", *russian]).encode("windows-1251")) == russian


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_told_by_their_header_whatever_divides_them(delimiter: str) -> None:
    rows = [["id", "Name", "mode", "note"], ["7", "Tohti, Ilham; Dr", "exact", "a\nb"], ["8", "halls", "", ""]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    found = read_list(file.getvalue().encode(), ".csv")
    assert found.lines == (
        ListLine(2, "Tohti, Ilham; Dr", Mode.EXACT, {"id": "7", "note": "a\nb"}),
        ListLine(4, "halls", Mode.NAME, {"id": "8", "note": ""}),
    )
    assert found.columns == ("id", "note")


def test_the_header_says_how_lines_are_meant() -> None:
    assert read_list(b"query\na OR b\n").lines[0].mode is Mode.QUERY
    assert read_list(b"name\na b\n").lines[0].mode is Mode.NAME
    assert read_list(b"a b\n").lines[0].mode is Mode.EITHER


def test_where_both_are_given_the_query_counts_and_the_name_stands_in() -> None:
    found = read_list(b"name,query\nAda,ada OR lovelace\nGrace,\n")
    assert [(line.text, line.mode) for line in found.lines] == [("ada OR lovelace", Mode.QUERY), ("Grace", Mode.NAME)]


def test_a_text_file_holds_a_name_on_each_line_as_it_stands() -> None:
    lines = ["Tohti, Ilham", '"own free will" AND halls']
    assert texts("\n\n".join(lines).encode(), ".txt") == lines


def test_a_table_without_header_gives_its_first_column_and_carries_the_rest() -> None:
    found = read_list(b"Ada,1815\nGrace,1906\n", ".csv")
    assert [(line.text, line.carried) for line in found.lines] == [
        ("Ada", {"column 2": "1815"}),
        ("Grace", {"column 2": "1906"}),
    ]


def test_in_a_list_of_one_column_commas_and_quotation_marks_need_no_care() -> None:
    assert texts(b'query\n"own free will" AND halls\n"own free will"\nx, y\n') == [
        '"own free will" AND halls',
        "own free will",
        "x, y",
    ]


def test_an_open_quotation_mark_spoils_its_own_line_only() -> None:
    found = read_list(b'id,name\n1,"Ada\n2,Grace\n3,Mary\n', ".csv")
    assert [(line.number, line.text) for line in found.lines] == [(3, "Grace"), (4, "Mary")]
    assert [line.number for line in found.failed] == [2]
    assert "quotation marks" in found.failed[0].error


def test_bad_lines_are_named_and_the_others_kept() -> None:
    content = f"name,mode\nAda,shout\n{'x' * (MAX_TEXT_CHARS + 1)},\nGr\x00ace,\n,exact\nMary,exact\n".encode()
    found = read_list(content, ".csv")
    assert [line.text for line in found.lines] == ["Mary"]
    assert [line.number for line in found.failed] == [2, 3, 4, 5]
    assert "'shout'" in found.failed[0].error
    assert all(len(line.text) <= MAX_TEXT_CHARS for line in found.failed)


def test_bytes_that_are_no_text_fail_their_line_only() -> None:
    good = "\n".join(f"пример {number}" for number in range(40)).encode()
    found = read_list(b"name\n" + good + b"\nbr\xffoken\n", ".csv")
    assert len(found.lines) == 40
    assert [line.number for line in found.failed] == [42]


def test_a_line_number_counts_lines_of_the_file_also_after_a_cell_of_several_lines() -> None:
    found = read_list(b'name,note\nAda,"a\nb\nc"\nGrace,\n')
    assert [line.number for line in found.lines] == [2, 5]


def test_an_empty_or_huge_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in (b"", b"\n\n", b"name\n", b"\xef\xbb\xbf"):
        with pytest.raises(UsageError, match="empty"):
            read_list(nothing)
    monkeypatch.setattr(list_files, "MAX_LIST_BYTES", 10)
    with pytest.raises(UsageError, match="longer"):
        read_list(b"x" * 11)


@unhurried
@given(st.binary(max_size=300), st.sampled_from([".csv", ".txt", ".tsv", ""]))
def test_any_bytes_are_a_list_or_are_refused(content: bytes, suffix: str) -> None:
    try:
        found = read_list(content, suffix)
    except UsageError:
        return
    numbers = [line.number for line in found.lines] + [line.number for line in found.failed]
    assert all(1 <= number <= len(content) + 1 for number in numbers)


@unhurried
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1, max_size=8))
def test_what_the_csv_module_writes_is_read_back(names: list[str]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["id", "name"], *(["1", name] for name in names)])
    found = read_list(file.getvalue().encode("utf-8-sig"), ".csv")
    wanted = [" ".join(name.split()) for name in names]
    assert [line.text for line in found.lines] + [line.text for line in found.failed] == [
        *(name for name in wanted if name and "\ufffd" not in name),
        *(name for name in wanted if not name or "\ufffd" in name),
    ]


@unhurried
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=MAX_NAME_CHARS).filter(term_texts))
def test_no_name_acts_as_a_query(text: str) -> None:
    for mode in (Mode.NAME, Mode.EXACT, Mode.EITHER):
        line = ListLine(1, text, mode)
        leaves = as_query(line)
        assert leaves in {Phrase(text), NameLike(text), Or((Phrase(text), NameLike(text)))}
        assert parse(as_typed(line)) == as_query(line)


@pytest.mark.parametrize(
    "attack", ['x" OR path:"', "* OR *", "NOT a", "sha256:ff", 'a") OR (b', "\\", '"', "/.*/", "name~:x", "a~2 b^9"]
)
def test_operators_in_names_are_words(attack: str) -> None:
    for mode in (Mode.NAME, Mode.EXACT):
        try:
            query = as_query(ListLine(1, attack, mode))
        except QueryError:
            assert not any(map(str.isalnum, attack))
            continue
        assert query.text == attack  # type: ignore[union-attr]  # whatever leaf it is, it holds the name untouched


def test_a_query_of_a_list_that_cannot_be_read_is_an_error_of_its_own() -> None:
    with pytest.raises(QueryError):
        as_query(ListLine(1, '"open', Mode.QUERY))


def test_what_is_too_long_for_a_name_is_an_error_or_a_phrase() -> None:
    long = "word " * MAX_NAME_CHARS
    assert as_query(ListLine(1, long, Mode.EITHER)) == Phrase(long)
    with pytest.raises(QueryError, match="at most"):
        as_query(ListLine(1, long, Mode.NAME))
