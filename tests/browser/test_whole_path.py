"""From a search to a signed finding in a real browser: two people, one laptop, nothing but the pages."""

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Server, Visitor, visiting
from tests.browser.test_evidence import choose, radio, save
from tests.browser.test_quotes import quote_selection, select

from muniment.adapters.case_folder import CaseFolder

ANNA, BEN = ("Anna Example", "four words kept apart"), ("Ben Example", "four other words apart")


@pytest.fixture
def newsroom(case: CaseFolder, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A window on a copy of the case, so that people who are admitted to it trouble no other test."""
    folder = tmp_path_factory.mktemp("newsroom") / "case"
    shutil.copytree(case.folder, folder)
    server = Server.start("-C", str(folder), "serve")
    context = chromium.new_context()
    context.new_page().goto(server.link)
    login: Any = context.storage_state()
    context.close()
    yield from visiting(chromium, server, login, viewport={"width": 1280, "height": 900})
    server.stop()


def admit(page: Page, person: tuple[str, str], role: str = "") -> None:
    form = page.get_by_role("region", name=re.compile("^Admit"))
    form.get_by_label("Name").fill(person[0])
    if role:
        form.get_by_label("Role").select_option(role)
    form.get_by_label(re.compile("passphrase")).fill(person[1])
    form.get_by_role("button", name="Admit").click()


def sit_down(page: Page, person: tuple[str, str]) -> None:
    page.goto("/who")
    page.get_by_role("combobox", name="Name", exact=True).select_option(person[0])
    page.get_by_label("Passphrase", exact=True).fill(person[1])
    page.get_by_role("button", name=re.compile("sits here now|This is me")).click()


def quote_from_a_search(page: Page) -> None:
    page.goto('/search?q="own free will" Harbour')
    page.locator("[data-hit]").filter(has_text="Harbour Ledger").get_by_role("link").first.click()
    page.wait_for_load_state()
    select(page, "own free", "will")
    quote_selection(page)


def support_and_deny(page: Page) -> None:
    page.get_by_role("link", name="evidence", exact=True).click()
    choose(page, "The claim", "nothing speaks", "Nothing speaks")
    radio(page, "supports").check()
    radio(page, "first-hand").check()
    save(page)
    supports = page.get_by_role("region", name="supports")
    expect(supports).to_contain_text(re.compile(r"1 report, \d independent source"))
    page.get_by_role("link", name="Add a statement").click()
    choose(page, "Who said it", "castel", "Castellane")
    radio(page, "denies").check()
    save(page)


def look_at_matrix_and_lineage(page: Page) -> None:
    page.goto("/evidence/matrix")
    row = page.get_by_role("row").filter(has_text="Nothing speaks for this yet")
    expect(row).to_contain_text("denied by Ambassador Castellane")
    expect(row.get_by_role("link", name=re.compile("supports")).first).to_be_visible()
    page.goto("/evidence/lineage")
    expect(page.get_by_role("row", name=re.compile("^Harbour Ledger")).first).to_contain_text("The Kelmar cache")


def submit_a_finding(page: Page) -> str:
    page.goto("/evidence/findings/new")
    page.get_by_label("The claim it decides").select_option(label="Nothing speaks for this yet")
    page.get_by_label(re.compile("^What the evidence shows")).fill("The sentence is taught.")
    page.get_by_label(re.compile("^Its limits")).fill("One report.")
    page.get_by_label(re.compile("^What was looked for")).fill("A second report.")
    page.get_by_label(re.compile("^What speaks against it")).fill("The ambassador denies it.")
    save(page)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Somebody who did not write it must read it.")).to_be_visible()
    return page.url


def open_and_sign(page: Page, finding: str, person: tuple[str, str]) -> None:
    page.goto(finding)
    expect(page.get_by_text("1 of 1 quotes wait to be opened by you")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Open")).click()
    expect(page.get_by_text("you opened it")).to_be_visible()
    page.get_by_label(re.compile("^Passphrase of")).fill("not the right words")
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("alert")).to_contain_text("not the passphrase")
    page.get_by_label(re.compile("^Passphrase of")).fill(person[1])
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("It was reviewed by Ben Example")).to_be_visible()


def test_from_a_search_to_a_finding_that_a_second_person_signed(newsroom: Visitor) -> None:
    page = newsroom.page
    newsroom.watch.expected = ("status of 403",)
    page.goto("/who")
    admit(page, ANNA)
    admit(page, BEN, "reviewer")
    expect(page.get_by_role("region", name="People of this case")).to_contain_text("Ben Example")
    quote_from_a_search(page)
    support_and_deny(page)
    look_at_matrix_and_lineage(page)
    finding = submit_a_finding(page)
    sit_down(page, BEN)
    open_and_sign(page, finding, BEN)

    sit_down(page, ANNA)
    page.goto("/evidence/review")
    expect(page.locator(".findings")).to_contain_text("reviewed by Ben Example")
    page.goto(finding)
    page.get_by_role("link", name="Change the finding").click()
    page.get_by_label(re.compile("^Its limits")).fill("Two reports.")
    save(page)
    expect(page.get_by_text("draft, changed since it was reviewed")).to_be_visible()
