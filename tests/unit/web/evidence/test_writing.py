"""Writing records by form: everything wrong is said at its field, nothing typed is lost, and all can be undone."""

import re
from dataclasses import replace

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.web.evidence.conftest import ANNA, BEN, SHA, Desk

from muniment.app.evidence.records import Recorder
from muniment.evidence.records import Act, ActorKind, Kind, Ruling

CLAIM = {"text": "Families are scored", "where": "", "when": "2017", "parent": "", "note": "", "do": "save"}

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7331*7331 }} ${7331*7331} %s",
    "\u202egnisrever\u202c and \u2066isolated",
    "'; DROP TABLE evidence_version; --",
    "a" * 500,
    "ئۆز خاھىشى بىلەن",
    "e\u0301\u0323\u0316" * 20,
    "\U0001f4c4 \U00020bb7",
    "new",
    "…",
]


def where_to(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_a_new_claim_is_saved_shown_and_undone_by_its_bar(desk: Desk, recorder: Recorder) -> None:
    answer = desk.post("/evidence/claims/new", CLAIM)
    assert where_to(answer) == "/evidence/claims/families-are-scored"
    page = desk.get(answer.headers["location"]).text
    assert "Saved: " in page
    undo = re.search(r'action="(/evidence/history/\d+/undo)"', page)
    assert undo is not None
    back = desk.post(undo[1], {"back": "/evidence/claims/families-are-scored"})
    assert where_to(back) == "/evidence/claims/families-are-scored"
    gone = desk.get("/evidence/claims/families-are-scored")
    assert gone.status_code == 404
    assert "was taken out" in gone.text
    assert not recorder.held().claims


def test_every_fault_is_told_at_once_and_what_was_typed_stays(desk: Desk, recorder: Recorder) -> None:
    answer = desk.post(
        "/evidence/events/new", {"title": "", "date": "31 February 2018", "where": "x" * 501, "note": "kept as typed"}
    )
    assert answer.status_code == 422
    for told in ("What happened is missing", "no such date", "500"):
        assert told in answer.text
    assert "31 February 2018" in answer.text
    assert "kept as typed" in answer.text
    assert not recorder.changes(1)


def test_a_date_is_looked_at_while_it_is_typed(desk: Desk) -> None:
    assert "no such date" in desk.get("/evidence/date?written=31+February+2018").json()["wrong"]
    assert desk.get("/evidence/date?written=November+2017").json() == {"says": "2017-11-01 to 2017-11-30"}
    assert desk.get("/evidence/date?written=").json() == {"says": ""}


@pytest.mark.parametrize("words", ["\x01\x02\x03", "\u200b\u200d", "\u2066\u2069"])
def test_a_name_of_nothing_visible_is_refused(desk: Desk, recorder: Recorder, words: str) -> None:
    values: dict[str, str | list[str]] = {"kind": "person", "names.text": [words], "names.language": [""]}
    assert desk.post("/evidence/actors/new", values).status_code == 422
    assert desk.post("/evidence/claims/new", CLAIM | {"text": words}).status_code == 422
    assert not recorder.changes(1)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_they_are_and_shown_as_words(desk: Desk, recorder: Recorder, words: str) -> None:
    location = where_to(desk.post("/evidence/claims/new", CLAIM | {"text": words}))
    claim = next(iter(recorder.held().claims.values()))
    assert claim.text == words
    desk.post("/evidence/actors/new", {"kind": "person", "names.text": [words], "names.language": [""]})
    desk.post("/evidence/sources/new", {"kind": "other", "title": words})
    for path in (
        location,
        f"{location}/edit",
        "/evidence/claims",
        "/evidence/actors",
        "/evidence/sources",
        "/evidence",
    ):
        page = desk.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "\u202e" not in page.text.replace(f'value="{words}"', "")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([*CLAIM, "version", "parent.find", "parent.kept"]), st.text(max_size=60)))
def test_no_form_breaks_the_server(told_desk: Desk, values: dict[str, str]) -> None:
    sent: dict[str, str | list[str]] = {**values}
    for path in ("/evidence/claims/new", "/evidence/claims/locked/edit", "/evidence/evidence/new"):
        assert told_desk.post(path, sent).status_code < 500


def test_words_left_in_a_search_box_are_asked_about_not_passed_over(told_desk: Desk, recorder: Recorder) -> None:
    before = recorder.held().at_change
    values: dict[str, str | list[str]] = {
        "bearing": "supports",
        "weight": "inference",
        "claim.find": "LOCKED",
        "note": "n",
    }
    answer = told_desk.post("/evidence/evidence/new", values)
    assert answer.status_code in {200, 422}
    assert 'value="locked"' in answer.text
    assert recorder.held().at_change == before


