"""The matrix, the chronology and the lineage in a real browser: by keyboard, by pointer, on a phone and on paper."""

import re

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, press


def test_arrow_keys_go_from_cell_to_cell(page: Page) -> None:
    page.goto("/evidence/matrix")
    claim = page.get_by_role("table").get_by_role("link", name="Attendance at the halls is voluntary")
    claim.focus()
    press(page, "ArrowRight")
    at = "document.activeElement.closest('td, th').cellIndex"
    assert page.evaluate(at) == 1
    press(page, "ArrowRight")
    assert page.evaluate(at) == 2
    press(page, "ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 3
    press(page, "ArrowLeft")
    press(page, "ArrowLeft")
    expect(
        page.get_by_role("table").get_by_role("link", name="Staff are told what to answer relatives")
    ).to_be_focused()
    press(page, "ArrowLeft")
    assert page.evaluate(at) == 0


def test_a_cell_that_is_pointed_at_or_focused_shows_its_words(page: Page) -> None:
    page.goto("/evidence/matrix")
    tip = page.locator(".matrix-tip")
    expect(tip).to_be_hidden()
    chip = page.locator(".matrix a.chip.disputes").first
    chip.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("own free will")
    press(page, "Escape")
    expect(tip).to_be_hidden()
    chip.focus()
    expect(tip).to_contain_text("own free will")


def test_a_cell_leads_to_its_quote(page: Page) -> None:
    page.goto("/evidence/matrix")
    page.locator(".matrix a.chip.disputes").first.click()
    expect(page).to_have_url(re.compile("/evidence/quotes/q-"))


def test_gaps_can_be_looked_at_alone(page: Page) -> None:
    page.goto("/evidence/matrix")
    page.get_by_role("link", name=re.compile("ha(s|ve) nothing for")).click()
    table = page.get_by_role("table")
    expect(table).to_contain_text("Nothing speaks for this yet")
    expect(table).not_to_contain_text("Attendance at the halls is voluntary")


def test_heads_stay_in_sight_while_the_matrix_is_scrolled(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 420})
    page.emulate_media(media="screen")
    page.goto("/evidence/matrix")
    page.set_viewport_size({"width": 900, "height": 420})
    page.evaluate("document.querySelector('.grid').scrollTo(0, 10000)")
    above = page.locator(".grid").bounding_box()
    head = page.locator(".matrix thead").bounding_box()
    assert above is not None
    assert head is not None
    assert abs(above["y"] - head["y"]) < 3


def test_a_phone_reads_the_matrix_claim_by_claim(phone: Page) -> None:
    phone.goto("/evidence/matrix")
    expect(phone.locator(".matrix")).to_be_hidden()
    article = phone.get_by_role("article").filter(has_text="Attendance at the halls is voluntary").first
    expect(article).to_contain_text("own free will")
    expect(article).to_contain_text("1 independent source")


def test_paper_gets_every_quote_after_the_table(page: Page) -> None:
    page.goto("/evidence/matrix")
    page.emulate_media(media="print")
    expect(page.locator(".matrix")).to_be_visible()
    expect(page.get_by_role("region", name="The same, claim by claim")).to_be_visible()
    expect(page.get_by_role("navigation", name="Evidence")).to_be_hidden()


def test_the_pages_work_without_a_script(page: Page) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/evidence/matrix?sign=disputes")
    expect(page.get_by_role("table")).to_contain_text("Attendance at the halls is voluntary")
    page.goto("/evidence/chronology")
    expect(page.get_by_role("list").filter(has_text="The directive takes effect").first).to_be_visible()
    page.goto("/evidence/lineage")
    expect(page.get_by_role("table")).to_contain_text("The Kelmar cache")


def test_a_moment_is_reached_by_keyboard_and_leads_to_its_page(page: Page) -> None:
    page.goto("/evidence/chronology")
    row = page.locator("svg a").filter(has_text="The directive takes effect")
    row.focus()
    expect(row).to_be_focused()
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/evidence/events/in-force"))


def test_a_date_that_cannot_be_is_said_beside_what_can(visitor: Visitor) -> None:
    visitor.watch.expected = ("status of 400",)
    page = visitor.page
    page.goto("/evidence/chronology")
    page.get_by_role("textbox", name="From").fill("31 February 2031")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("There is no such date as “31 February 2031”")).to_be_visible()
    expect(page.get_by_role("textbox", name="From")).to_have_value("31 February 2031")


def test_a_source_of_the_drawing_is_reached_by_keyboard(page: Page) -> None:
    page.goto("/evidence/lineage")
    node = page.locator("svg a").filter(has_text="The Kelmar cache")
    node.focus()
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/evidence/sources/cache"))


def test_a_suggestion_comes_by_itself_and_is_ruled_on(page: Page) -> None:
    """The last here: it changes what is held."""
    page.goto("/evidence/lineage")
    offer = page.get_by_role("listitem").filter(has_text="Harbour Ledger").filter(has_text="Pan-Lakes Wire").first
    expect(offer).to_be_visible(timeout=60_000)
    offer.get_by_role("link", name="Make a source of it").click()
    expect(page.get_by_label("What it is called")).to_have_value("Pan-Lakes Wire")
    page.get_by_role("radio", name=re.compile("^agency")).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pan-Lakes Wire")
    page.goto("/evidence/lineage")
    expect(page.locator("svg .way.suggested").first).to_be_attached(timeout=60_000)
    offer.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(page).to_have_url(re.compile("/evidence/lineage#suggested"))
    row = page.get_by_role("row").filter(has_text="Harbour Ledger").first
    expect(row).to_contain_text("Pan-Lakes Wire")
    page.goto("/evidence/history")
    expect(page.get_by_text("confirmed: Harbour Ledger derives from Pan-Lakes Wire")).to_be_visible()
