"""The authenticity sheet of a real case: from the sandbox, the books and the index, judged by people."""

import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # the library has no types
from tests.integration.casework import called, letter, new_case
from tests.unit.test_docs import GUIDE, named, rows

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.kernel_confinement import library_folders
from muniment.adapters.ledger.database import Database
from muniment.app.documents import pictured
from muniment.app.evidence.authenticity import MOST_NAMED_LIKE, Sheet, Sheets, judge, judgements, latest
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.app.pictures import Pictures
from muniment.app.search.finding import Finder
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.authenticity.facts import Relation
from muniment.evidence.authenticity.references import Sort
from muniment.evidence.records import Kind, Verdict
from muniment.limits import MAX_READER_MEMORY, Limits
from muniment.people import NotAllowedError, Person, Role
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import ChildSettings, Deadline, NurseryHandle

CORPUS = Path(__file__).parents[2] / "../shared/corpora/parsers"
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".eml": "message/rfc822",
    ".html": "text/html",
    ".jpg": "image/jpeg",
}
CLERK, CHIEF = Person("Clerk", Role.RESEARCHER), Person("Chief", Role.EDITOR)


def order(number: int, day: str, producer: str) -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, invariant=True)
    canvas.setProducer(producer)
    canvas.setTitle(f"Measures for the care of gardens, part {number}")
    canvas.drawString(72, 760, f"Order No. {number}/2017 of the Office of Gardens, given on {day}")
    canvas.drawString(72, 740, "It repeats what Order No. 11/2017 lays down about the watering of hedges in summer.")
    canvas.save()
    return packed.getvalue()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("authenticity")
    orders = folder / "leak" / "orders"
    orders.mkdir(parents=True)
    twelfth = order(12, "5 November 2017", "Invented Writer 3")
    (orders / "order11.pdf").write_bytes(order(11, "1 June 2017", "Invented Writer 3"))
    (orders / "order12.pdf").write_bytes(twelfth)
    (orders / "order13.pdf").write_bytes(order(13, "7 March 2018", "Another Writer 9"))
    (orders / "order12.txt").write_text("Order No. 12/2017 <script>alert(1)</script> \u202etxt\n", "utf-8")
    (folder / "leak" / "note.eml").write_bytes(letter("orders", {"order12.pdf": twelfth}).as_bytes())
    answer = letter("answer", {})
    answer["In-Reply-To"] = "<orders@office.example>"
    (folder / "leak" / "answer.eml").write_bytes(answer.as_bytes())
    (folder / "leak" / "order12.pdf").write_bytes(b"not the same order")
    (folder / "leak" / "empty.pdf").write_bytes(b"")
    case = CaseFolder(new_case(folder / "case"))
    assert called("ingest", folder / "leak", "--source", "an envelope", case=case.folder).status == 0
    return case


@pytest.fixture(scope="module")
def sheets(case: CaseFolder) -> Iterator[Sheets]:
    database: Database = case.open_ledger(read_only=True)
    with closing(database), Finder(case) as finder, closing(Pictures(case)) as pictures:
        yield Sheets(database, finder, pictures)


@pytest.fixture(scope="module")
def twelfth(sheets: Sheets) -> Sheet:
    return sheets.sheet(sheets.original_called("leak/orders/order12.pdf"))


def test_facts_come_from_the_sandbox_the_text_and_the_books(twelfth: Sheet) -> None:
    told = {(fact.key, fact.value): fact.basis for fact in twelfth.facts}
    assert told["producer", "Invented Writer 3"].where == "information dictionary"
    assert told["source", "an envelope"].where == "acquisition 1, custody log"
    assert told["text-date", "5 November 2017 = 2017-11-05"].page == 1
    assert ("carrier", "note.eml") in told
    assert ("carrier-sent", "2017-03-07T10:00:00+00:00") in told
    assert twelfth.gaps == ()


def test_the_day_of_the_text_and_that_of_the_file_do_not_agree(twelfth: Sheet) -> None:
    days = [pair for pair in twelfth.pairs if pair.about == "text and file" and pair.relation is Relation.DIFFER]
    assert days[0].left.value == "5 November 2017 (2017-11-05)"
    assert days[0].right.says == "the file says it was made on"