def test_evidence_is_made_from_an_address_that_fills_the_form_in(told_desk: Desk, recorder: Recorder) -> None:
    page = told_desk.get("/evidence/evidence/new?claim=twice&quote=q-order").text
    assert re.search(r'name="claim" value="twice" checked', page)
    assert re.search(r'name="quote" value="q-order" checked', page)
    values: dict[str, str | list[str]] = {
        "claim": "twice",
        "quote": "q-order",
        "bearing": "supports",
        "weight": "direct instruction",
        "source": "",
    }
    assert where_to(told_desk.post("/evidence/evidence/new", values)) == "/evidence/claims/twice"
    assert [one.quote for one in recorder.held().evidence_of["twice"]] == ["q-order"]


STATES = [f"State of No. {number}" for number in range(21)] + ["Bureau of Learning"]


def test_many_signatories_are_matched_and_new_ones_made_in_the_same_go(told_desk: Desk, recorder: Recorder) -> None:
    values: dict[str, str | list[str]] = {
        "act": "asserts",
        "claims": ["locked"],
        "date": "July 2019",
        "venue": "An open letter",
        "actors.names": "\n".join(STATES),
        "actors.names.kind": "state",
        "on_behalf_of": "",
    }
    asked = told_desk.post("/evidence/statements/new", values)
    assert asked.status_code == 422
    assert "21 names are not known yet" in asked.text
    assert recorder.held().at_change == 1
    again = {
        **values,
        "actors.names": "",
        "actors": ["bureau"],
        "actors.new": STATES[:21],
        "actors.new.is": ["state"] * 20 + ["leave out"],
    }
    location = where_to(told_desk.post("/evidence/statements/new", again))
    statement = recorder.held().statements[location.rpartition("/")[2]]
    assert len(statement.actors) == 21
    assert statement.act is Act.ASSERTS
    made = [recorder.held().actors[one] for one in statement.actors if one != "bureau"]
    assert {one.kind for one in made} == {ActorKind.STATE}
    assert [one.names[0].text for one in made] == STATES[:20]
    assert len(recorder.changes(10)) == 2, "one change, to be undone as one"


def test_more_new_names_than_a_form_can_hold_stay_where_they_were_typed(told_desk: Desk) -> None:
    names = [f"State of No. {number}" for number in range(205)]
    page = told_desk.post("/evidence/statements/new", {"act": "asserts", "actors.names": "\n".join(names)}).text
    assert page.count('name="actors.new"') == 200
    assert "at most 200 new names" in page.lower()
    assert "State of No. 204</textarea>" in page


def test_names_that_are_spelt_alike_are_offered(told_desk: Desk) -> None:
    values: dict[str, str | list[str]] = {"act": "denies", "actors.names": "SELMA  ORAN\nSelma Orhan"}
    page = told_desk.post("/evidence/statements/new", values).text
    assert re.search(r'name="actors" value="selma" checked', page), "capitals and blanks make no difference"
    assert re.search(r'<option value="=selma">it is Selma Oran', page)


def test_two_who_edit_one_claim_see_both_versions_and_can_go_on(told_desk: Desk, recorder: Recorder) -> None:
    form = told_desk.get("/evidence/claims/locked/edit").text
    assert 'name="version" value="1"' in form
    claim = recorder.held().claims["locked"]
    recorder.alter(BEN, replace(claim, text="They are locked, says Ben", where="All of Merava"), 1)
    mine: dict[str, str | list[str]] = {
        "version": "1",
        "text": "They are locked, say I",
        "where": "Merava",
        "when": "2017",
        "parent": "",
        "note": "my note",
    }
    answer = told_desk.post("/evidence/claims/locked/edit", mine)
    assert answer.status_code == 409
    for words in ("Ben", "They are locked, says Ben", "They are locked, say I", "my note", "All of Merava"):
        assert words in answer.text
    assert 'name="version" value="2"' in answer.text
    assert recorder.held().claims["locked"].text == "They are locked, says Ben"
    again = {**mine, "version": "2", "where": "All of Merava"}
    assert where_to(told_desk.post("/evidence/claims/locked/edit", again)) == "/evidence/claims/locked"
    now = recorder.held().claims["locked"]
    assert (now.text, now.where, now.note) == ("They are locked, say I", "All of Merava", "my note")


def test_what_was_taken_out_while_somebody_wrote_can_be_made_again(told_desk: Desk, recorder: Recorder) -> None:
    recorder.take_out(BEN, Kind.EVENT, "order-signed", 1)
    mine: dict[str, str | list[str]] = {"version": "1", "title": "The order is signed again", "date": "2017"}
    answer = told_desk.post("/evidence/events/order-signed/edit", mine)
    assert answer.status_code == 409
    assert "taken out while you wrote" in answer.text
    assert 'name="version" value="0"' in answer.text
    told_desk.post("/evidence/events/order-signed/edit", {**mine, "version": "0"})
    assert recorder.held().events["order-signed"].title == "The order is signed again"


