"""Pictures of pages, where words stand on them, and what files say of their making.

All is made in the sandbox and kept in ``derived/pictures`` until swept.
"""

import io
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import IntEnum
from math import isfinite
from pathlib import Path
from typing import TypeVar

import msgspec
from PIL import Image

from muniment.adapters.case_folder import CaseFolder
from muniment.app.helpers import Helper, Helpers, StartNursery
from muniment.errors import MunimentError, NotFoundError, PageNotDrawnError, SandboxMissingError
from muniment.limits import MIB, Limits
from muniment.model import Word
from muniment.read.examine.trait import EDITION, Key, Trait
from muniment.read.formats.pages.pictures import PICTURE_TYPES
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import ChildLostError
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

CPU_SECONDS = 600
"""Processor time after which the kernel ends a child even if we have forgotten it."""

MOST_CACHED_BYTES = 2048 * MIB
"""Room for pictures kept: some 5,000 pages. The oldest go first."""

WRITES_BETWEEN_SWEEPS = 100
"""Pictures written before the room they take is looked at again: listing the folder takes longer than a picture."""

_Told = TypeVar("_Told", bound=wire.Message)

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

    def told(self, limits: Limits) -> tuple[int, str, str, tuple[str, ...], dict[str, int | float]]:
        """What every job about a file begins with; see ``wire.FileJob``."""
        passwords = (self.password,) if self.password else ()
        return self.size, self.suffix, self.media_type, passwords, wire.limits_as_numbers(limits)


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

    def __init__(self, case: CaseFolder, start: StartNursery | None = None) -> None:
        self._case = case
        self._folder = case.derived / "pictures"
        self._limits = read_settings(case.folder).limits
        self._helpers = Helpers(case.derived, start=start)
        self._seats = _Seats(self._helpers, self._limits.reader_memory)
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
        threading.Thread(target=self._woken, name="pictures-wake", daemon=True).start()

    def _woken(self) -> None:
        with suppress(MunimentError, OSError, ChildLostError):  # it is told to whoever asks for a page
            self._helpers.wake()

    def close(self) -> None:
        """End every helper."""
        self._seats.close()
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
            job = wire.ShowJob(*what.told(self._limits), number, size.value)
            told = self._ask(what, job, [canvas], wire.Drawn)
            return _as_png(told, canvas, self._limits)
        finally:
            os.close(canvas)

    def _placed(self, what: Pictured, number: int) -> bytes:
        told = self._ask(what, wire.PlacesJob(*what.told(self._limits), number), [], wire.Placed)
        if not all(_is_sound(word, told.text) for word in told.words):
            raise _speaks_out_of_turn()
        return msgspec.msgpack.encode(Placed(told.text, [(word.start, word.end, *word.box) for word in told.words]))

    def _examined(self, what: Pictured) -> bytes:
        job = wire.TraitsJob(*what.told(self._limits))
        told = self._ask(what, job, [], wire.TraitsSeen, "This file could not be examined")
        seen = [(one.key, one.value, one.where) for one in told.traits]
        return msgspec.msgpack.encode(Examination(seen, list(told.gaps)))

    def _ask(
        self,
        what: Pictured,
        job: wire.ToChild,
        further: list[int],
        wanted: type[_Told],
        failure: str = "This page could not be drawn",
    ) -> _Told:
        try:
            original = self._case.open_originals().open(what.sha256)
        except PermissionError as error:
            raise NotFoundError("You may not read this original.", "Ask the owner of the case.") from error
        try:
            with self._seats.one(what.sha256) as helper:
                told = helper.ask(what.sha256, job, [original, *further], wanted, DRAW_SECONDS)
        except ChildLostError as error:
            raise PageNotDrawnError(f"{failure}: {error.reason}.", _READ_TEXT) from error
        except SandboxMissingError as error:
            raise PageNotDrawnError(error.message, error.advice) from error
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


class _Seats:
    """The helpers that draw: whoever asks about an original gets the one that has it open, or else the most rested."""

    def __init__(self, helpers: Helpers, memory: int) -> None:
        self._lock = threading.Lock()
        self._free = threading.Semaphore(SEATS)
        self._rested = [Helper(helpers, memory, CPU_SECONDS) for _ in range(SEATS)]

    @contextmanager
    def one(self, sha256: str) -> Iterator[Helper]:
        """A helper for as long as the context lasts. Raises ``PageNotDrawnError`` if none gets free."""
        if not self._free.acquire(timeout=SEAT_SECONDS):
            raise PageNotDrawnError("Too many pages wait to be drawn.", "Wait a moment, then load the page again.")
        with self._lock:
            helper = next((one for one in self._rested if one.original == sha256), self._rested[0])
            self._rested.remove(helper)
        try:
            yield helper
        finally:
            with self._lock:
                self._rested.append(helper)
            self._free.release()

    def close(self) -> None:
        """End those that rest; the others end with the process that they were forked from."""
        with self._lock:
            for helper in self._rested:
                helper.close()
