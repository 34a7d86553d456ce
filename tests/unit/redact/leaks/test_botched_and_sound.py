from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.unit.redact.leaks import botched, paper, sheets
from tests.unit.redact.leaks.asking import told
from tests.unit.redact.leaks.sheets import Botched
from tests.unit.redact.leaks.sound import SOUND_ONES

from muniment.redact.leaks.report import Kind
from muniment.redact.leaks.wire import SeenLeak

by_name = [pytest.param(one, id=one.name) for one in botched.WITHOUT_TERMS]
with_terms = [pytest.param(one, id=one.name) for one in botched.WITH_TERMS if one.kind is not Kind.TERM_IN_PICTURE]
sound = [pytest.param(make, id=name) for name, make in SOUND_ONES]


@pytest.mark.parametrize("one", by_name)
def test_a_botched_redaction_is_told_with_its_kind_and_words(one: Botched) -> None:
    seen = told(one.make())
    assert any(leak.kind is one.kind and one.found in leak.found for leak in seen.leaks), seen.leaks
    assert not seen.gaps


@pytest.mark.parametrize("one", with_terms)
def test_a_term_is_found_wherever_it_is_kept(one: Botched) -> None:
    seen = told(one.make(), one.terms)
    assert any(leak.kind is one.kind and one.found in leak.found and _is_of_terms(leak) for leak in seen.leaks), (
        seen.leaks
    )


def _is_of_terms(leak: SeenLeak) -> bool:
    return "term" in leak.says or "candidates" in leak.says


@pytest.mark.parametrize("make", sound)
def test_a_sound_document_raises_no_alarm(make: Callable[[], bytes]) -> None:
    seen = told(make())
    assert not seen.leaks
    assert not seen.gaps


def test_what_lies_under_a_box_is_told_with_its_place() -> None:
    (leak,) = told(paper.made(paper.story() + sheets.NAMED + sheets.OVER)).leaks
    assert leak.place is not None
    left, top, right, bottom = leak.place
    assert (leak.page, leak.found, leak.certain) == (1, paper.SECRET, True)
    assert (left, right) == pytest.approx((164, 222), abs=2)
    assert 138 < top < 146 < bottom < 158


def test_places_are_those_of_the_page_as_it_is_turned_and_cropped() -> None:
    pdf = paper.new(paper.story() + sheets.NAMED + sheets.OVER)
    pdf.pages[0].obj.CropBox = Array([50, 100, 562, 742])
    pdf.pages[0].obj.Rotate = 90
    (leak,) = told(paper.saved(pdf)).leaks
    assert leak.place is not None
    # turned clockwise, what stood at x from the left stands at x from the top, and 640 up stands 640 from the left
    assert (leak.place[1], leak.place[3]) == pytest.approx((164 - 50, 222 - 50), abs=2)
    assert 640 - 100 - 5 < leak.place[0] < 640 - 100 + 2


def test_a_redactions_own_label_in_the_colour_of_its_box_is_a_note() -> None:
    def label(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        form = pdf.make_stream(b"0 g 0 0 80 16 re f BT /F1 9 Tf 4 4 Td (Privilege) Tj ET")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox, form.Resources = Array([0, 0, 80, 16]), Dictionary(Font=page.obj.Resources.Font)
        page.obj.Resources.XObject["/L"] = form

    seen = told(paper.made(paper.story() + "q 1 0 0 1 160 636 cm /L Do Q", label))
    assert not seen.leaks
    assert [(note.kind, note.found) for note in seen.notes] == [(Kind.HIDDEN_COLOUR, "Privilege")]


def test_an_attached_version_of_the_document_is_a_leak_although_no_page_looks_redacted() -> None:
    words = "\n".join([*paper.STORY, f"The witness was {paper.SECRET} of Harbour Lane."]).encode()
    seen = told(paper.made(paper.story(), paper.attachment("draft.txt", words)))
    assert [leak.kind for leak in seen.leaks] == [Kind.ATTACHMENT]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (sheets.info, Kind.METADATA),
        (sheets.bookmark, Kind.BOOKMARK),
        (paper.annotation_hidden("Ann Lee"), Kind.ANNOTATION),
    ],
)
def test_what_the_file_says_and_its_pages_lack_is_a_note_where_no_page_looks_redacted(
    change: paper.Change, kind: Kind
) -> None:
    seen = told(paper.made(paper.story(), change))
    assert not seen.leaks
    assert [note.kind for note in seen.notes] == [kind]


def test_a_title_that_stands_on_the_page_is_not_told() -> None:
    assert not told(paper.made(paper.story() + sheets.NAMED.replace("The witness", "Statement"), sheets.info)).notes
