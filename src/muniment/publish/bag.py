"""Making a bag (RFC 8493, version 1.0): files as they come, hashed while they are written, all of it or nothing."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from muniment import __version__
from muniment.acquire.names import shown
from muniment.errors import DiskFullError, UsageError
from muniment.publish.bag_check import sums_of
from muniment.publish.bag_tags import DECLARATION, PAYLOAD, escaped, why_unsafe

ALGORITHMS = ("sha256", "sha512")
"""SHA-256 because cases and seals name originals by it, SHA-512 because RFC 8493 asks for it."""

INFO = "bag-info.txt"
_IN_PLACE = "manifest-sha256.txt"
_DAY = len("2031-03-01")
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagError(UsageError):
    """A folder cannot become a bag, or is not the bag it should be."""

    code = "bag"
    http_status = 409


class BagFile:
    """A file on its way into a bag; what is written to it is hashed as it goes by."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._sums = {name: hashlib.new(name) for name in ALGORITHMS}
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take bytes."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        for one in self._sums.values():
            one.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing: each write goes through at once."""

    def sums(self) -> dict[str, str]:
        """The checksums of what was written so far, in hexadecimal, by algorithm."""
        return {name: one.hexdigest() for name, one in self._sums.items()}


class BagWriter:
    """Writes a bag into an empty folder. Manifests list the files in the order in which they are added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = self._bytes = 0
        self._tags: dict[str, dict[str, str]] = {}
        (folder / PAYLOAD).mkdir()
        self._open = ExitStack()
        self._manifests = {name: self._manifest(name) for name in ALGORITHMS}

    def _manifest(self, algorithm: str) -> BagFile:
        return BagFile(self._open.enter_context(_new(self._folder / f"manifest-{algorithm}.txt")))

    @contextmanager
    def adding(self, path: str) -> Iterator[BagFile]:
        """A new payload file at ``path`` below data/; it is listed when the block ends. Raises ``BagError``."""
        inside = PAYLOAD + path
        if why := why_unsafe(path) or why_unsafe(inside):
            raise BagError(f"{shown(path)} cannot go into a bag: it {why}.", "Give it another name.")
        try:
            line = escaped(inside).encode()
        except UnicodeEncodeError as error:
            says = f"{shown(path)} cannot go into a bag: its name is not text."
            raise BagError(says, "Give it another name.") from error
        place = self._folder / inside
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _new(place) as file:
            taken = BagFile(file)
            yield taken
        for name, digest in taken.sums().items():
            self._manifests[name].write(digest.encode() + b"  " + line + b"\n")
        self._files += 1
        self._bytes += taken.size

    def add(self, path: str, chunks: Iterable[bytes]) -> dict[str, str]:
        """Add a payload file with these bytes at ``path`` below data/; returns its checksums. Raises ``BagError``."""
        with self.adding(path) as file:
            for chunk in chunks:
                file.write(chunk)
        return file.sums()

    def finish(self, info: Sequence[tuple[str, str]]) -> None:
        """Write what belongs beside the payload; ``info`` are elements of bag-info.txt, which gets three of its own."""
        self._open.close()
        for name, manifest in self._manifests.items():
            self._tags[f"manifest-{name}.txt"] = manifest.sums()
        self._add_tag(DECLARATION, _DECLARED)
        own = _own(datetime.now(UTC).date().isoformat(), self._bytes, self._files)
        self._add_tag(INFO, _info([*info, *own]).encode())
        for name in ALGORITHMS:
            listed = "".join(f"{sums[name]}  {path}\n" for path, sums in sorted(self._tags.items()))
            with _new(self._folder / f"tagmanifest-{name}.txt") as file:
                file.write(listed.encode())

    def _add_tag(self, path: str, content: bytes) -> None:
        with _new(self._folder / path) as file:
            tag = BagFile(file)
            tag.write(content)
        self._tags[path] = tag.sums()

    def close(self) -> None:
        """Let go of what is open."""
        self._open.close()


@contextmanager
def making_bag(out: Path) -> Iterator[BagWriter]:
    """A bag that stands at ``out`` when the block, which calls ``finish``, ends without an error; else nothing does.

    Only its owner may read it. Raises ``BagError`` if something stands there, ``UsageError`` or ``DiskFullError``.
    """
    if out.exists() or out.is_symlink():
        raise BagError(f"There is something at {shown(str(out))} already.", "Name a place where nothing is.")
    with _in_plain_words(out):
        part = Path(tempfile.mkdtemp(dir=out.absolute().parent, prefix=".muniment."))
        try:
            writer = BagWriter(part)
            try:
                yield writer
            finally:
                writer.close()
            os.sync()  # once for all: a sync for each of a million files takes hours on a disk that turns
            part.rename(out)
        finally:
            if part.exists():
                shutil.rmtree(part)


def bag_in_place(folder: Path, info: Sequence[tuple[str, str]], made: str, left_out: Collection[str] = ()) -> None:
    """Make a bag of a folder as it lies: what is in data/ is the payload, all beside it is listed by the tag manifest.

    ``info`` are elements of bag-info.txt, ``made`` (ISO 8601) is when, ``left_out`` are files that vouch for the bag
    and not the bag for them. What bagged the folder before is replaced. SHA-256 only, and the same files give the same
    bytes. Raises ``BagError`` for a name that no bag can hold.
    """
    for name in (DECLARATION, INFO, _IN_PLACE, f"tag{_IN_PLACE}"):
        (folder / name).unlink(missing_ok=True)
    paths = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    payload = [one for one in paths if one.startswith(PAYLOAD)]
    size = sum((folder / one).stat().st_size for one in payload)
    (folder / PAYLOAD).mkdir(exist_ok=True)
    (folder / _IN_PLACE).write_text(_listed(folder, payload), "utf-8")
    (folder / DECLARATION).write_bytes(_DECLARED)
    (folder / INFO).write_text(_info([*info, *_own(made[:_DAY], size, len(payload))]), "utf-8")
    tags = [one for one in paths if not one.startswith(PAYLOAD) and one not in left_out]
    (folder / f"tag{_IN_PLACE}").write_text(_listed(folder, sorted([*tags, DECLARATION, INFO, _IN_PLACE])), "utf-8")


def _listed(folder: Path, paths: Sequence[str]) -> str:
    for path in paths:
        if why := why_unsafe(path):
            raise BagError(f"{shown(path)} cannot go into a bag: it {why}.", "Give it another name.")
    return "".join(f"{sums_of(folder / one, {'sha256'})['sha256']}  {escaped(one)}\n" for one in paths)


def _own(day: str, size: int, files: int) -> tuple[tuple[str, str], ...]:
    """What every bag of ours tells of itself."""
    return (
        ("Bagging-Date", day),
        ("Payload-Oxum", f"{size}.{files}"),
        ("Bag-Software-Agent", f"Muniment {__version__}"),
    )


def _info(elements: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in elements)


@contextmanager
def _new(file: Path) -> Iterator[FileIO]:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with FileIO(descriptor, "wb") as opened:
        yield opened


@contextmanager
def _in_plain_words(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG:
            says = f"{shown(str(out))} was not written: a file is too big for the file system there."
            raise DiskFullError(says, "Name a disk that takes big files: FAT32 ends at 4 GB.") from error
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            says = f"The disk is full; {shown(str(out))} was not written."
            raise DiskFullError(says, "Free some space, or name another disk.") from error
        says = f"{shown(str(out))} cannot be written ({error.strerror})."
        raise UsageError(says, "Name a place where you may write.") from error
