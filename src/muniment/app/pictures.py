"""Pictures of pages, where words stand on them, and what files say of their making.

All is made in the sandbox and kept in ``derived/pictures`` until swept.
"""

import io
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import IntEnum
from math import isfinite
from pathlib import Path

import msgspec
from PIL import Image

from muniment.adapters import bubblewrap
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.kernel_confinement import landlock_is_there, library_folders, missing_essentials
from muniment.errors import MunimentError, NotFoundError, PageNotDrawnError
from muniment.limits import MIB, Limits
from muniment.model import Word
from muniment.read.examine.examine import EDITION
from muniment.read.examine.trait import Key, Trait
from muniment.read.formats.pages.pictures import PICTURE_TYPES
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import Child, ChildLostError, ChildSettings, Deadline, NurseryHandle
from muniment.settings import read_settings

DRAWN_TYPES = PICTURE_TYPES | {"application/pdf"}
"""Media types whose pages can be shown as pictures."""

PLACED_TYPES = frozenset({"application/pdf"})
"""Media types that say where their characters stand."""

SEATS = 2
"""Children that draw at the same time: one for the page looked at, one for the thumbnails beside it."""

DRAW_SECONDS = 30.0
"""How long one page may take: whoever waits in front of a browser has given up by then."""

SEAT_SECONDS = 45.0
"""How long a page waits for its turn before it says so."""

READY_SECONDS = 60.0
"""How long a child may take to close its doors: 20 ms, unless the machine is very busy."""

PAGES_PER_CHILD = 200
"""Pages of one original after which its child is replaced: bounds what leaks in a library."""

CPU_SECONDS = 600
"""Processor time after which the kernel ends a child even if we have forgotten it."""

MOST_CACHED_BYTES = 2048 * MIB
"""Room for pictures kept: some 5,000 pages. The oldest go first."""

WRITES_BETWEEN_SWEEPS = 100
"""Pictures written before the room they take is looked at again: listing the folder takes longer than a picture."""

_SCRATCH = "drawing-"
"""What scratch folders are called; the number of the process that made one follows."""

_MODES = {1: "L", 3: "RGB"}
_PNG_EFFORT = 3
"""zlib's level: a tenth larger than the default and three times as quick."""


class Size(IntEnum):
    """The longer side of a picture, in pixels. Few sizes, so that few pictures are kept."""

    THUMB = 240
    PAGE = 1_600
    FINE = 3_200


@dataclass(frozen=True, slots=True)
class Pictured:
    """An original whose pages are to be drawn, and how it was read."""

    sha256: str
    size: int
    suffix: str
    media_type: str
    password: str = ""


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """The text of a page as its file gives it, and its words: start, end, left, top, right, bottom (see ``Word``)."""

    text: str
    words: list[tuple[int, int, float, float, float, float]]

    def as_words(self) -> tuple[Word, ...]:
        """The words in our own form."""
        return tuple(Word(one[0], one[1], one[2:6], 1.0) for one in self.words)


class Examination(msgspec.Struct, frozen=True, array_like=True):
    """What a file says of its own making, and what could not be looked at; see ``read.examine.trait.Trait``."""

    seen: list[tuple[Key, str, str]]
    gaps: list[str]

    def traits(self) -> tuple[Trait, ...]:
        """What was seen, in our own form."""
        return tuple(Trait(*one) for one in self.seen)


