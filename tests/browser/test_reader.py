"""Reading in a real browser: the newcomer's way, the picture with its words, keys, phones, attacks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser import hostile
from tests.browser.conftest import Visitor, press

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries

AUTHOR = "Luo Wenqiao"
IN_HAN = "罗闻桥"

Address = Callable[..., str]


@pytest.fixture
def address(case: CaseFolder) -> Address:
    """The reader's address of a document, by the end of its path."""

    def of(path: str, rest: str = "") -> str:
        database = case.open_ledger(read_only=True)
        try:
            return f"/document/{Queries(database).find(path.encode())[0].sha256}{rest}"
        finally:
            database.close()

    return of


def test_a_newcomer_finds_the_directive_by_its_author_and_sees_where_the_copies_differ(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("main").get_by_role("searchbox").fill(AUTHOR)
    page.get_by_role("main").get_by_role("checkbox", name=re.compile("name", re.IGNORECASE)).first.check()
    press(page, "Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile("scan copy 000037")).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("scan copy 000037.pdf")
    expect(page.get_by_role("region", name="Text of the page").locator("mark")).to_have_text(IN_HAN)
    expect(page.locator(".words .hit")).to_have_count(1)

    page.get_by_role("link", name="What is like it").click()
    page.get_by_role("link", name="Compare").first.click()
    places = page.get_by_role("navigation", name="Places that differ")
    expect(places).to_contain_text("六个月")
    expect(places).to_contain_text("一年")
    assert places.get_by_role("listitem").count() <= 4
    places.get_by_role("link", name="page 5").click()
    expect(page.locator("del", has_text="六个月").last).to_be_in_viewport()


def test_words_on_the_picture_can_be_selected_and_copied_as_they_stand(page: Page, address: Address) -> None:
    page.goto(address("scan copy 000037.pdf"))
    page.locator("[data-laid]").wait_for()
    copied = page.evaluate(
        """() => {
            const words = [...document.querySelectorAll('.words .word')];
            const range = document.createRange();
            range.setStart(words[3].firstChild, 0);
            range.setEnd(words[9].firstChild, words[9].firstChild.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            const data = new DataTransfer();
            const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
            document.dispatchEvent(event);
            return [data.getData('text/plain'), Number(words[3].dataset.start), Number(words[9].dataset.end)];
        }"""
    )
    text = page.evaluate(
        "fetch(location.pathname.replace('/document/', '/api/documents/') + '/pages/1').then(a => a.json())"
    )
    assert copied[0] == text["text"][copied[1] : copied[2]] != ""


def test_a_hit_on_the_picture_covers_its_word(page: Page, address: Address) -> None:
    page.goto(address("塔学堂发〔2031〕12号.pdf", f"?q={IN_HAN}"))
    page.locator("[data-laid]").wait_for()
    hit = page.locator(".words .hit").first.bounding_box()
    words = [page.locator(".words .word", has_text=letter).last.bounding_box() for letter in IN_HAN]
    assert hit
    for word in words:
        assert word
        middle = (word["x"] + word["width"] / 2, word["y"] + word["height"] / 2)
        assert hit["x"] <= middle[0] <= hit["x"] + hit["width"]
        assert hit["y"] <= middle[1] <= hit["y"] + hit["height"]


def test_the_reader_is_worked_with_keys_alone(page: Page, address: Address) -> None:
    page.goto(address("塔学堂发〔2031〕12号.pdf"))
    page.locator("[data-laid]").wait_for()
    press(page, "PageDown")
    assert page.locator(".picture").evaluate("pane => pane.scrollTop") > 0
    press(page, "PageDown")
    expect(page).to_have_url(re.compile("page=2"))
    page.locator("[data-laid]").wait_for()
    press(page, "k")
    expect(page.locator(".pages input[name=page]")).to_have_value("1")
    page.locator("[data-laid]").wait_for()
    press(page, "f")
    page.keyboard.type("学员")
    press(page, "Enter")
    expect(page.locator("[data-hits]")).to_contain_text("pages")
    expect(page.locator(".strip .hits").first).to_be_visible()
    press(page, "Escape")
    press(page, "2")
    expect(page).to_have_url(re.compile("pane=picture"))
    expect(page.get_by_role("region", name="Text of the page")).to_be_hidden()
    press(page, "r")
    expect(page).to_have_url(re.compile("turn=90"))
    before = page.locator("[data-sheet]").bounding_box()
    press(page, "+")
    expect(page).to_have_url(re.compile("zoom=125"))
    after = page.locator("[data-sheet]").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"]


def test_next_hit_goes_on_to_the_next_page_that_has_one(page: Page, address: Address) -> None:
    page.goto(address("塔学堂发〔2031〕12号.pdf", "?q=六十分"))
    expect(page.locator("[data-hits]")).to_contain_text(re.compile(r"\d+ on \d+ page"))
    page.locator(".bar").get_by_role("button", name="Next hit").click()
    expect(page).to_have_url(re.compile(r"page=[2-9]"))
    expect(page.locator("[data-text] mark.now")).to_be_in_viewport()


def test_what_is_looked_at_stands_in_the_address(page: Page, address: Address) -> None:
    page.goto(address("塔学堂发〔2031〕12号.pdf", "?page=4&pane=picture&turn=180&zoom=150"))
    page.locator("[data-laid]").wait_for()
    expect(page.locator("[data-sheet]")).to_have_attribute("data-turn", "180")
    page.get_by_role("link", name="Page after").click()
    expect(page).to_have_url(re.compile("page=5.*pane=picture.*turn=180|pane=picture.*turn=180.*page=5"))


EXTENSION_IS_RIGHT = """
() => [...document.querySelectorAll('h1 bdi, .hit-title bdi')].filter(one => one.textContent.endsWith('.docx'))
  .map(one => {
    const words = one.firstChild, place = document.createRange();
    const left = (from, to) => {
      place.setStart(words, from);
      place.setEnd(words, to);
      return place.getBoundingClientRect().left;
    };
    return left(words.length - 5, words.length) > left(0, 1);
  })
"""


def test_the_name_of_a_file_ends_with_its_extension_even_if_its_letters_run_from_the_right(
    page: Page, address: Address
) -> None:
    page.goto(address("ئۇقتۇرۇش-7.docx"))
    assert page.evaluate(EXTENSION_IS_RIGHT) == [True]
    page.goto("/search?q=خاھىشى")
    assert page.evaluate(EXTENSION_IS_RIGHT) == [True]


def test_uyghur_runs_from_the_right(page: Page, address: Address) -> None:
    page.goto(address("ئۇقتۇرۇش-7.docx"))
    text = page.locator(".page-text")
    expect(text).to_have_attribute("dir", "rtl")
    box = text.bounding_box()
    assert box
    edges = page.evaluate(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector('.text-run'));
            const rects = [...range.getClientRects()];
            const line = rects.filter((one) => Math.abs(one.top - rects[0].top) < one.height / 2);
            return [Math.min(...line.map((one) => one.left)), Math.max(...line.map((one) => one.right))];
        }"""
    )
    assert box["x"] + box["width"] - edges[1] < 5
    assert edges[0] - box["x"] > 50


def test_a_sheet_keeps_its_letters_in_sight(page: Page, address: Address) -> None:
    page.goto(address("积分总表 2031年第二季度.xlsx", "?page=3"))
    expect(page.get_by_role("columnheader", name="A", exact=True)).to_be_visible()
    expect(page.get_by_role("rowheader", name="61", exact=True)).to_be_attached()


def test_a_mail_stands_in_its_conversation(page: Page, address: Address) -> None:
    page.goto(address("Re Urgent wording.eml"))
    thread = page.locator(".thread")
    expect(thread.get_by_role("listitem")).to_have_count(2)
    expect(thread.locator("[aria-current]")).to_have_count(1)
    thread.get_by_role("link").first.click()
    expect(page.locator(".text-run.head")).to_contain_text("Petra Lindqvarn")


def test_what_cannot_be_drawn_says_why(visitor: Visitor, address: Address) -> None:
    visitor.page.goto(address("12号 (recovered).pdf"))
    expect(visitor.page.get_by_role("main")).to_contain_text("breaks the rules of PDF")


@pytest.mark.parametrize("path", ["scan copy 000037.pdf", "积分总表 2031年第二季度.xlsx", "security-section.mbox"])
def test_a_phone_scrolls_only_down(phone: Page, address: Address, path: str) -> None:
    phone.goto(address(path, "?q=000037"))
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_phone_shows_one_pane_at_a_time(phone: Page, address: Address) -> None:
    phone.goto(address("scan copy 000037.pdf"))
    text = phone.get_by_role("region", name="Text of the page")
    expect(text).to_be_hidden()
    phone.get_by_role("navigation", name="View").get_by_role("link", name="Text").click()
    expect(text).to_be_visible()


def test_landmarks_and_names_are_there_for_screen_readers(page: Page, address: Address) -> None:
    page.goto(address("scan copy 000037.pdf"))
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for name in ("Picture of the page", "Text of the page", "About this document"):
        expect(page.get_by_role("region", name=name)).to_have_count(1)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden])')].filter((one) => {
            const said = one.textContent.trim() || one.ariaLabel || one.title;
            return !said && !one.labels?.length;
        }).map((one) => one.outerHTML)"""
    )
    assert unnamed == []


def test_no_hostile_text_runs_or_reaches_out(page: Page, address: Address) -> None:
    for name in sorted(hostile.TEXTS):
        page.goto(address(f"text {name}.txt", "?q=hostileword"))
        expect(page.locator("[data-text]")).to_contain_text(
            "end" if name not in {"elsewhere", "long"} else "hostileword"
        )
        assert page.evaluate("window.pwned") is None, name
        assert not set("\u202e\u2067\x1b") & set(page.locator("body").inner_text()), name


def test_a_download_warns_first(page: Page, address: Address) -> None:
    page.goto(address("scan copy 000037.pdf"))
    page.get_by_role("link", name="Download…").click()
    expect(page.get_by_role("main")).to_contain_text("comes from a stranger")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download, and note it").click()
    assert download.value.suggested_filename == "scan copy 000037.pdf"
