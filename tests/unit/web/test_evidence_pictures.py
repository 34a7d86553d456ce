"""The matrix, the chronology and the lineage as pages, without a browser: what they say, and what they withstand."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.unit.evidence.small_ledger import STORY, actor, source
from tests.unit.web.conftest import PORT, Site

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.records import recorder_of
from muniment.evidence.history import Edit
from muniment.evidence.records import Act, Claim, Event, Quote, Record, Source, SourceKind, Span, Statement, kind_of
from muniment.people import Person, Role
from muniment.web.access import Access
from muniment.web.server import create_app

ANNA = Person("Anna", Role.EDITOR)
NASTY = "<script>alert(1)</script>\"'\u202eevil"
HOSTILE: tuple[Record, ...] = (
    Source("nasty", SourceKind.OUTLET, NASTY, documents=("e" * 64,)),
    Quote("q-nasty", "e" * 64, (Span(1, NASTY, end=len(NASTY)),)),
    Claim("nasty", NASTY),
    Event("nasty", NASTY, "2019", where=NASTY, quotes=("q-nasty",)),
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    case = taking.init(tmp_path_factory.mktemp("pictures") / "case")
    tell(case, *STORY, *HOSTILE)
    return case


def tell(case: CaseFolder, *records: Record) -> None:
    with recorder_of(case) as recorder:
        recorder.apply(ANNA, "told", [Edit(kind_of(one), one.id, one, 0) for one in records])


@pytest.fixture(scope="module")
def told(story: CaseFolder) -> Iterator[TestClient]:
    access = Access()
    app = create_app(story, access, PORT)
    yield Site(app, access).client()
    app.state.workbench.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    access = Access()
    app = create_app(taking.init(tmp_path_factory.mktemp("empty") / "case"), access, PORT)
    yield Site(app, access).client()
    app.state.workbench.close()


def words(html: str) -> str:
    """What a page says, without its tags; white space made one blank."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


PAGES = (
    "/evidence/matrix",
    "/evidence/chronology?sources=1",
    "/evidence/lineage",
    "/evidence/matrix/behind?claim=nasty",
)


