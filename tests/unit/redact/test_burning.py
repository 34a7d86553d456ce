"""Covered pages: the same bits whoever was named, nothing left of the name, the neighbours untouched."""

import hashlib
import io
from dataclasses import replace

import numpy as np
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.unit.redact import templates as made

from muniment.model import PageKind, Word
from muniment.redact.burning import (
    ASKEW,
    FILL,
    FLOWS_ON,
    SNAP,
    STAYS_PUT,
    burn_drawn,
    hidden_of_each,
    joined,
    parts_of,
    shown_words,
)
from muniment.redact.image import encoded
from muniment.redact.marks import Cover, Extent, Mode, PageSource
from muniment.redact.pdf import PdfWriter

FACES = ("Times-Roman", "dejavu")


def source(pdf: bytes, kind: PageKind = PageKind.TEXT) -> PageSource:
    found = made.placed_words(pdf)
    return made.line_of_name(PageSource(1, kind, found.text, tuple(found.words)), found.text)


def published(pixels: NDArray[np.uint8], page: PageSource) -> bytes:
    """The PDF of one page, words and all."""
    burnt = burn_drawn(pixels, page)
    out = io.BytesIO()
    writer = PdfWriter(out)
    writer.add(encoded(burnt.pixels), shown_words(burnt.pixels, page.text, page.words, burnt.hidden))
    writer.close()
    return out.getvalue()


def digests(files: list[bytes]) -> set[str]:
    return {hashlib.sha256(file).hexdigest() for file in files}


@pytest.mark.parametrize("face", FACES)
def test_a_printed_page_is_the_same_bit_for_bit_whoever_was_named(face: str) -> None:
    originals = [made.printed(name, face) for name in made.NAMES]
    assert len(digests(originals)) == len(made.NAMES) >= 20
    assert len(digests([published(made.drawn(pdf), source(pdf)) for pdf in originals])) == 1


def jittered(page: PageSource, seed: int) -> PageSource:
    """The words as recognition would place them: no two readings of a page agree to the pixel."""
    random = np.random.default_rng(seed)
    words = []
    for word in page.words:
        left, top, right, bottom = np.clip(np.array(word.box) + random.normal(0, 0.0012, 4), 0, 1)
        words.append(replace(word, box=(float(left), float(top), float(right), float(bottom))))
    return replace(page, words=tuple(words))


@pytest.mark.parametrize("degrees", [0.6, -1.3])
def test_a_scanned_page_is_the_same_bit_for_bit_though_each_is_read_a_little_differently(degrees: float) -> None:
    burnt = set()
    for seed, name in enumerate(made.NAMES if degrees > 0 else made.SHORT_LIST):
        pdf = made.printed(name)
        pixels = made.drawn(pdf)
        page = made.turned(jittered(source(pdf, PageKind.OCR), seed), degrees, pixels.shape[1] / pixels.shape[0])
        burnt.add(encoded(burn_drawn(made.scan(pixels, degrees), page).pixels).data)
    assert len(burnt) == 1


def test_the_last_line_and_lines_close_together_are_the_same_too() -> None:
    for leading, after in ((16, 0), (13, 4)):
        originals = [made.printed(name, leading=leading, lines_after=after) for name in made.SHORT_LIST]
        assert len(digests([published(made.drawn(pdf), source(pdf)) for pdf in originals])) == 1


def test_lines_close_together_lose_no_neighbour() -> None:
    pdf = made.printed("Åsa Ångström", leading=13)
    page = source(pdf)
    burnt = burn_drawn(made.drawn(pdf), page)
    said = {word.text for word in shown_words(burnt.pixels, page.text, page.words, burnt.hidden)}
    assert {"noon.", "kitchen"} <= said


def test_nothing_of_the_line_is_left_and_all_of_the_others() -> None:
    pdf = made.printed("Konstantinos Papadopoulos-Grigoriadis")
    page = source(pdf)
    burnt = burn_drawn(made.drawn(pdf), page)
    said = [word.text for word in shown_words(burnt.pixels, page.text, page.words, burnt.hidden)]
    for word in made.line_with("Konstantinos Papadopoulos-Grigoriadis").split():
        if word not in {"by", "was", "opened"}:
            assert word not in said
    assert "noon." in said
    assert "kitchen" in said
    shown = "".join(part.text for part in parts_of(page, burnt.hidden))
    assert shown == "\n".join((*made.BEFORE, *made.AFTER))


def test_the_reason_is_told_where_it_was_withheld() -> None:
    pdf = made.printed("Bo")
    (withheld,) = burn_drawn(made.drawn(pdf), source(pdf)).withheld
    assert withheld.reason == "a witness"
    assert withheld.box is not None
    left, top, right, bottom = withheld.box
    assert (left, right) == (0.0, 1.0)
    assert 0.2 < top < bottom < 0.5


def test_a_paragraph_goes_to_its_end() -> None:
    pdf = made.printed("Bo")
    page = source(pdf)
    long = replace(page, covers=(replace(page.covers[0], extent=Extent.PARAGRAPH),))
    burnt = burn_drawn(made.drawn(pdf), long)
    said = {word.text for word in shown_words(burnt.pixels, page.text, page.words, burnt.hidden)}
    assert "noon." in said
    assert "kitchen" not in said
    assert "yard," not in said


