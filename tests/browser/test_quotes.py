"""Quoting in the reader and the pages of quotes, in a real browser."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Server, Visitor, press, visiting

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app import taking
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.evidence.records import Quote

PAGE = (
    "Order 12 \U0001f512 of the hall 𝒜𝓃𝓃𝑒𝓍\r\n"
    "Doors are \x02locked\u200b twice; cafe\u0301 closed.\r\n"
    "ئىشىكلەر قوش قۇلۇپ بىلەن تاقىلىدۇ.\n"
    '<b>Nobody</b> & nothing leaves before the "term" has ended.\n'
)
TABLE = 'room,guard,note\nA1,𝒜da,"first, line"\nB2,Ben,second\n'

SELECT = """
([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
  const points = {};
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!points.start && node.data.includes(from)) points.start = [node, node.data.indexOf(from)];
    if (points.start && !points.end && node.data.includes(to)) points.end = [node, node.data.indexOf(to) + to.length];
  }
  const range = document.createRange();
  range.setStart(...points.start);
  range.setEnd(...points.end);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  points.start[0].parentElement.scrollIntoView({ block: 'center' });
  return getSelection().toString();
}
"""
"""Selects from the first of two words to the end of the second, which may stand in other runs."""


@pytest.fixture(scope="module")
def odd_case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    """Pages whose characters count differently in a browser."""
    folder = tmp_path_factory.mktemp("quoting")
    cache = folder / "cache"
    cache.mkdir()
    (cache / "odd.txt").write_bytes(PAGE.encode())
    (cache / "rooms.csv").write_bytes(TABLE.encode())
    made = taking.init(folder / "case")
    taking.ingest(made, [cache], taking.IngestOptions(), lambda _: None)
    return made


@pytest.fixture(scope="module")
def odd_visit(chromium: Browser, odd_case: CaseFolder) -> Iterator[tuple[Server, Any]]:
    server = Server.start("-C", str(odd_case.folder), "serve")
    context = chromium.new_context()
    context.new_page().goto(server.link)
    state = context.storage_state()
    context.close()
    yield server, state
    server.stop()


@pytest.fixture
def odd_visitor(chromium: Browser, odd_visit: tuple[Server, Any]) -> Iterator[Visitor]:
    server, login = odd_visit
    yield from visiting(chromium, server, login, viewport={"width": 1280, "height": 800})


@pytest.fixture
def odd(odd_visitor: Visitor) -> Page:
    return odd_visitor.page


def sha256(case: CaseFolder, name: str) -> str:
    with ledger_of(case, read_only=True) as database:
        return Queries(database).find(name.encode())[0].sha256


def quotes(case: CaseFolder) -> list[Quote]:
    with recorder_of(case, read_only=True) as recorder:
        return list(recorder.held().quotes.values())


def select(page: Page, start: str, end: str) -> str:
    return str(page.evaluate(SELECT, [start, end]))


def quote_selection(page: Page) -> None:
    press(page, "q")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="Quoted.")).to_be_visible()


@pytest.mark.parametrize(
    ("start", "end", "raw"),
    [
        ("Order", "12", "Order 12"),
        ("of the hall", "Doors", "of the hall \U0001d49c\U0001d4c3\U0001d4c3\U0001d452\U0001d4cd\r\nDoors"),
        ("\U0001f512", "\U0001f512", "\U0001f512"),
        ("locked", "twice", "locked\u200b twice"),
        ("Doors", "locked", "Doors are \x02locked"),
        ("caf", "closed", "cafe\u0301 closed"),
        ("قوش", "بىلەن", "قوش قۇلۇپ بىلەن"),
        ("Nobody", "term", 'Nobody</b> & nothing leaves before the "term'),
    ],
)
def test_what_is_selected_is_quoted_to_the_code_point(
    odd: Page, odd_case: CaseFolder, start: str, end: str, raw: str
) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, start, end)
    quote_selection(odd)
    span = quotes(odd_case)[-1].spans[0]
    assert span.exact == raw
    with ledger_of(odd_case, read_only=True) as database:
        text = Queries(database).pages_of(Queries(database).find(b"odd.txt")[0].id)[0].text
    assert text[span.start : span.end] == raw


def test_a_letter_is_not_parted_from_its_mark(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, "cafe", "cafe")
    quote_selection(odd)
    assert quotes(odd_case)[-1].spans[0].exact == "cafe\u0301"


def test_cells_of_a_sheet_are_quoted(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'rooms.csv')}")
    select(odd, "\U0001d49c" + "da", "first, line")
    quote_selection(odd)
    assert quotes(odd_case)[-1].spans[0].exact == "\U0001d49c" + 'da,"first, line'


def test_a_quote_is_marked_undone_and_gone(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    before = len(quotes(odd_case))
    select(odd, "has", "ended")
    quote_selection(odd)
    expect(odd.locator(".quoted-words", has_text="has")).to_be_visible()
    mark = odd.get_by_role("link", name="Quote has-ended")
    mark.focus()
    assert len(quotes(odd_case)) == before + 1
    odd.get_by_role("button", name="Undo").click()
    expect(odd.get_by_role("link", name="Quote has-ended")).to_have_count(0)
    assert len(quotes(odd_case)) == before
    assert "/document/" in odd.url


def test_marks_of_quotes_do_not_shift_what_is_quoted_next(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, "nothing", "leaves")
    quote_selection(odd)
    select(odd, "before", "before")
    quote_selection(odd)
    assert quotes(odd_case)[-1].spans[0].exact == "before"


def test_words_can_be_typed_where_nothing_is_selected(odd_visitor: Visitor, odd_case: CaseFolder) -> None:
    odd, odd_visitor.watch.expected = odd_visitor.page, ("status of 404",)
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    press(odd, "q")
    expect(odd.get_by_role("textbox", name="Words on this page")).to_be_focused()
    odd.keyboard.type("order 12 of")
    press(odd, "Enter")
    expect(odd.get_by_role("alert")).to_contain_text("do not stand")
    odd.get_by_role("textbox", name="Words").fill("Order 12")
    odd.get_by_role("button", name="Quote", exact=True).click()
    expect(odd.get_by_role("heading", level=1)).to_contain_text("odd.txt")


def test_escape_leaves_everything_as_it_was(odd: Page, odd_case: CaseFolder) -> None:
    before = len(quotes(odd_case))
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, "Order", "hall")
    press(odd, "q")
    press(odd, "Escape")
    expect(odd.get_by_role("heading", name="Quote", exact=True)).to_be_hidden()
    assert len(quotes(odd_case)) == before


def test_a_quote_goes_on_to_become_evidence(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, "Nobody", "Nobody")
    press(odd, "q")
    odd.get_by_role("button", name="evidence").click()
    odd.wait_for_url(re.compile(r"/evidence/evidence/new\?quote=nobody"))


def test_words_on_the_picture_are_quoted_with_their_place_and_pixels(page: Page, case: CaseFolder) -> None:
    page.goto(f"/document/{sha256(case, 'leak/01 directive/塔学堂发〔2031〕12号.pdf')}?page=2")
    expect(page.locator("[data-words][data-laid]")).to_have_count(1)
    picked = page.evaluate(
        """() => {
          const words = [...document.querySelectorAll('.words .word')].slice(30, 34);
          const selection = getSelection();
          selection.setBaseAndExtent(words[0].firstChild, 0, words.at(-1).firstChild, words.at(-1).firstChild.length);
          return [Number(words[0].dataset.start), Number(words.at(-1).dataset.end)];
        }"""
    )
    quote_selection(page)
    quote = quotes(case)[-1]
    assert quote.spans[0].boxes
    assert quote.spans[0].start >= picked[0]
    assert quote.spans[0].end <= picked[1]
    assert quote.spans[0].end - quote.spans[0].start >= 3
    expect(page.locator(".quote-box")).not_to_have_count(0)
    page.get_by_role("link", name="Look at the quote").click()
    picture = page.get_by_role("img", name="The words as they look on page 2")
    expect(picture).to_be_visible()
    wide = (
        "async () => { const one = document.querySelector('.pixels img'); await one.decode(); return one.naturalWidth }"
    )
    assert page.evaluate(wide) > 100


def test_a_quote_is_translated_beside_its_words(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
    select(odd, "قۇلۇپ", "قۇلۇپ")
    quote_selection(odd)
    odd.get_by_role("link", name="Look at the quote").click()
    odd.get_by_text("Add a translation").click()
    odd.get_by_role("textbox", name="Translation").fill("lock")
    odd.get_by_role("textbox", name="How").fill("by hand")
    odd.get_by_role("button", name="Save").first.click()
    expect(odd.get_by_text("English, by")).to_be_visible()
    made = quotes(odd_case)[-1]
    assert [(one.text, one.language, one.how) for one in made.translations] == [("lock", "en", "by hand")]
    assert made.spans[0].exact == "قۇلۇپ"


def test_quoting_works_on_a_phone(chromium: Browser, odd_visit: tuple[Server, Any], odd_case: CaseFolder) -> None:
    server, login = odd_visit
    options = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
    for visitor in visiting(chromium, server, login, **options):
        phone = visitor.page
        phone.goto(f"/document/{sha256(odd_case, 'odd.txt')}")
        select(phone, "twice", "twice")
        phone.get_by_role("button", name="Quote", exact=True).tap()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375
        phone.get_by_role("button", name="Save").tap()
        expect(phone.get_by_role("status").filter(has_text="Quoted.")).to_be_visible()
    assert quotes(odd_case)[-1].spans[0].exact == "twice"


def test_a_person_accepts_where_a_moved_quote_stands_now(odd: Page, odd_case: CaseFolder) -> None:
    odd.goto(f"/document/{sha256(odd_case, 'rooms.csv')}")
    select(odd, "second", "second")
    quote_selection(odd)
    quote = quotes(odd_case)[-1]
    with closing(sqlite3.connect(odd_case.ledger, isolation_level=None)) as ledger:
        ledger.execute("UPDATE page SET text = 'list of rooms' || char(10) || text WHERE text LIKE 'room,guard%'")
    odd.goto(f"/evidence/quotes/{quote.id}")
    expect(odd.get_by_text("the same words stand elsewhere on the page")).to_be_visible()
    odd.get_by_role("button", name="Quote it as it stands now").click()
    expect(odd.get_by_text("The words stand on the page as they were quoted.")).to_be_visible()
    moved = next(one for one in quotes(odd_case) if one.id == quote.id)
    assert moved.spans[0].start == quote.spans[0].start + len("list of rooms\n")
    expect(odd.locator("#history li")).to_have_count(2)
