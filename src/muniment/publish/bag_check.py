"""Checking a bag (RFC 8493) strictly: complete, unchanged, and nothing in it that could lead out of it.

Nothing is ever fetched, no link is followed, nothing that is not a plain file is opened. Memory does not grow with the
bag.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path

from muniment.acquire.names import shown
from muniment.limits import MIB
from muniment.preserve.fault import Findings
from muniment.publish.bag_index import BagIndex
from muniment.publish.bag_tags import (
    DECLARATION,
    FETCH,
    MAX_DECLARATION_BYTES,
    MAX_FETCHED,
    PAYLOAD,
    V1,
    Declaration,
    TagError,
    declaration,
    labelled,
    lines_of,
    listed,
    to_fetch,
    unescaped,
    why_unsafe,
)

Show = Callable[[int, int], None]
"""Told of bytes checked, and of how many there are."""

ALGORITHMS: Mapping[str, int] = {
    "md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128,
    "sha3224": 56, "sha3256": 64, "sha3384": 96, "sha3512": 128, "blake2b": 128, "blake2s": 64,
}  # fmt: skip
"""Checksum algorithms, named as in the names of manifests, and how many hexadecimal digits each gives."""

_PYTHON_NAMES = {f"sha3{bits}": f"sha3_{bits}" for bits in (224, 256, 384, 512)}
_WEAK = frozenset({"md5", "sha1"})
_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9_-]+)\.txt", re.ASCII)
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})", re.ASCII)
_INFO = ("bag-info.txt", "package-info.txt")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_AT_A_TIME = 1 * MIB


@dataclass(slots=True)
class BagChecked(Findings):
    """What the check of a bag came to. ``version`` is as declared, ``algorithms`` are those of its manifests."""

    version: str = ""
    algorithms: list[str] = field(default_factory=list)
    info: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The report for scripts."""
        return {
            "ok": self.ok,
            "version": self.version,
            "algorithms": self.algorithms,
            "checked": self.checked,
            "faults": [{"kind": one.kind, "what": one.what, "says": one.says} for one in self.faults],
            "unlisted_faults": self.unlisted,
            "notes": self.notes,
        }


def check_bag(folder: Path, show: Show = lambda *_: None) -> BagChecked:
    """Check the bag in ``folder``; every fault is told in a sentence. Nothing is changed and nothing is fetched."""
    checked = BagChecked()
    with BagIndex.opened() as index:
        _Check(folder, index, checked).run(show)
    return checked