def test_what_has_no_known_place_closes_the_page() -> None:
    pdf = made.printed("Bo")
    page = source(pdf)
    nowhere = replace(page, words=(), covers=(Cover(((0, 3),)),))
    burnt = burn_drawn(made.drawn(pdf), nowhere)
    assert bool((burnt.pixels == FILL).all())
    assert not any(part.is_open for part in parts_of(nowhere, burnt.hidden))


def test_an_untouched_page_is_open_to_the_last_letter() -> None:
    pdf = made.printed("Bo")
    page = replace(source(pdf), covers=())
    pixels = made.drawn(pdf)
    burnt = burn_drawn(pixels, page)
    assert burnt.pixels is pixels
    assert "".join(part.text for part in parts_of(page, burnt.hidden)) == page.text


def test_words_that_leave_no_trace_in_the_picture_are_not_published() -> None:
    white = np.full((100, 100), 255, np.uint8)
    assert shown_words(white, "ghost", (Word(0, 5, (0.1, 0.1, 0.5, 0.2), 1.0),)) == ()


unit = st.floats(0, 1, allow_nan=False)


@given(st.tuples(unit, unit, unit, unit))
def test_regions_drawn_by_hand_are_widened_and_never_narrowed(box: tuple[float, float, float, float]) -> None:
    white = np.full((203, 301), 255, np.uint8)
    burnt = burn_drawn(white, PageSource(1, PageKind.TEXT, "", covers=(Cover(boxes=(box,)),)))
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    asked = burnt.pixels[int(top * 203) : int(np.ceil(bottom * 203)), int(left * 301) : int(np.ceil(right * 301))]
    assert bool((asked == FILL).all())
    assert int((burnt.pixels == FILL).sum()) <= (asked.shape[0] + 2 * SNAP) * (asked.shape[1] + 2 * SNAP)


def test_a_grid_box_covers_the_name_only_and_ends_on_steps() -> None:
    pdf = made.printed("Wilhelmina Featherstonehaugh")
    found = made.placed_words(pdf)
    page = made.covering(found, "Wilhelmina Featherstonehaugh")
    burnt = burn_drawn(made.drawn(pdf), page, Mode.GRID)
    said = {word.text for word in shown_words(burnt.pixels, page.text, page.words, burnt.hidden)}
    assert "Room" in said
    assert "Wilhelmina" not in said
    assert "Featherstonehaugh" not in said


def test_columns_are_covered_one_at_a_time() -> None:
    pdf = made.two_columns("Wilhelmina")
    found = made.placed_words(pdf)
    page = made.covering(found, "Wilhelmina")
    burnt = burn_drawn(made.drawn(pdf), page)
    said = [word.text for word in shown_words(burnt.pixels, page.text, page.words, burnt.hidden)]
    assert "Wilhelmina" not in said
    assert said.count("right") == 12
    assert said.count("left") == 11


def test_pixels_are_read_whole_by_another_library() -> None:
    pdf = made.printed("Bo")
    made_pdf = published(made.drawn(pdf), source(pdf))
    with pypdfium2.PdfDocument(made_pdf) as opened:
        text = opened[0].get_textpage().get_text_range()
    assert "Nobody had prepared one;" in " ".join(text.split())
    assert "opened by" not in " ".join(text.split())


def test_the_preview_says_that_running_text_may_betray_a_length_and_that_a_grid_does() -> None:
    pdf = made.printed("Bo")
    page = source(pdf)
    assert burn_drawn(made.drawn(pdf), page).notes == (FLOWS_ON,)
    assert burn_drawn(made.drawn(pdf), page, Mode.GRID).notes == (STAYS_PUT,)
    last = made.printed("Bo", lines_after=0)
    assert burn_drawn(made.drawn(last), source(last)).notes == ()


def test_an_initial_over_several_lines_is_covered_whole() -> None:
    words = [Word(0, 1, (0.1, 0.1, 0.2, 0.4), 1.0)]
    words += [Word(2 + 5 * at, 6 + 5 * at, (0.3, 0.1 * at + 0.05, 0.8, 0.1 * at + 0.09), 1.0) for at in range(8)]
    pixels = np.full((1000, 800), 255, np.uint8)
    for word in words:
        left, top, right, bottom = word.box
        pixels[int(top * 1000) : int(bottom * 1000), int(left * 800) : int(right * 800)] = 20
    burnt = burn_drawn(pixels, PageSource(1, PageKind.TEXT, "W word" * 8, tuple(words), (Cover(((0, 1),)),)))
    assert bool((burnt.pixels[100:400, 80:160] == FILL).all())
    assert burnt.notes[-1] == ASKEW


def test_a_cover_of_one_reading_closes_the_other_reading_of_the_page() -> None:
    pdf = made.printed("Bo")
    printed = source(pdf)
    recognised = replace(printed, kind=PageKind.OCR, covers=())
    both = [recognised, printed]
    burnt = burn_drawn(made.drawn(pdf), joined(both))
    for reading, hidden in zip(both, hidden_of_each(both, burnt.hidden), strict=True):
        shown = "".join(part.text for part in parts_of(reading, hidden, is_covered=True))
        assert shown == "\n".join((*made.BEFORE, *made.AFTER))
