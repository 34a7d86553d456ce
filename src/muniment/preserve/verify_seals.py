"""Checking one seal: its signature, its statement, and each leaf against the entry it was made from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from muniment.acquire.names import text_of
from muniment.preserve.books import AuditedBooks, CheckedAcquisition, CheckedEntry, CheckedLeaf, CheckedSeal
from muniment.preserve.custody import hash_of
from muniment.preserve.fault import MOST_FAULTS, Findings
from muniment.preserve.merkle import HASH_BYTES, RootBuilder, leaf_hash
from muniment.preserve.seal import (
    ENTRY_PARTS,
    PARTS,
    READING_PARTS,
    WORDS,
    Statement,
    acquisition_commitments,
    is_signed,
    statement_of,
    unlike_parts,
)

LEAF_BYTES = len(PARTS) * HASH_BYTES

PARTS_TOLD = {
    "bytes": "its hash or size",
    "place": "where and how it was found",
    "end": "its state, reason or caveat",
    "text": "the digest of its text",
    "reading": "how it was read",
    "facts": "what the document says of itself",
    "password": "the password that opened it",
    "words": "what stands for its words one by one",
    "root": "the path that was handed over",
    "source": "who handed it over",
    "operator": "who took it in",
    "course": "its times, program, protections or limits",
}
"""The parts of leaves and statements in a reporter's words."""


