"""Checking a publication: hashes, signatures, timestamps, proofs, what its pages show, and the chain of editions.

The case is not needed. What is said of each fault is what ``verify.py`` and ``verify.html`` in the publication say, but
only here are the signatures of timestamps checked.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from muniment.preserve.canonical import parsed
from muniment.preserve.fault import Fault, Findings
from muniment.preserve.seal import Statement, is_signed
from muniment.preserve.timestamp import Stamped, TimestampError
from muniment.preserve.timestamp import check as check_timestamp
from muniment.publish.bag_check import check_bag
from muniment.publish.check_pages import ShownPage, ShownQuote, UnreadablePageError, plain, shown_in
from muniment.publish.check_proof import (
    NOT_OF_THE_FORM,
    DoesNotFitError,
    Proved,
    checked_proof,
    checked_quote,
    checked_seal,
    number_in,
)
from muniment.publish.manifest import (
    APART,
    FORMAT,
    MANIFEST,
    SEAL_FORMAT,
    SIGNATURE,
    STAMP,
    STAMP_LINE,
    STAMP_ROOTS,
    PublicationError,
    files_root,
    hash_of_file,
)
from muniment.publish.proof import FORMAT as PROOF_FORMAT

Show = Callable[[int, int], None]
"""Told how many files have been hashed, and how many there are."""

MOST_BYTES_PARSED = 256 * 1024 * 1024
"""Bytes of a manifest, proof or page that are looked into: a proof of a page of 5 MB has about 40 MB."""

_SIGNATURE_DIGITS = 128

_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|\._.*", re.DOTALL)
"""What computers leave in folders that they show, without being asked. It is told, and is no fault."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What whoever checks knows from elsewhere: the public key, the SHA-256 of a former manifest; "" if not."""

    key: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. Everything about the publication itself is as it says, "" or 0 where it cannot be read."""

    publication: str
    edition: int
    manifest: str
    public_key: str
    checked: Mapping[str, int]
    faults: list[Fault]
    unlisted_faults: int
    notes: list[str]
    timestamps: list[dict[str, Any]]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was published."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The report under the names that scripts rely on."""
        return {"ok": self.ok, **asdict(self)}


def check(folder: Path, expected: Expected | None = None, show: Show = lambda *_: None) -> Checked:
    """Check the publication in ``folder``. Raises ``PublicationError`` if it cannot be looked at."""
    try:
        return _Check(folder, expected or Expected()).run(show)
    except OSError as error:
        raise PublicationError(
            f"The publication cannot be read ({error.strerror or error}).",
            "Copy it to a disk that works, and try again.",
        ) from error


