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
from muniment.app.evidence.records import Recorder
from muniment.app.evidence.review import Reviewing
from muniment.app.opening import ledger_of, now
from muniment.app.people import Signer, require_present
from muniment.app.publish.checking import check_publication
from muniment.app.publish.data import TABLES, write_data
from muniment.app.publish.guard import require_guarded
from muniment.app.publish.press import Choice, Press
from muniment.errors import ProtectedError
from muniment.people import Deed, require
from muniment.preserve.canonical import parsed
from muniment.preserve.custody import Act
from muniment.preserve.seal import public_bytes
from muniment.publish.check import Expected
from muniment.publish.manifest import MANIFEST, Correction, PublicationError, write_manifest
from muniment.publish.manifest import About as ManifestAbout
from muniment.publish.site.values import About, Edition
from muniment.publish.site.writing import WrittenSite, write_site
from muniment.redact.guarding import Guard
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
    authors: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    """Paragraphs of the editors' own: how it was made, and what it does not show."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What readers are told of documents, by SHA-256."""
    names_translators: bool = False


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

    Raises ``NotAllowedError``, ``ProtectedError`` if somebody protected is named in the order, or ``PublicationError``
    saying what hinders it: no finding is reviewed, a document was not looked through for protected persons or not
    cleared by a second person, what went out before is withheld no longer and no correction says so, or a protected
    person was found in what was made.
    """
    require(signer.person, Deed.PUBLISH)
    key = signing_key(case.keys)
    made = now()
    choice = Choice(
        frozenset(order.findings), order.titles, order.mode, order.notes, names_translators=order.names_translators
    )
    with _beside(folder) as making, ledger_of(case) as database:
        require_present(database, signer.person)
        with Press(case, database, choice, _secret(key), making) as press:
            _require_own_words_guarded(order, press.guard)
            press.require_looked_for()
            press.require_cleared()
            corrections = _corrections(order, made, press)
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
            press.attack(site.placed)
            require_guarded(making, press.guard, press.documents_by_name)
            _require_sound(making, written.public_key)
        making.rename(folder)
        details = {
            "publication": about.publication,
            "edition": written.edition,
            "manifest": written.sha256,
            "at_change": press.at_change,
            "mode": order.mode.value,
            "documents": list(press.outgoing.originals),
        }
        CustodyLog(database).append(Act.PUBLISHED, details, signer.person.name)
        Reviewing(database, Recorder(database)).published(signer, press.outgoing.held.findings)
    return Published(folder, written.edition, written.sha256, written.public_key, site)


def _corrections(order: Order, made: str, press: Press) -> tuple[Correction, ...]:
    """What the editors correct, and after it what is withheld no longer, which nobody can leave out."""
    anew = press.shown_anew()
    if anew and order.former is None:
        raise PublicationError(
            f"These pages went out before, and would show more now than they did then: {'; '.join(anew)}.",
            "Publish the next edition, which says so: --corrects FOLDER --correction WHAT WHY. Or mark them again.",
        )
    why = "What was withheld there need not be withheld any longer."
    told = tuple(Correction(made, what, why) for what, why in order.corrections)
    return (*told, *(Correction(made, f"More is shown than before: {one}.", why) for one in anew))


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
        order.authors,
        method=order.method,
        limits=order.limits,
        names_translators=order.names_translators,
        program=PROGRAM,
        tells_lengths=order.mode is not Mode.LINE,
        tables=TABLES,
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


def _require_own_words_guarded(order: Order, guard: Guard) -> None:
    """Raise ``ProtectedError`` if the editors name a protected person: better said now than when all is made."""
    told = {
        "the title": [order.title],
        "the lead": [order.lead],
        "who publishes it": [order.publisher, order.contact, *order.authors],
        "the method and the limits": [*order.method, *order.limits],
        "the titles of documents and what is told of them": [*order.titles.values(), *order.notes.values()],
        "the corrections": [text for correction in order.corrections for text in correction],
    }
    named = [what for what, texts in told.items() if any(map(guard.names, texts))]
    if named:
        raise ProtectedError(
            f"A protected person is named in {', '.join(named)}.", "Reword it and publish again. Nothing was published."
        )


def _require_sound(folder: Path, key: str) -> None:
    checked = check_publication(folder, Expected(key))
    if not checked.ok:
        raise PublicationError(
            f"What was made does not hold: {checked.faults[0].says}", "Run muniment verify; nothing was published."
        )


_ID_BYTES = 8
_OPEN_FOLDER = 0o755
