"""Texts, mails and sheets as published pages."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from muniment.model import PageKind
from muniment.redact.marks import Cover, Extent, Form, Mode, PageSource, PublishedPage
from muniment.redact.paper import MASK, as_html, burn_text

NAMES = ("Bo", "Wilhelmina Featherstonehaugh", "王一", "گۈلنار ئابدۇرەھىم", "O. P. Quill Jr.", "a\u0301\u200b")


def letter(name: str) -> str:
    return f"From: office@example.org\nTo: clerk@example.org, {name} <witness@example.org>\n\nThe gate is shut.\n"


def page(text: str, *covers: Cover, mode: Mode = Mode.LINE) -> PublishedPage:
    return burn_text(PageSource(1, PageKind.TEXT, text, covers=covers), mode)


def named(text: str, name: str, extent: Extent = Extent.LINE) -> Cover:
    start = text.index(name)
    return Cover(((start, start + len(name)),), extent=extent, reason="a witness")


def test_a_letter_reads_the_same_whoever_was_named_in_its_header() -> None:
    pages = [page(letter(name), named(letter(name), name)) for name in NAMES]
    assert len({as_html(one) for one in pages}) == 1
    assert len({one.blocks for one in pages}) == 1
    assert len({tuple(part.text for part in one.parts) for one in pages}) == 1


def test_the_grid_leaves_the_rest_of_the_line_and_a_mask_of_one_width() -> None:
    pages = [page(letter(name), named(letter(name), name), mode=Mode.GRID) for name in NAMES]
    assert len({as_html(one) for one in pages}) == 1
    assert f"clerk@example.org, {MASK} &lt;witness@" in as_html(pages[0])


def test_a_row_of_a_sheet_goes_as_a_whole() -> None:
    text = "room\tname\tdays\n12\tBo\t7\n13\tAnn\t9"
    shown = page(text, Cover(rows=(1,)))
    assert shown.form is Form.SHEET
    assert shown.blocks == (("room", "name", "days"), (None,), ("13", "Ann", "9"))
    assert [part.is_open for part in shown.parts] == [True, False, True]


def test_a_column_goes_in_every_row_even_where_it_was_empty() -> None:
    text = "room\tname\tdays\n12\tBo\n13\t\t9\n14"
    shown = page(text, Cover(columns=(2,)))
    assert shown.blocks == (("room", "name", None), ("12", "Bo", None), ("13", "", None), ("14", "", None))
    assert not any(part.is_open for part in shown.parts)


def test_a_region_that_a_text_cannot_have_closes_it() -> None:
    shown = page("one\ntwo", Cover(boxes=((0, 0, 1, 1),)))
    assert shown.blocks == ((None,), (None,))


def test_words_of_the_document_are_no_markup() -> None:
    assert "<script" not in as_html(page("<script>alert(1)</script>"))
    assert "<script" not in as_html(page("<script>\talert(1)"))


texts = st.text(st.sampled_from("ab \t\n.王"), max_size=60)


@given(texts, st.integers(0, 60), st.integers(1, 20), st.sampled_from(Mode))
def test_no_covered_letter_is_shown_and_every_open_part_is(text: str, start: int, length: int, mode: Mode) -> None:
    marked = text[:start] + "X" * length + text[start:]
    start = min(start, len(text))
    shown = page(marked, Cover(((start, start + length),)), mode=mode)
    assert "X" not in as_html(shown)
    assert not any("X" in part.text for part in shown.parts)
    assert "".join(marked[part.start : part.end] for part in shown.parts) == marked
    visible = re.sub(r"<[^>]+>", "", as_html(shown))
    for part in shown.parts:
        for cell in re.split(r"[\t\n]", part.text):
            assert html.escape(cell) in visible


def test_behind_the_last_line_of_a_sheet_nothing_is_withheld() -> None:
    shown = page("name\troom\nAda\t4\n", Cover(columns=(0,)))
    assert shown.blocks == ((None, "room"), (None, "4"))
    assert page("name\troom\nAda\t4", Cover(columns=(0,))).blocks == shown.blocks
