"""Verifying a case: everything that was hashed, chained, sealed or signed is derived anew and compared.

Nothing is changed, and nothing that is found stops the rest from being checked. Quotes are anchored anew by whoever
calls this, for the stage of evidence comes after this one: see ``Report.and_more``.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from muniment.acquire.names import text_of
from muniment.preserve.books import AuditedBooks, CheckedAcquisition, CheckedSeal
from muniment.preserve.custody import Act, ChainCheck, Head, Record
from muniment.preserve.fault import Fault, Findings
from muniment.preserve.verify_evidence import ChangesLogged, check_evidence
from muniment.preserve.verify_originals import KeptOriginals, check_originals
from muniment.preserve.verify_seals import Known, Log, SealCheck, statement_in

Show = Callable[[str, int, int], None]
"""Told what is being checked, how much of it is done, and how much there is (0 where unknown)."""


@dataclass(frozen=True, slots=True)
class SealShown:
    """A seal as its owner should note it down; hashes in hexadecimal."""

    seal: int
    acquisition: int
    sealed: str
    root: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. ``unlisted`` counts faults beyond those listed."""

    checked: dict[str, int]
    faults: list[Fault]
    unlisted: int
    notes: list[str]
    seals: list[SealShown]
    custody: Head
    more: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What later stages verified, under the names it has in JSON."""

    def and_more(self, findings: Findings, **found: list[dict[str, Any]]) -> "Report":
        """The report with what a later stage found: its faults and notes, and what it tells under a name."""
        return replace(
            self,
            checked={**self.checked, **findings.checked},
            faults=[*self.faults, *findings.faults],
            unlisted=self.unlisted + findings.unlisted,
            notes=[*self.notes, *findings.notes],
            more={**self.more, **found},
        )

    @property
    def ok(self) -> bool:
        """Whether everything is as it was."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The report under the names that scripts rely on."""
        return {
            "ok": self.ok,
            "checked": self.checked,
            "faults": [asdict(fault) for fault in self.faults],
            "unlisted_faults": self.unlisted,
            "notes": self.notes,
            "seals": [asdict(seal) for seal in self.seals],
            "custody": asdict(self.custody),
            **self.more,
        }


@dataclass(frozen=True, slots=True)
class KeysKnown:
    """Public keys known from elsewhere than the ledger, in hexadecimal, "" where unknown.

    ``kept`` belongs to the key in the case's folder; ``expected`` is what the user noted when sealing.
    """

    kept: str = ""
    expected: str = ""


def verify(books: AuditedBooks, originals: KeptOriginals, keys: KeysKnown, show: Show) -> Report:
    """Check the whole case."""
    findings = Findings(checked=dict.fromkeys(("originals", "bytes", "readings", "pages", "custody", "seals"), 0))
    check_originals(books, originals, findings, lambda done, total: show("originals", done, total))
    show("ledger", 0, 0)
    _check_listing(books, findings)
    check_readings(books, findings)
    seals = books.seals()
    case_id, noted_head = books.case_facts()
    changes = ChangesLogged()
    log, head = _read_log(books, seals, changes, findings)
    _check_head(head, noted_head, findings)
    _check_kept_key(log, keys, findings)
    _check_seals(books, seals, log, Known(case_id, keys.expected), findings)
    check_evidence(books, changes, findings)
    return Report(findings.checked, findings.faults, findings.unlisted, findings.notes, [*map(_shown, seals)], head)


def check_readings(books: AuditedBooks, findings: Findings) -> None:
    """Check the text and members of every finished reading against the digest noted when it was made."""
    findings.count("pages", books.page_count())
    for number, untrusted_noted, now in books.readings():
        findings.count("readings")
        if untrusted_noted != now:
            path, sha256 = books.place_of_reading(number)
            place = text_of(path) if isinstance(path, bytes) and path else str(sha256)
            findings.fault(
                "pages",
                place,
                f"The pages or members that the ledger keeps of {place} (reading {number}) are not what was read: "
                "they or their digest were changed.",
            )
    for number in books.stray_pages():
        findings.fault("pages", f"reading {number}", f"Pages are kept of reading {number}, which does not exist.")


