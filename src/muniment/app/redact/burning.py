"""Making published pages from covered ones: drawn in the sandbox, filled, encoded, and recognised anew."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from queue import SimpleQueue
from typing import Self

import numpy as np

from muniment.adapters.case_folder import CaseFolder
from muniment.app.helpers import MALFORMED, Helper, Helpers, StartNursery, lost
from muniment.app.pictures import DRAWN_TYPES, Pictured
from muniment.errors import PageNotDrawnError
from muniment.limits import Limits
from muniment.model import PageKind, Word
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import ChildLostError
from muniment.redact.bands import Grey
from muniment.redact.burning import Burnt, burn_drawn, hidden_of_each, joined, parts_of, shown_words
from muniment.redact.grid import possible_names
from muniment.redact.image import LONG_SIDE, encoded, greys_of, without_idle_colour
from muniment.redact.marks import Form, Image, Mode, PageSource, PublishedPage, ShownWord
from muniment.redact.paper import burn_text
from muniment.settings import read_settings

LANES = 2
"""Pages made at the same time, each by a thread of ours and a child that draws; more where there are more cores."""

AHEAD = 2
"""Pages for each lane that may wait, finished, for the one before them: bounds memory whatever the pages' number."""

DRAW_SECONDS = 120.0
CPU_SECONDS = 36_000

_ADVICE = "Publish its words without its picture, or leave it out."


