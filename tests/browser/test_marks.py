"""Withholding where one reads, and the preview that shows what the public will see, in a real browser."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # the library has no types
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]  # the library has no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # the library has no types
from tests.browser.conftest import Server, Visitor, press, visiting
from tests.browser.test_quotes import select, sha256
from tests.browser.test_whole_path import ANNA, BEN, sit_down

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.records import recorder_of
from muniment.app.people import admit, local_person, show_who
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.people import Role
from muniment.redact.burning import FILL

LINES = ("The duty list of hall four", "Room 12 is kept by Mirel Tavash", "Room 13 is empty since March")
TOP, STEP, SIZE = 100, 60, 14
"""Where the lines of a page stand, in points from its top."""

NEARLY = 9
"""How far what is filled may be from its grey: pictures are packed with sixteen greys."""


@pytest.fixture(scope="module")
def marked_case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("marks")
    cache = folder / "cache"
    cache.mkdir()
    canvas = Canvas(str(cache / "list.pdf"), A4)
    for page in (1, 2):
        canvas.setFont("Helvetica", SIZE)
        for number, line in enumerate((*LINES, f"Page {page} of this list")):
            canvas.drawString(72, A4[1] - TOP - number * STEP, line)
        canvas.showPage()
    canvas.save()
    book = Workbook()
    for row in (("room", "guard"), ("12", "Tavash"), ("13", "Orvin")):
        book.active.append(row)
    book.save(cache / "rooms.xlsx")
    (cache / "memo.txt").write_text("Memo 7.\nThe keys are with Mirel Tavash.\nNobody else has any.\n")
    made = taking.init(folder / "case")
    taking.ingest(made, [cache], taking.IngestOptions(), lambda _: None)
    admit(made, ANNA[0], Role.EDITOR, ANNA[1], local_person())
    admit(made, BEN[0], Role.REVIEWER, BEN[1], show_who(made, *ANNA).person)
    return made


@pytest.fixture(scope="module")
def marked_visit(chromium: Browser, marked_case: CaseFolder) -> Iterator[tuple[Server, Any]]:
    server = Server.start("-C", str(marked_case.folder), "serve")
    context = chromium.new_context(base_url=server.origin)
    page = context.new_page()
    page.goto(server.link)
    sit_down(page, ANNA)
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    yield server, state
    server.stop()


@pytest.fixture
def window(chromium: Browser, marked_visit: tuple[Server, Any]) -> Iterator[Visitor]:
    server, login = marked_visit
    yield from visiting(chromium, server, login, viewport={"width": 1280, "height": 900})


@pytest.fixture
def desk(window: Visitor, marked_case: CaseFolder) -> Iterator[Page]:
    """A window in which Anna sits; what she marked is taken off again afterwards."""
    yield window.page
    anna = show_who(marked_case, *ANNA).person
    with recorder_of(marked_case) as recorder:
        for one in recorder.held().marks.values():
            recorder.take_out(anna, Kind.MARK, one.id, recorder.held().version(Kind.MARK, one.id))


def marks(case: CaseFolder) -> list[Mark]:
    with recorder_of(case, read_only=True) as recorder:
        return list(recorder.held().marks.values())


def withhold(page: Page, reason: str) -> None:
    """Give the reason in the panel that is open, and save."""
    expect(page.get_by_label("Reason that readers are told")).to_be_focused()
    page.keyboard.type(reason)
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="Withheld:")).to_contain_text(reason)


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def burnt(page: Page) -> Image.Image:
    """The picture of the preview that is shown, in greys."""
    source = page.get_by_role("img", name=re.compile("as it will be published")).get_attribute("src")
    assert source is not None
    answer = page.request.get(source)
    assert answer.ok
    return Image.open(io.BytesIO(answer.body())).convert("L")


def is_grey(picture: Image.Image, x: float, y: float) -> bool:
    """Whether a point, in fractions of the page, is filled."""
    value = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(value, int)
    return abs(value - FILL) <= NEARLY


def height_of(line: int) -> float:
    """The middle of a line's letters, as a fraction of the page."""
    return (TOP + line * STEP - SIZE * 0.3) / float(A4[1])