class Pictures:
    """Draws pages of one case on demand. Safe to use from several threads; starts its helpers when first needed."""

    def __init__(self, case: CaseFolder, start: Callable[[], NurseryHandle] | None = None) -> None:
        self._case = case
        self._folder = case.derived / "pictures"
        self._limits = read_settings(case.folder).limits
        self._helpers = _Helpers(start, self._limits, case.derived)
        self._written = 0

    def picture(self, what: Pictured, number: int, size: Size) -> bytes:
        """Page ``number`` (from 1) as PNG. Raises ``PageNotDrawnError``, ``NotFoundError``."""
        if what.media_type not in DRAWN_TYPES:
            raise PageNotDrawnError("Files of this kind have no pages to draw.", "Read its text instead.")
        return self._kept(what, f"{number}-{size.value}.png", lambda: self._drawn(what, number, size))

    def region(self, what: Pictured, number: int, box: tuple[float, float, float, float]) -> bytes:
        """A part of page ``number`` as PNG: left, top, right, bottom as fractions of it. Raises as ``picture`` does."""
        name = "-".join(f"{round(side * 10_000)}" for side in box)
        return self._kept(what, f"{number}-{name}.png", lambda: _cut(self.picture(what, number, Size.FINE), box))

    def places(self, what: Pictured, number: int) -> tuple[str, tuple[Word, ...]]:
        """The text of page ``number`` and where its words stand. Raises ``PageNotDrawnError``, ``NotFoundError``."""
        if what.media_type not in PLACED_TYPES:
            return "", ()
        kept = self._kept(what, f"{number}.places", lambda: self._placed(what, number))
        try:
            placed = msgspec.msgpack.decode(kept, type=Placed)
        except msgspec.DecodeError:  # a file that a full disk cut short: made anew
            placed = msgspec.msgpack.decode(self._placed(what, number), type=Placed)
        return placed.text, placed.as_words()

    def examination(self, what: Pictured) -> Examination:
        """What an original says of its own making. Raises ``PageNotDrawnError``, ``NotFoundError``."""
        kept = self._kept(what, f"{EDITION}.examined", lambda: self._examined(what))
        try:
            return msgspec.msgpack.decode(kept, type=Examination)
        except msgspec.DecodeError:  # a file that a full disk cut short: made anew
            return msgspec.msgpack.decode(self._examined(what), type=Examination)

    def wake(self) -> None:
        """Load the readers in the background, so that the first picture need not wait for them."""
        threading.Thread(target=self._helpers.wake, name="pictures-wake", daemon=True).start()

    def close(self) -> None:
        """End every helper."""
        self._helpers.close()

    # keeping ---------------------------------------------------------------------------------------------------------

    def _kept(self, what: Pictured, name: str, make: Callable[[], bytes]) -> bytes:
        path = self._folder / what.sha256[:2] / f"{what.sha256}-{name}"
        with suppress(OSError):  # it is not there, or what stands in its place cannot be read: it is drawn
            return path.read_bytes()
        data = make()
        with suppress(OSError):  # a case that cannot be written to, or a full disk: it is drawn each time
            self._keep(path, data)
        return data

    def _keep(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f".{secrets.token_hex(8)}")
        try:
            temporary.write_bytes(data)
            temporary.rename(path)
        finally:
            temporary.unlink(missing_ok=True)
        self._written += 1
        if self._written % WRITES_BETWEEN_SWEEPS == 0:
            sweep(self._folder, MOST_CACHED_BYTES)

    # making ----------------------------------------------------------------------------------------------------------

    def _drawn(self, what: Pictured, number: int, size: Size) -> bytes:
        canvas = os.memfd_create("page", os.MFD_CLOEXEC)
        try:
            job = wire.ShowJob(*self._about(what), number, size.value)
            told = self._ask(what, job, [canvas])
            if not isinstance(told, wire.Drawn):
                raise _speaks_out_of_turn()
            return _as_png(told, canvas, self._limits)
        finally:
            os.close(canvas)

    def _placed(self, what: Pictured, number: int) -> bytes:
        told = self._ask(what, wire.PlacesJob(*self._about(what), number), [])
        if not isinstance(told, wire.Placed) or not all(_is_sound(word, told.text) for word in told.words):
            raise _speaks_out_of_turn()
        return msgspec.msgpack.encode(Placed(told.text, [(word.start, word.end, *word.box) for word in told.words]))

    def _examined(self, what: Pictured) -> bytes:
        told = self._ask(what, wire.TraitsJob(*self._about(what)), [], "This file could not be examined")
        if not isinstance(told, wire.TraitsSeen):
            raise _speaks_out_of_turn()
        seen = [(one.key, one.value, one.where) for one in told.traits]
        return msgspec.msgpack.encode(Examination(seen, list(told.gaps)))

    def _about(self, what: Pictured) -> tuple[int, str, str, tuple[str, ...], dict[str, int | float]]:
        passwords = (what.password,) if what.password else ()
        return what.size, what.suffix, what.media_type, passwords, wire.limits_as_numbers(self._limits)

    def _ask(
        self, what: Pictured, job: wire.ToChild, further: list[int], failure: str = "This page could not be drawn"
    ) -> wire.FromChild:
        try:
            original = self._case.open_originals().open(what.sha256)
        except PermissionError as error:
            raise NotFoundError("You may not read this original.", "Ask the owner of the case.") from error
        try:
            with self._helpers.child_for(what.sha256) as child:
                child.send(job, [original, *further])
                told = child.receive(Deadline(DRAW_SECONDS))
        except ChildLostError as error:
            raise PageNotDrawnError(f"{failure}: {error.reason}.", _READ_TEXT) from error
        finally:
            os.close(original)
        if isinstance(told, wire.NotDone):
            raise PageNotDrawnError(f"{failure}: {told.reason}.", _READ_TEXT)
        return told


