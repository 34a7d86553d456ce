"""What went out before, as it was covered then: an edition that shows more must say so."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.ledger.database import Database
from muniment.app.evidence.records import Recorder
from muniment.app.redact.marking import Marking
from muniment.evidence.held import Held
from muniment.evidence.records import Kind, Record
from muniment.preserve.custody import Act
from muniment.redact.covering import Key
from muniment.redact.marks import Cover, Extent, Mode

_KINDS = (Kind.MARK, Kind.PROTECTED, Kind.SIGHTING)
"""Records that cover something."""

_REACH = (Extent.LINE, Extent.PARAGRAPH, Extent.PAGE)
"""From the least to the most."""

_AT_A_TIME = 200


def shown_anew(
    case: CaseFolder, database: Database, recorder: Recorder, wanted: Collection[tuple[str, Key]], mode: Mode
) -> Mapping[str, Sequence[int]]:
    """Which pages of documents (SHA-256) show more than when they last went out, of those in ``wanted``.

    In mode ``GRID`` every page with a cover shows more than in mode ``LINE``.
    """
    now = Marking(case, database, recorder)
    found: dict[str, list[int]] = {}
    for (change, former), originals in _grouped(_went_out(database)):
        due = [one for one in originals if any(original == one for original, _ in wanted)]
        then = Marking(case, database, _Former(database, recorder, change)) if due else now
        is_finer = (former, mode) == (Mode.LINE, Mode.GRID)
        for original in due:
            before, after = then.covers_of(original).pages, now.covers_of(original).pages
            more = [key for key in before if is_finer or uncovers(before[key], after.get(key, ()))]
            keys = [key for key in more if (original, key) in wanted]
            if keys:
                found[original] = sorted({number for number, _ in keys})
    return found


def uncovers(before: Sequence[Cover], after: Sequence[Cover]) -> bool:
    """Whether ``after`` leaves open anything of a page that ``before`` covered."""
    if any(one.extent is Extent.PAGE for one in after):
        return False
    return any(not _is_within(one, after) for one in before)


def _is_within(one: Cover, after: Sequence[Cover]) -> bool:
    others = [each for each in after if _REACH.index(each.extent) >= _REACH.index(one.extent)]
    spans = [span for each in others for span in each.spans]
    boxes = [box for each in others for box in each.boxes]
    return (
        all(any(left <= start and end <= right for left, right in spans) for start, end in one.spans)
        and all(any(_holds(outer, inner) for outer in boxes) for inner in one.boxes)
        and {row for each in others for row in each.rows}.issuperset(one.rows)
        and {column for each in others for column in each.columns}.issuperset(one.columns)
    )


def _holds(outer: Sequence[float], inner: Sequence[float]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _went_out(database: Database) -> Mapping[str, tuple[int, str]]:
    """For each document that was published the last change that the evidence ledger then had, and the mode."""
    found: dict[str, tuple[int, str]] = {}
    for record in CustodyLog(database).records(Act.PUBLISHED):
        change, documents = record.details.get("at_change"), record.details.get("documents")
        if isinstance(change, int) and isinstance(documents, list):
            found.update((str(one), (change, str(record.details.get("mode", "")))) for one in documents)
    return found


def _grouped(went_out: Mapping[str, tuple[int, str]]) -> Iterator[tuple[tuple[int, str], list[str]]]:
    for when in sorted(set(went_out.values())):
        yield when, [one for one, at in went_out.items() if at == when]


class _Former(Recorder):
    """The evidence ledger as it was after some change, as far as it says what is covered."""

    def __init__(self, database: Database, recorder: Recorder, change: int) -> None:
        super().__init__(database)
        self._former = _held_at(recorder, change)

    def held(self) -> Held:
        """What the case held then."""
        return self._former


def _held_at(recorder: Recorder, change: int) -> Held:
    """The records, those that cover something as they were after ``change``: what was done since is taken back."""
    held = recorder.held()
    by_kind: dict[Kind, dict[str, Record]] = {kind: dict(held.by_kind.get(kind, {})) for kind in _KINDS}
    before = 0
    while changes := recorder.changes(_AT_A_TIME, before):
        for one in changes:
            if one.id <= change:
                return Held({**held.by_kind, **by_kind}, held.versions, change)
            for version, former in recorder.versions_of(one.id):
                if version.kind in by_kind:
                    by_kind[version.kind].pop(version.id, None)
                    if former is not None and former.record is not None:
                        by_kind[version.kind][version.id] = former.record
        before = changes[-1].id
    return Held({**held.by_kind, **by_kind}, held.versions, change)