@dataclass(frozen=True, slots=True)
class Log:
    """What the custody log says that seals are held against. Hashes are by number of record."""

    hashes: dict[int, str] = field(default_factory=dict)
    sealings: dict[int, dict[str, Any]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Known:
    """What every seal must agree with: the case's id, and the public key its owner noted (hexadecimal, "" if none)."""

    case_id: str
    expected_key: str = ""


def statement_in(seal: CheckedSeal) -> Statement | None:
    """The statement of a seal, None if it cannot be read."""
    try:
        return statement_of(seal.untrusted_statement)
    except ValueError:
        return None


class SealCheck:
    """Checks one seal."""

    def __init__(
        self, seal: CheckedSeal, acquisition: CheckedAcquisition | None, books: AuditedBooks, findings: Findings
    ) -> None:
        self._seal = seal
        self._acquisition = acquisition
        self._books = books
        self._findings = findings
        self._name = f"seal {seal.number}"
        self._statement = statement_in(seal)

    def run(self, log: Log, known: Known) -> None:
        """Check everything about the seal."""
        self._findings.count("seals")
        self._check_signature()
        self._check_key(log, known)
        self._check_statement(log, known)
        self._check_acquisition()
        if self._acquisition is not None:
            LeafCheck(self._seal.number, self._acquisition.number, self._statement, self._books, self._findings).run()

    def _check_signature(self) -> None:
        seal = self._seal
        if not is_signed(seal.untrusted_statement, seal.untrusted_signature, seal.untrusted_public_key):
            self._fault("signature", "its signature does not hold: its statement, its signature or its key was changed")

    def _check_key(self, log: Log, known: Known) -> None:
        untrusted_key = self._seal.untrusted_public_key
        key = untrusted_key.hex() if isinstance(untrusted_key, bytes) else ""
        if self._statement is not None and self._statement.public_key != key:
            self._fault("key", "its statement names another public key than the one kept with it")
        if key not in log.keys:
            self._fault("key", "the custody log does not know the key that signed it")
        if known.expected_key and key != known.expected_key:
            self._fault("key", "it was not signed with the key that you gave")

    def _check_statement(self, log: Log, known: Known) -> None:
        statement, seal = self._statement, self._seal
        if statement is None:
            self._fault("seal", "its statement cannot be read, so its root is unknown")
            return
        if statement.case != known.case_id:
            self._fault("case", "it was made for another case, or the id of this case was changed")
        if statement.seal != seal.number or statement.acquisition != seal.untrusted_acquisition:
            told = f"seal {statement.seal} of acquisition {statement.acquisition}"
            self._fault("seal", f"its row was changed: its statement is that of {told}")
        self._check_log(statement, log)

    def _check_log(self, statement: Statement, log: Log) -> None:
        head = statement.custody
        if log.hashes.get(head.get("number", -1), "") != head.get("hash") and head.get("number"):
            self._fault("custody", f"custody record {head.get('number')} is not the one that stood there at its making")
        sealing = log.sealings.get(self._seal.number)
        if sealing is None:
            self._fault("custody", "the custody log does not know of it: records were removed, or it was added")
        elif sealing.get("statement") != hash_of(statement.text()):
            self._fault("custody", "the custody log tells of another statement")

    def _check_acquisition(self) -> None:
        acquisition = self._acquisition
        if acquisition is None:
            number = self._seal.untrusted_acquisition
            says = f"Acquisition {number}, which {self._name} seals, is not in the ledger."
            self._findings.fault("acquisition", f"acquisition {number}", says)
            return
        if acquisition.state != "sealed":
            self._acquisition_fault(f"is under {self._name}, but its state was changed to “{acquisition.state}”")
        if self._statement is None:
            return
        try:
            now = acquisition_commitments(self._seal.untrusted_salt, acquisition.untrusted_values)
        except TypeError:
            self._fault("seal", "its salt was changed into something that is no salt")
            return
        unlike = [part for part in now if now[part] != self._statement.particulars.get(part)]
        if len(unlike) == len(now):
            self._fault("seal", "nothing of its acquisition fits: its salt was changed, or all of that row")
        elif unlike:
            self._acquisition_fault("is not as it was sealed: " + _told(unlike))

    def _acquisition_fault(self, says: str) -> None:
        number = self._acquisition.number if self._acquisition else 0
        self._findings.fault("acquisition", f"acquisition {number}", f"Acquisition {number} {says}.")

    def _fault(self, kind: str, says: str) -> None:
        self._findings.fault(kind, self._name, f"Seal {self._seal.number}: {says}.")


class LeafCheck:
    """Checks the leaves of one seal against its root, and the entries against their leaves."""

    def __init__(
        self, seal: int, acquisition: int, statement: Statement | None, books: AuditedBooks, findings: Findings
    ) -> None:
        self._seal = seal
        self._acquisition = acquisition
        self._signed_root = bytes.fromhex(statement.root) if statement and _is_hex(statement.root) else b""
        self._signed_leaves = statement.leaves if statement else None
        self._books = books
        self._findings = findings
        self._unlike: list[tuple[CheckedEntry, CheckedLeaf, list[str]]] = []
        self._told_readings: set[int] = set()

    def run(self) -> None:
        """Check them all."""
        leaves_hold = self._root_of_leaves() == self._signed_root
        entries_hold = self._root_of_entries() == self._signed_root
        if not leaves_hold:
            says = "the entries still do" if entries_hold else "neither do the entries"
            self._fault(
                "root", f"seal {self._seal}", f"the leaves kept for it do not give the root that was signed; {says}"
            )
        for entry, leaf, parts in self._unlike:
            if entries_hold and not leaves_hold:
                self._fault("leaf", _place(entry), f"the leaf kept for {_place(entry)} was changed, its entry was not")
            else:
                self._tell_unlike(entry, leaf, parts)

    def _root_of_leaves(self) -> bytes:
        tree = RootBuilder()
        for position, data in self._books.leaves_by_position(self._seal):
            if position != tree.size:
                self._fault("leaf", f"leaf {position}", f"leaf {position} stands where leaf {tree.size} should stand")
                return b"out of order"
            tree.add(leaf_hash(data if isinstance(data, bytes) else b""))
        if self._signed_leaves is not None and tree.size != self._signed_leaves:
            self._fault(
                "leaf", f"seal {self._seal}", f"{self._signed_leaves:,} leaves were signed, {tree.size:,} are kept"
            )
        self._findings.count("leaves", tree.size)
        return tree.root()

    def _root_of_entries(self) -> bytes:
        tree = RootBuilder()
        in_place = True
        for entry, leaf in _paired(self._books.entries(self._acquisition), self._books.leaves(self._seal)):
            if entry is None:
                self._fault("entry", f"entry {leaf.entry if leaf else ''}", self._removed(leaf))
                continue
            self._findings.count("entries")
            if leaf is None:
                says = f"{_place(entry)} (entry {entry.number}) was added after it, or its leaf was taken away"
                self._fault("entry", _place(entry), says)
                continue
            if in_place and leaf.untrusted_position != tree.size:
                in_place = False
                self._fault("leaf", _place(entry), f"the leaf of {_place(entry)} is out of its place")
            self._compare(entry, leaf, tree)
        return tree.root()

    def _compare(self, entry: CheckedEntry, leaf: CheckedLeaf, tree: RootBuilder) -> None:
        if leaf.untrusted_reading != entry.reading:
            self._fault("leaf", _place(entry), f"the leaf of {_place(entry)} names another reading than its entry")
        try:
            data = entry.data_with(leaf.untrusted_salt, leaf.untrusted_words)
        except TypeError:
            self._fault("leaf", _place(entry), f"the salt of {_place(entry)} was changed into something that is none")
            return
        tree.add(leaf_hash(data))
        if data == leaf.untrusted_data or len(self._unlike) >= MOST_FAULTS:
            return
        whole = isinstance(leaf.untrusted_data, bytes) and len(leaf.untrusted_data) == LEAF_BYTES
        self._unlike.append((entry, leaf, unlike_parts(data, leaf.untrusted_data) if whole else list(PARTS)))

    def _removed(self, leaf: CheckedLeaf | None) -> str:
        number = leaf.entry if leaf else ""
        return f"entry {number} was removed from the ledger, or its leaf points elsewhere"

    def _tell_unlike(self, entry: CheckedEntry, leaf: CheckedLeaf, parts: list[str]) -> None:
        place = _place(entry)
        if len(parts) == len(PARTS):
            self._fault(
                "leaf", place, f"nothing of {place} fits: the salt or data of its leaf was changed, or all of it"
            )
            return
        if of_entry := [part for part in parts if part in ENTRY_PARTS]:
            says = f"the ledger's row of {place} (entry {entry.number}) is not as it was sealed: {_told(of_entry)}"
            self._fault("entry", place, says)
        of_reading = [part for part in parts if part in READING_PARTS or part == WORDS]
        if of_reading and leaf.untrusted_reading not in self._told_readings:
            self._told_readings.add(leaf.untrusted_reading)
            says = f"the reading of {place} (reading {entry.reading}) is not as it was sealed: {_told(of_reading)}"
            self._fault("reading", place, says)

    def _fault(self, kind: str, what: str, says: str) -> None:
        self._findings.fault(kind, what, f"Seal {self._seal}: {says}.")


def _paired(
    entries: Iterator[CheckedEntry], leaves: Iterator[CheckedLeaf]
) -> Iterator[tuple[CheckedEntry | None, CheckedLeaf | None]]:
    """Entries and leaves side by side, both in the order of the entries' ids; None where one has no other."""
    entry, leaf = next(entries, None), next(leaves, None)
    while entry is not None or leaf is not None:
        number = leaf.entry if leaf is not None and isinstance(leaf.entry, int) else None
        if entry is not None and (leaf is None or number is None or entry.number < number):
            yield entry, None
            entry = next(entries, None)
        elif leaf is not None and (entry is None or number is None or number < entry.number):
            yield None, leaf
            leaf = next(leaves, None)
        else:
            yield entry, leaf
            entry, leaf = next(entries, None), next(leaves, None)


def _place(entry: CheckedEntry) -> str:
    path = entry.untrusted_path
    return text_of(path) if isinstance(path, bytes) else f"entry {entry.number}"


def _told(parts: list[str]) -> str:
    return ", ".join(PARTS_TOLD[part] for part in parts)


def _is_hex(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == HASH_BYTES
    except ValueError:
        return False