class _Check:
    """One check of one bag."""

    def __init__(self, folder: Path, index: BagIndex, checked: BagChecked) -> None:
        self._folder = folder
        self._index = index
        self._checked = checked
        self._said = Declaration((0, 0), "utf-8")
        self._manifests: dict[str, str] = {}
        self._info: list[str] = []
        self._once: set[str] = set()

    def run(self, show: Show) -> None:
        self._walk()
        if not self._declared():
            return
        self._read_manifests()
        fetched = self._read_fetch()
        self._compare(fetched)
        self._read_info()
        self._hash(show)

    def _fault(self, kind: str, untrusted_path: str, says: str) -> None:
        """Note a fault of a path, which takes the place of ``PATH`` in the sentence."""
        path = shown(untrusted_path)
        self._checked.fault(kind, path, says.replace("PATH", path, 1))

    def _note_once(self, says: str) -> None:
        """Note what would else be said of every line of a manifest."""
        if says not in self._once:
            self._once.add(says)
            self._checked.note(says)

    # what lies there

    def _walk(self) -> None:
        """Note every file; what is neither file nor folder is a fault and is not touched."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self._folder / folder) as entries:
                    found = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
            except OSError as error:
                self._unreadable(folder or ".", error)
                continue
            for name, kind in found:
                path = f"{folder}{name}"
                if stat.S_ISDIR(kind.st_mode):
                    waiting.append(f"{path}/")
                elif stat.S_ISREG(kind.st_mode):
                    self._note_file(path, kind.st_size)
                else:
                    what = "is a link" if stat.S_ISLNK(kind.st_mode) else "is neither a file nor a folder"
                    self._fault("link", path, f"PATH {what}: a bag holds files, and it is not followed.")

    def _note_file(self, path: str, size: int) -> None:
        self._index.add_file(path, size)
        manifest = _MANIFEST.fullmatch(path)
        if manifest:
            self._manifests[path] = manifest[2].lower()
        if path in _INFO:
            self._info.append(path)
        name = path.rpartition("/")[2]
        if name.lower() in _SYSTEM_FILES:
            self._checked.note(f"{shown(path)} was left by an operating system and may change by itself.")
        if "\\" in name or not name.isprintable():
            self._checked.note(f"{shown(path)} cannot be called so on every machine.")

    def _unreadable(self, path: str, error: OSError) -> None:
        self._fault("unreadable", path, f"PATH cannot be read ({error.strerror}).")

    def _declared(self) -> bool:
        if not (self._folder / "data").is_dir() or (self._folder / "data").is_symlink():
            self._checked.fault("structure", "data", "There is no folder “data”, where the files of a bag lie.")
        if not self._index.has(DECLARATION):
            self._checked.fault("structure", DECLARATION, "There is no file bagit.txt, so this is not a bag.")
            return False
        try:
            with _opened(self._folder / DECLARATION) as file:
                content = file.read(MAX_DECLARATION_BYTES)
            self._said = declaration(content)
        except TagError as error:
            self._checked.fault("declaration", DECLARATION, f"{DECLARATION} {error}.")
            return False
        except OSError as error:
            self._unreadable(DECLARATION, error)
            return False
        self._checked.version = "{}.{}".format(*self._said.version)
        return True

    # what is listed

    @contextmanager
    def _tag_file(self, path: str) -> Iterator[Iterator[str]]:
        """The lines of a tag file; what is wrong with them is noted as a fault, and reading it ends there."""
        try:
            with _opened(self._folder / path) as file:
                yield lines_of(TextIOWrapper(BufferedReader(file), self._said.encoding))
        except TagError as error:
            self._fault("tag file", path, f"PATH {error}.")
        except OSError as error:
            self._unreadable(path, error)

    def _read_manifests(self) -> None:
        for name, algorithm in sorted(self._manifests.items()):
            if algorithm not in ALGORITHMS:
                says = f"{shown(name)} names a checksum that Muniment cannot compute."
                self._checked.fault("algorithm", name, says)
                continue
            if algorithm not in self._checked.algorithms:
                self._checked.algorithms.append(algorithm)
            with self._tag_file(name) as lines:
                for line in lines:
                    if line:
                        self._take_line(name, algorithm, line)
        if not any(name.startswith("manifest-") for name in self._manifests):
            self._checked.fault("structure", "manifest", "There is no manifest: nothing says which files belong here.")
        if self._checked.algorithms and _WEAK.issuperset(self._checked.algorithms):
            self._checked.note("Its checksums (MD5, SHA-1) show accidents; they do not stop whoever wants to deceive.")

    def _take_line(self, manifest: str, algorithm: str, untrusted_line: str) -> None:
        line = listed(untrusted_line)
        if len(line.digest) != ALGORITHMS[algorithm]:
            raise TagError(f"has a checksum that is not as long as {algorithm} makes them")
        if line.starred:
            self._note_once(f"{manifest} was made with md5sum or the like: a star stands before a path.")
        path = self._safe(manifest, line.untrusted_path)
        if path is None:
            return
        is_payload = path.startswith(PAYLOAD)
        if is_payload is manifest.startswith("tag"):
            self._fault("listed wrongly", path, f"{manifest} lists PATH, which is not for it to list.")
            return
        if not is_payload and _MANIFEST.fullmatch(path) and path.startswith("tag") and self._said.version >= V1:
            self._fault("listed wrongly", path, f"{manifest} lists PATH: no tag manifest may list another.")
        before = self._index.add_line(manifest, path, line.digest)
        if before:
            self._listed_twice(manifest, path, same=before == line.digest)

    def _listed_twice(self, manifest: str, path: str, *, same: bool) -> None:
        if same and self._said.version < V1:
            self._checked.note(f"{manifest} lists {shown(path)} twice.")
        else:
            how = "" if same else ", with different checksums"
            self._fault("listed twice", path, f"{manifest} lists PATH twice{how}.")

    def _safe(self, manifest: str, untrusted_path: str) -> str | None:
        """The file that a path in a manifest means; None, and a fault, if it could lie outside of the bag."""
        path = untrusted_path
        while path.startswith("./"):
            path = path[2:]
        if path != untrusted_path:
            self._checked.note(f"{manifest} writes “./” before {shown(path)}.")
        plain = unescaped(path, self._said.version)
        for one in (path, plain):
            if why := why_unsafe(one):
                self._fault("unsafe path", one, f"{manifest} lists the path PATH, which {why}.")
                return None
        if plain != path and not self._index.has(plain) and self._index.has(path):
            self._checked.note(f"{manifest} does not escape the percent sign in {shown(path)}.")
            plain = path
        meant = self._index.resolve(plain)
        if meant != plain:
            self._checked.note(f"{manifest} writes {shown(meant)} in another Unicode form than the file has.")
        return meant

    def _read_fetch(self) -> set[str]:
        """The paths that fetch.txt names. Nothing is fetched."""
        if not self._index.has(FETCH):
            return set()
        paths = set()
        with self._tag_file(FETCH) as lines:
            for line in lines:
                path = self._safe(FETCH, to_fetch(line)) if line else None
                if path is None:
                    continue
                paths.add(path)
                if len(paths) > MAX_FETCHED:
                    raise TagError("names more files than Muniment looks at")
                if not path.startswith(PAYLOAD):
                    self._fault("unsafe path", path, f"{FETCH} lists PATH, which does not lie in the payload.")
        self._checked.note(f"{FETCH} names {len(paths):,} files to be had elsewhere. Muniment fetches nothing.")
        return paths

    # one against the other

    def _compare(self, fetched: set[str]) -> None:
        for path in self._index.missing():
            if path in fetched:
                self._fault("not fetched", path, "PATH is to be fetched from elsewhere: the bag is not complete.")
            else:
                self._fault("missing", path, "PATH is listed, but is not in the bag.")
        for manifest in self._payload_manifests():
            for path in self._index.unlisted(manifest):
                by = f"{manifest} does not list it" if manifest else "no manifest lists it"
                self._fault("unlisted", path, f"PATH lies in the bag, but {by}.")
        for path in sorted(fetched):
            if not any(self._index.lists(one, path) for one in self._manifests if one.startswith("manifest-")):
                self._fault("unlisted", path, f"{FETCH} names PATH, but no manifest lists it.")
        for path in self._index.colliding():
            self._checked.note(
                f"{shown(path)} and another path differ only in case or Unicode form; some disks mix them up."
            )
        self._compare_tags()

    def _payload_manifests(self) -> list[str]:
        """Those that must each list the whole payload; before version 1.0 it was enough if one of them did: ""."""
        named = [one for one in sorted(self._manifests) if one.startswith("manifest-")]
        return named if self._said.version >= V1 or not named else [""]

    def _compare_tags(self) -> None:
        tag_manifests = [one for one in sorted(self._manifests) if one.startswith("tag")]
        for tag_manifest in tag_manifests if self._said.version >= V1 else []:
            for manifest in self._manifests:
                if manifest.startswith("manifest-") and not self._index.lists(tag_manifest, manifest):
                    says = f"{shown(tag_manifest)} does not list PATH, as it must."
                    self._fault("unlisted", manifest, says)
        for path in self._index.unvouched():
            if path not in tag_manifests:
                self._checked.note(f"{shown(path)} has no checksum: it may have been changed.")

    def _read_info(self) -> None:
        sums = []
        for name in self._info:
            with self._tag_file(name) as lines:
                for label, value, plain in labelled(lines):
                    self._checked.info.append((label, value))
                    if not plain:
                        self._blank_before_colon(name, label)
                    if label.casefold() == "payload-oxum":
                        sums.append(value)
        if len(sums) > 1 and len(set(sums)) > 1:
            self._checked.fault("payload sum", "bag-info.txt", "bag-info.txt gives different sums of the payload.")
        for untrusted_sum in sums[:1]:
            self._compare_sum(untrusted_sum)

    def _blank_before_colon(self, name: str, label: str) -> None:
        if self._said.version >= V1:
            self._checked.fault("tag file", name, f"{name} has a blank before the colon after {shown(label)}.")
        else:
            self._note_once(f"{name} has a blank before the colon after {shown(label)}.")

    def _compare_sum(self, untrusted_sum: str) -> None:
        found = _OXUM.fullmatch(untrusted_sum)
        count, size = self._index.payload()
        if found is None:
            self._checked.fault("payload sum", "bag-info.txt", "The Payload-Oxum in bag-info.txt is not two numbers.")
        elif (int(found[2]), int(found[1])) != (count, size):
            says = (
                f"bag-info.txt tells of {int(found[2]):,} files with {int(found[1]):,} bytes;"
                f" there are {count:,} with {size:,}."
            )
            self._checked.fault("payload sum", "bag-info.txt", says)

    # byte for byte

    def _hash(self, show: Show) -> None:
        total, done = self._index.payload()[1], 0
        for path, size, lines in self._index.to_hash():
            show(done, total)
            try:
                sums = sums_of(self._folder / path, {self._manifests[manifest] for manifest, _ in lines})
            except OSError as error:
                self._unreadable(path, error)
                continue
            self._checked.count("files")
            self._checked.count("bytes", size)
            done += size if path.startswith(PAYLOAD) else 0
            wrong = [self._manifests[one] for one, digest in lines if sums[self._manifests[one]] != digest]
            if wrong:
                self._fault("changed", path, f"PATH is not what was put in: its {' and '.join(wrong)} differs.")
        show(total, total)


def sums_of(file: Path, algorithms: set[str]) -> dict[str, str]:
    """The checksums of a file, in hexadecimal. Raises ``OSError``."""
    sums = {one: hashlib.new(_PYTHON_NAMES.get(one, one), usedforsecurity=False) for one in algorithms}
    with _opened(file) as opened:
        while data := opened.read(_AT_A_TIME):
            for one in sums.values():
                one.update(data)
    return {name: one.hexdigest() for name, one in sums.items()}


@contextmanager
def _opened(file: Path) -> Iterator[FileIO]:
    """A file opened for reading, and only a file: a link is not followed, a pipe not waited for. Raises ``OSError``."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with FileIO(descriptor, "rb") as opened:
        yield opened