class _Check:
    def __init__(self, folder: Path, expected: Expected) -> None:
        self._folder = folder
        self._expected = expected
        self._findings = Findings(checked=dict.fromkeys(("files", "seals", "pages", "words", "quotes"), 0))
        self._manifest: Any = None
        self._manifest_hash = ""
        self._seals: dict[int, Statement] = {}
        self._stamps: list[tuple[str, int, Stamped]] = []
        self._pages: dict[str, tuple[Proved, dict[str, str]]] = {}

    def run(self, show: Show) -> Checked:
        there = _files_there(self._folder)
        if self._read_manifest(there):
            good = self._check_files(there, show)
            for start, kind, one in (("seals/", "seal", self._check_seal), ("proofs/", "proof", self._check_proof)):
                for path in good:
                    if path.startswith(start):
                        self._within(kind, path, one, path)
            for path in good:
                if path.endswith(".html") and path != "verify.html":
                    self._within("page", path, self._check_html, path)
            self._check_editions(set(good))
            self._check_stamp(there.keys(), "", self._manifest)
            self._check_bag()
        return self._report()

    def _report(self) -> Checked:
        manifest, findings = self._manifest or {}, self._findings
        return Checked(
            str(manifest.get("publication", "")),
            int(manifest.get("edition", 0)),
            self._manifest_hash,
            str(manifest.get("public_key", "")),
            findings.checked,
            findings.faults,
            findings.unlisted,
            findings.notes,
            [{what: number, **asdict(stamped)} for what, number, stamped in self._stamps],
        )

    def _within(self, kind: str, path: str, one: Callable[..., None], *arguments: Any) -> None:
        try:
            one(*arguments)
        except (DoesNotFitError, UnreadablePageError) as error:
            self._findings.fault(kind, path, f"{path} {error}.")
        except NOT_OF_THE_FORM:
            self._findings.fault(kind, path, f"{path} is not of the form it should have.")

    def _read(self, path: str) -> bytes:
        with (self._folder / path).open("rb") as file:
            data = file.read(MOST_BYTES_PARSED + 1)
        if len(data) > MOST_BYTES_PARSED:
            raise DoesNotFitError("is too big to be looked into")
        return data

    def _json(self, path: str, form: str) -> Any:
        value = parsed(self._read(path))
        if value["format"] != form:
            raise DoesNotFitError("is written in a form that is not known here")
        return value

    # the manifest

    def _read_manifest(self, there: Mapping[str, Path]) -> bool:
        if MANIFEST not in there or not there[MANIFEST].is_file():
            says = f"{MANIFEST}, the list of what belongs here, is missing."
            self._findings.fault("missing", MANIFEST, says)
            return False
        self._manifest_hash = hash_of_file(there[MANIFEST])
        self._within("manifest", MANIFEST, self._check_manifest)
        if self._manifest is None:
            return False
        key = self._manifest["public_key"]
        if SIGNATURE not in there or not there[SIGNATURE].is_file():
            self._findings.fault("missing", SIGNATURE, f"{SIGNATURE}, the signature, is missing.")
        else:
            self._within("signature", SIGNATURE, self._check_signature, "", key)
        if self._expected.key and self._expected.key != key:
            self._findings.fault("key", MANIFEST, f"{MANIFEST} was not signed with the key that you gave.")
        return True

    def _check_manifest(self) -> None:
        manifest = self._json(MANIFEST, FORMAT)
        _check_form(manifest)
        self._manifest = manifest
        if manifest["root"] != files_root(manifest["files"]):
            raise DoesNotFitError("has a root that is not that of the files it lists")

    def _check_signature(self, prefix: str, key: str) -> None:
        written = self._read(prefix + SIGNATURE).decode()
        digits = written.removesuffix("\n")
        is_form = (
            written.endswith("\n") and len(digits) == _SIGNATURE_DIGITS and not set(digits) - set("0123456789abcdef")
        )
        message = self._read(prefix + MANIFEST).decode()
        if not is_form or not is_signed(message, bytes.fromhex(digits), bytes.fromhex(key)):
            raise DoesNotFitError(f"is no signature of {MANIFEST} by the key named there: one of the two was changed")

    def _check_files(self, there: Mapping[str, Path], show: Show) -> list[str]:
        """Hash every file; returns those that are as listed."""
        good = []
        files = self._manifest["files"]
        for done, one in enumerate(files):
            show(done, len(files))
            path = one["path"]
            if path not in there:
                self._findings.fault("missing", path, f"{path} is missing.")
            elif not _is_as_listed(there[path], one):
                self._findings.fault("changed", path, f"{path} was changed.")
            else:
                good.append(path)
        self._findings.count("files", len(good))
        for path in sorted(there.keys() - {one["path"] for one in files} - set(APART)):
            if _LITTER.fullmatch(Path(path).name):
                says = f"{path} was left here by a computer that showed the folder; it is no part of it."
                self._findings.note(says)
            else:
                self._findings.fault("added", path, f"{path} does not belong here: it was added.")
        return good

    def _check_stamp(self, there: Collection[str], prefix: str, manifest: Any) -> None:
        """Check the timestamp on a manifest, if there is one."""
        paths = [prefix + name for name in (STAMP, STAMP_ROOTS, STAMP_LINE)]
        missing = [path for path in paths if path not in there or not (self._folder / path).is_file()]
        for path in missing if len(missing) < len(paths) else ():
            self._findings.fault("missing", path, f"{path}, a part of a timestamp, is missing.")
        if missing:
            return
        response, roots, line = paths
        faults = len(self._findings.faults)
        self._within("signature", line, self._check_stamp_line, prefix, manifest["public_key"])
        if len(self._findings.faults) > faults:
            return
        try:
            stamped = check_timestamp(self._read(response), self._read(prefix + MANIFEST), self._read(roots))
            self._stamps.append(("edition", manifest["edition"], stamped))
        except TimestampError as error:
            self._findings.fault(
                "timestamp", response, f"{response} is a timestamp that does not hold: {error.message}"
            )

    def _check_stamp_line(self, prefix: str, key: str) -> None:
        written = self._read(prefix + STAMP_LINE).decode()
        *hashes, signature = written.removesuffix("\n").split(" ")
        is_form = written.endswith("\n") and len(signature) == _SIGNATURE_DIGITS and signature == signature.lower()
        if not is_form or not is_signed(" ".join(hashes), bytes.fromhex(signature), bytes.fromhex(key)):
            raise DoesNotFitError("is no signature by the key that signed the manifest")
        for name, listed in zip((MANIFEST, STAMP, STAMP_ROOTS), hashes, strict=True):
            if hash_of_file(self._folder / (prefix + name)) != listed:
                self._findings.fault("changed", prefix + name, f"{prefix}{name} is not what was stamped.")

    # seals, proofs, pages

    def _check_seal(self, path: str) -> None:
        seal = self._json(path, SEAL_FORMAT)
        statement = checked_seal(seal, self._manifest["case"], self._manifest["keys"])
        if path != f"seals/{statement.seal}.json":
            raise DoesNotFitError("holds another seal than its name says")
        number_in(statement.leaves, 1)
        for one in seal["timestamps"]:
            try:
                stamped = check_timestamp(
                    bytes.fromhex(one["response"]), seal["statement"].encode(), one["roots"].encode()
                )
                self._stamps.append(("seal", statement.seal, stamped))
            except TimestampError as error:
                self._findings.fault("timestamp", path, f"{path} holds a timestamp that does not hold: {error.message}")
        self._seals[statement.seal] = statement
        self._findings.count("seals")

    def _check_proof(self, path: str) -> None:
        untrusted = self._json(path, PROOF_FORMAT)
        if path != f"proofs/{untrusted['name']}.json":
            raise DoesNotFitError("proves another page than its name says")
        proved = checked_proof(untrusted, self._seals)
        quotes: dict[str, str] = {}
        for quote in proved.quotes:
            self._within("quote", path, self._check_quote, quote, proved, quotes)
        self._pages[proved.name] = proved, quotes
        self._findings.count("pages")
        self._findings.count("words", proved.words)

    def _check_quote(self, untrusted: Any, proved: Proved, quotes: dict[str, str]) -> None:
        number, exact = checked_quote(untrusted, proved)
        quotes[number] = exact
        self._findings.count("quotes")

    def _check_html(self, path: str) -> None:
        shown = shown_in(self._read(path).decode())
        for page in shown.pages:
            self._within("page", path, self._check_page, page)
        for quote in shown.quotes:
            self._within("quote", path, self._check_shown_quote, quote)

    def _check_page(self, page: ShownPage) -> None:
        name = page.name
        if name not in self._pages:
            raise DoesNotFitError(f"shows the page “{name}”, for which there is no proof that holds")
        proved = sorted(self._pages[name][0].stretches.items())
        for (at, shown), (number, texts) in zip(page.stretches, proved, strict=False):
            if (at, [*map(plain, shown)]) != (str(number), [*map(plain, texts)]):
                raise DoesNotFitError(f"shows other words in stretch {at} of the page “{name}” than were proved")
        if len(page.stretches) != len(proved):
            raise DoesNotFitError(f"shows more or less of the page “{name}” than was proved")
        if plain(page.stray):
            raise DoesNotFitError(f"shows words on the page “{name}” that no proof covers")

    def _check_shown_quote(self, quote: ShownQuote) -> None:
        exact = ""
        for one in quote.names.split():
            name, _, number = one.partition("#")
            if name not in self._pages or number not in self._pages[name][1]:
                raise DoesNotFitError(f"shows the quote “{one}”, for which there is no proof that holds")
            exact += self._pages[name][1][number]
        if plain(exact) != plain(quote.text):
            raise DoesNotFitError(f"shows the quote “{quote.names}” in other words than were proved")

    # the bag that the whole is

    def _check_bag(self) -> None:
        """What whoever published it did wrong; where something was changed since, that was said already."""
        if not self._findings.faults:
            for fault in check_bag(self._folder).faults:
                self._findings.fault("bag", fault.what, fault.says)

    # the chain of editions

    def _check_editions(self, good: set[str]) -> None:
        known, later = {self._manifest_hash}, self._manifest
        for number in range(self._manifest["edition"] - 1, 0, -1):
            prefix = f"editions/{number}/"
            if not {prefix + MANIFEST, prefix + SIGNATURE} <= good:
                says = f"Edition {number}, which came before, is not kept here."
                self._findings.fault("corrections", MANIFEST, says)
                return
            faults = len(self._findings.faults)
            self._within("corrections", prefix + MANIFEST, self._check_edition, prefix, later)
            if len(self._findings.faults) > faults:
                return
            data = self._read(prefix + MANIFEST)
            known.add(hashlib.sha256(data).hexdigest())
            later = parsed(data)
            self._check_stamp(good, prefix, later)
        if later.get("former") or later["corrections"]:
            self._findings.fault("corrections", MANIFEST, "The first edition names one before it.")
        if self._expected.former and self._expected.former not in known:
            self._findings.fault("corrections", MANIFEST, "This does not come after the edition that you noted.")

    def _check_edition(self, prefix: str, later: Any) -> None:
        former = self._json(prefix + MANIFEST, FORMAT)
        if hash_of_file(self._folder / prefix / MANIFEST) != later["former"]:
            raise DoesNotFitError("is not the edition that the one after it names")
        if (former["edition"], former["publication"]) != (later["edition"] - 1, later["publication"]):
            raise DoesNotFitError("is an edition of something else")
        self._check_signature(prefix, former["public_key"])
        kept = len(former["corrections"])
        if later["corrections"][:kept] != former["corrections"]:
            raise DoesNotFitError("lists a correction that a later edition dropped or changed")
        if len(later["corrections"]) <= kept:
            raise DoesNotFitError("was followed by an edition that does not say what it corrects")