def _check_listing(books: AuditedBooks, findings: Findings) -> None:
    for untrusted_path, untrusted_sha256 in books.unlisted_originals():
        place = text_of(untrusted_path) if isinstance(untrusted_path, bytes) else str(untrusted_path)
        findings.fault(
            "original",
            str(untrusted_sha256),
            f"The books do not list the original {untrusted_sha256}, the bytes of {place}.",
        )


def _read_log(
    books: AuditedBooks, seals: list[CheckedSeal], changes: ChangesLogged, findings: Findings
) -> tuple[Log, Head]:
    """Follow the chain to its end; returns what seals are held against."""
    statements = [statement for seal in seals if (statement := statement_in(seal)) is not None]
    wanted = {statement.custody.get("number") for statement in statements}
    log, chain = Log(), ChainCheck(findings)
    for kept in books.custody():
        record = chain.follow(kept)
        if chain.head.number in wanted:
            log.hashes[chain.head.number] = chain.head.hash
        if record is not None:
            _take_note(record, log)
            if record.act == Act.EVIDENCE_CHANGED:
                changes.take_note(record)
    return log, chain.head


def _take_note(record: Record, log: Log) -> None:
    if record.act == Act.KEY_MADE:
        log.keys.add(str(record.details.get("public_key")))
    elif record.act == Act.SEALED and isinstance(number := record.details.get("seal"), int):
        log.sealings[number] = dict(record.details)


def _check_head(head: Head, untrusted_noted: str, findings: Findings) -> None:
    """The end of a chain is held by nothing but a note of it."""
    if untrusted_noted == f"{head.number} {head.hash}" or (not untrusted_noted and not head.number):
        return
    noted_number, _, _ = untrusted_noted.partition(" ")
    if noted_number.isdecimal() and int(noted_number) > head.number:
        says = f"The custody log ends with record {head.number}, but there were {noted_number}: the last were removed."
    else:
        says = f"The noted end of the custody log does not fit record {head.number}: one of the two was changed."
    findings.fault("custody", f"custody record {max(head.number, 1)}", says)


def _check_kept_key(log: Log, keys: KeysKnown, findings: Findings) -> None:
    if keys.kept and log.keys and keys.kept not in log.keys:
        findings.fault(
            "key",
            "keys/signing.pem",
            "The signing key in the case's folder is none that the custody log knows: it was replaced.",
        )


def _check_seals(books: AuditedBooks, seals: list[CheckedSeal], log: Log, known: Known, findings: Findings) -> None:
    acquisitions = {one.number: one for one in books.acquisitions()}
    sealed = set()
    for seal in seals:
        acquisition = acquisitions.get(seal.untrusted_acquisition)
        sealed.add(seal.untrusted_acquisition)
        SealCheck(seal, acquisition, books, findings).run(log, known)
    for number in sorted(log.sealings.keys() - {seal.number for seal in seals}):
        findings.fault("seal", f"seal {number}", f"Seal {number}, which the custody log tells of, is gone.")
    for number in books.stray_leaves():
        findings.fault("leaf", f"seal {number}", f"Leaves are kept of seal {number}, which does not exist.")
    for acquisition in acquisitions.values():
        if acquisition.number not in sealed:
            _check_unsealed(books, acquisition, findings)


def _check_unsealed(books: AuditedBooks, acquisition: CheckedAcquisition, findings: Findings) -> None:
    number = acquisition.number
    if acquisition.state == "sealed":
        findings.fault(
            "acquisition", f"acquisition {number}", f"Acquisition {number} is said to be sealed, but has no seal."
        )
        return
    findings.count("entries", books.entry_count(number))
    findings.note(
        f"Acquisition {number} is not sealed ({acquisition.state}): its originals and texts were checked, "
        "its rows in the ledger cannot be. muniment seal seals it."
    )


def _shown(seal: CheckedSeal) -> SealShown:
    statement = statement_in(seal)
    if statement is None:
        return SealShown(seal.number, 0, "", "", "")
    return SealShown(seal.number, statement.acquisition, statement.sealed, statement.root, statement.public_key)
