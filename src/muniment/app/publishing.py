"""Making a publication: reviewed findings and the pages they rest on, covered, proved, signed and attacked.

Nothing appears at the place named until all of it is there, was checked as a stranger would check it, and no protected
person was found in any file of it.
"""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment import __version__
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.signing_key import signing_key
from muniment.app.checking import check_publication
from muniment.app.evidence import Recorder
from muniment.app.opening import ledger_of, now
from muniment.app.people import Signer, require_present
from muniment.app.press import Choice, Press
from muniment.app.publishing_data import write_data
from muniment.app.publishing_guard import require_guarded
from muniment.app.review import Reviewing
from muniment.people import Deed, require
from muniment.preserve.canonical import parsed
from muniment.preserve.custody import Act
from muniment.preserve.seal import public_bytes
from muniment.publish.check import Expected
from muniment.publish.manifest import MANIFEST, Correction, PublicationError, write_manifest
from muniment.publish.manifest import About as ManifestAbout
from muniment.publish.site.values import About, Edition
from muniment.publish.site.writing import WrittenSite, write_site
from muniment.redact.marks import Mode

Tell = Callable[[str], None]

PROGRAM = f"Muniment {__version__}"


@dataclass(frozen=True, slots=True)
class Order:
    """What the editor wants published, and how it is told.

    ``findings`` are ids; all reviewed ones without any. ``titles`` name documents (SHA-256) for readers. ``former`` is
    the folder of the edition before, which ``corrections`` then correct.
    """

    title: str
    lead: str = ""
    publisher: str = ""
    contact: str = ""
    findings: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = Mode.LINE
    former: Path | None = None
    corrections: tuple[tuple[str, str], ...] = ()
    """What was changed, and why."""


@dataclass(frozen=True, slots=True)
class Published:
    """A publication that was made. ``manifest`` is its SHA-256: note it, print it, have it stamped."""

    folder: Path
    edition: int
    manifest: str
    public_key: str
    site: WrittenSite


def publish(case: CaseFolder, folder: Path, order: Order, signer: Signer, tell: Tell = lambda _: None) -> Published:
    """Make a publication in ``folder``, which must not be there yet.

    Raises ``NotAllowedError``, or ``PublicationError`` saying what hinders it: no finding is reviewed, a document was
    not cleared by a second person, or a protected person was found in what was made.
    """
    require(signer.person, Deed.PUBLISH)
    key = signing_key(case.keys)
    made = now()
    corrections = tuple(Correction(made, what, why) for what, why in order.corrections)
    choice = Choice(frozenset(order.findings), order.titles, order.mode)
    with _beside(folder) as making, ledger_of(case) as database:
        require_present(database, signer.person)
        with Press(case, database, choice, _secret(key), making) as press:
            press.require_cleared()
            about = _about(order, key, made, corrections, press)
            site = write_site(
                making, about, press.outgoing, press.documents(lambda at, of: tell(f"making document {at} of {of}"))
            )
            press.write_seals()
            write_data(making, press.outgoing, site)
            said = ManifestAbout(
                about.publication, press.case_id, made, PROGRAM, press.seal_keys, order.title, order.publisher
            )
            written = write_manifest(making, said, key, former=order.former, corrections=corrections)
            tell("attacking and checking what was made")
            press.attack_files(making / one.pdf for one in site.placed if one.pdf)
            require_guarded(making, press.guard)
            _require_sound(making, written.public_key)
        making.rename(folder)
        details = {"publication": about.publication, "edition": written.edition, "manifest": written.sha256}
        CustodyLog(database).append(Act.PUBLISHED, details, signer.person.name)
        Reviewing(database, Recorder(database)).published(signer, press.outgoing.held.findings)
    return Published(folder, written.edition, written.sha256, written.public_key, site)


def _about(order: Order, key: Ed25519PrivateKey, made: str, corrections: tuple[Correction, ...], press: Press) -> About:
    former = _former(order.former) if order.former is not None else ()
    publication = former[-1][0] if former else secrets.token_hex(_ID_BYTES)
    editions = [edition for _, edition in former]
    return About(
        publication,
        order.title,
        (*editions, Edition(len(editions) + 1, made, corrections)),
        public_bytes(key).hex(),
        press.seals(),
        order.lead,
        order.publisher,
        order.contact,
        program=PROGRAM,
    )


def _former(folder: Path) -> tuple[tuple[str, Edition], ...]:
    """The editions until now, oldest first, each with the id of its publication. Raises ``PublicationError``."""
    try:
        last = _manifest(folder / MANIFEST)[0]
        number = int(last["edition"])
        files = [folder / "editions" / str(one) / MANIFEST for one in range(1, number)] + [folder / MANIFEST]
        return tuple(_edition(*_manifest(file)) for file in files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublicationError(
            f"The former edition in {folder.name} cannot be read ({error}).", "Name the folder that was published."
        ) from error


def _manifest(file: Path) -> tuple[dict[str, Any], str]:
    data = file.read_bytes()
    return dict(parsed(data)), hashlib.sha256(data).hexdigest()


def _edition(value: dict[str, Any], sha256: str) -> tuple[str, Edition]:
    mine = [Correction(**one) for one in value["corrections"] if one["made"] == value["made"]]
    return str(value["publication"]), Edition(int(value["edition"]), str(value["made"]), tuple(mine), sha256)


def _secret(key: Ed25519PrivateKey) -> bytes:
    """What permanent names are made with: the same for as long as the case has the same key."""
    return hashlib.sha256(b"muniment permanent names" + key.private_bytes_raw()).digest()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder to work in, next to where the publication will be; it goes if the work does not end well."""
    if folder.exists():
        raise PublicationError(f"{folder} is there already.", "Name a folder that does not exist yet.")
    try:
        making = Path(mkdtemp(prefix=".publishing-", dir=folder.absolute().parent))
    except OSError as error:
        raise PublicationError(
            f"Nothing can be written beside {folder} ({error.strerror}).", "Name a place where you may write."
        ) from error
    making.chmod(_OPEN_FOLDER)  # it is to be published: whoever gets it may read it
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _require_sound(folder: Path, key: str) -> None:
    checked = check_publication(folder, Expected(key))
    if not checked.ok:
        raise PublicationError(
            f"What was made does not hold: {checked.faults[0].says}", "Run muniment verify; nothing was published."
        )


_ID_BYTES = 8
_OPEN_FOLDER = 0o755
