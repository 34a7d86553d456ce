"""One reading of one document: each reader that knows the type has a go until one gives something worth keeping."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from muniment.limits import Limits
from muniment.model import State
from muniment.read.garbled import looks_garbled
from muniment.read.reader import (
    Document,
    Found,
    MemberFound,
    PageFound,
    Reader,
    ReadingStopped,
    Refused,
    Shortfall,
)


@dataclass(frozen=True, slots=True)
class AttemptBegun:
    """The reader named has a go; what follows is its."""

    reader: str
    version: str


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    """How the attempt that began last ended."""

    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingEnded:
    """The reading is over. ``kept`` counts from 0 which attempt's findings stand (-1: none was made)."""

    kept: int
    state: State
    reason: str


Step = AttemptBegun | Found | AttemptEnded | ReadingEnded

_FINAL = frozenset({State.LOCKED, State.REFUSED})
"""Ends that no other reader can better: they too would need the password, or pass the limit."""

_WORTH = {State.LOCKED: 5, State.REFUSED: 4, State.DAMAGED: 3, State.EMPTY: 2, State.FAILED: 1, State.UNSUPPORTED: 0}
"""When no reader gave anything: which end tells the user most. Higher is better."""


@dataclass(slots=True)
class _Tally:
    """What one attempt has given so far."""

    chars: int = 0
    all_chars: int = 0
    pages: int = 0
    members: int = 0
    members_with_bytes: int = 0
    to_recognise: int = 0
    garbled_pages: int = 0
    shortfalls: list[str] | None = None
    stop: ReadingStopped | None = None

    def count(self, found: Found) -> None:
        if isinstance(found, PageFound):
            self.pages += 1
            self.chars += len(found.text.strip())
            self.all_chars += len(found.text)
            self.to_recognise += bool(found.wants_ocr)
            self.garbled_pages += looks_garbled(found.text)
        elif isinstance(found, MemberFound):
            self.members += 1
            self.members_with_bytes += found.content is not None
        elif isinstance(found, Shortfall):
            self.shortfalls = [*(self.shortfalls or []), found.reason]

    @property
    def is_useful(self) -> bool:
        sound_pages = self.pages - self.garbled_pages
        return bool(self.members or self.to_recognise or (self.chars and sound_pages))

    def end(self) -> tuple[State, str]:
        """The state and reason this attempt ends in."""
        found_something = bool(self.chars or self.members_with_bytes or self.to_recognise)
        reasons = list(self.shortfalls or [])
        if self.stop is not None:
            reasons.append(self.stop.reason)
            state = State.PARTIAL if found_something and self.stop.state is not State.EMPTY else self.stop.state
            return state, "; ".join(reasons)
        if reasons:
            return (State.PARTIAL if found_something else State.DAMAGED), "; ".join(reasons)
        if not found_something and not self.members:
            return State.EMPTY, "there is nothing to read in this file"
        if self.pages and self.garbled_pages == self.pages and not self.members:
            return State.PARTIAL, "the file does not say which letters its signs stand for, so its words cannot be told"
        return State.READ, ""


def read_document(document: Document, readers: tuple[Reader, ...], skip: int = 0) -> Iterator[Step]:
    """Try ``readers`` in turn (but not the first ``skip``), yielding all they find and last one ``ReadingEnded``.

    A reader that gives nothing, or only rubbish, makes way for the next. An unexpected exception ends that attempt
    only and its class is named in the reason; nothing is swallowed.
    """
    best: tuple[tuple[int, int], ReadingEnded] | None = None
    for number, reader in enumerate(readers[skip:], skip):
        if best is not None and best[1].state is State.EMPTY and getattr(reader, "only_after_failure", False):
            break  # a reader that knows the format found it blank: guessing at its bytes would find rubbish
        yield AttemptBegun(reader.name, reader.version)
        tally = _Tally()
        yield from _attempt(document, reader, tally)
        state, reason = tally.end()
        yield AttemptEnded(state, reason)
        ended = ReadingEnded(number, state, reason)
        if tally.is_useful or state in _FINAL:
            yield ended
            return
        rank = (tally.chars > 0, _WORTH.get(state, 0))
        if best is None or rank > best[0]:
            best = (rank, ended)
    unknown = f"no reader for files of this kind ({document.media_type}) is built in"
    yield best[1] if best else ReadingEnded(-1, State.UNSUPPORTED, unknown)


def _attempt(document: Document, reader: Reader, tally: _Tally) -> Iterator[Found]:
    try:
        for found in _within_limits(reader.read(document), document.limits, tally):
            tally.count(found)
            yield found
    except ReadingStopped as stop:
        tally.stop = stop
    except MemoryError:
        tally.stop = _OutOfMemory("the reader needed more memory than it is allowed")
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - anything at all, Rust panics included; the class is told
        tally.stop = _Crashed(
            f"the {reader.name} reader stopped at something it did not expect ({type(error).__name__})"
        )


def _within_limits(items: Iterator[Found], limits: Limits, tally: _Tally) -> Iterator[Found]:
    for found in items:
        if not isinstance(found, PageFound):
            yield found
            continue
        if tally.pages >= limits.pages:
            raise Refused(f"it has more than {limits.pages:,} pages, the limit; the rest is not read")
        if tally.all_chars + len(found.text) > limits.document_chars:
            raise Refused(f"it holds more than {limits.document_chars:,} characters, the limit for one document")
        if len(found.text) > limits.page_chars:
            yield replace(found, text=found.text[: limits.page_chars], words=())
            yield Shortfall(f"page {found.number}: only its first {limits.page_chars:,} characters, the limit")
        else:
            yield found


class _OutOfMemory(ReadingStopped):
    state = State.REFUSED


class _Crashed(ReadingStopped):
    state = State.FAILED