_READ_TEXT = "Its text, if it has any, can still be read."


def sweep(folder: Path, most_bytes: int) -> None:
    """Delete the oldest files below ``folder`` until what is left takes no more than ``most_bytes``."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # another thread may be sweeping
            status = path.stat()
            if path.is_file():
                found.append((status.st_mtime_ns, status.st_size, path))
    room = most_bytes
    for _, size, path in sorted(found, reverse=True):
        room -= size
        if room < 0:
            path.unlink(missing_ok=True)


def _as_png(drawn: wire.Drawn, canvas: int, limits: Limits) -> bytes:
    """The pixels in ``canvas`` as PNG. What a child says of them is believed only within bounds."""
    mode = _MODES.get(drawn.channels)
    size = drawn.width * drawn.height * drawn.channels
    if mode is None or drawn.width * drawn.height > limits.render_pixels * 2 or os.fstat(canvas).st_size < size:
        raise _speaks_out_of_turn()
    image = Image.frombytes(mode, (drawn.width, drawn.height), os.pread(canvas, size, 0))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_PNG_EFFORT)
    return out.getvalue()


def _cut(png: bytes, box: tuple[float, float, float, float]) -> bytes:
    """The part of a picture of ours within ``box``."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            wide, high = image.size
            left, top, right, bottom = box
            edges = (int(left * wide), int(top * high), max(1, int(right * wide)), max(1, int(bottom * high)))
            out = io.BytesIO()
            image.crop(edges).save(out, "PNG", compress_level=_PNG_EFFORT)
    except (OSError, ValueError, SyntaxError) as error:  # a picture that a full disk cut short
        raise PageNotDrawnError("The picture of this page is damaged.", _READ_TEXT) from error
    return out.getvalue()


def _is_sound(word: wire.WordBox, text: str) -> bool:
    inside = all(isfinite(side) and 0 <= side <= 1 for side in word.box)
    return inside and 0 <= word.start <= word.end <= len(text)


def _speaks_out_of_turn() -> PageNotDrawnError:
    return PageNotDrawnError("This page could not be drawn: the drawing process sent something malformed.", _READ_TEXT)