def test_numbers_titles_mails_and_names_lead_to_other_documents(twelfth: Sheet, sheets: Sheets) -> None:
    found = {(one.sort, one.value): {it.path for it in one.found} for one in twelfth.references}
    assert found[Sort.NUMBER, "Order No. 12/2017"] == {b"leak/orders/order12.txt"}
    assert found[Sort.NUMBER, "Order No. 11/2017"] == {b"leak/orders/order11.pdf", b"leak/orders/order13.pdf"}
    assert found[Sort.NAME, "order12.pdf"] == {b"leak/order12.pdf"}
    mail = sheets.sheet(sheets.original_called("leak/note.eml"))
    by_sort = {one.sort: one for one in mail.references}
    assert [it.path for it in by_sort[Sort.MESSAGE].found] == [b"leak/answer.eml"]
    assert by_sort[Sort.ATTACHMENT].found[0].original == twelfth.original


def test_like_documents_are_those_beside_it_or_those_named(twelfth: Sheet, sheets: Sheets) -> None:
    assert [one.path for one in twelfth.like] == [b"leak/orders/order11.pdf", b"leak/orders/order13.pdf"]
    producers = next(row for row in twelfth.rows if row.key == "producer")
    assert [(one.value, one.here, len(one.among)) for one in producers.counts] == [
        ("Invented Writer 3", True, 1),
        ("Another Writer 9", False, 1),
    ]
    named = sheets.sheet(twelfth.original, ["leak/orders/order13.pdf"])
    assert [one.path for one in named.like] == [b"leak/orders/order13.pdf"]
    with pytest.raises(NotFoundError):
        sheets.sheet(twelfth.original, ["nowhere.pdf"])
    with pytest.raises(UsageError):
        sheets.sheet(twelfth.original, ["leak/orders/order13.pdf"] * (MOST_NAMED_LIKE + 1))


def test_a_file_of_no_bytes_has_a_sheet_too(sheets: Sheets) -> None:
    sheet = sheets.sheet(sheets.original_called("leak/empty.pdf"))
    assert any(fact.key == "acquired" for fact in sheet.facts)
    assert sheet.gaps


def test_where_the_file_cannot_be_examined_the_rest_is_told(case: CaseFolder, twelfth: Sheet) -> None:
    database = case.open_ledger(read_only=True)
    path = case.originals / twelfth.original[:2] / twelfth.original
    kept = path.with_name("away")
    for cached in (case.derived / "pictures").rglob(f"{twelfth.original}-*"):
        cached.unlink()
    path.rename(kept)
    try:
        with closing(database), Finder(case) as finder, closing(Pictures(case)) as pictures:
            sheet = Sheets(database, finder, pictures).sheet(twelfth.original)
    finally:
        kept.rename(path)
    assert sheet.gaps
    assert any(fact.value == "Invented Writer 3" for fact in sheet.facts)  # as it was told when it was taken in


# judging ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def recorder(case: CaseFolder) -> Iterator[Recorder]:
    with recorder_of(case) as recorder:
        yield recorder


def test_judgements_stand_beside_one_another_and_none_is_lost(recorder: Recorder, twelfth: Sheet) -> None:
    before = len(judgements(recorder, twelfth.original))
    judge(recorder, CLERK, twelfth.original, Verdict.LIKELY, "The number fits.")
    judge(recorder, CHIEF, twelfth.original, Verdict.DOUBTFUL, "The writer does not.")
    first = judgements(recorder, twelfth.original)[1]
    recorder.take_out(CLERK, Kind.JUDGEMENT, first.judgement.id, first.version.number)
    passed = judgements(recorder, twelfth.original)[: 2 + before]
    assert [(one.version.change.person, one.judgement.verdict) for one in passed[:2]] == [
        ("Chief", Verdict.DOUBTFUL),
        ("Clerk", Verdict.LIKELY),
    ]
    assert passed[0].taken_back is None
    assert passed[1].taken_back is not None


def test_the_judgements_that_stand_are_listed(recorder: Recorder, case: CaseFolder, twelfth: Sheet) -> None:
    judge(recorder, CLERK, twelfth.original, Verdict.CANNOT_TELL, "Nothing to compare with.")
    with closing(case.open_ledger(read_only=True)) as database:
        newest, path = latest(database, recorder, 10)[0]
    assert (newest.judgement.verdict, path) == (Verdict.CANNOT_TELL, b"leak/note.eml/order12.pdf")


