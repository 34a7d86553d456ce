"""The manifest of a publication: every file with its hash, the corrections so far, and the chain of editions.

It is written last, when everything else lies in the folder, and signed with the case's key. A later edition keeps the
manifests of those before it, names the last by its hash, and must say what it corrects.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.errors import UsageError
from muniment.preserve.canonical import canonical, parsed
from muniment.preserve.merkle import RootBuilder, leaf_hash
from muniment.preserve.seal import public_bytes
from muniment.publish.bag import bag_in_place

FORMAT = "muniment publication 1"
"""Names the meaning of everything in a manifest and how files lie; a change of either needs a new one."""

SEAL_FORMAT = "muniment seal file 1"

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
STAMP, STAMP_ROOTS, STAMP_LINE = "manifest.json.tsr", "manifest.json.pem", "manifest.json.stamp"
"""A timestamp on the manifest, the certificates to check it with, and a signed line that vouches for both."""

APART = (MANIFEST, SIGNATURE, STAMP, STAMP_ROOTS, STAMP_LINE)
"""Files that the manifest cannot list: itself, and what came after it."""

VERIFIERS = ("verify.py", "verify.html", "verify.js")
"""The files that check a publication where there is no Muniment; they lie in it."""

_SAFE_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", re.ASCII)


class PublicationError(UsageError):
    """A folder cannot become, or is not, the publication it should be."""

    code = "publication"
    http_status = 409


@dataclass(frozen=True, slots=True)
class StampFile:
    """A timestamp: the answer in DER, and the certificates in PEM to check it with."""

    response: bytes
    roots: bytes


@dataclass(frozen=True, slots=True)
class SealFile:
    """A seal with its timestamps, as it goes into a publication."""

    number: int
    statement: str
    signature: bytes
    timestamps: tuple[StampFile, ...] = ()

    @property
    def path(self) -> str:
        """Where it lies in the publication."""
        return f"seals/{self.number}.json"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        stamps = [
            {"response": one.response.hex(), "roots": one.roots.decode("ascii", "replace")} for one in self.timestamps
        ]
        return canonical(
            {
                "format": SEAL_FORMAT,
                "statement": self.statement,
                "signature": self.signature.hex(),
                "timestamps": stamps,
            }
        )

    @property
    def key(self) -> str:
        """The public key that signed it, in hexadecimal."""
        return str(parsed(self.statement)["public_key"])


@dataclass(frozen=True, slots=True)
class Correction:
    """What an edition changed and why; ``made`` is UTC, ISO 8601."""

    made: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest says beside its files: ``publication`` is the permanent id, ``case`` the id in the seals.

    ``seal_keys`` are the public keys of the seals shown, in hexadecimal. ``made`` is UTC, ISO 8601. ``title`` and
    ``publisher`` stand in bag-info.txt only.
    """

    publication: str
    case: str
    made: str
    program: str
    seal_keys: Sequence[str] = ()
    title: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest as it was written: its SHA-256 is what to note, print or have stamped. In hexadecimal."""

    edition: int
    sha256: str
    public_key: str
    files: int


def write_manifest(
    folder: Path,
    about: About,
    key: Ed25519PrivateKey,
    *,
    former: Path | None = None,
    corrections: Sequence[Correction] = (),
) -> Written:
    """Put the verifiers into ``folder``, make a bag of it, list all that lies in it, and sign.

    What lies in ``data`` is the payload of the bag; its tag manifest lists all the rest but the manifest written here,
    which lists the tag manifest as well and so is the one that vouches for everything.

    ``former`` is the folder of the edition before; then there must be ``corrections``, and none without. Raises
    ``PublicationError`` if not, if the former edition is of another publication, or if a file has a name that not every
    computer can keep.
    """
    if bool(corrections) != (former is not None):
        raise PublicationError(
            "A new edition must say what it corrects and why, and a first edition corrects nothing.",
            "Name both the former edition and what was changed.",
        )
    before = _take_over(folder, former, about.publication) if former is not None else None
    _place_verifiers(folder)
    _bag(folder, about)
    files = list(_files(folder))
    public = public_bytes(key).hex()
    edition = before.edition + 1 if before else 1
    value = {
        "format": FORMAT,
        "publication": about.publication,
        "edition": edition,
        "former": before.sha256 if before else "",
        "corrections": [*(before.corrections if before else ()), *map(asdict, corrections)],
        "case": about.case,
        "made": about.made,
        "program": about.program,
        "keys": sorted({*about.seal_keys, public}),
        "public_key": public,
        "files": files,
        "root": files_root(files),
    }
    data = canonical(value)
    (folder / MANIFEST).write_bytes(data)
    (folder / SIGNATURE).write_bytes(key.sign(data).hex().encode() + b"\n")
    return Written(edition, hashlib.sha256(data).hexdigest(), public, len(files))


def files_root(files: Iterable[Any]) -> str:
    """The root over the files of a manifest, in hexadecimal: a leaf for each, hash, size and path in UTF-8."""
    lines = (f"{one['sha256']} {one['size']} {one['path']}" for one in files)
    return RootBuilder(leaf_hash(line.encode()) for line in lines).root().hex()


def hash_of_file(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; it may be of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class _Former:
    edition: int
    sha256: str
    corrections: Sequence[Any]


def _take_over(folder: Path, former: Path, publication: str) -> _Former:
    """Keep the manifests of all former editions under ``editions/``."""
    try:
        data = (former / MANIFEST).read_bytes()
        value = parsed(data)
        edition, corrections = int(value["edition"]), value["corrections"]
        is_same = value["format"] == FORMAT and value["publication"] == publication
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublicationError(
            f"The former edition in {former.name} cannot be read ({error}).", "Name the folder that was published."
        ) from error
    if not is_same:
        raise PublicationError("The former edition is of another publication.", "Name the folder that was published.")
    for number in range(1, edition):
        _copy_manifest(former / "editions" / str(number), folder / "editions" / str(number))
    _copy_manifest(former, folder / "editions" / str(edition))
    return _Former(edition, hashlib.sha256(data).hexdigest(), corrections)


def _copy_manifest(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in APART:
        try:
            (target / name).write_bytes((source / name).read_bytes())
        except FileNotFoundError as error:
            if name not in {MANIFEST, SIGNATURE}:
                continue  # not every edition is stamped
            raise PublicationError(
                f"The former edition lacks {name} of {source.name}.", "Name the folder as it was published."
            ) from error


def _place_verifiers(folder: Path) -> None:
    for name in VERIFIERS:
        (folder / name).write_bytes(resources.files("muniment.publish").joinpath("verifier", name).read_bytes())


def _bag(folder: Path, about: About) -> None:
    told = (
        ("Source-Organization", about.publisher),
        ("External-Identifier", f"muniment-publication:{about.publication}"),
        ("External-Description", about.title),
    )
    bag_in_place(folder, [one for one in told if one[1].strip()], about.made, APART)


def _files(folder: Path) -> Iterator[dict[str, Any]]:
    """Every file of the folder but the manifest's own, sorted by path."""
    found = {}
    for place, folders, names in os.walk(folder):
        links = [one for one in folders if (Path(place) / one).is_symlink()]
        for name in [*names, *links]:
            path = Path(place) / name
            found[path.relative_to(folder).as_posix()] = path
    for relative in sorted(found.keys() - set(APART)):
        path = found[relative]
        if not _SAFE_PATH.fullmatch(relative) or path.is_symlink() or not path.is_file():
            raise PublicationError(
                f"{relative!a} cannot go into a publication.",
                "Only plain files named with letters a-z, digits, dot, dash and underscore can be kept everywhere.",
            )
        yield {"path": relative, "sha256": hash_of_file(path), "size": path.stat().st_size}