class _Helpers:
    """The nursery and the children seated; each child sees one original only."""

    def __init__(self, start: Callable[[], NurseryHandle] | None, limits: Limits, derived: Path) -> None:
        self._start = start
        self._derived = derived
        self._settings = ChildSettings(library_folders(), limits.reader_memory, CPU_SECONDS)
        self._lock = threading.Lock()
        self._free = threading.Semaphore(SEATS)
        self._seats: list[_Seat] = []
        self._nursery: NurseryHandle | None = None
        self._scratch: Path | None = None
        self._closed = False

    def wake(self) -> None:
        """Start the nursery if it is not there. What hinders it is told to whoever asks for a page."""
        with suppress(MunimentError, OSError):
            self._awake()

    def _awake(self) -> NurseryHandle:
        with self._lock:
            if self._closed:
                raise PageNotDrawnError("The workbench is closing.", "Start it again with: muniment serve")
            if self._nursery is None:
                self._scratch = self._scratch or _new_scratch(self._derived)
                nursery = self._start() if self._start else _started(self._scratch)
                if missing := missing_essentials(nursery.protections):
                    nursery.close()
                    raise PageNotDrawnError(
                        f"Pages cannot be drawn safely here: {missing}.",
                        "Run: muniment doctor, which says what is missing.",
                    )
                self._nursery = nursery
            return self._nursery

    @contextmanager
    def child_for(self, sha256: str) -> Iterator[Child]:
        """A child that has seen this original only; it is ended unless all went well."""
        if not self._free.acquire(timeout=SEAT_SECONDS):
            raise PageNotDrawnError("Too many pages wait to be drawn.", "Wait a moment, then load the page again.")
        try:
            seat = self._seat(sha256)
            went_well = False
            try:
                yield seat.child
                went_well = True
            finally:
                self._leave(seat, went_well=went_well)
        finally:
            self._free.release()

    def _seat(self, sha256: str) -> "_Seat":
        with self._lock:
            same = next((seat for seat in self._seats if seat.sha256 == sha256), None)
            if same is not None:
                self._seats.remove(same)
                return same
            worn = self._seats.pop(0) if len(self._seats) >= SEATS else None
        if worn is not None:
            worn.close()
        return self._new_seat(sha256)

    def _new_seat(self, sha256: str) -> "_Seat":
        for _ in range(2):
            nursery = self._awake()
            assert self._scratch is not None
            folder = self._scratch / secrets.token_hex(8)
            folder.mkdir(mode=0o700)
            try:
                child = nursery.child(self._settings, folder)
                child.wait_until_ready(Deadline(READY_SECONDS))
            except ChildLostError:
                shutil.rmtree(folder, ignore_errors=True)
                self._forget(nursery)
            else:
                return _Seat(sha256, child, folder)
        raise PageNotDrawnError(
            "The process that draws pages has gone.", "Load the page again; or run: muniment doctor"
        )

    def _forget(self, nursery: NurseryHandle) -> None:
        with self._lock:
            if self._nursery is nursery:
                self._nursery = None
        nursery.close()

    def _leave(self, seat: "_Seat", *, went_well: bool) -> None:
        seat.pages += 1
        with self._lock:
            if went_well and not self._closed and seat.pages < PAGES_PER_CHILD and len(self._seats) < SEATS:
                self._seats.append(seat)
                return
        seat.close()

    def close(self) -> None:
        """End the children and the nursery, and remove what they left."""
        with self._lock:
            self._closed = True
            seats, self._seats = self._seats, []
            nursery, self._nursery = self._nursery, None
        for seat in seats:
            seat.close()
        if nursery is not None:
            nursery.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


@dataclass(slots=True)
class _Seat:
    """One child, the one original it has seen, and its scratch folder."""

    sha256: str
    child: Child
    scratch: Path
    pages: int = 0

    def close(self) -> None:
        self.child.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _new_scratch(derived: Path) -> Path:
    """A folder for the children, within the case, whose disk may be encrypted; what killed servers left there goes."""
    if not os.access(derived, os.W_OK):
        return Path(tempfile.mkdtemp(prefix=_SCRATCH))
    for leftover in derived.glob(f"{_SCRATCH}*"):
        owner = leftover.name.removeprefix(_SCRATCH).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(leftover, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-", dir=derived))


def _started(scratch: Path) -> NurseryHandle:
    """The nursery behind the kernel's own protections or, where Landlock is missing, behind bubblewrap."""
    if landlock_is_there() or not bubblewrap.works():
        return NurseryHandle()
    return NurseryHandle(prefix=bubblewrap.command(library_folders(), scratch))
