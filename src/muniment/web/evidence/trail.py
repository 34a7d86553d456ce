"""The history of records: who changed what, and going back on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from muniment.app.evidence.records import Recorder
from muniment.errors import NotFoundError
from muniment.evidence.held import Held
from muniment.evidence.history import Applied, Change, Edit, Version
from muniment.evidence.records import Kind
from muniment.people import Person
from muniment.web.evidence.changes import Difference, differences, happened
from muniment.web.evidence.labels import address, label_of

SHOWN = 20
"""Versions that stand on a record's own page; its history has all."""

PER_PAGE = 50
"""Changes on one page of the history."""

_OURS = re.compile(r"/evidence(?:/[a-z]+(?:/[0-9a-z][0-9a-z._-]*(?:/[a-z]+)?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """A version of a record, what became of it, and what differs from the version before."""

    version: Version
    happened: str
    differences: Sequence[Difference]
    is_current: bool
    label: str
    url: str


def steps_of(recorder: Recorder, held: Held, kind: Kind, record_id: str) -> list[Step]:
    """The versions of a record, newest first."""
    versions = recorder.history(kind, record_id)
    before = [None, *versions]
    return [_step(held, one, earlier) for one, earlier in zip(versions, before, strict=False)][::-1]


def steps_in(recorder: Recorder, held: Held, change: int) -> list[Step]:
    """What a change did, record by record. Raises ``NotFoundError``."""
    return [_step(held, version, before) for version, before in recorder.versions_of(change)]


def own_change(recorder: Recorder, person: Person, untrusted_number: str) -> Change | None:
    """The change that the page just made, so that it can be undone at once; None if it is not this person's."""
    if not untrusted_number.isascii() or not untrusted_number.isdecimal() or len(untrusted_number) > len(str(2**53)):
        return None
    found = recorder.changes(1, int(untrusted_number) + 1)
    is_own = bool(found) and found[0].id == int(untrusted_number) and found[0].person == person.name
    return found[0] if is_own else None


def put_back(recorder: Recorder, person: Person, kind: Kind, record_id: str, form: FormData) -> Applied:
    """Make a record again what it was in the version that a form names.

    Raises ``NotFoundError``, and as ``Recorder.apply`` does.
    """
    number, based_on = str(form.get("number", "")), str(form.get("version", ""))
    wanted = next((one for one in recorder.history(kind, record_id) if str(one.number) == number), None)
    if wanted is None or wanted.record is None or not based_on.isdecimal():
        raise NotFoundError("There is no such version to go back to.", "The record's history lists its versions.")
    edit = Edit(kind, record_id, wanted.record, int(based_on))
    return recorder.apply(person, f"put {kind} {record_id} back to version {number}", [edit])


def way_back(untrusted_path: str) -> str:
    """Where to go on after undoing: a page of ours, else the history."""
    return untrusted_path if _OURS.fullmatch(untrusted_path) else "/evidence/history"


def _step(held: Held, version: Version, before: Version | None) -> Step:
    earlier = before.record if before is not None else None
    return Step(
        version,
        happened(version, earlier),
        differences(held, earlier, version.record),
        held.version(version.kind, version.id) == version.number,
        label_of(held, version.kind, version.id),
        address(version.kind, version.id),
    )