def test_selected_words_are_withheld_shown_and_undone(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'memo.txt')}")
    select(desk, "Mirel", "Tavash")
    press(desk, "x")
    withhold(desk, "a name")
    (made,) = marks(marked_case)
    assert (made.shape, made.exact, made.page, made.scope, made.reason) == (
        Shape.WORDS, "Mirel Tavash", 1, Scope.HERE, "a name",
    )  # fmt: skip
    expect(desk.locator(".withheld-words", has_text="Mirel Tavash")).to_be_visible()
    expect(desk.get_by_role("region", name="Withheld on this page")).to_contain_text("a name")
    desk.get_by_role("link", name=f"Withheld by {made.id}").click()
    expect(desk.locator(f"#{made.id}")).to_be_in_viewport()
    expect(desk.locator(".public")).to_have_text(re.compile(r"Memo 7\.\s*withheld\s*Nobody else has any\."))
    desk.go_back()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.locator("[data-text]")).to_contain_text("Mirel Tavash")
    expect(desk.locator(".withheld-words")).to_have_count(0)
    assert marks(marked_case) == []


def test_the_reasons_given_before_are_offered_and_words_can_be_withheld_everywhere(
    desk: Page, marked_case: CaseFolder
) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'list.pdf')}")
    select(desk, "Room", "12")
    press(desk, "x")
    desk.get_by_role("combobox", name="Where").select_option("document")
    desk.get_by_label("Reason that readers are told").focus()
    withhold(desk, "a place where people sleep")
    assert [(one.exact, one.scope, one.page) for one in marks(marked_case)] == [("Room 12", Scope.DOCUMENT, 0)]
    desk.goto(f"/document/{sha256(marked_case, 'list.pdf')}?page=2")
    expect(desk.locator("[data-text] .withheld-words")).to_have_text("Room 12")
    expect(desk.locator(".withheld-box")).to_have_count(1)
    assert desk.locator("#reasons-before option").first.get_attribute("value") == "a place where people sleep"


def test_quoting_goes_on_beside_withholding(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'memo.txt')}")
    select(desk, "Nobody", "else")
    expect(desk.get_by_role("button", name="Withhold", exact=True)).to_be_visible()
    press(desk, "x")
    expect(desk.get_by_role("heading", name="Withhold")).to_be_visible()
    press(desk, "Escape")
    select(desk, "Nobody", "else")
    press(desk, "q")
    expect(desk.get_by_role("heading", name="Quote", exact=True)).to_be_visible()
    expect(desk.get_by_role("heading", name="Withhold")).to_be_hidden()


def test_a_region_is_drawn_by_mouse_and_is_grey_in_the_preview(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'list.pdf')}")
    desk.locator("[data-laid]").wait_for()
    desk.get_by_role("link", name="Withhold…").click()
    sheet = box(desk.locator("[data-sheet]"))
    at = [(sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"]) for x, y in ((0.5, 0.4), (0.8, 0.5))]
    desk.mouse.move(*at[0])
    desk.mouse.down()
    desk.mouse.move(*at[1], steps=4)
    desk.mouse.up()
    withhold(desk, "a signature")
    (made,) = marks(marked_case)
    assert made.shape is Shape.REGION
    assert made.boxes[0] == pytest.approx((0.5, 0.4, 0.8, 0.5), abs=0.01)
    drawn = box(desk.locator(".withheld-box"))
    assert drawn["x"] == pytest.approx(at[0][0], abs=4)
    assert drawn["width"] == pytest.approx(at[1][0] - at[0][0], abs=6)
    desk.get_by_role("link", name="See what the public will see").click()
    picture = burnt(desk)
    assert is_grey(picture, 0.65, 0.45)
    assert not is_grey(picture, 0.3, 0.45)


def test_a_region_is_moved_and_sized_by_keys_alone(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'list.pdf')}?turn=90")
    desk.locator("[data-laid]").wait_for()
    press(desk, "x")
    expect(desk.get_by_role("group", name=re.compile("Region to be withheld"))).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        press(desk, key)
    assert "page=2" not in desk.url, "an arrow moves the region, not the pages"
    press(desk, "Enter")
    withhold(desk, "a face")
    (made,) = marks(marked_case)
    assert made.boxes[0] == pytest.approx((0.3, 0.44, 0.705, 0.54)), "turned by a quarter, right is up on the page"
    press(desk, "x")
    press(desk, "Escape")
    expect(desk.locator(".drawing")).to_have_count(0)


def test_a_row_and_a_column_of_a_sheet_are_withheld_by_their_heads(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'rooms.xlsx')}")
    desk.get_by_role("link", name="2", exact=True).click()
    withhold(desk, "a guard")
    (made,) = marks(marked_case)
    assert (made.shape, made.at) == (Shape.ROW, (1,))
    expect(desk.locator("tr.withheld-cells")).to_contain_text("Tavash")
    desk.get_by_role("link", name="A", exact=True).click()
    withhold(desk, "rooms")
    desk.goto(f"/redact/document/{sha256(marked_case, 'rooms.xlsx')}")
    expect(desk.locator(".public tr")).to_have_text([re.compile(r"withheld\s*guard"), "withheld", re.compile("Orvin")])
    desk.goto(f"/document/{sha256(marked_case, 'rooms.xlsx')}")
    press(desk, "x")
    expect(desk.get_by_role("textbox", name="row", exact=True)).to_be_focused()


