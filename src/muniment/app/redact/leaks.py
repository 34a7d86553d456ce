"""Looking for failed redactions in a PDF: every page and all that the file holds, in the sandbox."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Self

import msgspec

from muniment.app.helpers import MALFORMED, Helper, Helpers, StartNursery, lost
from muniment.errors import NotLookedAtError, UsageError
from muniment.limits import Limits
from muniment.model import State
from muniment.read.ocr.recogniser import DPI
from muniment.read.sandbox import messages as read_wire
from muniment.read.sandbox.pool import ChildLostError, Deadline
from muniment.redact.leaks import wire
from muniment.redact.leaks.report import Kind, Leak, NotChecked, Report
from muniment.redact.leaks.terms import MOST_WRAPPED, TermFinder

TOOLS = "muniment.redact.leaks.toolbox:TOOLS"

PAGES_AT_A_TIME = 16
"""Pages asked for with one question: opening a file anew costs as much as a page or two."""

PAGE_SECONDS = 120.0
"""How long one page may take: a second as a rule, a minute for a map of a hundred thousand lines."""

FILE_SECONDS = 600.0
"""How long each part of the look at the file apart from its pages may take."""

CPU_SECONDS = 3_600

MOST_TERMS = 20_000
"""Terms of one list: a register of protected persons with all their forms has some thousand."""

_NOTHING_YET: Mapping[int, str] = MappingProxyType({})

CHECKED = (
    "words below boxes, shapes, pictures and annotations, and words that shine through them",
    "marks for redaction that were never applied",
    "words in the colour of what they stand on, never painted, of no size, beside the page or cut off",
    "layers that are switched off",
    "earlier revisions, and objects that nothing refers to any more",
    "attached files, form values, annotations, bookmarks, links, names, scripts, private data, text for reading aloud",
    "what the file says about itself, in its properties and in XMP",
    "thumbnails",
    "pictures that are whole below a box, that go on outside what is shown, or are made coarse or blurred",
    "small pictures inside photographs, print that shines through bars or is cut out by masks",
)

CHECKED_WITH_TERMS = (
    "terms on the pages, in every string, name and stream, in any usual encoding",
    "gaps between words that only some of the terms fit into",
)


@dataclass(slots=True)
class _Findings:
    leaks: list[Leak] = field(default_factory=list)
    notes: list[Leak] = field(default_factory=list)
    gaps: list[NotChecked] = field(default_factory=list)
    blind: list[NotChecked] = field(default_factory=list)
    """What recognition cannot make out, as ever: handwriting, scripts whose data are missing."""
    hidden: list[str] = field(default_factory=list)
    looks_redacted: bool = False


class Looker:
    """Looks at PDF files, one after another. Starts its helpers when first needed; close it when done."""

    def __init__(self, limits: Limits | None = None, start: StartNursery | None = None) -> None:
        self.limits = limits or Limits()
        self.helpers = Helpers(start=start, tools=TOOLS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the helpers and remove what they left."""
        self.helpers.close()

    def look(
        self,
        file: Path | bytes,
        terms: Sequence[str] = (),
        *,
        name: str = "",
        passwords: tuple[str, ...] = (),
        recognise: bool = True,
        recognised: Mapping[int, str] = _NOTHING_YET,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> Report:
        """Everything found in ``file``, a path or the bytes of a PDF.

        ``recognise`` reads the pixels of each page too, if there are terms to look for in them; ``recognised`` has what
        was read in the very pixels of some pages already, by their numbers: see ``PublishedPage.recognised``.
        ``progress`` is told how many pages of how many are done. Raises ``NotLookedAtError``, ``SandboxMissingError``,
        ``UsageError``.
        """
        wanted = _terms(terms)
        with _opened(file) as descriptor:
            one = _Look(self, descriptor, wanted, passwords, recognise=recognise, progress=progress)
            return one.report(name or (str(file) if isinstance(file, Path) else ""), recognised)


def look(
    file: Path | bytes,
    terms: Sequence[str] = (),
    *,
    name: str = "",
    passwords: tuple[str, ...] = (),
    recognise: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """Everything found in one file; see ``Looker.look``, which is cheaper for several."""
    with Looker() as looker:
        return looker.look(file, terms, name=name, passwords=passwords, recognise=recognise, progress=progress)


def read_terms(file: Path) -> tuple[str, ...]:
    """The terms in a text file, one on a line, each once. Raises ``UsageError``."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read as text ({error}).", "Save it as UTF-8, one term on a line."
        ) from error
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _terms(terms: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(term.strip() for term in terms if term.strip()))
    if len(wanted) > MOST_TERMS:
        raise UsageError(
            f"{len(wanted):,} terms are more than the {MOST_TERMS:,} that can be looked for.", "Split them."
        )
    return wanted


@contextmanager
def _opened(file: Path | bytes) -> Iterator[int]:
    if isinstance(file, bytes):
        descriptor = os.memfd_create("leaks", os.MFD_CLOEXEC)
        with os.fdopen(os.dup(descriptor), "wb") as out:
            out.write(file)
    else:
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise UsageError(
                f"{file} cannot be opened ({error.strerror}).", "Name a PDF file that you may read."
            ) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class _Look:
    """One file being looked at."""

    def __init__(
        self,
        looker: Looker,
        descriptor: int,
        terms: tuple[str, ...],
        passwords: tuple[str, ...],
        *,
        recognise: bool,
        progress: Callable[[int, int], None],
    ) -> None:
        self._looker = looker
        self._descriptor = descriptor
        self._terms = terms
        self._passwords = passwords
        self._recognise = recognise
        self._progress = progress
        self._size = os.fstat(descriptor).st_size
        self._found = _Findings()

    def report(self, name: str, recognised: Mapping[int, str]) -> Report:
        found, pages = self._found, self._count()
        for first in range(1, pages + 1, PAGES_AT_A_TIME):
            self._pages(first, min(pages, first + PAGES_AT_A_TIME - 1))
            self._progress(min(pages, first + PAGES_AT_A_TIME - 1), pages)
        self._rest()
        self._in_pixels(pages, recognised)
        checked = (*CHECKED, *CHECKED_WITH_TERMS) if self._terms else CHECKED
        if self._terms and self._recognise:
            checked = (*checked, "terms in the pixels of the pages, as recognition reads them")
        return Report(
            name,
            _sha256(self._descriptor),
            pages,
            _sorted(_without_echoes(found.leaks)),
            _sorted(note for note in found.notes if note not in found.leaks),
            checked,
            tuple(dict.fromkeys((*found.gaps, *found.blind, *_always_open(self._terms, recognise=self._recognise)))),
            is_complete=not found.gaps,
        )

    # questions --------------------------------------------------------------------------------------------------------

    def _count(self) -> int:
        try:
            replies = list(self._ask(wire.AskCount(), PAGE_SECONDS))
        except ChildLostError as error:
            raise _not_looked_at(error.reason) from error
        if len(replies) != 1 or not isinstance(replies[0], wire.PagesCounted):
            raise _not_looked_at(MALFORMED)
        if replies[0].count > self._looker.limits.pages:
            raise NotLookedAtError(f"It has {replies[0].count:,} pages, more than are allowed.", "Split it.")
        return replies[0].count

    def _pages(self, first: int, last: int) -> None:
        """Look at pages; where the process is lost, only the page at fault is missed, and the next go on."""
        while first <= last:
            first += self._pages_in_a_row(first, last)

    def _pages_in_a_row(self, first: int, last: int) -> int:
        """How many pages were dealt with: all, or those up to the one that could not be looked at."""
        expected = first
        try:
            for reply in self._ask(wire.AskPages(first, last, self._terms), PAGE_SECONDS):
                if expected > last or not isinstance(reply, wire.PageSeen) or reply.page != expected:
                    break
                expected += 1
                self._take(reply)
                self._found.hidden.extend(reply.hidden)
                self._found.looks_redacted |= reply.looks_redacted
        except ChildLostError as error:
            reason = error.reason
        else:
            reason = MALFORMED
        if expected <= last:
            self._found.gaps.append(NotChecked(f"page {expected}", reason))
        return expected + 1 - first

    def _rest(self) -> None:
        hidden = tuple(dict.fromkeys(self._found.hidden))[: wire.MAX_WORDS]
        question = wire.AskFile(self._terms, hidden, self._found.looks_redacted)
        what = "what the file holds apart from its pages"
        try:
            for reply in self._ask(question, FILE_SECONDS):
                if isinstance(reply, wire.FileSeen):
                    self._take(reply)
                else:
                    self._found.gaps.append(NotChecked(what, MALFORMED))
        except ChildLostError as error:
            self._found.gaps.append(NotChecked(what, error.reason))

    def _take(self, reply: wire.PageSeen | wire.FileSeen) -> None:
        self._found.leaks.extend(map(_checked, reply.leaks))
        self._found.notes.extend(map(_checked, reply.notes))
        self._found.gaps.extend(NotChecked(gap.what, gap.why) for gap in reply.gaps)

    def _ask(self, question: wire.Question, seconds: float) -> Iterator[wire.Reply]:
        looker = self._looker
        with closing(looker.helpers.child(looker.limits.reader_memory, CPU_SECONDS)) as seat:
            child = seat.child
            child.send(read_wire.ExamineJob(*self._about(), wire.encode(question)), [self._descriptor])
            while True:
                told = child.receive(Deadline(seconds))
                if isinstance(told, read_wire.Examined):
                    return
                if isinstance(told, read_wire.NotDone):
                    raise ChildLostError(told.reason)
                if not isinstance(told, read_wire.Answer):
                    raise ChildLostError("the looking process spoke out of turn")
                try:
                    reply = wire.decode_untrusted(told.body)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise ChildLostError(MALFORMED) from error
                yield reply

    def _about(self) -> tuple[int, str, str, tuple[str, ...], dict[str, int | float]]:
        limits = read_wire.limits_as_numbers(self._looker.limits)
        return self._size, ".pdf", "application/pdf", self._passwords, limits

    # pixels -----------------------------------------------------------------------------------------------------------

    def _in_pixels(self, pages: int, recognised: Mapping[int, str]) -> None:
        """Terms that recognition reads in the pages."""
        finder = TermFinder(self._terms)
        if not finder or not self._recognise:
            return
        shown = {(leak.page, leak.found) for leak in self._found.leaks if leak.kind is Kind.TERM_ON_PAGE}
        for number, text in self._read_in_pixels(pages, recognised):
            for term in finder.in_text(text):
                if (number, term.term) not in shown:
                    says = "A term can be read in the pixels of the page."
                    self._found.leaks.append(Leak(number, None, Kind.TERM_IN_PICTURE, term.term, says, certain=True))

    def _read_in_pixels(self, pages: int, recognised: Mapping[int, str]) -> Iterator[tuple[int, str]]:
        """What recognition reads in each page: one child draws, another, which never sees the file, reads."""
        helpers, limits = self._looker.helpers, self._looker.limits
        with (
            closing(Helper(helpers, limits.reader_memory, CPU_SECONDS)) as drawer,
            closing(Helper(helpers, limits.ocr_memory, CPU_SECONDS)) as reader,
        ):
            for number in range(1, pages + 1):
                if number in recognised:
                    yield number, recognised[number]
                    continue
                read = self._read(drawer, reader, number)
                if isinstance(read, read_wire.Recognised):
                    yield number, read.text
                else:
                    missed = self._found.blind if read.state is State.PARTIAL else self._found.gaps
                    missed.append(NotChecked(f"the pixels of page {number}", read.reason))

    def _read(self, drawer: Helper, reader: Helper, number: int) -> read_wire.Recognised | read_wire.NotDone:
        limits, canvas = self._looker.limits, os.memfd_create("page", os.MFD_CLOEXEC)
        try:
            job = read_wire.RenderJob(*self._about(), number, DPI)
            drawn = drawer.ask("", job, [self._descriptor, canvas], read_wire.Drawn, PAGE_SECONDS)
            if isinstance(drawn, read_wire.NotDone):
                return drawn
            size = drawn.width * drawn.height * drawn.channels
            if drawn.width * drawn.height > limits.render_pixels * 2 or os.fstat(canvas).st_size < size:
                return read_wire.NotDone(State.FAILED, MALFORMED)
            sight = read_wire.RecogniseJob(drawn.width, drawn.height, drawn.channels, ())
            return reader.ask("", sight, [canvas], read_wire.Recognised, limits.ocr_seconds)
        except ChildLostError as error:
            return lost(error)
        finally:
            os.close(canvas)


def _checked(untrusted: wire.SeenLeak) -> Leak:
    place = untrusted.place
    if place is not None and not all(map(isfinite, place)):
        place = None
    return Leak(untrusted.page, place, untrusted.kind, untrusted.found, untrusted.says, untrusted.certain)


def _always_open(terms: tuple[str, ...], *, recognise: bool) -> Iterator[NotChecked]:
    if not terms:
        yield NotChecked("terms in the pixels, in other encodings and by their width", "no list of terms was given")
    elif not recognise:
        yield NotChecked("terms in the pixels of the pages", "it was asked not to")
    if len(terms) > MOST_WRAPPED:
        yield NotChecked("terms in hexadecimal, Base64 and other codes", f"there are more than {MOST_WRAPPED} of them")
    yield NotChecked("what a blur hides in a photograph", "only in scans of print can a blur be told from what is soft")


def _sorted(leaks: Iterator[Leak] | list[Leak]) -> tuple[Leak, ...]:
    once = dict.fromkeys(leaks)
    return tuple(sorted(once, key=lambda leak: (leak.page or 1 << 32, leak.place or (0.0, 0.0, 0.0, 0.0), leak.kind)))


def _without_echoes(leaks: list[Leak]) -> Iterator[Leak]:
    """The leaks without terms found in the bytes of the file that were found elsewhere with their place as well."""
    elsewhere = [leak.found.casefold() for leak in leaks if leak.kind is not Kind.TERM_IN_FILE]
    for leak in leaks:
        is_echo = leak.kind is Kind.TERM_IN_FILE and any(leak.found.casefold() in found for found in elsewhere)
        if not is_echo:
            yield leak


def _sha256(descriptor: int) -> str:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_looked_at(reason: str) -> NotLookedAtError:
    return NotLookedAtError(
        f"The file could not be looked at: {reason}.", "Nothing is known about it: do not take it for free of leaks."
    )
