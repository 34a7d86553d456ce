"""Gathering what a child says about one file: checked, counted, and kept off our memory until it is settled."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

import msgspec

from muniment.acquire.names import suffix_of
from muniment.limits import Limits
from muniment.model import EntryKind, State, Word
from muniment.preserve.ledger import MemberRead, PageRead, ReadingDone
from muniment.preserve.originals import Incoming, OriginalStore
from muniment.read.sandbox import messages as wire

IN_MEMORY = 2 << 20
"""Bytes of findings kept in memory for one file; more goes to a temporary file."""

_PAGE_BYTES, _WORD_BYTES, _MEMBER_BYTES = 500, 400, 1_000
"""What records take in memory beside their texts, roughly and rather too much."""

MAX_FACTS = 2_000
"""Facts of one document: honest ones have some dozens."""

MAX_ATTEMPTS = 20
"""Readers that may try one file: no type has more than four."""

_SLACK = 2
"""Children obey the limits themselves; one that sends this many times more is lying."""


class LyingChildError(Exception):
    """What the child sent cannot be true, or passes a limit that it was told to keep."""


class _MemberRecord(msgspec.Struct, frozen=True, array_like=True):
    kind: EntryKind
    name: bytes
    modified: str
    size: int
    sha256: str
    suffix: str
    state: State | None
    reason: str
    caveat: str


_encoder = msgspec.msgpack.Encoder()
_pages = msgspec.msgpack.Decoder(wire.Page)
_members = msgspec.msgpack.Decoder(_MemberRecord)


R = TypeVar("R", bound=msgspec.Struct)


class _Spool(Generic[R]):
    """Records one after the other, read back in order: in memory while they are few, then in a file."""

    def __init__(self, folder: Path, decoder: msgspec.msgpack.Decoder[R]) -> None:
        self._folder = folder
        self._decoder = decoder
        self._first: list[R] = []
        self._room = IN_MEMORY
        self._file: IO[bytes] | None = None
        self.count = 0

    def add(self, record: R, size: int) -> None:
        """Keep ``record``, which takes some ``size`` bytes."""
        self.count += 1
        self._room -= size
        if self._file is None and self._room >= 0:
            self._first.append(record)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=str(self._folder))  # noqa: SIM115 - closed by ``close``
        body = _encoder.encode(record)
        self._file.write(wire.HEADER.pack(len(body)) + body)

    def records(self) -> Iterator[R]:
        """Everything kept, in order."""
        yield from self._first
        if self._file is not None:
            self._file.seek(0)
            while head := self._file.read(wire.HEADER.size):
                yield self._decoder.decode(self._file.read(wire.HEADER.unpack(head)[0]))

    def close(self) -> None:
        self._first.clear()
        if self._file is not None:
            self._file.close()


class _Attempt:
    """What one reader gave."""

    def __init__(self, reader: str, version: str, folder: Path) -> None:
        self.reader = reader
        self.version = version
        self.pages = _Spool(folder, _pages)
        self.members = _Spool(folder, _members)
        self.facts: dict[str, str] = {}
        self.password = ""
        self.chars = 0
        self.expanded = 0
        self.end = ""
        self._numbers: set[tuple[int, str]] = set()

    def numbered(self, page: wire.Page) -> wire.Page:
        """``page`` under a number that no other page of its kind has."""
        number = page.number
        while (number, page.kind) in self._numbers:
            number += 1
        self._numbers.add((number, page.kind))
        return page if number == page.number else msgspec.structs.replace(page, number=number)

    @property
    def worth(self) -> tuple[int, int]:
        """For comparing attempts: characters, then members and pages."""
        return self.chars, self.members.count + self.pages.count

    def close(self) -> None:
        self.pages.close()
        self.members.close()


@dataclass(slots=True)
class _Arriving:
    """A member whose bytes are on their way."""

    begin: wire.MemberBegin
    incoming: Incoming | None
    size: int = 0


class Harvest:
    """Takes a child's messages about one file and turns them into the outcome of its reading."""

    def __init__(self, originals: OriginalStore, size: int, limits: Limits, folder: Path) -> None:
        """``folder`` takes temporary files: findings are as confidential as the originals."""
        self._originals = originals
        self._limits = limits
        self._folder = folder
        self._may_expand_to = limits.may_expand_to(size)
        self._attempts: list[_Attempt] = []
        self._arriving: _Arriving | None = None
        self.media_type = "application/octet-stream"

    def take(  # noqa: C901 - one case for each message, nothing nested
        self, message: wire.FromChild
    ) -> wire.Ended | None:
        """Take one message; returns it if it is the last. Raises ``LyingChildError``."""
        match message:
            case wire.TypeTold():
                self.media_type = message.media_type
            case wire.Attempt():
                self._begin_attempt(message)
            case wire.Page():
                self._take_page(message)
            case wire.MemberBegin():
                self._begin_member(message)
            case wire.Chunk():
                self._take_chunk(message)
            case wire.MemberEnd():
                self._end_member(message)
            case wire.Fact():
                self._take_fact(message)
            case wire.Opened():
                self._current.password = message.password
            case wire.AttemptOver():
                self._current.end = (
                    f"{message.state.value}: {message.reason}" if message.reason else message.state.value
                )
            case wire.Short():
                pass  # summed up in ``Ended``
            case wire.Ended():
                return message
            case _:
                raise LyingChildError("the reading process spoke out of turn")
        return None

    @property
    def _current(self) -> _Attempt:
        if not self._attempts:
            raise LyingChildError("the reading process spoke out of turn")
        return self._attempts[-1]

    @property
    def attempts_begun(self) -> int:
        """How many readers had a go."""
        return len(self._attempts)

    def _begin_attempt(self, message: wire.Attempt) -> None:
        if len(self._attempts) >= MAX_ATTEMPTS:
            raise LyingChildError("the reading process tried too many readers")
        self._drop_arriving()
        self._attempts.append(_Attempt(message.reader, message.version, self._folder))

    def _take_page(self, page: wire.Page) -> None:
        attempt = self._current
        if any(not 0 <= word.start <= word.end <= len(page.text) for word in page.words):
            raise LyingChildError("the reading process sent something malformed")
        attempt.chars += len(page.text)
        if attempt.pages.count >= self._limits.pages * _SLACK or attempt.chars > self._limits.document_chars * _SLACK:
            raise LyingChildError("it holds more text than is allowed")
        attempt.pages.add(attempt.numbered(page), _PAGE_BYTES + 4 * len(page.text) + _WORD_BYTES * len(page.words))

    def _take_fact(self, fact: wire.Fact) -> None:
        facts = self._current.facts
        if len(facts) >= MAX_FACTS:
            raise LyingChildError("it tells more about itself than is allowed")
        name, count = fact.name, 1
        while name in facts:
            if facts[name] == fact.value:
                return
            count += 1
            name = f"{fact.name} ({count})"
        facts[name] = fact.value

    def _begin_member(self, begin: wire.MemberBegin) -> None:
        attempt = self._current
        if self._arriving is not None or attempt.members.count >= self._limits.members * _SLACK:
            raise LyingChildError("the reading process sent something malformed")
        self._arriving = _Arriving(begin, self._originals.begin() if begin.has_content else None)

    def _take_chunk(self, chunk: wire.Chunk) -> None:
        arriving = self._arriving
        if arriving is None or arriving.incoming is None:
            raise LyingChildError("the reading process sent something malformed")
        arriving.incoming.write(chunk.data)
        arriving.size += len(chunk.data)
        self._current.expanded += len(chunk.data)
        if self._current.expanded > self._may_expand_to * _SLACK:
            raise LyingChildError(f"it unpacks to more than {self._may_expand_to:,} bytes, the limit for its size")

    def _end_member(self, end: wire.MemberEnd) -> None:
        arriving, self._arriving = self._arriving, None
        if arriving is None:
            raise LyingChildError("the reading process sent something malformed")
        self._current.members.add(_record(arriving, end), _MEMBER_BYTES + len(arriving.begin.name))

    def _drop_arriving(self) -> None:
        if self._arriving is not None and self._arriving.incoming is not None:
            self._arriving.incoming.discard()
        self._arriving = None

    def start_over(self, attempts: int) -> None:
        """Forget all but the first ``attempts``: the others will be made again."""
        self._drop_arriving()
        for attempt in self._attempts[attempts:]:
            attempt.close()
        del self._attempts[attempts:]

    def ended(self, end: wire.Ended, lost: dict[int, str]) -> ReadingDone:
        """The outcome as the child tells it, unless an attempt that was ``lost`` midway had given more."""
        best = max(lost, key=lambda number: self._attempts[number].worth, default=None)
        if best is None or end.kept < 0:
            return self._outcome(end.kept, end.state, end.reason) if best is None else self.broken_off(lost[best])
        if self._attempts[best].worth > self._attempts[end.kept].worth:
            return self.broken_off(lost[best])
        return self._outcome(end.kept, end.state, end.reason)

    def broken_off(self, reason: str, *, over_limit: bool = False) -> ReadingDone:
        """The outcome when no child came to an end: whatever the attempt that gave most had given by then."""
        self._drop_arriving()
        self.note_loss(reason)
        best = max(range(len(self._attempts)), key=lambda number: self._attempts[number].worth, default=-1)
        if best >= 0 and any(self._attempts[best].worth):
            return self._outcome(best, State.PARTIAL, f"what comes after this is missing: {reason}")
        return self._outcome(best, State.REFUSED if over_limit else State.FAILED, reason)

    def note_loss(self, reason: str) -> None:
        """Note how the attempt under way ended."""
        if self._attempts and not self._attempts[-1].end:
            self._attempts[-1].end = f"{State.FAILED.value}: {reason}"

    def _outcome(self, kept: int, state: State, reason: str) -> ReadingDone:
        attempt = self._attempts[kept] if 0 <= kept < len(self._attempts) else None
        tried = tuple((one.reader, one.version, one.end) for one in self._attempts)
        if attempt is None:
            return ReadingDone(state, reason, self.media_type, tried=tried)
        return ReadingDone(
            state,
            reason,
            self.media_type,
            attempt.reader,
            attempt.version,
            tried,
            tuple(attempt.facts.items()),
            attempt.password,
            map(_page_read, attempt.pages.records()),
            map(_member_read, attempt.members.records()),
        )

    def close(self) -> None:
        """Free the temporary files."""
        self._drop_arriving()
        for attempt in self._attempts:
            attempt.close()


def _record(arriving: _Arriving, end: wire.MemberEnd) -> _MemberRecord:
    begin = arriving.begin
    state, reason, caveat = begin.state, begin.reason, ""
    sha256, size = "", 0
    if arriving.incoming is not None:
        if end.state in {State.REFUSED, State.LOCKED, State.UNSUPPORTED} or (end.state and not arriving.size):
            arriving.incoming.discard()
            state, reason = end.state, end.reason
        else:
            sha256, size = arriving.incoming.keep()
            caveat = end.reason if end.state else ""
            state = None
    elif state is None:
        state, reason = State.NOTED, reason or "recorded, nothing to read"
    return _MemberRecord(
        begin.kind, begin.name, begin.modified, size, sha256, suffix_of(begin.name), state, reason, caveat
    )


def _page_read(page: wire.Page) -> PageRead:
    words = tuple(Word(word.start, word.end, word.box, word.confidence) for word in page.words)
    return PageRead(page.number, page.kind, page.label, page.text, page.language, page.wants_ocr, words)


def _member_read(one: _MemberRecord) -> MemberRead:
    return MemberRead(
        one.kind, one.name, one.modified, one.size, one.sha256, one.suffix, one.state, one.reason, one.caveat
    )
