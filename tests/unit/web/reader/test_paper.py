"""Texts are cut into runs without a character lost, added or left dangerous."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.model import Word
from muniment.web.reader.paper import Marks, blocks, doubts_of, first_row, part_end, pieces, rows

TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\u202e\u200b\x07\n\t>")), max_size=120)


def spans(text: str, draw: list[int]) -> tuple[tuple[int, int], ...]:
    edges = sorted({edge % (len(text) + 1) for edge in draw})
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@given(TEXTS, st.lists(st.integers(0, 200), max_size=8), st.lists(st.integers(0, 200), max_size=8))
def test_runs_put_together_are_the_text_but_for_the_signs_that_are_named(
    text: str, hits: list[int], weak: list[int]
) -> None:
    marks = Marks(spans(text, hits), tuple((*span, 1) for span in spans(text, weak)))
    found = pieces(text, 0, len(text), marks)
    at = 0
    for piece in found:
        length = 1 if piece.sign else len(piece.text)
        stretch = text[at : at + length]
        assert piece.sign.startswith(f"U+{ord(stretch):04X}") if piece.sign else piece.text == stretch
        assert piece.is_hit == any(start <= at < end for start, end in marks.hits)
        assert bool(piece.doubt) == any(start <= at < end for start, end, _ in marks.doubts)
        at += length
    assert at == len(text)
    assert not any(char in piece.text for piece in found for char in "\u202e\u200b\x07")


@given(TEXTS, st.integers(1, 50))
def test_parts_follow_each_other_without_gap_to_the_end(text: str, most: int) -> None:
    at = 0
    while at < len(text):
        end = part_end(text, at, most)
        assert at < end <= at + most
        at = end


@given(TEXTS)
def test_rows_of_a_sheet_are_its_lines_and_cells(text: str) -> None:
    found = rows(text, 0, len(text), Marks(), 7)
    lines = text.split("\n")
    assert [row.number for row in found] == list(range(7, 7 + len(found)))
    assert len(found) == len(lines) - (not lines[-1])
    assert [len(row.cells) for row in found] == [len(line.split("\t")) for line in lines][: len(found)]


def test_quotes_of_a_csv_hold_lines_and_commas_together() -> None:
    text = 'a,"b, ""c""\nd",e\nf,,"open'
    found = rows(text, 0, len(text), Marks(), 1, ",")
    assert [["".join(piece.text for piece in cell) for cell in row.cells] for row in found] == [
        ["a", '"b, ""c""\nd"', "e"],
        ["f", "", '"open'],
    ]


@given(TEXTS, st.sampled_from(",;|"))
def test_no_character_of_a_csv_is_lost(text: str, delimiter: str) -> None:
    found = rows(text, 0, len(text), Marks(), 1, delimiter)
    cells = ["".join(piece.text or "?" for piece in cell) for row in found for cell in row.cells]
    assert sum(map(len, cells)) + text.count("\n") + text.count(delimiter) >= len(text)
    assert sum(map(len, cells)) <= len(text)


def test_quoted_lines_of_a_mail_and_its_head_are_told_from_what_was_written() -> None:
    text = "From: a\nTo: b\n\nOur words.\n> theirs\n> and more\nOurs again.\n"
    found = blocks(text, 0, len(text), Marks(((text.index("theirs"), text.index("theirs") + 6),)), is_mail=True)
    assert [block.kind for block in found] == ["head", "plain", "quoted", "plain"]
    assert [block.has_hit for block in found] == [False, False, True, False]
    assert "".join(piece.text for block in found for piece in block.pieces) == text


def test_only_labels_that_count_rows_make_a_sheet() -> None:
    assert first_row("汇总, rows 1-9") == 1
    assert first_row("KL-05, rows 501-620") == 501
    assert first_row("row 12") == 12
    assert first_row("rows of houses") is None
    assert first_row("notes on page 3") is None


def test_words_are_doubted_in_two_degrees() -> None:
    words = [Word(5, 8, (0, 0, 1, 1), 0.4), Word(0, 4, (0, 0, 1, 1), 0.8), Word(9, 12, (0, 0, 1, 1), 0.99)]
    assert doubts_of(words) == ((0, 4, 1), (5, 8, 2))


@given(st.text('ab",;\t\n', max_size=40), st.integers(0, 40), st.sampled_from(",;|\t"))
def test_rows_of_a_later_part_go_on_counting(text: str, start: int, delimiter: str) -> None:
    start = min(start, len(text))
    before = rows(text, 0, start, Marks(), 1, delimiter)
    after = rows(text, start, len(text), Marks(), 1, delimiter)
    assert [row.number for row in before] == list(range(1, len(before) + 1))
    assert [row.number for row in after] == list(range(len(before) + 1, len(before) + len(after) + 1))
