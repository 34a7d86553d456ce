"""Two documents side by side: nothing is lost, and what is marked is what changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.likeness.alignment import align
from muniment.likeness.difference import Difference, RowKind, difference
from muniment.likeness.document import Document, PageRead

PARTS = st.lists(
    st.sampled_from(
        [
            "one two three",
            "第一条 学员",
            "نەزەربەند",
            "—",
            "a",
            "four, five",
            "Ⅻ ﬁ",
            "e\u0301",
            "\U0001f600",
            "ก ข",
            "한국어",
            " ",
        ]
    ),
    max_size=8,
)
TEXTS = st.one_of(st.text(max_size=60), PARTS.map("\n".join), PARTS.map(" ".join))
PAGES = st.lists(TEXTS, max_size=3)


def document(pages: list[str], first: int = 1) -> Document:
    return Document([PageRead(first + number, number, text) for number, text in enumerate(pages, 1)])


def laid(one: str, other: str) -> Difference:
    return difference(document([one]), document([other], 10))


@settings(deadline=None, max_examples=150)
@given(PAGES, PAGES)
def test_every_word_stands_in_one_row_and_offsets_are_those_of_the_raw_page(left: list[str], right: list[str]) -> None:
    found = difference(document(left), document(right, 10))
    for pages, side in ((left, 0), (right, 1)):
        pieces = [piece for row in found.rows for piece in (row.left, row.right)[side]]
        places = [(piece.number, piece.start, piece.end) for piece in pieces]
        assert places == sorted(places)
        for piece in pieces:
            assert piece.text == pages[piece.number - 1][piece.start : piece.end]
            assert all(piece.start <= start < end <= piece.end for start, end in piece.marks)
        told = sum(len(document([piece.text])) for piece in pieces)
        assert told == len(document(pages))


@settings(deadline=None, max_examples=60)
@given(PAGES)
def test_a_document_does_not_differ_from_itself(pages: list[str]) -> None:
    assert {row.kind for row in difference(document(pages), document(pages, 10)).rows} <= {RowKind.SAME}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 6), max_size=40), st.lists(st.integers(0, 6), max_size=40))
def test_blocks_are_the_same_on_both_sides_and_rise(left: list[int], right: list[int]) -> None:
    terms, others = (document([" ".join(f"w{one}" for one in side)]).terms.hashes for side in (left, right))
    at = other_at = 0
    for block in align(terms, others).blocks:
        assert block.left >= at
        assert block.right >= other_at
        at, other_at = block.left + block.length, block.right + block.length
        assert left[block.left : at] == right[block.right : other_at]


def test_the_changed_words_are_marked_in_both() -> None:
    found = laid("Title\nThe board will say 240.\nEnd", "Title\nThe board will say 296 today.\nEnd")
    (row,) = [row for row in found.rows if row.kind is not RowKind.SAME]
    (piece,), (other,) = row.left, row.right
    assert [piece.text[start - piece.start : end - piece.start] for start, end in piece.marks] == ["240"]
    assert [other.text[start - other.start : end - other.start] for start, end in other.marks] == ["296 today"]


def test_lines_of_a_scan_stand_beside_the_paragraph_that_they_are() -> None:
    paragraph = "The outer locks come off on the evening before and go back on at two in the afternoon of the day."
    found = laid(paragraph, paragraph.replace(" evening", "\nevening").replace(" back", "\nback"))
    (row,) = found.rows
    assert (row.kind, len(row.left), len(row.right)) == (RowKind.SAME, 1, 3)


def test_punctuation_alone_is_no_change_of_words() -> None:
    (row,) = laid("Own free will, they say.", "Own free will; they say!").rows
    assert row.kind is RowKind.TYPOGRAPHY
    assert row.left[0].marks == ((13, 14), (23, 24))


def test_a_paragraph_that_moved_is_told_to_stand_elsewhere() -> None:
    one, two, three = (
        "alpha beta gamma delta epsilon",
        "uno dos tres cuatro cinco seis",
        "un deux trois quatre cinq six sept",
    )
    rows = laid(f"{one}\n{two}\n{three}", f"{three}\n{one}\n{two}").rows
    assert {(row.kind, row.moved) for row in rows if row.kind is not RowKind.SAME} == {
        (RowKind.ADDED, True),
        (RowKind.REMOVED, True),
    }


def test_long_texts_are_aligned_by_their_rare_runs() -> None:
    words = [f"w{number % 977}x{number % 1013}" for number in range(30_000)]
    changed = [*words[:100], "new", "words", *words[100:20_000], *words[20_500:]]
    aligned = align(*(document([" ".join(side)]).terms.hashes for side in (words, changed)))
    assert not aligned.bounded
    assert sum(block.length for block in aligned.blocks) == 29_500
