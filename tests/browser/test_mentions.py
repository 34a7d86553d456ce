"""Mentions, saved searches and lists in a real browser: by mouse, by keys, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import press
from tests.browser.test_everywhere import LABELLED, TOO_SMALL, UNREADABLE

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import mentions

LOOKED_MS = 60_000


@pytest.fixture(scope="module", autouse=True)
def _looked_through(case: CaseFolder) -> None:
    mentions.refresh(case)


def first_place(page: Page, kind: str) -> None:
    page.goto(f"/mentions/{kind}")
    page.locator("[data-item]").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def expect_sound(page: Page) -> None:
    """What test_everywhere asks of pages with an address that is known beforehand."""
    page.wait_for_load_state()  # styles included
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(LABELLED) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(UNREADABLE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_a_kind_to_the_words_in_the_reader(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Mentions").click()
    page.get_by_role("link", name="Persons", exact=True).click()
    expect_sound(page)
    page.locator("[data-item]").first.click()
    words = page.locator(".hit mark").first.inner_text()
    expect_sound(page)
    page.locator(".hit-title a").first.click()
    expect(page).to_have_url(re.compile("/document/"))
    expect(page.locator(".text mark", has_text=words[:4]).first).to_be_attached()


def test_the_panel_in_the_reader_is_filled_when_it_is_opened(page: Page) -> None:
    first_place(page, "person")
    page.locator(".hit-title a").first.click()
    panel = page.locator("[data-mentions]")
    expect(panel.get_by_role("heading", name="Dates")).to_have_count(0)
    panel.locator("summary").focus()
    press(page, "Enter")
    expect(panel.locator("[data-part]")).to_be_visible()
    expect(panel.locator(".spots li").first).to_be_visible()
    assert page.evaluate(LABELLED) == []


def test_lists_are_walked_with_the_keys(page: Page) -> None:
    page.goto("/mentions/place")
    items = page.locator("[data-item]")
    press(page, "j")
    expect(items.nth(0)).to_be_focused()
    press(page, "j")
    expect(items.nth(1)).to_be_focused()
    press(page, "k")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/mentions/place/[0-9a-f]{16}$"))


def test_a_mention_is_dismissed_and_restored_by_keyboard_alone(page: Page) -> None:
    first_place(page, "organisation")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Put it right").first.click()
    expect_sound(page)
    page.get_by_role("region", name="Dismiss it").or_(page.locator("form", has_text="Dismiss it")).get_by_label(
        "Why"
    ).focus()
    page.keyboard.type("tried by a test")
    press(page, "Enter")
    expect(page.locator(".rulings li").first).to_contain_text("dismissed")
    expect(page.locator(".rulings li").first).to_contain_text("tried by a test")
    page.locator("form", has_text="Restore it").get_by_label("Why").fill("back again")
    press(page, "Enter")
    expect(page.locator(".rulings li").first).to_contain_text("restored")
    expect(page.locator("dd a", has_text=name[:6])).to_be_visible()


def test_a_ruling_without_a_reason_is_not_sent(page: Page) -> None:
    first_place(page, "organisation")
    page.get_by_role("link", name="Put it right").first.click()
    address = page.url
    page.get_by_role("button", name="Dismiss").click()
    assert page.url == address
    assert page.locator("#why-dismiss").evaluate("one => one.matches(':invalid')")


def test_numbers_are_masked_until_asked_for(page: Page) -> None:
    page.goto("/mentions/phone")
    expect(page.locator("td bdi").first).to_contain_text("•••")
    page.get_by_role("button", name="Show in full").click()
    expect(page.locator("td bdi").first).not_to_contain_text("•")
    expect_sound(page)
    page.get_by_role("link", name="Hide them again").click()
    expect(page.locator("td bdi").first).to_contain_text("•••")


@pytest.mark.parametrize("kind", ["person", "date"])
def test_a_phone_scrolls_only_down(phone: Page, kind: str) -> None:
    first_place(phone, kind)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.get_by_role("link", name="Put it right").first.click()
    expect(phone.locator("#why-dismiss")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    expect_sound(phone)


def test_own_names_are_looked_for_beside_the_pages(page: Page) -> None:
    page.goto("/mentions/names")
    page.get_by_label("A name on each line").fill("hostileword,name,A hostile word")
    page.get_by_role("button", name="Look for these").click()
    expect(page.get_by_role("main")).to_contain_text("1 name")
    expect(page.locator("[data-says]")).to_contain_text("looked through", timeout=LOOKED_MS)
    page.goto("/mentions/name?part=A+hostile")
    page.locator("[data-item]").first.click()
    expect(page.locator(".hit mark").first).to_have_text("hostileword")
    expect_sound(page)
    assert page.evaluate("window.pwned") is None
    assert "\u202e" not in page.locator("main").inner_text()


def test_a_search_is_saved_run_and_removed(page: Page) -> None:
    page.goto("/search?q=locks")
    page.get_by_text("Save this search").click()
    page.get_by_label("Under the name").fill("doors")
    page.get_by_role("button", name="Save", exact=True).click()
    saved = page.locator("[data-saved]", has_text="doors")
    expect(saved.locator("[data-news]")).to_contain_text(" new of ")
    expect_sound(page)
    saved.get_by_role("button", name="What is new").click()
    expect(page.locator(".hit mark").first).to_be_visible()
    expect_sound(page)
    page.get_by_role("link", name="Saved searches").click()
    expect(saved.locator("[data-news]")).to_have_text("Nothing new")
    saved.get_by_role("button", name="Remove").click()
    expect(page.locator("[data-saved]")).to_have_count(0)


def test_a_list_is_searched_for_and_taken(page: Page, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,note\nLuo Wenqiao,a\nhostileword,b\n", "utf-8")
    page.goto("/saved")
    page.get_by_label("A CSV or text file").set_input_files(tmp_path / "names.csv")
    page.get_by_role("button", name="Search for all of them").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it as CSV").click(timeout=LOOKED_MS)
    assert "Wenqiao" in Path(download.value.path()).read_text("utf-8-sig")
    expect(page.get_by_role("region", name="Lines")).to_contain_text("hostileword")
    expect_sound(page)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("button", name="Take it as CSV")).to_have_count(0)


def test_saved_searches_fit_a_phone(phone: Page) -> None:
    phone.goto("/saved")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    expect(phone.get_by_role("navigation", name="Main").get_by_role("link", name="Saved")).to_be_visible()


def test_a_panel_that_was_opened_before_its_script_came_is_filled(page: Page) -> None:
    first_place(page, "person")
    page.route(
        "**/panel.js",
        lambda route: (page.locator("[data-mentions]").evaluate("one => one.open = true"), route.continue_()),
    )
    page.locator(".hit-title a").first.click()
    expect(page.locator("[data-mentions] [data-part]")).to_be_visible()