def test_what_is_withheld_on_the_picture_is_the_whole_line(desk: Page, marked_case: CaseFolder) -> None:
    desk.goto(f"/document/{sha256(marked_case, 'list.pdf')}")
    select(desk, "Mirel", "Tavash")
    press(desk, "x")
    withhold(desk, "a name")
    desk.goto(f"/redact/document/{sha256(marked_case, 'list.pdf')}")
    picture = burnt(desk)
    across = (0.13, 0.2, 0.3, 0.4)
    assert all(is_grey(picture, x, height_of(1)) for x in across)
    assert not any(is_grey(picture, x, height_of(2) + STEP / 2 / float(A4[1])) for x in across)
    expect(desk.get_by_role("region", name="Withheld on this page")).to_contain_text("Mirel Tavash a name")
    desk.get_by_role("button", name=re.compile("^Take off")).click()
    assert not any(is_grey(burnt(desk), x, height_of(1)) for x in (0.6, 0.7))


def test_nobody_clears_before_every_page_was_opened(desk: Page, marked_case: CaseFolder, window: Visitor) -> None:
    window.watch.expected = ("status of 400", "status of 403")
    original = sha256(marked_case, "list.pdf")
    desk.goto(f"/document/{original}")
    select(desk, "Room", "12")
    press(desk, "x")
    withhold(desk, "a place")
    sit_down(desk, BEN)
    desk.goto(f"/redact/document/{original}")
    eyes = desk.get_by_role("region", name="Two pairs of eyes")
    expect(eyes).to_contain_text("1 page of 2 wait to be opened by you")
    expect(eyes.get_by_label("Your passphrase")).to_have_count(0)
    token = desk.locator("[name=form_token]").first.input_value()
    forced = desk.request.post(
        f"/redact/document/{original}/clear",
        form={"form_token": token, "passphrase": BEN[1]},
        headers={"origin": desk.evaluate("location.origin")},
    )
    assert "has not opened page 2" in forced.text()
    press(desk, "u")
    expect(eyes.get_by_label("Your passphrase")).to_be_visible()
    eyes.get_by_label("Your passphrase").fill(BEN[1])
    eyes.get_by_role("button", name="Clear for publication").click()
    expect(desk.get_by_text("Cleared by Ben Example")).to_be_visible()
    desk.get_by_role("link", name="Words only (mode grid)").click()
    expect(desk.get_by_text("can tell which of them fit")).to_be_visible()
    expect(desk.get_by_text("Nobody cleared what mode grid shows")).to_be_visible()
    expect(eyes).to_contain_text("1 page of 2 wait to be opened by you")
    press(desk, "u")
    eyes.get_by_label("Your passphrase").fill(BEN[1])
    eyes.get_by_role("button", name="Clear for publication").click()
    expect(desk.get_by_text("Cleared by Ben Example")).to_be_visible()
    assert "mode=grid" in desk.url
    desk.get_by_role("link", name="Whole lines").click()
    expect(desk.get_by_text("Cleared by Ben Example")).to_be_visible()
    sit_down(desk, ANNA)
