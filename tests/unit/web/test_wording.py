"""How values look on a page."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.acquire.names import one_line
from muniment.index.kinds import FAMILIES
from muniment.web import wording

spans = st.lists(st.integers(0, 60), max_size=8, unique=True).map(
    lambda cuts: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


@given(st.text(max_size=60), spans)
def test_a_passage_loses_no_word_and_marks_what_matched(text: str, places: list[tuple[int, int]]) -> None:
    places = [(start, end) for start, end in places if end <= len(text)]
    runs = wording.passage(text, places)
    whole = "".join(run for run, _ in runs)
    assert whole.replace(" ", "") == one_line(text).replace(" ", "")
    marked = "".join(run for run, matched in runs if matched)
    assert marked == "".join(one_line(text[start:end]) for start, end in places)


@given(st.text())
def test_nothing_on_a_line_moves_the_cursor_or_turns_the_line(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\n\r\t\x1b\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def test_arabic_script_runs_right_to_left_and_its_latin_forms_do_not() -> None:
    directions = {code: wording.direction(code) for code in ("ug", "ar", "ug-Latn", "ug-Cyrl", "kk-Arab", "zh", "")}
    assert directions == {
        "ug": "rtl", "ar": "rtl", "ug-Latn": "auto", "ug-Cyrl": "auto", "kk-Arab": "rtl", "zh": "auto", "": "auto"
    }  # fmt: skip


def test_a_language_that_is_no_tag_gets_no_attribute() -> None:
    assert [wording.language_tag(code) for code in ("zh", "zh-Hant", 'x" onload="', "")] == ["zh", "zh-Hant", "", ""]


def test_every_family_of_types_has_a_name() -> None:
    assert set(FAMILIES) <= set(wording.FAMILIES)


def test_a_path_is_shown_as_the_way_down_and_a_name() -> None:
    path = "leak/mail.mbox/0001 Re.eml/\u202egpj.exe".encode()
    assert wording.chain(path) == ["leak", "mail.mbox", "0001 Re.eml"]
    assert wording.last_part(path) == "\\u202egpj.exe"
    assert wording.last_part(b"a/\xff\xfe.txt") == "\\xff\\xfe.txt"


def test_sizes_read_well() -> None:
    told = [wording.size(count) for count in (0, 1, 1023, 1024, 1536, 250_000_000, 3 << 40)]
    assert told == ["0 bytes", "1 bytes", "1,023 bytes", "1.0 KiB", "1.5 KiB", "238 MiB", "3.0 TiB"]
