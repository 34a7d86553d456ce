"""Wiring: sealing acquisitions, and verifying a case."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from muniment import __version__
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.audit import audited
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.seals import AcquisitionStatus, SealMade, Seals
from muniment.adapters.originals_audit import OriginalsAudit
from muniment.adapters.signing_key import FILE_NAME, is_private, kept_key, signing_key
from muniment.app import timestamps
from muniment.app.evidence import review
from muniment.app.evidence.verifying_quotes import check_quotes, check_quotes_reread, tell_of_faulty_originals
from muniment.app.opening import ledger_of
from muniment.preserve.fault import Findings
from muniment.preserve.seal import NotSealableError, SigningKeyError, public_bytes
from muniment.preserve.verify import KeysKnown, Report, Show, check_readings, verify
from muniment.preserve.verify_words import check_words

Tell = Callable[[str], None]

SECONDS_BETWEEN = 5
"""Seconds between two words about how far sealing is: long enough not to fill a screen."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """The seals that were made, and the acquisitions that are left because they are not complete."""

    made: list[SealMade]
    left: list[AcquisitionStatus]


def seal(case: CaseFolder, acquisition: int | None = None, tell: Tell = lambda _: None) -> Sealing:
    """Seal one acquisition, or all complete ones. Raises ``NotSealableError`` or ``SigningKeyError``."""
    with case.locked(), ledger_of(case) as database:
        seals = Seals(database)
        status = seals.status()
        ready = [one.number for one in status if _is_ready(one)] if acquisition is None else [acquisition]
        if not ready:
            raise _nothing_to_seal(status)
        tell("checking the texts")
        _check_texts(database)
        key = signing_key(case.keys)
        made = []
        for number in ready:
            tell(f"sealing acquisition {number}")
            made.append(seals.make(number, key, program=f"muniment {__version__}", show=_Told(tell).show))
        left = [one for one in seals.status() if one.state != "sealed"] if acquisition is None else []
        return Sealing(made, left)


def verify_case(
    case: CaseFolder, expected_key: str = "", show: Show = lambda *_: None, *, reread: bool = False, words: bool = False
) -> Report:
    """Check everything that can be checked; changes nothing. ``expected_key`` is a public key noted earlier.

    With ``reread`` quotes are looked for in their originals as today's readers read them. With ``words`` what stands
    for each page's words under its seal is derived anew too.
    """
    with ledger_of(case, read_only=True) as database, audited(database) as books:
        notes, kept = _kept_key(case)
        report = verify(books, OriginalsAudit(case.originals), KeysKnown(kept, expected_key), show)
        report.notes.extend(notes)
        findings = Findings()
        if words:
            show("words", 0, 0)
            check_words(books, findings)
        quotes = (
            check_quotes_reread(case, database, findings, show) if reread else check_quotes(database, findings, show)
        )
        tell_of_faulty_originals(database, report.faults, findings)
        stamped = timestamps.verify(database, findings)
        review.verify(database, findings)
        return report.and_more(
            findings, timestamps=[{"seal": one.seal, **asdict(one.stamped)} for one in stamped], quotes=quotes
        )


class _Told:
    """Tells how far a long task is, now and then."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._last = time.monotonic()

    def show(self, done: int, total: int) -> None:
        """Say how many documents are done, unless that was said a moment ago."""
        if time.monotonic() - self._last >= SECONDS_BETWEEN:
            self._last = time.monotonic()
            self._tell(f"hashing the words: {done:,} of {total:,} documents")


def _is_ready(status: AcquisitionStatus) -> bool:
    return status.state == "complete" and not status.pending


def _nothing_to_seal(status: list[AcquisitionStatus]) -> NotSealableError:
    if not status:
        return NotSealableError("Nothing was taken in yet.", "Run muniment ingest first.")
    waiting = [one for one in status if one.state != "sealed"]
    if not waiting:
        return NotSealableError("Everything is sealed already.", "muniment verify checks the seals.")
    told = "; ".join(f"acquisition {one.number} has {one.pending:,} entries that wait" for one in waiting)
    return NotSealableError(f"Nothing can be sealed yet: {told}.", "Run muniment ingest again to finish, then seal.")


def _check_texts(database: Database) -> None:
    """What is broken already must not be sealed as if it were whole."""
    findings = Findings()
    with audited(database) as books:
        check_readings(books, findings)
    if findings.faults:
        raise NotSealableError(
            f"The ledger does not agree with itself: {findings.faults[0].says}", "Run muniment verify to see it all."
        )


def _kept_key(case: CaseFolder) -> tuple[list[str], str]:
    """Notes on the key file, and its public half in hexadecimal, "" if there is none that can be read."""
    notes = []
    if not is_private(case.keys):
        notes.append(f"keys/{FILE_NAME} can be read by others on this machine: whoever has it can seal in your name.")
    try:
        key = kept_key(case.keys)
    except SigningKeyError as error:
        return [*notes, error.message], ""
    return notes, public_bytes(key).hex() if key is not None else ""
