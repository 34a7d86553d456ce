"""The way of a reporter in a real browser: a quote, a claim, evidence, a denial, and the count at the end."""

import re

from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.conftest import Visitor, press
from tests.browser.test_quotes import quote_selection, select


def expecting(visitor: Visitor, *statuses: int) -> Page:
    """The page; the console may note that an address answered with one of these."""
    visitor.watch.expected = tuple(f"status of {status}" for status in statuses)
    return visitor.page


def radio(page: Page, word: str) -> Locator:
    return page.get_by_role("radio", name=re.compile(f"^{word}"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def choose(page: Page, group: str, words: str, label: str) -> None:
    field = page.get_by_role("group", name=re.compile(f"^{group}"))
    field.get_by_role("searchbox").fill(words)
    field.get_by_label(re.compile(label)).first.check()


def comes_late(page: Page, address: str) -> None:
    def send(route: Route) -> None:
        page.wait_for_timeout(1_000)
        route.continue_()

    page.route(address, send)


def test_from_a_quote_to_the_count(visitor: Visitor) -> None:
    page = expecting(visitor, 422)
    page.goto("/evidence/claims")
    press(page, "n")
    page.get_by_label("What is claimed").fill("Relatives hear one sentence only")
    page.get_by_label(re.compile("^When it is to hold")).fill("31 February 2031")
    expect(page.get_by_text("There is no such date")).to_be_visible()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    page.get_by_label(re.compile("^When it is to hold")).fill("2031")
    expect(page.get_by_text("Understood as 2031-01-01 to 2031-12-31.")).to_be_visible()
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relatives hear one sentence only")

    page.get_by_role("link", name="Add evidence").click()
    choose(page, "The quote", "directive", "own free will.*Directive")
    radio(page, "supports").check()
    radio(page, "direct instruction").check()
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    supports = page.get_by_role("region", name="supports")
    expect(supports).to_contain_text("1 report, 1 independent source")

    page.get_by_role("link", name="Add evidence").click()
    choose(page, "The quote", "harbour", "own free will.*Harbour")
    radio(page, "supports").check()
    radio(page, "hearsay").check()
    save(page)
    expect(page.get_by_role("region", name="supports")).to_contain_text("2 reports, 1 independent source")

    page.get_by_role("link", name="Add a statement").click()
    choose(page, "Who said it", "castel", "Castellane")
    radio(page, "denies").check()
    page.get_by_label(re.compile("^On which date")).fill("7 June 2031")
    page.get_by_label(re.compile("^In which venue")).fill("A press conference")
    save(page)
    page.get_by_role("link", name="Relatives hear one sentence only").click()
    spoke = page.get_by_role("region", name="Who spoke to it")
    expect(spoke).to_contain_text("1 statement, 1 voice")
    expect(spoke).to_contain_text("7 June 2031")

    page.get_by_role("link", name="2 reports, 1 independent source").click()
    expect(page.get_by_role("heading", level=2, name="The Kelmar cache")).to_be_visible()
    expect(page.get_by_role("link", name="Harbour Ledger")).to_be_visible()


def test_from_a_search_to_a_denial_with_the_reader_between(page: Page) -> None:
    page.goto('/search?q="took effect on 1 April"')
    page.locator("[data-hit]").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/document/"))
    page.wait_for_load_state()
    assert "took effect" in select(page, "took effect", "1 April")
    quote_selection(page)
    page.get_by_role("link", name="evidence", exact=True).click()
    choose(page, "The claim", "relatives answer", "Staff are told")
    radio(page, "supports").check()
    radio(page, "hearsay").check()
    save(page)
    expect(page.get_by_role("region", name="supports")).to_contain_text("took effect on 1 April")
    expect(page.get_by_role("region", name="supports")).to_contain_text("independent source")
    denied = page.get_by_role("region", name="Who spoke to it")
    expect(denied).to_contain_text("Ambassador Castellane")
    expect(denied).to_contain_text("2031-06-07")
    page.get_by_role("region", name="supports").get_by_role("link", name=re.compile("page 1")).first.click()
    expect(page).to_have_url(re.compile("/evidence/quotes/"))


def test_words_typed_before_the_script_has_come_are_looked_for_when_it_comes(page: Page) -> None:
    comes_late(page, "**/evidence.js")
    page.goto("/evidence/evidence/new", wait_until="commit")
    choose(page, "The claim", "relatives answer", "Staff are told")
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/evidence/claims")  # nothing was saved


def test_what_is_wrong_is_shown_without_taking_the_keys_from_somebody_who_types(visitor: Visitor) -> None:
    page = expecting(visitor, 422, 404)
    page.goto("/evidence/claims/new")
    page.wait_for_load_state()
    save(page)
    faults = page.get_by_role("alert")
    expect(faults).to_be_focused()
    comes_late(page, "**/evidence.js")
    save(page)
    claimed = page.get_by_label("What is claimed")
    page.wait_for_function("document.readyState == 'interactive'")
    claimed.fill("Typed before the script has come")
    page.wait_for_load_state()
    page.unroute_all(behavior="ignoreErrors")
    expect(claimed).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Typed before the script has come")
    press(page, "u")
    expect(page.get_by_role("heading", level=1)).to_have_text("This claim was taken out")


def test_what_was_saved_is_undone_with_a_key(visitor: Visitor) -> None:
    page = expecting(visitor, 404)
    page.goto("/evidence/claims/new")
    page.get_by_label("What is claimed").fill("Said too early")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Said too early")
    press(page, "u")
    expect(page.get_by_role("heading", level=1)).to_have_text("This claim was taken out")


def test_twenty_two_states_are_pasted_at_once(visitor: Visitor) -> None:
    page = expecting(visitor, 422)
    page.goto("/evidence/statements/new?claim=unproved")
    page.get_by_text("Many at once").click()
    page.get_by_label(re.compile("A name on each line")).fill("\n".join(f"State {one}" for one in range(1, 24)))
    radio(page, "asserts").check()
    save(page)
    expect(page.get_by_text("One name is not known yet")).to_be_visible()
    save(page)
    expect(page.get_by_role("heading", name="23 who said it")).to_be_visible()


def test_two_windows_on_one_claim_lose_nothing(visitor: Visitor) -> None:
    page = expecting(visitor, 409)
    page.goto("/evidence/claims/by-two/edit")
    page.get_by_label("Note").fill("typed in the first window")
    page.get_by_label("What is claimed").fill("As the first window has it")
    other = page.context.new_page()
    other.goto("/evidence/claims/by-two/edit")
    other.get_by_label("What is claimed").fill("As the second window has it")
    save(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("As the second window has it")
    save(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("As the second window has it")
    expect(alert).to_contain_text("As the first window has it")
    expect(page.get_by_label("Note")).to_have_value("typed in the first window")
    page.get_by_role("button", name="Save on top of theirs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("As the first window has it")


def test_a_picker_is_worked_by_keyboard_alone(page: Page) -> None:
    page.goto("/evidence/evidence/new")
    page.get_by_role("group", name=re.compile("^The claim")).get_by_role("searchbox").focus()
    page.keyboard.type("voluntary")
    expect(page.get_by_label(re.compile("Attendance at the halls"))).to_be_visible()
    press(page, "ArrowDown")
    press(page, "Space")
    expect(page.get_by_label(re.compile("Attendance at the halls"))).to_be_checked()


def test_forms_work_without_script(visitor: Visitor) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=visitor.watch.origin, storage_state=visitor.page.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/evidence/evidence/new?quote=q-letter")
    field = page.get_by_role("group", name=re.compile("^The claim"))
    field.get_by_role("searchbox").fill("nothing speaks")
    field.get_by_role("button", name="Look for it").click()
    page.get_by_label(re.compile("Nothing speaks for this yet")).check()
    radio(page, "qualifies").check()
    radio(page, "inference").check()
    page.get_by_role("searchbox", name="Look for claims").fill("")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing speaks for this yet")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("region", name="qualifies")).to_contain_text("nothing")
    context.close()
