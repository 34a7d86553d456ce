"""The custody log: a chain of records, each of which holds the hash of the one before it.

A record is canonical JSON. Its hash is the SHA-256 of that text. Nothing can be changed, taken out or put in between
without breaking a link, except at the end: the head (number and hash of the last record) is therefore noted in each
seal, in the case, and best of all on paper.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muniment.preserve.canonical import canonical, parsed
from muniment.preserve.fault import Findings

NO_PREVIOUS = "0" * 64
"""What the first record holds in place of a previous hash."""


class Act(StrEnum):
    """Acts that matter enough to be recorded."""

    CASE_MADE = "case made"
    ACQUISITION_BEGUN = "acquisition begun"
    ACQUISITION_CONTINUED = "acquisition continued"
    ACQUISITION_COMPLETED = "acquisition completed"
    RETRIED = "read again"
    KEY_MADE = "signing key made"
    SEALED = "acquisition sealed"
    ORIGINAL_TAKEN_OUT = "original downloaded"
    TIMESTAMPED = "seal timestamped"
    EVIDENCE_CHANGED = "evidence changed"
    QUOTE_OPENED = "quote opened"
    PERSON_ADMITTED = "person admitted"
    ROLE_CHANGED = "role changed"
    PERSON_LEFT = "person left"
    PUBLISHED = "published"
    REGISTER_OPENED = "register opened"
    PREVIEW_OPENED = "preview opened"
    BAG_EXPORTED = "bag exported"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: the number of its last record and that record's hash; 0 and zeros if it is empty."""

    number: int = 0
    hash: str = NO_PREVIOUS


@dataclass(frozen=True, slots=True)
class Record:
    """One act: who did what, when (UTC, ISO 8601, milliseconds), and the hash of the record before."""

    number: int
    time: str
    person: str
    act: str
    details: Mapping[str, Any]
    previous: str

    def text(self) -> str:
        """The record as it is kept and hashed."""
        return canonical(
            {
                "number": self.number,
                "time": self.time,
                "person": self.person,
                "act": self.act,
                "details": dict(self.details),
                "previous": self.previous,
            }
        ).decode()


def hash_of(text: str) -> str:
    """The hash of a record's text, or of any other canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(untrusted_text: Any) -> Record:
    """The record with this text. Raises ``ValueError`` if it is none."""
    if not isinstance(untrusted_text, str):
        raise ValueError("it is not text")  # noqa: TRY004 - the caller asks one question: is it a record?
    value = parsed(untrusted_text)
    match value:
        case {
            "number": int() as number,
            "time": str() as time,
            "person": str() as person,
            "act": str() as act,
            "details": dict() as details,
            "previous": str() as previous,
        } if len(value) == len(Record.__slots__):
            return Record(number, time, person, act, details, previous)
    raise ValueError("it lacks a part that every record has")


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A row of the log as it is kept; nothing in it is certain."""

    untrusted_number: Any
    untrusted_text: Any
    untrusted_hash: Any


class ChainCheck:
    """Goes along the log, record by record in the order of their numbers, and says which links do not hold."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._noted_hash = NO_PREVIOUS
        self.head = Head()

    def follow(self, kept: KeptRecord) -> Record | None:
        """Check the next record; returns it if it can be read at all."""
        number = kept.untrusted_number
        if not isinstance(number, int):
            self._fault(number, "its number is no number")
            return None
        follows = number == self.head.number + 1
        self._check_number(number)
        try:
            record = record_of(kept.untrusted_text)
            true_hash = hash_of(kept.untrusted_text)
        except ValueError as error:
            self._fault(number, f"it cannot be read: {error}")
            self._go_on(number, kept.untrusted_hash, kept.untrusted_hash)
            return None
        if true_hash != kept.untrusted_hash:
            self._fault(number, "its text or its hash was changed")
        elif record.number != number:
            self._fault(number, f"its text says that it is number {record.number}")
        if follows and record.previous not in {self.head.hash, self._noted_hash}:
            self._fault(number, f"it does not follow on from record {number - 1}: one of the two was changed")
        self._go_on(number, true_hash, kept.untrusted_hash)
        return record

    def _check_number(self, number: int) -> None:
        missing = range(self.head.number + 1, number)
        if len(missing) == 1:
            self._fault(missing[0], "it was removed")
        elif missing:
            self._findings.fault(
                "custody",
                f"custody records {missing[0]} to {missing[-1]}",
                f"Custody records {missing[0]} to {missing[-1]} were removed.",
            )

    def _go_on(self, number: int, true_hash: str, noted_hash: Any) -> None:
        self.head = Head(number, true_hash)
        self._noted_hash = noted_hash if isinstance(noted_hash, str) else ""
        self._findings.count("custody")

    def _fault(self, number: Any, says: str) -> None:
        self._findings.fault("custody", f"custody record {number}", f"Custody record {number} is not in order: {says}.")
