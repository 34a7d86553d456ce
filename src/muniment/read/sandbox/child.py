"""The child's side: with its powers gone, it takes one job after another and tells what it finds."""

import io
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from muniment.limits import Limits
from muniment.model import State
from muniment.read import reader as found
from muniment.read.examine.trait import Gap
from muniment.read.ocr.recogniser import NotReadable
from muniment.read.reader import Document, ReadingStopped
from muniment.read.reading import AttemptBegun, AttemptEnded, ReadingEnded, Step, read_document
from muniment.read.sandbox import messages as wire
from muniment.read.tools import Tools

GATHERED_BYTES = 128 * 1024
"""What may wait to be sent with one call: the most that a socket takes at once without waiting for its reader."""

_MAY_WAIT = (wire.TypeTold, wire.Fact, wire.Short, wire.AttemptOver)
"""What need not be sent at once: it tells little by itself, and something else follows, were it only the end."""

_PAGE_JOBS = (wire.RenderJob, wire.ShowJob, wire.PlacesJob)
"""Jobs about one page, after which one about another page of the same file is likely."""

JOBS_PER_OPENING = 50
"""Pages after which a file is opened anew: PDFium keeps the packed pictures of every page it has drawn, up to the whole
file; opening 42 MB takes 50 ms."""

_MAX_DESCRIPTORS = 2
_REASON_CHARS = 4_000
_FACT_CHARS = 20_000
_LABEL_CHARS = 2_000
_WHERE_CHARS = 200


class Channel:
    """The child's end of the socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._gathered = bytearray()
        self.gathers = False

    def send(self, message: wire.Message) -> None:
        """Send one message; blocks while our process has not taken the earlier ones."""
        self._gathered += wire.encode(message)
        if not (self.gathers and isinstance(message, _MAY_WAIT)) or len(self._gathered) > GATHERED_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what has gathered."""
        if self._gathered:
            self._sock.sendall(self._gathered)
            self._gathered.clear()

    def receive(self) -> tuple[wire.ToChild, list[int]] | None:
        """The next job and its descriptors; None when no more will come."""
        data, descriptors, _, _ = socket.recv_fds(self._sock, wire.HEADER.size, _MAX_DESCRIPTORS)
        if not data:
            return None
        while len(data) < wire.HEADER.size:
            data += self._sock.recv(wire.HEADER.size - len(data))
        (length,) = wire.HEADER.unpack(data)
        body = bytearray()
        while len(body) < length:
            body += self._sock.recv(length - len(body))
        return wire.decode_job(bytes(body)), list(descriptors)