class Burner:
    """Makes published pages of originals of one case. Starts its helpers when first needed; close it when done."""

    def __init__(self, case: CaseFolder, *, lanes: int = 0, start: StartNursery | None = None) -> None:
        self._case = case
        self._limits = read_settings(case.folder).limits
        self._lanes = lanes or max(LANES, len(os.sched_getaffinity(0)))
        self.helpers = Helpers(case.derived, start=start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the helpers and remove what they left."""
        self.helpers.close()

    def burn(
        self,
        what: Pictured,
        pages: Iterable[PageSource],
        mode: Mode = Mode.LINE,
        *,
        languages: tuple[str, ...] = (),
        recognise: bool = True,
        names: Sequence[str] = (),
        are_drawn: Callable[[PageSource], bool] = lambda _page: True,
    ) -> Iterator[PublishedPage]:
        """The published pages of one original, in the order given, made a few at a time.

        Several readings of one page (printed, recognised) must follow one another: the picture of each is covered by
        the covers of all.

        ``recognise`` reads the words of covered scans anew, from the covered pixels; without it such pages have no
        words to be copied. ``names`` are tried in the holes of mode ``GRID``; how many fit is told in the notes of a
        page. ``are_drawn`` says which pages have a picture; the others are set as text. Raises
        ``PageNotDrawnError``, ``SandboxMissingError``.
        """
        queue: SimpleQueue[_Lane] = SimpleQueue()
        lanes = [_Lane(self, what, languages, names, recognise=recognise) for _ in range(self._lanes)]
        for lane in lanes:
            queue.put(lane)

        def make(readings: list[PageSource]) -> list[PublishedPage]:
            if what.media_type not in DRAWN_TYPES or not are_drawn(readings[0]):
                return [burn_text(page, mode) for page in readings]
            lane = queue.get()
            try:
                return lane.pages(readings, mode)
            finally:
                queue.put(lane)

        waiting: deque[Future[list[PublishedPage]]] = deque()
        with ThreadPoolExecutor(self._lanes, "burning") as pool:
            try:
                for _, readings in groupby(pages, lambda page: (page.number, are_drawn(page))):
                    waiting.append(pool.submit(make, list(readings)))
                    if len(waiting) > AHEAD * self._lanes:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
                pool.shutdown()
                for lane in lanes:
                    lane.close()

    @property
    def limits(self) -> Limits:
        """The limits in force."""
        return self._limits

    @contextmanager
    def original(self, sha256: str) -> Iterator[int]:
        """The bytes of an original, to be read only."""
        descriptor = self._case.open_originals().open(sha256)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The words that can be seen on a covered page, why there are none, and all that recognition read, if asked."""

    words: tuple[ShownWord, ...] = ()
    note: str = ""
    recognised: str | None = None


class _Lane:
    """What makes one page after another: a child that draws, and one that recognises and never sees the original."""

    def __init__(
        self, burner: Burner, what: Pictured, languages: tuple[str, ...], names: Sequence[str], *, recognise: bool
    ) -> None:
        self._burner = burner
        self._what = what
        self._languages = languages
        self._names = names
        self._recognise = recognise
        self._drawer = Helper(burner.helpers, burner.limits.reader_memory, CPU_SECONDS)
        self._reader = Helper(burner.helpers, burner.limits.ocr_memory, CPU_SECONDS)
        self._canvas = os.memfd_create("page", os.MFD_CLOEXEC)  # kept: the kernel need not clear room for every page

    def close(self) -> None:
        self._drawer.close()
        self._reader.close()
        os.close(self._canvas)

    def pages(self, readings: list[PageSource], mode: Mode) -> list[PublishedPage]:
        """One page as it is published, once for each of its readings."""
        joint = joined(readings)
        burnt = burn_drawn(without_idle_colour(self._drawn(joint.number)), joint, mode)
        hidden = hidden_of_each(readings, burnt.hidden)
        richest = max(range(len(readings)), key=lambda at: len(readings[at].words))
        image = encoded(burnt.pixels)
        seen = self._seen(readings[richest], burnt, image, hidden[richest], is_covered=bool(joint.covers))
        betrayed = self._betrayed(joint, burnt) if mode is Mode.GRID else ""
        return [
            PublishedPage(
                source.number,
                source.kind,
                Form.DRAWN,
                parts_of(source, gone, is_covered=bool(joint.covers)),
                burnt.withheld,
                image,
                seen.words,
                notes=(*burnt.notes, *filter(None, [seen.note, betrayed])),
                label=source.label,
                recognised=seen.recognised,
            )
            for source, gone in zip(readings, hidden, strict=True)
        ]

    def _betrayed(self, source: PageSource, burnt: Burnt) -> str:
        if not self._names or not burnt.hidden:
            return ""
        size = burnt.pixels.shape[1], burnt.pixels.shape[0]
        return possible_names(self._names, source.text, source.words, burnt.hidden, size).says

    def _seen(
        self, source: PageSource, burnt: Burnt, image: Image, hidden: frozenset[int], *, is_covered: bool
    ) -> _Seen:
        if source.kind is PageKind.TEXT or not is_covered:
            return _Seen(shown_words(burnt.pixels, source.text, source.words, hidden))
        if not self._recognise:
            return _Seen(note="The words of this page cannot be copied: they were not recognised anew.")
        return self._recognised(greys_of(image))

    def _recognised(self, pixels: Grey) -> _Seen:
        """What recognition reads in the picture as it is published, packed and all."""
        grey = np.ascontiguousarray(pixels)
        high, wide = grey.shape
        with _canvas() as canvas:
            _write_all(canvas, grey)
            job = wire.RecogniseJob(wide, high, 1, self._languages)
            try:
                told = self._reader.ask("", job, [canvas], wire.Recognised, self._burner.limits.ocr_seconds)
            except ChildLostError as error:
                told = lost(error)
        if not isinstance(told, wire.Recognised) or not all(_is_sound(word, told.text) for word in told.words):
            reason = told.reason if isinstance(told, wire.NotDone) else MALFORMED
            return _Seen(note=f"The words of this page cannot be copied: {reason}.")
        words = [Word(word.start, word.end, word.box, word.confidence) for word in told.words]
        return _Seen(shown_words(pixels, told.text, words), recognised=told.text)

    def _drawn(self, number: int) -> Grey:
        what = self._what
        job = wire.ShowJob(*what.told(self._burner.limits), number, LONG_SIDE)
        with self._burner.original(what.sha256) as original:
            try:
                told = self._drawer.ask(what.sha256, job, [original, self._canvas], wire.Drawn, DRAW_SECONDS)
            except ChildLostError as error:
                raise PageNotDrawnError(f"Page {number} could not be drawn: {error.reason}.", _ADVICE) from error
            if isinstance(told, wire.NotDone):
                raise PageNotDrawnError(f"Page {number} could not be drawn: {told.reason}.", _ADVICE)
            return _pixels(told, self._canvas, number)


@contextmanager
def _canvas() -> Iterator[int]:
    descriptor = os.memfd_create("page", os.MFD_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, pixels: Grey) -> None:
    view = pixels.data.cast("B")
    while view:
        view = view[os.write(descriptor, view) :]


def _pixels(untrusted: wire.Drawn, canvas: int, number: int) -> Grey:
    """The pixels that a child has drawn; what it says of them is believed only within bounds."""
    if untrusted.channels in {1, 3}:
        size = untrusted.width * untrusted.height * untrusted.channels
        if max(untrusted.width, untrusted.height) <= LONG_SIDE + 1 and os.fstat(canvas).st_size >= size:
            flat = np.frombuffer(os.pread(canvas, size, 0), np.uint8)
            shape = (untrusted.height, untrusted.width)
            return flat.reshape(shape if untrusted.channels == 1 else (*shape, untrusted.channels))
    raise PageNotDrawnError(f"Page {number} could not be drawn: {MALFORMED}.", _ADVICE)


def _is_sound(word: wire.WordBox, text: str) -> bool:
    inside = all(isfinite(side) and 0 <= side <= 1 for side in word.box)
    return inside and 0 <= word.start <= word.end <= len(text)
