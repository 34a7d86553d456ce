"""`muniment matrix` and `muniment timeline` on a real case: what people see and what scripts rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.unit.evidence.small_ledger import STORY
from tests.unit.test_docs import GUIDE, named, rows

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import recorder_of
from muniment.app.taking import init
from muniment.cli.main import cli
from muniment.errors import NotFoundError
from muniment.evidence.dates import DateError
from muniment.evidence.history import Edit
from muniment.evidence.records import Claim, kind_of
from muniment.people import Person, Role

ANNA = Person("Anna", Role.EDITOR)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    made = init(tmp_path_factory.mktemp("commands") / "case")
    with recorder_of(made) as recorder:
        recorder.apply(ANNA, "told", [Edit(kind_of(one), one.id, one, 0) for one in STORY])
        recorder.make(ANNA, Claim("nasty", "\u202eevil words"))
    return made


def run(case: CaseFolder, *arguments: str, columns: int = 100) -> Result:
    return CliRunner().invoke(cli, ["-C", str(case.folder), *arguments], env={"COLUMNS": str(columns)})


def told(case: CaseFolder, *arguments: str) -> Any:
    result = run(case, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_matrix_for_scripts_counts_sources(case: CaseFolder) -> None:
    matrix = told(case, "matrix")
    locked = matrix["claims"][0]
    assert (locked["id"], locked["parent"], locked["where"], locked["when"]) == ("locked", None, "Merava", "2017/2019")
    assert locked["supports"] == {
        "reports": ["leak", "wire"],
        "independent": 1,
        "roots": ["leak"],
        "unknown": [],
        "fallen": ["old"],
        "unassigned": 0,
        "said": "2 reports, 1 independent source, 1 fallen",
    }
    assert (locked["denied_by"], locked["rests_on"]) == (["embassy"], "leak")
    assert {"id": "embassy", "name": "The embassy"} in matrix["actors"]
    leak = next(one for one in matrix["sources"] if one["id"] == "leak")
    assert leak["falls_with"] == {"sources": ["paper", "wire"], "claims": ["locked", "doors"]}


def test_every_cell_for_scripts_names_what_it_holds(case: CaseFolder) -> None:
    cells = {
        (claim["id"], cell["source"], cell["bearing"]): cell
        for claim in told(case, "matrix")["claims"]
        for cell in claim["cells"]
    }
    assert cells["locked", "briefing", "denies"]["statements"] == ["denial"]
    assert cells["locked", "wire", "supports"]["root"] == "leak"
    assert cells["schools", None, "asserts"]["quotes"] == []
    assert cells["schools", "blog", "qualifies"]["root"] is None


def test_one_claim_comes_with_those_below_it(case: CaseFolder) -> None:
    claims = told(case, "matrix", "--claim", "locked")["claims"]
    assert [(one["id"], one["parent"]) for one in claims] == [
        ("locked", None),
        ("doors", "locked"),
        ("cameras", "locked"),
    ]


def test_a_claim_that_is_not_there_is_told(case: CaseFolder) -> None:
    assert isinstance(run(case, "matrix", "--claim", "nothing").exception, NotFoundError)


def test_people_read_a_table_and_what_its_columns_are(case: CaseFolder) -> None:
    printed = run(case, "matrix", columns=140).output
    assert "2 reports, 1 independent source" in printed
    assert "denied by The embassy" in printed
    assert "nothing for or against it yet" in printed
    assert "(also from Briefing)" in printed
    assert "\u202e" not in printed


def test_what_does_not_fit_on_a_terminal_is_said(case: CaseFolder) -> None:
    printed = run(case, "matrix", columns=60).output
    assert "sources fit here" in printed
    assert "that did not fit" in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_the_chronology_for_scripts_stands_in_order(case: CaseFolder) -> None:
    moments = told(case, "timeline")
    assert [one["id"] for one in moments] == ["plan", "opened", "order", "about", "since", "denial", "assertion"]
    assert [(one["first"], one["last"]) for one in moments[:2]] == [(None, "2016-12-31"), ("2017-03-01", "2017-05-31")]
    assert (moments[3]["date"], moments[3]["about"]) == ("about 2018", True)
    assert (moments[-1]["date"], moments[-1]["first"], moments[-1]["last"]) == ("", None, None)
    assert moments[-2]["title"] == "The embassy denies: The centres are locked"
    assert moments[-1]["title"] == "The ministry, The embassy assert: The centres are schools"


def test_the_chronology_can_be_narrowed_and_widened(case: CaseFolder) -> None:
    between = told(case, "timeline", "--from", "2017-06", "--to", "late 2017")
    assert [one["id"] for one in between if one["date"]] == ["order"]
    assert {one["kind"] for one in told(case, "timeline", "--sources")} == {
        "event",
        "statement",
        "published",
        "withdrawn",
    }


def test_a_date_that_cannot_be_is_told(case: CaseFolder) -> None:
    assert isinstance(run(case, "timeline", "--from", "31 February 2019").exception, DateError)


def test_people_read_a_line_for_each_moment(case: CaseFolder) -> None:
    printed = run(case, "timeline").output
    assert printed.index("before 2017") < printed.index("spring 2017") < printed.index("Without a date:")
    assert "no quote" in printed


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    empty = init(tmp_path / "case")
    assert "There are no claims yet" in run(empty, "matrix").output
    assert told(empty, "matrix") == {"claims": [], "sources": [], "actors": []}
    assert told(empty, "timeline") == []


def test_the_guide_names_every_key(case: CaseFolder) -> None:
    promised = {
        name: named(row[1]) for row in rows(GUIDE, "## For scripts: exit statuses and JSON") for name in named(row[0])
    }
    matrix, moments = told(case, "matrix"), told(case, "timeline")
    keys = set(matrix).union(*(one for kind in matrix.values() for one in kind))
    assert promised["matrix"] == keys.union(*(cell for claim in matrix["claims"] for cell in claim["cells"]))
    assert promised["timeline"] == set(moments[0])
