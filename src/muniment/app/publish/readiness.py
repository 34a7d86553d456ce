"""What would go out of a case if it were published now, and all that stands in the way of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.proving import is_sealed
from muniment.app.evidence.records import Recorder
from muniment.app.publish.before import shown_anew
from muniment.app.redact.marking import Marking, Standing
from muniment.app.redact.protecting import Register
from muniment.counting import counted
from muniment.evidence.records import Finding
from muniment.evidence.review import Progress, progress
from muniment.publish.site.outgoing import REVIEWED, Outgoing, going_out
from muniment.redact.marks import Mode


class Matter(StrEnum):
    """What a hindrance is about, so that whoever tells of it can lead there."""

    FINDING = "finding"
    REGISTER = "register"
    SIGHTINGS = "sightings"
    SEAL = "seal"
    DOCUMENT = "document"
    SHOWN_ANEW = "shown anew"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that stands in the way, as a sentence. ``document`` is a SHA-256, "" if it is not about one."""

    matter: Matter
    says: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finding and where it is on its way; ``may_go`` once a second person reviewed it as it is."""

    finding: Finding
    progress: Progress

    @property
    def may_go(self) -> bool:
        """Whether it may go out."""
        return self.progress.step in REVIEWED


@dataclass(frozen=True, slots=True)
class Leaving:
    """A document that quotes stand in: where it lies, how many of its pages go out, and whose clearance holds."""

    original: str
    path: str
    pages: int
    quotes: int
    withheld: int
    cleared_by: str
    cleared_on: str
    hindrances: tuple[Hindrance, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What would go out. ``hindrances`` are those of no document; ``protected`` counts the register."""

    findings: tuple[Reviewed, ...]
    documents: tuple[Leaving, ...]
    protected: int
    hindrances: tuple[Hindrance, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing that can be known beforehand stands in the way."""
        return not self.hindrances and not any(one.hindrances for one in self.documents)


def readiness(
    case: CaseFolder,
    database: Database,
    recorder: Recorder,
    left_out: Collection[str] = (),
    mode: Mode = Mode.LINE,
    *,
    is_first: bool = True,
) -> Readiness:
    """What would go out now, in ``mode``, of all findings but those ``left_out`` (ids).

    Unless it ``is_first``, it is a next edition, which may show what was withheld before, for it says so.
    """
    scales = recorder.scales()
    findings = tuple(Reviewed(one, progress(scales, one)) for one in scales.held.findings.values())
    chosen = {one.finding.id for one in findings if one.may_go and one.finding.id not in left_out}
    outgoing = going_out(scales, b"", chosen)  # the permanent names are not shown
    marking = Marking(case, database, recorder, mode=mode)
    paths = {one.original: one.path for one in scales.held.quotes.values()}
    documents = [_leaving(database, outgoing, marking, one, paths[one]) for one in outgoing.originals]
    if is_first:
        wanted = {(original, (page, kind)) for original, page, kind in outgoing.wanted}
        anew = shown_anew(case, database, recorder, wanted, mode)
        documents = [_with_anew(one, anew.get(one.original, ())) for one in documents]
    hindrances = (*_of_findings(findings, chosen), *_of_register(unseen(case, database, recorder)))
    return Readiness(findings, tuple(documents), len(scales.held.protected), hindrances)


def unseen(case: CaseFolder, database: Database, recorder: Recorder) -> int:
    """How many documents were not looked through for those who are protected."""
    return Register(case, database, recorder).waiting() if recorder.held().protected else 0


def _of_findings(findings: Collection[Reviewed], chosen: Collection[str]) -> list[Hindrance]:
    if chosen:
        return []
    if not findings:
        return [Hindrance(Matter.FINDING, "There is no finding yet.")]
    if any(one.may_go for one in findings):
        return [Hindrance(Matter.FINDING, "No finding is chosen.")]
    return [Hindrance(Matter.FINDING, "No finding was reviewed by a second person yet.")]


def _of_register(waiting: int) -> Iterator[Hindrance]:
    if waiting:
        was = "was" if waiting == 1 else "were"
        says = f"{counted(waiting, 'document')} {was} not looked through for those who are protected."
        yield Hindrance(Matter.REGISTER, says)


def _leaving(database: Database, outgoing: Outgoing, marking: Marking, original: str, path: str) -> Leaving:
    row = Documents(database).document(original)
    standing = marking.standing(original) if row is not None else None
    cleared = standing.cleared if standing is not None else None
    sealed = row is not None and is_sealed(database, row.reading)
    return Leaving(
        original,
        path,
        len({number for one, number, _ in outgoing.wanted if one == original}),
        sum(one.original == original for one in outgoing.held.quotes.values()),
        len({number for number, _ in standing.covers.pages}) if standing is not None else 0,
        cleared.person if cleared is not None else "",
        cleared.when_cleared if cleared is not None else "",
        tuple(_of_document(original, standing, sealed=sealed)),
    )


def _of_document(original: str, standing: Standing | None, *, sealed: bool) -> Iterator[Hindrance]:
    if standing is None:
        yield Hindrance(Matter.MISSING, "It is not in this case: its pages cannot be shown.", original)
        return
    if not sealed:
        yield Hindrance(Matter.SEAL, "It is not sealed.", original)
    for at, says in enumerate(standing.hindrances):
        is_sighting = at == 0 and standing.covers.undecided
        yield Hindrance(Matter.SIGHTINGS if is_sighting else Matter.DOCUMENT, says, original)


def _with_anew(document: Leaving, pages: Collection[int]) -> Leaving:
    if not pages:
        return document
    told = ", ".join(map(str, pages))
    says = (
        f"It would show more than when it went out ({counted(len(pages), 'page')}: {told}): that takes a new edition."
    )
    return replace(document, hindrances=(*document.hindrances, Hindrance(Matter.SHOWN_ANEW, says, document.original)))