def _check_form(manifest: Any) -> None:
    paths = [one["path"] for one in manifest["files"]]
    if paths != sorted(set(paths)):
        raise DoesNotFitError("does not list its files in order, each once")
    hashes = [manifest["public_key"], *(one["sha256"] for one in manifest["files"])]
    if any(len(bytes.fromhex(one)) != hashlib.sha256().digest_size or one != one.lower() for one in hashes):
        raise DoesNotFitError("holds something else where hexadecimal digits should stand")
    for one in manifest["files"]:
        number_in(one["size"])
    for one in manifest["corrections"]:
        if not all(isinstance(one[name], str) for name in ("made", "what", "why")):
            raise DoesNotFitError("holds a correction that says nothing")
    number_in(manifest["edition"], 1)
    if not isinstance(manifest["case"], str) or not isinstance(manifest["publication"], str):
        raise DoesNotFitError("does not say what it lists")


def _files_there(folder: Path) -> dict[str, Path]:
    """Every file below the folder by its path, links too."""
    found = {}
    for place, folders, names in os.walk(folder, onerror=_refuse):
        links = [one for one in folders if (Path(place) / one).is_symlink()]
        for name in [*names, *links]:
            path = Path(place) / name
            found[path.relative_to(folder).as_posix()] = path
    return found


def _refuse(error: OSError) -> None:
    raise error


def _is_as_listed(path: Path, one: Any) -> bool:
    is_plain = path.is_file() and not path.is_symlink()
    return is_plain and path.stat().st_size == one["size"] and hash_of_file(path) == one["sha256"]
