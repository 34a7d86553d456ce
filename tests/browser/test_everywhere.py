"""What holds for every page of the workbench, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, press

PATHS = (
    "/",
    "/search",
    "/search?q=locks",
    "/search?q=hostileword",
    "/search?q=nowherefound",
    "/books",
    "/books?state=locked",
    "/mentions",
    "/mentions/person",
    "/mentions/phone",
    "/mentions/names",
    "/mentions/rulings",
    "/saved",
    "/evidence/quotes",
    "/evidence/quotes/new",
    "/authenticity",
    "/evidence",
    "/evidence/claims",
    "/evidence/claims/voluntary",
    "/evidence/claims/voluntary/sources?bearing=disputes",
    "/evidence/claims/voluntary/edit",
    "/evidence/claims/voluntary/remove",
    "/evidence/actors",
    "/evidence/actors/castellane",
    "/evidence/actors/new",
    "/evidence/sources",
    "/evidence/sources/ledger",
    "/evidence/sources/ledger/edit",
    "/evidence/sources/ledger/link",
    "/evidence/statements",
    "/evidence/statements/letter",
    "/evidence/statements/new",
    "/evidence/evidence",
    "/evidence/evidence/e-directive",
    "/evidence/events",
    "/evidence/events/in-force",
    "/evidence/matrix",
    "/evidence/matrix/behind?claim=voluntary&sign=disputes",
    "/evidence/chronology?sources=1",
    "/evidence/lineage",
    "/evidence/history",
    "/evidence/history/1",
    "/protect",
    "/protect/sightings",
    "/redact",
)
WRONG_PATHS = ("/search?q=%22open", "/nothing")

REFUSED = ("status of 400", "status of 404")
"""Chromium notes on the console that an address answered with an error, which is what those pages are for."""

each_path = pytest.mark.parametrize("path", [*PATHS, *WRONG_PATHS])


def expect_refusals(visitor: Visitor) -> Page:
    visitor.watch.expected = REFUSED
    return visitor.page


@each_path
def test_a_page_has_its_landmarks_and_one_heading_above_all(looker: Visitor, path: str) -> None:
    page = expect_refusals(looker)
    page.goto(path)
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Main")).to_have_count(1)
    expect(page.get_by_role("search").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page).to_have_title(re.compile("workbench"))


LABELLED = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.checkVisibility())
  .filter(one => !(one.labels?.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
    || one.textContent.trim() || one.closest('svg[aria-hidden=true]')))
  .map(one => one.outerHTML)
"""
"""Controls that a screen reader could not name."""

TOO_SMALL = """
() => [...document.querySelectorAll('button, input:not([type=hidden]), select')]
  .filter(one => one.checkVisibility())
  .map(one => [one.outerHTML, (/checkbox|radio/.test(one.type) ? one.closest('label') : one).getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 24)
  .map(([html]) => html)
"""
"""Controls that a finger could not hit (WCAG 2.2, 2.5.8)."""

UNREADABLE = """
() => {
  const parse = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !one.checkVisibility()) continue;
    if (one.closest('.hidden, .skip, option, select')) continue;
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.add(`${one.tagName}.${one.className}: ${contrast.toFixed(2)}`);
  }
  return [...found];
}
"""
"""Text whose contrast with what lies behind it is too low, as the browser has it."""


@each_path
def test_every_control_has_a_name_and_room_for_a_finger(looker: Visitor, path: str) -> None:
    page = expect_refusals(looker)
    page.goto(path)
    assert page.evaluate(LABELLED) == []
    assert page.evaluate(TOO_SMALL) == []


@each_path
def test_every_word_can_be_read_in_light_and_dark(looker: Visitor, path: str) -> None:
    page = expect_refusals(looker)
    page.emulate_media(reduced_motion="reduce")  # colours that are on their way are neither here nor there
    page.goto(path)
    assert page.evaluate(UNREADABLE) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(UNREADABLE) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_scrolls_only_down(phone_looker: Visitor, path: str) -> None:
    phone = phone_looker.page
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    assert phone.evaluate("window.innerWidth") == 375


def test_the_colour_switch_goes_round_and_is_remembered_by_every_page(page: Page) -> None:
    page.goto("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name=re.compile("Colours"))
    switch.click()
    assert page.evaluate(ground) == light
    switch.click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto("/books")
    assert page.evaluate(ground) == dark
    page.get_by_role("button", name=re.compile("Colours")).click()
    page.reload()
    assert page.evaluate(ground) == light


def test_dark_is_followed_where_the_system_asks_for_it(dark: Page) -> None:
    dark.goto("/")
    first = int(re.findall(r"\d+", dark.evaluate("getComputedStyle(document.body).backgroundColor"))[0])
    assert first < 60


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/books")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keys_are_explained_and_lead_everywhere(page: Page) -> None:
    page.goto("/")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    for key, place in (("m", "/mentions"), ("a", "/alike"), ("v", "/saved"), ("b", "/books")):
        press(page, "g")
        press(page, key)
        expect(page).to_have_url(re.compile(f"{place}$"))
        page.wait_for_load_state()
    press(page, "/")
    page.keyboard.type("g h?")
    expect(page.get_by_role("searchbox", name="Search the case")).to_have_value("g h?")


def test_what_is_animated_stands_still_for_those_who_ask_for_it(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    seconds = "[...document.querySelectorAll('*')].map(one => parseFloat(getComputedStyle(one).transitionDuration))"
    assert set(page.evaluate(seconds)) == {0}


def test_paper_gets_the_content_only(page: Page) -> None:
    page.goto("/search?q=locks")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("path", ["/redact", "/evidence/history"])
def test_on_a_phone_the_way_where_one_is_is_seen(visitor: Visitor, path: str) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(path)
    expect(page.locator(".parts-of [aria-current]")).to_be_in_viewport(ratio=1)
