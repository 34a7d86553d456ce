"""What the server holds of the evidence ledger: read as it begins, right at once, let go of as it ends."""

import sqlite3
import threading
from contextlib import closing

import pytest
from fastapi.testclient import TestClient
from tests.unit.web.conftest import ORIGIN, PORT
from tests.unit.web.evidence.conftest import ANNA, desk_of, tell

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder
from muniment.evidence.records import Claim
from muniment.evidence.weighing import Scales
from muniment.web.access import Access
from muniment.web.server import create_app

PATIENCE_SECONDS = 20


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "evidence"]


def wait_for_warmth() -> None:
    for one in threads():
        one.join(PATIENCE_SECONDS)
        assert not one.is_alive()


def test_claims_are_weighed_before_anybody_asks(
    own_case: CaseFolder, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(recorder)
    weighed = []
    monkeypatch.setattr(Scales, "weigh", lambda _, claim: weighed.append(claim))
    with TestClient(create_app(own_case, Access(), PORT), base_url=ORIGIN):
        wait_for_warmth()
        assert weighed == ["locked", "twice"]


def test_the_first_page_waits_for_what_is_being_read_and_shows_all(own_case: CaseFolder, recorder: Recorder) -> None:
    tell(recorder)
    with desk_of(own_case) as desk:
        assert "The learning halls are locked" in desk.get("/evidence/matrix").text


def test_starting_and_ending_do_not_wait_for_the_reading_and_leave_nothing_running(
    own_case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, scales = threading.Event(), Recorder.scales
    monkeypatch.setattr(Recorder, "scales", lambda one: may_go_on.wait(PATIENCE_SECONDS) and scales(one))
    with TestClient(create_app(own_case, Access(), PORT), base_url=ORIGIN) as client:
        assert client.get("/login").status_code < 500
        assert [one.is_alive() for one in threads()] == [True]
        may_go_on.set()
    assert not threads()


def test_evidence_that_cannot_be_read_keeps_no_server_from_starting(own_case: CaseFolder, recorder: Recorder) -> None:
    recorder.make(ANNA, Claim("locked", "The halls are locked"))
    with closing(sqlite3.connect(own_case.ledger)) as ledger, ledger:
        ledger.execute("update evidence_version set body = '{'")
    with desk_of(own_case) as desk:
        wait_for_warmth()
        assert desk.get("/").status_code == 200
        told = desk.get("/evidence/matrix")
        assert told.status_code == 500
        assert "Restore case.db from a backup" in told.text


def test_pages_show_what_another_process_changed_since_the_start(own_case: CaseFolder, recorder: Recorder) -> None:
    tell(recorder)
    with desk_of(own_case) as desk:
        wait_for_warmth()
        recorder.make(ANNA, Claim("later", "A claim made meanwhile"))
        assert "A claim made meanwhile" in desk.get("/evidence/matrix").text