class Desk:
    """The one file that a child has before it. It stays open from page to page and goes before another comes."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._document: Document | None = None
        self._is_about: tuple[object, ...] = ()
        self._jobs = 0

    def laid_out(self, job: wire.FileJob, descriptor: int) -> Document:
        """The file of a job, still open if the job before was about the same one."""
        status = os.fstat(descriptor)  # the file is open here, so that no other can have its number
        version = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
        is_about = (*version, job.size, job.suffix, job.media_type, job.passwords, job.limits)
        if self._document is None or is_about != self._is_about or self._jobs >= JOBS_PER_OPENING:
            self.clear()
            self._document, self._is_about = _document(job, descriptor, self._scratch, job.media_type), is_about
        self._jobs += 1
        return self._document

    def clear(self) -> None:
        """Let go of the file."""
        document, self._document, self._jobs = self._document, None, 0
        if document is not None:
            document.close()


def serve(channel: Channel, tools: Tools, scratch: Path) -> None:
    """Do jobs until our process closes the channel."""
    desk = Desk(scratch)
    while (task := channel.receive()) is not None:
        job, descriptors = task
        if not isinstance(job, _PAGE_JOBS):
            desk.clear()
        try:
            if isinstance(job, wire.ReadJob):
                channel.gathers = job.gathers
                _read(channel, tools, scratch, job, descriptors[0])
                channel.gathers = False
            elif isinstance(job, wire.RenderJob | wire.ShowJob):
                channel.send(_drawn(tools, desk, job, *descriptors))
            elif isinstance(job, wire.PlacesJob):
                channel.send(_places(tools, desk, job, descriptors[0]))
            elif isinstance(job, wire.ExamineJob):
                channel.send(_examine(channel, tools, scratch, job, descriptors[0]))
            elif isinstance(job, wire.TraitsJob):
                channel.send(_traits(tools, scratch, job, descriptors[0]))
            else:
                channel.send(_recognise(tools, job, descriptors[0]))
        finally:
            for descriptor in descriptors:
                with suppress(OSError):  # a reader may have closed the handle it was given
                    os.close(descriptor)
            _empty(scratch)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _document(job: wire.ReadJob | wire.FileJob, descriptor: int, scratch: Path, media_type: str) -> Document:
    file = io.BufferedReader(io.FileIO(os.dup(descriptor), "rb"))
    limits = Limits(**job.limits)  # type: ignore[arg-type]  # our own process sends Limits' fields, whole or not
    return Document(file, job.size, job.suffix, media_type, scratch, job.passwords, limits)


def _read(channel: Channel, tools: Tools, scratch: Path, job: wire.ReadJob, descriptor: int) -> None:
    document = _document(job, descriptor, scratch, "application/octet-stream")
    with document.file:
        media_type = tools.detect(document.file, job.size, job.suffix)
        document = _document(job, descriptor, scratch, media_type)
        channel.send(wire.TypeTold(media_type))
        _tell(channel, tools, read_document(document, tools.readers_for(media_type), job.skip))


def _tell(channel: Channel, tools: Tools, steps: Iterator[Step]) -> None:
    for step in steps:
        if isinstance(step, found.PageFound):
            channel.send(_page(tools, step))
        elif isinstance(step, found.MemberFound):
            _send_member(channel, step)
        else:
            channel.send(_plain_message(step))


def _page(tools: Tools, page: found.PageFound) -> wire.Page:
    text = wire.clean(page.text)
    words = tuple(wire.WordBox(word.start, word.end, word.box, word.confidence) for word in page.words)
    return wire.Page(
        page.number,
        text,
        wire.clean(page.label, _LABEL_CHARS),
        wire.clean(page.wants_ocr, _REASON_CHARS),
        page.kind,
        tools.language_of(text),
        words,
    )


def _send_member(channel: Channel, member: found.MemberFound) -> None:
    reason = wire.clean(member.reason, _REASON_CHARS)
    has_content = member.content is not None
    channel.send(wire.MemberBegin(member.name, member.kind, member.modified, has_content, member.state, reason))
    channel.send(_stream(channel, member.content) if member.content is not None else wire.MemberEnd())


def _stream(channel: Channel, content: Iterator[bytes]) -> wire.MemberEnd:
    try:
        for data in content:
            for at in range(0, len(data), found.CHUNK):
                channel.send(wire.Chunk(data[at : at + found.CHUNK]))
    except ReadingStopped as stop:
        return wire.MemberEnd(stop.state, wire.clean(stop.reason, _REASON_CHARS))
    except MemoryError:
        return wire.MemberEnd(State.REFUSED, "unpacking it needs more memory than is allowed")
    except Exception as error:  # noqa: BLE001 - a library may raise anything; the member is marked and named
        return wire.MemberEnd(State.DAMAGED, f"its content breaks off ({type(error).__name__})")
    return wire.MemberEnd()


def _plain_message(step: Step) -> wire.Message:
    match step:
        case AttemptBegun(reader, version):
            return wire.Attempt(reader, version)
        case AttemptEnded(state, reason):
            return wire.AttemptOver(state, wire.clean(reason, _REASON_CHARS))
        case found.FactFound(name, value):
            return wire.Fact(wire.clean(name, 200), wire.clean(value, _FACT_CHARS))
        case found.Shortfall(reason):
            return wire.Short(wire.clean(reason, _REASON_CHARS))
        case found.Unlocked(password):
            return wire.Opened(password)
        case ReadingEnded(kept, state, reason):
            return wire.Ended(kept, state, wire.clean(reason, _REASON_CHARS))
    raise TypeError(type(step).__name__)


def _drawn(tools: Tools, desk: Desk, job: wire.RenderJob | wire.ShowJob, descriptor: int, canvas: int) -> wire.Message:
    document = desk.laid_out(job, descriptor)
    try:
        if isinstance(job, wire.ShowJob):
            picture = tools.show(document, job.number, job.side)
        else:
            picture = tools.render(document, job.number, job.dpi)
    except ReadingStopped as stop:
        return wire.NotDone(stop.state, wire.clean(stop.reason, _REASON_CHARS))
    except Exception as error:  # noqa: BLE001 - a library may raise anything; the page is marked and the class named
        desk.clear()
        return wire.NotDone(State.FAILED, f"the page could not be drawn ({type(error).__name__})")
    _write_all(canvas, picture.pixels)
    return wire.Drawn(picture.width, picture.height, picture.channels)


def _places(tools: Tools, desk: Desk, job: wire.PlacesJob, descriptor: int) -> wire.Message:
    document = desk.laid_out(job, descriptor)
    try:
        page = tools.places(document, job.number)
    except ReadingStopped as stop:
        return wire.NotDone(stop.state, wire.clean(stop.reason, _REASON_CHARS))
    except Exception as error:  # noqa: BLE001 - a library may raise anything; the page is marked and the class named
        desk.clear()
        return wire.NotDone(State.FAILED, f"the places of its words could not be told ({type(error).__name__})")
    words = tuple(wire.WordBox(word.start, word.end, word.box, word.confidence) for word in page.words)
    return wire.Placed(wire.clean(page.text), words)


def _traits(tools: Tools, scratch: Path, job: wire.TraitsJob, descriptor: int) -> wire.Message:
    traits: list[wire.SeenTrait] = []
    gaps: list[str] = []
    document = _document(job, descriptor, scratch, job.media_type)
    try:
        with document.file:
            for seen in tools.traits(document):
                if isinstance(seen, Gap):
                    gaps.append(wire.clean(seen.reason, _REASON_CHARS))
                else:
                    value = wire.clean(seen.value, _REASON_CHARS)
                    traits.append(wire.SeenTrait(seen.key, value, wire.clean(seen.where, _WHERE_CHARS)))
    except ReadingStopped as stop:
        gaps.append(wire.clean(stop.reason, _REASON_CHARS))
    except Exception as error:  # noqa: BLE001 - a library may raise anything; what was seen until then is told
        gaps.append(f"looking at it stopped at something that was not expected ({type(error).__name__})")
    return wire.TraitsSeen(tuple(traits), tuple(gaps))


def _examine(channel: Channel, tools: Tools, scratch: Path, job: wire.ExamineJob, descriptor: int) -> wire.Message:
    document = _document(job, descriptor, scratch, job.media_type)
    try:
        with document.file:
            for answer in tools.examine(document, job.question):
                channel.send(wire.Answer(answer))
    except ReadingStopped as stop:
        return wire.NotDone(stop.state, wire.clean(stop.reason, _REASON_CHARS))
    except MemoryError:
        return wire.NotDone(State.REFUSED, "examining it needs more memory than is allowed")
    except Exception as error:  # noqa: BLE001 - a library may raise anything; whoever asked is told, the class named
        return wire.NotDone(State.FAILED, f"it could not be examined ({type(error).__name__})")
    return wire.Examined()


def _write_all(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _recognise(tools: Tools, job: wire.RecogniseJob, descriptor: int) -> wire.Message:
    size = job.width * job.height * job.channels
    pixels = os.pread(descriptor, size, 0)
    picture = found.Picture(job.width, job.height, job.channels, pixels)
    try:
        page = tools.recognise(picture, job.languages)
    except ReadingStopped as stop:
        return wire.NotDone(stop.state, wire.clean(stop.reason, _REASON_CHARS))
    except Exception as error:  # noqa: BLE001 - an engine may raise anything; the page is marked and the class named
        return wire.NotDone(
            State.FAILED, f"recognition stopped at something it did not expect ({type(error).__name__})"
        )
    if isinstance(page, NotReadable):
        advice = f"; install it with: apt install {page.package} - then run: muniment retry" if page.package else ""
        return wire.NotDone(State.PARTIAL, wire.clean(page.reason + advice, _REASON_CHARS))
    text = wire.clean(page.text)
    words = tuple(wire.WordBox(word.start, word.end, word.box, word.confidence) for word in page.words)
    shortfall = wire.clean(page.shortfall, _REASON_CHARS)
    return wire.Recognised(text, words, page.confidence, tools.language_of(text), page.engine, page.version, shortfall)


def run(sock: socket.socket, close_doors: Callable[[], tuple[str, ...]], tools: Tools, scratch: Path) -> NoReturn:
    """The whole life of a child: close the doors, say so, work, leave without running anybody's exit handlers."""
    status = 1
    try:
        channel = Channel(sock)
        try:
            protections = close_doors()
        except OSError as error:
            channel.send(wire.NotDone(State.FAILED, f"a protection could not be put in force: {error}"))
            raise
        channel.send(wire.Ready(protections))
        serve(channel, tools, scratch)
        status = 0
    except (BrokenPipeError, ConnectionResetError):
        status = 0  # our process has gone, and so do we
    finally:
        os._exit(status)