def test_saving_what_did_not_change_makes_no_version(told_desk: Desk, recorder: Recorder) -> None:
    values: dict[str, str | list[str]] = {"version": "1", "text": "Each door has two locks", "parent": "locked"}
    assert where_to(told_desk.post("/evidence/claims/twice/edit", values)) == "/evidence/claims/twice"
    assert recorder.held().version(Kind.CLAIM, "twice") == 1


def test_taking_out_needs_a_reason_and_nothing_that_names_it(told_desk: Desk, recorder: Recorder) -> None:
    page = told_desk.get("/evidence/claims/locked/remove").text
    assert "still named by 5 records" in page
    assert told_desk.post("/evidence/evidence/e-tribune/remove", {"version": "1", "reason": " "}).status_code == 400
    answer = told_desk.post("/evidence/evidence/e-tribune/remove", {"version": "1", "reason": "it is the Herald's"})
    assert where_to(answer) == "/evidence/evidence"
    assert "it is the Herald&#39;s" in told_desk.get(answer.headers["location"]).text
    assert "e-tribune" not in recorder.held().evidence


def test_an_earlier_version_can_be_made_to_stand_again(told_desk: Desk, recorder: Recorder) -> None:
    claim = recorder.held().claims["twice"]
    recorder.alter(ANNA, replace(claim, text="Three locks"), 1)
    recorder.alter(ANNA, replace(claim, text="Four locks"), 2)
    told_desk.post("/evidence/history/of/claim/twice", {"number": "1", "version": "3"})
    assert recorder.held().claims["twice"].text == "Each door has two locks"
    page = told_desk.get("/evidence/claims/twice").text
    assert "Three locks" in page
    assert "Four locks" in page


def test_undo_that_others_went_on_from_says_so_and_changes_nothing(told_desk: Desk, recorder: Recorder) -> None:
    claim = recorder.held().claims["twice"]
    first = recorder.alter(ANNA, replace(claim, text="Three locks"), 1).change.id
    recorder.alter(BEN, replace(claim, text="Four locks"), 2)
    answer = told_desk.post(f"/evidence/history/{first}/undo", {})
    assert answer.status_code == 409
    assert "Nothing was undone" in answer.text
    assert recorder.held().claims["twice"].text == "Four locks"


@pytest.mark.parametrize(
    "back", ["//elsewhere.example/evidence", "/logout", "/evidence/../logout", "javascript:alert(1)"]
)
def test_undoing_leads_to_pages_of_ours_only(told_desk: Desk, back: str) -> None:
    assert where_to(told_desk.post("/evidence/history/1/undo", {"back": back})) == "/evidence/history"


def test_documents_of_a_source_are_named_by_path_or_hash(desk: Desk, recorder: Recorder) -> None:
    lines = f"herald.txt\n{SHA['press/tribune.txt']}  press/tribune.txt"
    values: dict[str, str | list[str]] = {"kind": "outlet", "title": "Press", "documents": lines}
    location = where_to(desk.post("/evidence/sources/new", values))
    assert recorder.held().sources["press"].documents == (SHA["press/herald.txt"], SHA["press/tribune.txt"])
    assert "tribune.txt" in desk.get(f"{location}/edit").text
    wrong = desk.post("/evidence/sources/new", {**values, "title": "B", "documents": "nowhere.txt\n" + "0" * 64})
    assert wrong.status_code == 422
    assert "nothing in the case is called so" in wrong.text
    assert "no document of the case has this hash" in wrong.text


def test_links_between_sources_are_made_rejected_and_kept_from_circles(told_desk: Desk, recorder: Recorder) -> None:
    circle = told_desk.post("/evidence/sources/cache/link", {"parent": "tribune", "do": "save"})
    assert circle.status_code == 422
    assert "cannot derive from itself" in circle.text
    told_desk.post("/evidence/sources/tribune/link", {"parent": "herald", "ruling": "rejected", "version": "1"})
    assert recorder.held().derivations["tribune<herald"].ruling is Ruling.REJECTED
    told_desk.post("/evidence/sources/tribune/link", {"parent": "", "how": "names nobody", "do": "save"})
    assert recorder.held().derivations["tribune<"].parent == ""
    told_desk.post("/evidence/sources/tribune/link", {"parent": "", "ruling": "", "version": "1"})
    assert "tribune<" not in recorder.held().derivations


def test_a_form_that_is_not_ours_changes_nothing(told_desk: Desk, recorder: Recorder) -> None:
    answer = told_desk.client.post("/evidence/claims/new", data={**CLAIM, "form_token": "0" * 64})
    assert answer.status_code == 403
    assert recorder.held().at_change == 1
