"""The port through which a verification looks at the ledger. Values are as they are kept: any may have been changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from muniment.preserve.custody import KeptRecord


@dataclass(frozen=True, slots=True)
class CheckedAcquisition:
    """An acquisition: its number, state, and the values that its seal commits to."""

    number: int
    state: Any
    untrusted_values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedSeal:
    """A seal as it is kept."""

    number: int
    untrusted_acquisition: Any
    untrusted_salt: Any
    untrusted_statement: Any
    untrusted_signature: Any
    untrusted_public_key: Any


@dataclass(frozen=True, slots=True)
class CheckedLeaf:
    """A leaf as it is kept; ``untrusted_data`` is its commitments one after the other."""

    entry: Any
    untrusted_position: Any
    untrusted_reading: Any
    untrusted_salt: Any
    untrusted_words: Any
    untrusted_data: Any


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry as it is kept; ``data_with`` gives the data of its leaf with a salt and a root of words."""

    number: int
    reading: int | None
    untrusted_path: Any
    data_with: Callable[[bytes, Any], bytes]


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A version of a record of the evidence ledger as it is kept."""

    untrusted_change: Any
    untrusted_kind: Any
    untrusted_record: Any
    untrusted_number: Any
    untrusted_current: Any
    untrusted_body: Any
    untrusted_digest: Any

    @property
    def what(self) -> str:
        """The record, for people."""
        return f"{self.untrusted_kind} {self.untrusted_record}"


class AuditedBooks(Protocol):
    """The ledger in one unchanging state."""

    def case_facts(self) -> tuple[str, str]:
        """The case's id and the noted end of its custody log, "" where there is none."""
        ...

    def custody(self) -> Iterator[KeptRecord]:
        """The custody log in the order of its numbers."""
        ...

    def acquisitions(self) -> list[CheckedAcquisition]:
        """All acquisitions."""
        ...

    def seals(self) -> list[CheckedSeal]:
        """All seals."""
        ...

    def originals_total(self) -> tuple[int, int]:
        """How many originals the books list, and their bytes."""
        ...

    def originals(self) -> Iterator[tuple[str, int]]:
        """The originals that the books list, in the order of their hashes, with their sizes."""
        ...

    def unlisted_originals(self) -> Iterator[tuple[bytes, str]]:
        """Entries whose bytes the books do not list among the originals: path and hash."""
        ...

    def readings(self) -> Iterator[tuple[int, str, str]]:
        """Every finished reading: its id, the digest noted, and the digest of what the ledger holds of it now."""
        ...

    def stray_pages(self) -> list[int]:
        """Ids of readings that do not exist but have pages."""
        ...

    def page_count(self) -> int:
        """How many pages the ledger holds."""
        ...

    def entry_count(self, number: int) -> int:
        """How many entries an acquisition has."""
        ...

    def place_of_reading(self, number: int) -> tuple[bytes, str]:
        """The path of the first entry that has this reading, and the hash of what was read."""
        ...

    def leaves_by_position(self, seal_id: int) -> Iterator[tuple[int, bytes]]:
        """The leaves of a seal in their order: position and data."""
        ...

    def leaves(self, seal_id: int) -> Iterator[CheckedLeaf]:
        """The leaves of a seal in the order of their entries."""
        ...

    def entries(self, number: int) -> Iterator[CheckedEntry]:
        """The entries of an acquisition in the order of their ids."""
        ...

    def stray_leaves(self) -> list[int]:
        """Numbers of seals that do not exist but have leaves."""
        ...

    def evidence_changes(self) -> Iterator[tuple[int, Any]]:
        """The changes of the evidence ledger: number, and who is said to have made each."""
        ...

    def evidence_versions(self) -> Iterator[CheckedVersion]:
        """The versions of the records of the evidence ledger, change by change, each in the order it was made."""
        ...