@pytest.mark.parametrize("why", ["", "  \n ", "a" * 30_000])
def test_a_judgement_needs_reasons_of_some_length(recorder: Recorder, twelfth: Sheet, why: str) -> None:
    with pytest.raises(UsageError):
        judge(recorder, CLERK, twelfth.original, Verdict.LIKELY, why)


def test_a_reader_may_not_judge(recorder: Recorder, twelfth: Sheet) -> None:
    with pytest.raises(NotAllowedError):
        judge(recorder, Person("Guest", Role.READER), twelfth.original, Verdict.LIKELY, "It looks so.")


# on the command line ------------------------------------------------------------------------------------------------


def as_json(case: CaseFolder, *arguments: str) -> Any:
    return json.loads(called("authenticity", *arguments, "--json", case=case.folder).out)


def test_the_command_tells_the_sheet_and_takes_a_judgement(case: CaseFolder) -> None:
    told = called("authenticity", "leak/orders/order11.pdf", "--judge", "likely", "--why", "It fits.", case=case.folder)
    assert told.status == 0
    sheet = as_json(case, "leak/orders/order11.pdf")
    assert sheet["judgements"][0]["verdict"] == Verdict.LIKELY.value
    assert {"sha256", "facts", "pairs", "references", "like", "compared", "gaps"} <= sheet.keys()
    shown = called("authenticity", "leak/orders/order11.pdf", case=case.folder)
    assert "These do not agree" in shown.out
    assert "is likely what it claims to be" in shown.out


def test_what_steers_a_terminal_is_made_harmless(case: CaseFolder) -> None:
    shown = called("authenticity", "leak/orders/order12.txt", case=case.folder)
    assert shown.status == 0
    assert "\u202e" not in shown.out


def test_reasons_without_a_judgement_are_refused(case: CaseFolder) -> None:
    assert called("authenticity", "leak/orders/order11.pdf", "--why", "so", case=case.folder).status == 2
    assert called("authenticity", "nowhere.pdf", case=case.folder).status == 2


# hostile files ------------------------------------------------------------------------------------------------------


def test_no_file_of_the_corpus_brings_the_examiner_down(tmp_path: Path) -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus of awkward files is not here: NOTHING hostile was examined")
    settings = ChildSettings(library_folders(), MAX_READER_MEMORY, 600)
    examined = 0
    with closing(NurseryHandle()) as nursery, closing(nursery.child(settings, tmp_path)) as child:
        child.wait_until_ready(Deadline(60))
        for path in sorted(one for one in CORPUS.rglob("*") if one.suffix.lower() in TYPES)[::2]:
            job = wire.TraitsJob(
                path.stat().st_size, path.suffix, TYPES[path.suffix.lower()], (), wire.limits_as_numbers(Limits())
            )
            with path.open("rb") as file:
                child.send(job, [file.fileno()])
                told = child.receive(Deadline(60))
            assert isinstance(told, wire.TraitsSeen), path.name
            assert not [gap for gap in told.gaps if "not expected" in gap], path.name
            examined += 1
    assert examined > 100


def test_json_has_the_keys_that_the_guide_promises(case: CaseFolder) -> None:
    table = rows(GUIDE, "## For scripts: exit statuses and JSON")
    promised = next(named(row[1]) for row in table if named(row[0]) == {"authenticity X"})
    sheet = as_json(case, "leak/orders/order11.pdf")
    told = set(sheet)
    for part in ("facts", "pairs", "references", "compared", "judgements"):
        told |= set(sheet[part][0])
    assert promised == told


def test_an_examination_is_kept_and_made_anew_where_it_was_cut_short(case: CaseFolder, twelfth: Sheet) -> None:
    def no_nursery() -> NurseryHandle:
        raise AssertionError("it was asked for again")

    what = pictured(twelfth.opened)
    with closing(Pictures(case, no_nursery)) as pictures:
        seen = pictures.examination(what).traits()
    assert any(trait.value == "Invented Writer 3" for trait in seen)
    (file,) = (case.derived / "pictures").rglob(f"{twelfth.original}-*.examined")
    file.write_bytes(b"\x92")
    with closing(Pictures(case)) as pictures:
        assert pictures.examination(what).traits() == seen
