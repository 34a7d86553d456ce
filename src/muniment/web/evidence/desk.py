"""Writing records by form: new ones, edits, taking out. What cannot be saved comes back as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from muniment.app.evidence.records import Recorder
from muniment.errors import MunimentError, NotFoundError, UsageError
from muniment.evidence.faults import RESERVED_IDS, ConflictError, EvidenceError
from muniment.evidence.history import Edit
from muniment.evidence.ids import new_id
from muniment.evidence.records import Evidence, Kind, Record
from muniment.people import Deed, Person, may, require
from muniment.web.evidence.conflict import Conflict, merged
from muniment.web.evidence.filled import WHOLE, Filled, filled_from, filled_with
from muniment.web.evidence.labels import address, label
from muniment.web.evidence.sections import Section
from muniment.web.evidence.view import View
from muniment.web.pages import page

MAX_REASON_CHARS = 150
"""Characters of the reason for taking a record out: it stands in one line of the history."""

_SAVE = "save"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes which kind of records, upon what is held."""

    request: Request
    section: Section
    recorder: Recorder
    view: View
    person: Person

    def blank(self) -> HTMLResponse:
        """An empty form, with what the address says is to stand in it. Raises ``NotAllowedError``."""
        require(self.person, Deed.RECORD)
        return self._form(filled_with(self.request.query_params, self.section.aliases), None, 0)

    def make(self, form: FormData) -> Response:
        """Save a new record, or show what hinders. Raises ``NotAllowedError``."""
        filled = filled_from(form)
        record = self.section.read(filled, self.view, _UNNAMED)
        if not self._is_ready(filled):
            return self._form(filled, None, 0)
        named = replace(record, id=self._new_id(record))
        return self._save(filled, named, None, 0) or self._to(named)

    def open(self, record_id: str) -> HTMLResponse:
        """A record in its form. Raises ``NotFoundError`` or ``NotAllowedError``."""
        require(self.person, Deed.RECORD)
        record = self.current(record_id)
        return self._form(self.section.write(record, self.view), record, self._version(record_id))

    def alter(self, record_id: str, form: FormData) -> Response:
        """Save a record's next version, or show what hinders. Raises ``NotFoundError`` or ``NotAllowedError``."""
        if not self.view.held.version(self.section.kind, record_id):
            raise self._missing()
        filled = filled_from(form)
        based_on = _number(filled.first("version"))
        record = self.section.read(filled, self.view, record_id)
        before = self.view.held.get(self.section.kind, record_id)
        if not self._is_ready(filled):
            return self._form(filled, before or record, based_on)
        if before == record and based_on == self._version(record_id):
            return RedirectResponse(address(self.section.kind, record_id), 303)
        return self._save(filled, record, before or record, based_on) or self._to(record)

    def ask_out(self, record_id: str, fault: str = "", status: int = 200) -> HTMLResponse:
        """The question whether to take a record out, and what still names it. Raises ``NotFoundError``."""
        require(self.person, Deed.RECORD)
        record = self.current(record_id)
        return page(
            self.request,
            "evidence/remove.html",
            status,
            section=self.section,
            record=record,
            label=label(self.view.held, record),
            named_by=self.view.held.named_by.get((self.section.kind, record_id), ()),
            view=self.view,
            based_on=self._version(record_id),
            fault=fault,
            most_chars=MAX_REASON_CHARS,
        )

    def take_out(self, record_id: str, form: FormData) -> Response:
        """Take a record out, with the reason. Raises ``NotFoundError`` or ``NotAllowedError``."""
        self.current(record_id)
        filled = filled_from(form)
        reason = " ".join(filled.first("reason").split())
        if not reason or len(reason) > MAX_REASON_CHARS:
            return self.ask_out(record_id, f"Say why, in 1 to {MAX_REASON_CHARS} characters.", UsageError.http_status)
        edit = Edit(self.section.kind, record_id, None, _number(filled.first("version")))
        says = f"took out {self.section.kind} {record_id}: {reason}"
        try:
            applied = self.recorder.apply(self.person, says, [edit])
        except (EvidenceError, ConflictError) as error:
            return self.ask_out(record_id, f"{error.message} {error.advice}", error.http_status)
        return RedirectResponse(f"/evidence/{self.section.place}?saved={applied.change.id}", 303)

    def current(self, record_id: str) -> Record:
        """The record with this id. Raises ``NotFoundError``."""
        record = self.view.held.get(self.section.kind, record_id)
        if record is None:
            raise self._missing()
        return record

    def _is_ready(self, filled: Filled) -> bool:
        return not filled.faults and not filled.asks and filled.first("do") in {_SAVE, ""}

    def _save(self, filled: Filled, record: Record, before: Record | None, based_on: int) -> Response | None:
        """The form once more if the record cannot be saved; None if it was, in which case ``_applied`` says how."""
        kind = self.section.kind
        edits = [Edit(Kind.ACTOR, one.id, one, 0) for one in filled.made] + [Edit(kind, record.id, record, based_on)]
        verb = "changed" if based_on else "made"
        also = f" and {len(filled.made)} new actors" if len(filled.made) > 1 else " and an actor" if filled.made else ""
        try:
            applied = self.recorder.apply(self.person, f"{verb} {kind} {record.id}{also}", edits)
        except EvidenceError as error:
            filled.blame_all(error.faults, record.id, self.section.names)
            return self._form(filled, before, based_on)
        except ConflictError as error:
            return self._conflict(filled, record, based_on, error)
        self.request.state.saved = applied.change.id
        return None

    def _conflict(self, filled: Filled, record: Record, based_on: int, error: ConflictError) -> Response:
        versions = self.recorder.history(self.section.kind, record.id)
        if not based_on or not versions:
            filled.blame(WHOLE, f"{error.message} Save again.")
            return self._form(filled, None, 0)
        going_on, conflict = merged(self.recorder.held(), record, based_on, versions)
        now = 0 if conflict.is_gone else versions[-1].number
        again = self.section.write(going_on, self.view)
        return self._form(again, record, now, conflict)

    def _form(
        self, filled: Filled, record: Record | None, version: int, conflict: Conflict | None = None
    ) -> HTMLResponse:
        status = ConflictError.http_status if conflict else EvidenceError.http_status if filled.faults else 200
        return page(
            self.request,
            "evidence/form.html",
            status,
            section=self.section,
            filled=filled,
            record=record,
            label=label(self.view.held, record) if record is not None else "",
            based_on=version,
            conflict=conflict,
            view=self.view,
            person=self.person,
            labels={one.name: one.label for one in self.section.fields},
        )

    def _to(self, record: Record) -> Response:
        kind, record_id = self.section.kind, record.id
        where = address(Kind.CLAIM, record.claim) if isinstance(record, Evidence) else address(kind, record_id)
        return RedirectResponse(f"{where}?saved={self.request.state.saved}", 303)

    def _new_id(self, record: Record) -> str:
        made = new_id(self.view.held, self.section.kind, self.section.words(record))
        return f"{self.section.kind}-{made}" if made in RESERVED_IDS else made

    def _version(self, record_id: str) -> int:
        return self.view.held.version(self.section.kind, record_id)

    def _missing(self) -> MunimentError:
        return NotFoundError(f"This {self.section.one} is not there.", f"Look among the {self.section.title.lower()}.")


def known(person: Person) -> Mapping[str, Any]:
    """What pages of records know of who looks at them."""
    return {"person": person, "may_record": may(person, Deed.RECORD)}


_UNNAMED = "unnamed"


def _number(untrusted_text: str) -> int:
    is_one = untrusted_text.isascii() and untrusted_text.isdecimal() and len(untrusted_text) <= len(str(2**53))
    return int(untrusted_text) if is_one else 0
