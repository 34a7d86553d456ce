"""Searching, as somebody does it who has never seen the workbench."""

import csv
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import hostile
from tests.browser.conftest import Server, Visitor, press

FROM_THE_RIGHT = """
one => {
  const range = document.createRange();
  range.setStart(one.firstChild, 2);
  range.setEnd(one.firstChild, 3);
  return one.getBoundingClientRect().right - range.getBoundingClientRect().right;
}
"""
"""How far the first letter (after the sign for "it begins before") stands from the right edge, in pixels."""

LINE_HEIGHT = "one => parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize)"


def test_from_home_to_a_document_by_the_keys_alone(page: Page) -> None:
    page.goto("/")
    press(page, "/")
    page.keyboard.type("double locks")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=double\+locks$"))
    page.wait_for_load_state()
    hits = page.locator("[data-hit] h2 a")
    press(page, "Escape")
    press(page, "j")
    expect(hits.nth(0)).to_be_focused()
    press(page, "j")
    expect(hits.nth(1)).to_be_focused()
    press(page, "k")
    expect(hits.nth(0)).to_be_focused()
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/document/[0-9a-f]{64}\?page=\d+&q=double\+locks"))


def test_uyghur_stands_at_the_right_and_its_marks_are_where_they_belong(page: Page) -> None:
    page.goto("/search?q=خاھىشى")
    passage = page.locator(".passage").first
    expect(passage).to_have_attribute("dir", "rtl")
    mark = passage.locator("mark").first
    expect(mark).to_have_text("خاھىشى")
    style = passage.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign]")
    assert style == ["rtl", "start"]
    assert passage.evaluate(FROM_THE_RIGHT) < 40
    assert passage.evaluate(LINE_HEIGHT) > 1.8


def test_a_search_in_the_box_runs_from_right_to_left_by_itself(page: Page) -> None:
    page.goto("/search")
    box = page.get_by_role("searchbox")
    box.fill("خاھىشى")
    assert box.evaluate("one => getComputedStyle(one).direction") == "rtl"
    box.fill("lock")
    assert box.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_choosing_a_facet_narrows_down_and_its_chip_takes_it_back(page: Page) -> None:
    page.goto("/search?q=locks")
    before = page.get_by_role("status").inner_text()
    choice = page.get_by_role("complementary", name="Narrow down").get_by_role("link", name=re.compile("web page"))
    count = re.findall(r"\d+", choice.inner_text())[-1]
    choice.click()
    expect(page.get_by_role("status")).to_contain_text(f"{count} page")
    expect(page).to_have_url(re.compile("type=html"))
    page.get_by_role("link", name=re.compile("Remove:")).click()
    expect(page.get_by_role("status")).to_have_text(before)


def test_the_whole_state_stands_in_the_address(page: Page) -> None:
    page.goto("/search?q=locks")
    page.get_by_label("Sort").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    page.get_by_label("Names, in any script").check()
    expect(page).to_have_url(re.compile("names=1"))
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(page.get_by_label("Sort")).to_have_value("newest")
    expect(page.get_by_label("Names, in any script")).to_be_checked()
    for _ in range(3):
        page.go_back()
    expect(page.get_by_label("Names, in any script")).not_to_be_checked()


def test_a_slip_in_the_query_is_pointed_at(visitor: Visitor) -> None:
    visitor.watch.expected = ("status of 400",)
    visitor.page.goto("/search")
    visitor.page.get_by_role("searchbox").fill('good "never closed')
    press(visitor.page, "Enter")
    expect(visitor.page.get_by_role("alert")).to_contain_text("quotation mark")
    expect(visitor.page.locator(".pointed-at")).to_have_text('"')


def test_a_result_list_is_saved_as_csv(page: Page) -> None:
    page.goto("/search?q=locks")
    total = int(re.findall(r"\d+", page.get_by_role("status").inner_text())[0])
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == total


def test_bars_on_the_home_page_lead_to_the_pages_they_count(page: Page) -> None:
    page.goto("/")
    bar = page.get_by_role("region", name="Pages by language").get_by_role("link").first
    count = re.findall(r"\d+", bar.inner_text())[0]
    bar.click()
    expect(page.get_by_role("status")).to_contain_text(f"{count} page")


def test_a_year_of_the_plot_filters(page: Page) -> None:
    page.goto("/")
    year = page.get_by_role("region", name="Pages by year").get_by_role("link").last
    count = re.findall(r"(\d+) page", year.inner_text())[0]
    year.click()
    expect(page.get_by_role("status")).to_contain_text(f"{count} page")


def test_the_essentials_work_without_scripts(chromium: Browser, server: Server, login: object) -> None:
    context = chromium.new_context(base_url=server.origin, storage_state=login, java_script_enabled=False)  # type: ignore[arg-type] # playwright's own value
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("locks")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("pages")
    page.get_by_label("Names, in any script").check()
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("names=1"))
    context.close()


ATTACKED = (
    "/search?q=hostileword",
    "/search?q=hostilename",
    "/books",
    "/books?name=pwned",
    "/search?q=hostileword+OR+hostilename&sort=path&page=2",
)


@pytest.mark.parametrize("path", ATTACKED)
def test_hostile_names_and_texts_do_not_run(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("[data-hit], .entries tbody tr").first).to_be_visible()
    page.mouse.move(300, 300)
    for link in page.locator("main a:visible").all()[:20]:
        link.hover()
        link.focus()
    assert page.evaluate("window.pwned") is None
    assert "PWNED" not in page.title()
    assert page.locator("main :is(script, iframe, img, object, embed, base, math, style)").count() == 0
    turning = "[...document.body.innerText].filter(one => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(one)).length"
    assert page.evaluate(turning) == 0


def test_a_hostile_search_does_not_run_either(visitor: Visitor) -> None:
    visitor.watch.expected = ("status of 400",)
    page = visitor.page
    for text in hostile.TEXTS.values():
        page.goto("/search?" + urlencode({"q": text[:300]}))
        assert page.evaluate("window.pwned") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
