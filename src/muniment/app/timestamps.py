"""Timestamps for seals and publications: the request goes out as a file, the answer comes back as one."""

from dataclasses import dataclass
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.timestamps import Timestamps
from muniment.adapters.signing_key import signing_key
from muniment.app.opening import ledger_of
from muniment.preserve.fault import Findings
from muniment.preserve.timestamp import Stamped, TimestampError, check, request_for
from muniment.publish.stamping import StampedManifest, add_stamp, manifest_of


@dataclass(frozen=True, slots=True)
class StampedSeal:
    """A seal and what an authority certified of it."""

    seal: int
    stamped: Stamped


def request(case: CaseFolder, seal: int | None = None) -> tuple[int, bytes]:
    """The number of a seal (the newest without one) and a request for a timestamp on it, in DER."""
    with ledger_of(case, read_only=True) as database:
        number, statement = Timestamps(database).statement(seal)
    return number, request_for(statement.encode())


def add(case: CaseFolder, untrusted_response: bytes, untrusted_roots: bytes, seal: int | None = None) -> StampedSeal:
    """Check an authority's answer and keep it. Raises ``TimestampError`` or ``NotFoundError``."""
    with ledger_of(case) as database:
        timestamps = Timestamps(database)
        number, statement = timestamps.statement(seal)
        stamped = check(untrusted_response, statement.encode(), untrusted_roots)
        timestamps.add(number, untrusted_response, untrusted_roots, stamped)
        return StampedSeal(number, stamped)


def request_for_publication(folder: Path) -> bytes:
    """A request for a timestamp on the manifest of a publication, in DER. Raises ``PublicationError``."""
    return request_for(manifest_of(folder))


def add_to_publication(
    case: CaseFolder, folder: Path, untrusted_response: bytes, untrusted_roots: bytes
) -> StampedManifest:
    """Check an authority's answer and put it beside the manifest of a publication that this case made.

    Raises ``TimestampError`` or ``PublicationError``.
    """
    return add_stamp(folder, untrusted_response, untrusted_roots, signing_key(case.keys))


def verify(database: Database, findings: Findings) -> list[StampedSeal]:
    """Check every timestamp that is kept; what no longer holds is a fault. Returns those that hold."""
    good = []
    for kept in Timestamps(database).all():
        findings.count("timestamps")
        try:
            statement = kept.untrusted_statement.encode()
            good.append(StampedSeal(kept.seal, check(kept.untrusted_response, statement, kept.untrusted_roots)))
        except (TimestampError, UnicodeEncodeError, AttributeError, TypeError) as error:
            says = error.message if isinstance(error, TimestampError) else "it or its seal cannot be read"
            findings.fault("timestamp", f"timestamp of seal {kept.seal}", f"The timestamp of seal {kept.seal}: {says}")
    return good
