"""Verifying the evidence ledger: every version against its digest, every change against the custody log.

The custody log holds, for each change, who made it and a digest over kind, id, number and digest of what it made. The
log is a chain, so a version that was altered, taken out or put in behind our back is found here, and named.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from muniment.preserve.books import AuditedBooks, CheckedVersion
from muniment.preserve.canonical import canonical
from muniment.preserve.custody import Record
from muniment.preserve.fault import Findings

MOST_NAMED = 5
"""Records that are named where one of those of a change must have been altered, but which cannot be told."""


@dataclass(slots=True)
class ChangesLogged:
    """What the custody log tells of changes: for each number who made it, and the digest of what it made."""

    made: dict[int, tuple[str, Any]] = field(default_factory=dict)

    def take_note(self, record: Record) -> None:
        """Note a record of a change."""
        number = record.details.get("change")
        if isinstance(number, int):
            self.made[number] = (record.person, record.details.get("digest"))


def check_evidence(books: AuditedBooks, logged: ChangesLogged, findings: Findings) -> None:
    """Check the evidence ledger as the books have it."""
    findings.count("evidence", 0)
    seen = _check_changes(books, logged.made, findings)
    current: dict[tuple[Any, Any], _Numbers] = {}
    for number, versions in groupby(books.evidence_versions(), key=lambda one: one.untrusted_change):
        _check_versions(number, [*versions], logged.made, current, findings)
    for number in sorted(logged.made.keys() - seen):
        _fault(
            findings, f"change {number}", f"Change {number} of the evidence, which the custody log tells of, is gone."
        )
    for (kind, name), numbers in current.items():
        numbers.check(f"{kind} {name}", findings)


@dataclass(slots=True)
class _Numbers:
    """The versions of one record: how many, the last, and which count as current."""

    count: int = 0
    last: int = 0
    current: list[int] = field(default_factory=list)

    def check(self, what: str, findings: Findings) -> None:
        if self.count != self.last:
            _fault(
                findings, what, f"Versions of the {what} are missing: {self.count} are there, the last is {self.last}."
            )
        elif self.current != [self.last]:
            _fault(findings, what, f"The {what} is not shown in its last version: an earlier one was put in its place.")


def _check_changes(books: AuditedBooks, made: Mapping[int, tuple[str, Any]], findings: Findings) -> set[int]:
    seen = set()
    for number, untrusted_person in books.evidence_changes():
        seen.add(number)
        if number not in made:
            _fault(findings, f"change {number}", f"The custody log tells nothing of change {number} of the evidence.")
        elif made[number][0] != untrusted_person:
            _fault(findings, f"change {number}", f"Change {number} of the evidence was made by {made[number][0]}, "
                   f"but is now said to be by {untrusted_person}.")  # fmt: skip
    return seen


def _check_versions(
    number: Any,
    versions: Sequence[CheckedVersion],
    made: Mapping[int, tuple[str, Any]],
    current: dict[tuple[Any, Any], _Numbers],
    findings: Findings,
) -> None:
    """Check what one change made."""
    changed = False
    for one in versions:
        findings.count("evidence")
        _note(one, current)
        if _digest(one.untrusted_body) != one.untrusted_digest:
            changed = True
            _fault(findings, one.what, f"The {one.what}, version {one.untrusted_number}, was changed behind our back.")
    if number not in made or changed:
        return
    told = [[one.untrusted_kind, one.untrusted_record, one.untrusted_number, one.untrusted_digest] for one in versions]
    if _told_digest(told) != made[number][1]:
        named = _named(versions)
        _fault(findings, f"change {number}", f"What change {number} of the evidence made was altered: {named}.")


def _note(one: CheckedVersion, current: dict[tuple[Any, Any], _Numbers]) -> None:
    numbers = current.setdefault((one.untrusted_kind, one.untrusted_record), _Numbers())
    numbers.count += 1
    if isinstance(one.untrusted_number, int):
        numbers.last = max(numbers.last, one.untrusted_number)
        if one.untrusted_current == 1:
            numbers.current.append(one.untrusted_number)


def _named(versions: Iterable[CheckedVersion]) -> str:
    names = [one.what for one in versions]
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" or one of {more:,} more" if more > 0 else "")


def _digest(untrusted_body: Any) -> str:
    if not isinstance(untrusted_body, str):
        return ""
    return hashlib.sha256(untrusted_body.encode("utf-8", "surrogateescape")).hexdigest()


def _told_digest(told: list[list[Any]]) -> str:
    try:
        return hashlib.sha256(canonical(told)).hexdigest()
    except (TypeError, ValueError):  # what somebody put in a column has no canonical form
        return ""


def _fault(findings: Findings, what: str, says: str) -> None:
    findings.fault("evidence", what, says)
