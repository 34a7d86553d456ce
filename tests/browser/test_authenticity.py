"""The authenticity sheet in a real browser: from the reader to the facts, to a judgement, and onto paper."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_everywhere import LABELLED, TOO_SMALL, UNREADABLE

from muniment.acquire.names import text_of
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app.opening import ledger_of

DIRECTIVE = "01 directive/塔学堂发〔2031〕12号.pdf"


def original(case: CaseFolder, ending: str) -> str:
    with ledger_of(case, read_only=True) as database:
        return next(row.sha256 for row in Queries(database).rows() if text_of(row.path).endswith(ending))


@pytest.fixture
def sheet(case: CaseFolder) -> str:
    return f"/authenticity/{original(case, DIRECTIVE)}"


def expect_sound(page: Page) -> None:
    """What test_everywhere asks of pages with an address that is known beforehand."""
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate(UNREADABLE) == []
    assert page.evaluate(LABELLED) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_reader_to_a_fact_and_back_to_its_page(page: Page, case: CaseFolder) -> None:
    page.goto(f"/document/{original(case, DIRECTIVE)}")
    page.get_by_role("link", name="Authenticity").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("塔学堂发〔2031〕12号.pdf")
    expect(page.get_by_role("heading", name="These do not agree")).to_be_visible()
    expect_sound(page)
    page.locator(".pairs .basis a").first.click()
    expect(page).to_have_url(re.compile(r"/document/[0-9a-f]{64}"))


def test_a_number_leads_to_the_words_in_another_document(page: Page, sheet: str) -> None:
    page.goto(sheet)
    number = page.locator(".references > li", has_text="塔学堂发〔2031〕12号").first
    number.locator("summary").click()
    number.get_by_role("link", name="湖岸晚报").click()
    expect(page.locator(".text mark").first).to_be_attached()


def test_a_judgement_is_recorded_and_another_stands_beside_it(page: Page, sheet: str) -> None:
    page.goto(sheet)
    for choice, why in (("is likely what it claims to be", "The number fits."), ("is doubtful", "The scan does not.")):
        page.get_by_role("link", name="Judge it").click()
        page.get_by_label(choice, exact=True).check()
        page.get_by_label(re.compile("^Why")).fill(why)
        page.get_by_role("button", name="Record it").click()
        expect(page.locator("#judgements li").first).to_contain_text(why)
    expect(page.locator("#judgements li")).to_have_count(2)
    expect(page.locator("#judgements li").first.locator("strong")).to_have_text("is doubtful")
    expect_sound(page)
    page.goto("/authenticity")
    expect(page.locator(".judged li").first).to_contain_text("The scan does not.")
    expect_sound(page)


def test_documents_can_be_named_to_compare_with(page: Page, sheet: str) -> None:
    page.goto(sheet)
    page.get_by_text("Compare with others").click()
    page.get_by_label(re.compile("^Paths or hashes")).fill("ambassador_letter.pdf")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("named by whoever asked")).to_be_visible()
    expect(page.locator(".habits")).to_contain_text("Times-Roman")


def test_the_sheet_is_found_by_name(page: Page) -> None:
    page.goto("/authenticity")
    page.get_by_label("Show the sheet of").fill("ambassador_letter.pdf")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ambassador_letter.pdf")
    page.goto("/authenticity?what=nowhere.pdf")
    expect(page.get_by_role("status")).to_contain_text("No document in this case is called")


def test_a_phone_scrolls_only_down(phone: Page, sheet: str) -> None:
    phone.goto(sheet)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375


def test_on_paper_there_are_facts_and_no_forms(page: Page, sheet: str) -> None:
    page.goto(sheet)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="How it came")).to_be_visible()
    expect(page.locator("#judge")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


@pytest.mark.parametrize(
    "ending", ["text script.txt", "text close.txt", "text attribute.txt", "script>.txt", "txt.exe"]
)
def test_nothing_in_a_hostile_document_runs(page: Page, case: CaseFolder, ending: str) -> None:
    with ledger_of(case, read_only=True) as database:
        rows = [row for row in Queries(database).rows() if ending in text_of(row.path) and row.sha256]
    for row in rows:
        page.goto(f"/authenticity/{row.sha256}")
        assert page.evaluate("window.pwned") is None
        assert "PWNED" not in page.title()
        assert "\u202e" not in page.locator("main").inner_text()