@pytest.mark.parametrize("path", PAGES)
def test_what_is_hostile_stays_text(told: TestClient, path: str) -> None:
    answer = told.get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_style_or_script(told: TestClient, path: str) -> None:
    html = told.get(path).text
    assert not re.search(r"<[^>]*\s(style|on\w+)=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "<style" not in html


@pytest.mark.parametrize("path", ["/evidence/matrix", "/evidence/chronology", "/evidence/lineage"])
def test_an_empty_case_is_told_what_to_do(empty: TestClient, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code == 200
    assert "/new" in answer.text


def test_the_matrix_counts_independent_sources_and_says_what_is_denied(told: TestClient) -> None:
    said = words(told.get("/evidence/matrix").text)
    assert "supports: 2 reports, 1 independent source, 1 fallen" in said
    assert "denied by The embassy" in said
    assert "rests on Leak alone" in said
    assert "Nothing for or against it yet." in said
    assert "also from Briefing" in said
    assert "withdrawn 2020" in said


def test_a_cell_leads_to_its_quote_and_a_count_to_all_that_it_counts(told: TestClient) -> None:
    html = told.get("/evidence/matrix").text
    assert 'href="/evidence/quotes/q-leak"' in html
    behind = re.search(r'href="(/evidence/matrix/behind\?claim=locked&amp;sign=supports)"', html)
    assert behind is not None
    listed = words(told.get(unescape(behind[1])).text)
    assert "2 reports, 1 independent source, 1 fallen" in listed
    assert listed.count("whole quote") == 3
    assert "(fallen)" in listed


def test_words_of_quotes_stand_in_the_page_for_pointing_and_for_paper(told: TestClient) -> None:
    html = told.get("/evidence/matrix").text
    for chip in re.findall(r'aria-describedby="([\w-]+)"', html):
        assert f'id="{chip}"' in html
    assert "The embassy: “pure fabrication”." in words(html)


def test_filters_narrow_the_matrix_down(told: TestClient) -> None:
    said = words(told.get("/evidence/matrix?show=one").text.partition("<table")[2])
    assert "The centres are locked" in said
    assert "The centres are schools" not in said
    assert "No claim is as you chose" in words(told.get("/evidence/matrix?sign=demands").text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/evidence/matrix?claim=nothing", 404),
        ("/evidence/matrix?group=nothing", 404),
        ("/evidence/matrix?rows=99999&columns=99999", 200),
        ("/evidence/matrix?rows=0", 400),
        ("/evidence/matrix?sign=%00&show=nonsense", 200),
        ("/evidence/matrix/behind?claim=nothing", 404),
        ("/evidence/matrix/behind?claim=locked&sign=nonsense", 404),
        ("/evidence/matrix/behind?claim=locked&source=~none", 200),
        ("/evidence/chronology?claim=nothing", 404),
        ("/evidence/chronology?page=99999", 200),
        ("/evidence/lineage?around=nothing", 404),
        ("/evidence/lineage?open=nothing&open=%3Cb%3E&rejected=1&all=1&around=wire", 200),
    ],
)
def test_addresses_written_by_hand_are_answered(told: TestClient, path: str, status: int) -> None:
    assert told.get(path).status_code == status


def test_a_date_that_cannot_be_is_said_and_nothing_is_left_out(told: TestClient) -> None:
    answer = told.get("/evidence/chronology?from=31+February+2019")
    assert answer.status_code == 400
    said = words(answer.text)
    assert "There is no such date as “31 February 2019”" in said
    assert "The first centre opens" in said


def test_the_chronology_draws_and_lists_every_moment(told: TestClient) -> None:
    html = told.get("/evidence/chronology").text
    drawn = re.findall(r'<a href="[^"]+" class="row', html)
    listed = re.findall(r'<li class="(?:event|statement)', html)
    assert (len(drawn), len(listed)) == (7, 8)
    assert html.index("A plan is drawn up") < html.index("The first centre opens") < html.index("late November 2019")
    assert "Without a date" in html


def test_the_lineage_says_what_would_be_lost(told: TestClient) -> None:
    html = told.get("/evidence/lineage").text
    assert "2 reports and 2 claims would lose all support" in words(html)
    assert words(html).count("derives from") >= 1
    assert 'href="/evidence/sources/leak" class="node source root"' in html
    assert 'class="node source withdrawn fallen"' in html


def test_many_columns_and_rows_come_in_pages(tmp_path: Path) -> None:
    case = taking.init(tmp_path / "case")
    tell(case, actor("a"), *(source(f"s{n}") for n in range(30)), *(Claim(f"c{n}", f"Claim {n}") for n in range(50)))
    tell(case, Statement("st", ("a",), Act.ASSERTS, ("c0",)))
    access = Access()
    client = Site(app := create_app(case, access, PORT), access).client()
    html = client.get("/evidence/matrix").text
    assert "Claims 1–40 of 50" in words(html)
    assert "Sources 1–24 of 31" in words(html)
    last = client.get("/evidence/matrix?rows=2&columns=2").text
    assert "Claims 41–50 of 50" in words(last)
    assert "documents of no source" in words(last)
    app.state.workbench.close()


def test_a_change_by_another_process_is_seen_on_the_next_page(told: TestClient, story: CaseFolder) -> None:
    tell(story, Claim("elsewhere", "A claim made elsewhere"))
    assert "A claim made elsewhere" in told.get("/evidence/matrix").text


def test_a_link_is_confirmed_to_a_source_that_somebody_names(tmp_path: Path) -> None:
    case = taking.init(tmp_path / "case")
    tell(case, source("wire"), source("paper"))
    access = Access()
    client = Site(app := create_app(case, access, PORT), access).client()
    token = re.search(r'name="form_token" value="(\w+)"', client.get("/evidence/lineage").text)
    assert token is not None
    form = {"form_token": token[1], "ruling": "confirm", "child": "paper", "key": "k1"}
    wrong = client.post("/evidence/lineage/rule", data=form | {"meant": "<b>Nobody</b>"})
    assert wrong.status_code == 404
    assert "No source is called so: “<b>Nobody</b>”" in unescape(wrong.text)
    assert client.post("/evidence/lineage/rule", data=form | {"meant": " Wire "}).status_code == 200
    circle = client.post("/evidence/lineage/rule", data=form | {"child": "wire", "parent": "paper"})
    assert circle.status_code == 409
    assert re.search("derive from itself: (Wire ← Paper ← Wire|Paper ← Wire ← Paper)", words(circle.text))
    assert client.post("/evidence/lineage/rule", data={**form, "form_token": "x"}).status_code == 403
    with recorder_of(case, read_only=True) as recorder:
        assert list(recorder.held().derivations) == ["paper<wire"]
    app.state.workbench.close()
