"""Evidence files in a real case, by the command line: all or nothing, both ways, and the example that comes along."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.integration.casework import called
from tests.integration.evidence.quoted_case import quoted_case

from muniment import demo
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.file import import_bytes
from muniment.app.evidence.records import recorder_of
from muniment.app.people import admit, local_person
from muniment.evidence.faults import EvidenceError
from muniment.evidence.records import Bearing, Kind
from muniment.people import Role

LETTER = "All doors are locked twice. The keys are held by two persons."
FILE = """
muniment_evidence: 1
actors:
  - {id: clerk, kind: person, names: [A clerk, {text: 某职员, language: zh}]}
sources:
  - {id: cache, kind: cache, title: The cache, folders: [letters], derives_from: [unknown]}
claims:
  - id: locked
    text: The doors are locked.
    evidence:
      - quote: {document: letters/letter.txt, page: 1, words: doors are locked twice}
        bearing: supports
        weight: direct instruction
statements:
  - {id: denial, actor: clerk, act: denies, claim: locked, quote: {document: report.txt, words: no locks at all}}
""".lstrip()


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return made(tmp_path / "case")


def made(folder: Path) -> CaseFolder:
    return quoted_case(
        folder, {"letters/letter.txt": [LETTER], "report.txt": ["There are", "no locks at all, he said."]}
    )


def held_in(case: CaseFolder) -> dict[Kind, dict[str, Any]]:
    with recorder_of(case, read_only=True) as recorder:
        return {kind: dict(records) for kind, records in recorder.held().by_kind.items()}


def test_a_file_written_by_hand_is_one_change_and_again_none(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text(FILE, "utf-8")
    first = called("evidence", "import", tmp_path / "e.yaml", "--json", case=case.folder)
    assert first.status == 0, first.err
    counts = json.loads(first.out)
    assert counts == {
        "imported": {
            "actors": 1, "sources": 1, "claims": 1, "quotes": 2, "statements": 1, "evidence": 1, "derivations": 1
        },
        "unchanged": 0,
        "faults": [],
    }  # fmt: skip
    again = json.loads(called("evidence", "import", tmp_path / "e.yaml", "--json", case=case.folder).out)
    assert again == {"imported": {}, "unchanged": 8, "faults": []}
    with recorder_of(case, read_only=True) as recorder:
        assert [one.says for one in recorder.changes(5)] == ["imported e.yaml"]


def test_an_edited_file_changes_its_records_only_and_can_be_undone(case: CaseFolder) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    before = held_in(case)
    edited = FILE.replace("The doors are locked.", "The doors were locked.").split("statements:")[0]
    done = import_bytes(case, local_person(), "e.yaml", edited.encode())
    assert done.counts == {"claims": 1}
    assert held_in(case)[Kind.STATEMENT] == before[Kind.STATEMENT]  # what the file does not name stays
    assert called("evidence", "undo", str(done.change), case=case.folder).status == 0
    assert held_in(case) == before


def test_one_fault_and_nothing_is_imported(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text(FILE.replace("no locks at all", "no locks on any"), "utf-8")
    found = called("evidence", "import", tmp_path / "e.yaml", "--json", case=case.folder)
    assert found.status == 2
    (fault,) = json.loads(found.out)["faults"]
    assert (fault["line"], fault["column"]) == (14, 97)
    assert "these words do not stand in this document. The nearest is on page 2" in fault["says"]
    assert not held_in(case)
    told = called("evidence", "import", tmp_path / "e.yaml", case=case.folder)
    assert "e.yaml:14:97: these words do not stand" in told.err


def test_a_dry_run_changes_nothing(case: CaseFolder) -> None:
    done = import_bytes(case, local_person(), "e.yaml", FILE.encode(), dry_run=True)
    assert done.counts["quotes"] == 2
    assert not held_in(case)


@pytest.mark.parametrize("name", ["all.yaml", "all.json"])
def test_export_import_export_gives_the_same_bytes(case: CaseFolder, tmp_path: Path, name: str) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    assert called("evidence", "export", tmp_path / name, case=case.folder).status == 0
    other = made(tmp_path / "other")
    content = (tmp_path / name).read_bytes()
    assert called("evidence", "import", tmp_path / name, case=other.folder).status == 0
    assert called("evidence", "export", tmp_path / f"again-{name}", case=other.folder).status == 0
    assert (tmp_path / f"again-{name}").read_bytes() == content
    assert held_in(other) == held_in(case)


def test_a_document_that_the_case_has_not_is_said(case: CaseFolder, tmp_path: Path) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    called("evidence", "export", tmp_path / "all.yaml", case=case.folder)
    empty = quoted_case(tmp_path / "empty", {"letters/letter.txt": ["Something else."], "report.txt": ["Else."]})
    found = called("evidence", "import", tmp_path / "all.yaml", case=empty.folder)
    assert found.status == 2
    assert "these words do not stand in this document any more" in found.err
    assert not held_in(empty)


def test_a_file_does_not_take_the_steps_of_people_of_the_case(case: CaseFolder) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    editor = admit(case, "Ada", Role.EDITOR, "four words that rhyme", local_person())
    steps = (
        "muniment_evidence: 1\nfindings:\n  - {id: f, claim: locked, wording: W}\nreviews:\n"
        "  - {id: f.1, finding: f, step: submitted, person: Ada, at: 2031-01-01T00:00:00Z, digest: abc}\n"
    )
    with pytest.raises(EvidenceError, match="not signed by one of the people"):
        import_bytes(case, editor, "e.yaml", steps.encode())


def test_exports_are_made_of_the_same_records(case: CaseFolder, tmp_path: Path) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.replace("A clerk", "=cmd()").encode())
    assert called("export", "annotations", tmp_path / "q.jsonld", case=case.folder).status == 0
    collection = json.loads((tmp_path / "q.jsonld").read_text())
    assert collection["total"] == len(collection["first"]["items"]) == 2
    assert all("@context" not in one and one["type"] == "Annotation" for one in collection["first"]["items"])
    assert called("export", "csv", tmp_path / "tables", case=case.folder).status == 0
    assert '"\'=cmd()"' in (tmp_path / "tables" / "actors.csv").read_text("utf-8-sig")
    assert "1 report, 0 independent sources, 1 of unknown origin" in (tmp_path / "tables" / "claims.csv").read_text()
    assert called("export", "ftm", tmp_path / "e.json", case=case.folder).status == 0
    found = [json.loads(line) for line in (tmp_path / "e.json").read_text().splitlines()]
    ids = {one["id"] for one in found}
    named = {value for one in found for name in _ENTITY for value in one["properties"].get(name, [])}
    assert named <= ids
    assert len(ids) == len(found)


_ENTITY = ("entity", "proof", "subject", "object", "involved", "organizer", "document")


def test_entities_are_such_as_followthemoney_takes(case: CaseFolder, tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="FollowTheMoney is not installed: muniment[ftm]").model
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    called("export", "ftm", tmp_path / "e.json", case=case.folder)
    for line in (tmp_path / "e.json").read_text().splitlines():
        entity = json.loads(line)
        taken = model.get_proxy(entity, cleaned=False)
        taken.schema.validate(taken.to_dict())
        kept = taken.to_dict()["properties"]
        assert {name: sorted(kept.get(name, [])) for name in entity["properties"]} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_the_history_can_be_told(case: CaseFolder) -> None:
    import_bytes(case, local_person(), "e.yaml", FILE.encode())
    (line,) = called("evidence", "log", "--json", case=case.folder).out.splitlines()
    assert json.loads(line)["says"] == "imported e.yaml"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("example")
    demo.build(folder / "leak")
    (folder / "leak" / "01 directive" / "scan copy 000037.pdf").unlink()  # recognising it takes longest
    case = folder / "case"
    assert called("init", case).status == 0
    assert called("ingest", folder / "leak", case=case).status == 0
    (folder / "evidence.yaml").write_bytes(demo.evidence())
    found = called("evidence", "import", folder / "evidence.yaml", case=case)
    assert found.status == 0, found.err
    return CaseFolder(case)


def test_the_example_tells_its_story(example: CaseFolder) -> None:
    with recorder_of(example, read_only=True) as recorder:
        scales = recorder.scales()
    locks = scales.weigh("double-locks").standing
    assert (len(locks[Bearing.SUPPORTS].reports), locks[Bearing.SUPPORTS].independent) == (8, 2)
    assert (len(locks[Bearing.DISPUTES].reports), locks[Bearing.DISPUTES].independent) == (2, 1)
    assert len(scales.held.statements["joint-letter"].actors) == 22
    assert {one.bearing for one in scales.held.evidence.values()} == set(Bearing)
    assert len({one.weight for one in scales.held.evidence.values()}) == 4


def test_every_quote_of_the_example_verifies(example: CaseFolder) -> None:
    states = [
        json.loads(line)["state"] for line in called("quote", "--list", "--json", case=example.folder).out.splitlines()
    ]
    assert len(states) == 40
    assert set(states) == {"exact"}
