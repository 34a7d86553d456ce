"""Readers that attack. They exist in tests only, and refuse to run outside them."""

import ctypes
import json
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import muniment.read.sandbox.child as child_side
from muniment.model import EntryKind
from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.reader import Document, Found, MemberFound, PageFound, Picture, Unsupported
from muniment.read.sandbox import messages as wire
from muniment.read.tools import Tools

if "MUNIMENT_TEST_TARGET" not in os.environ and "pytest" not in sys.modules and "--tools" not in sys.argv:
    raise RuntimeError("hostile readers are for tests only")

_sent_raw: list[socket.socket] = []


class _LeakyChannel(child_side.Channel):
    """A channel whose socket a hostile reader has got hold of."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        _sent_raw.append(sock)


child_side.Channel = _LeakyChannel  # type: ignore[misc]


def _report(what: str, act: Callable[[], object]) -> PageFound:
    """A page that says whether an attack came through."""
    try:
        outcome = act()
    except BaseException as error:  # noqa: BLE001 - every way of being stopped is told
        return PageFound(1, f"{what}: stopped by {type(error).__name__}")
    return PageFound(1, f"{what}: CAME THROUGH with {outcome!r}")


def _network(_: Document) -> Iterator[Found]:
    yield _report("socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))


def _unix_socket(_: Document) -> Iterator[Found]:
    yield _report("unix socket", socket.socketpair)


def _passwd(_: Document) -> Iterator[Found]:
    yield _report("passwd", lambda: Path("/etc/passwd").read_text())


def _other_original(document: Document) -> Iterator[Found]:
    target = document.content().split(b"\n")[1].decode()
    yield _report("original", lambda: Path(target).read_bytes())


def _write_outside(document: Document) -> Iterator[Found]:
    target = Path(document.content().split(b"\n")[1].decode())
    yield _report("write", lambda: target.write_bytes(b"gotcha"))


def _write_to_original(document: Document) -> Iterator[Found]:
    yield _report("overwrite", lambda: os.write(document.file.fileno(), b"gotcha"))


def _execute(_: Document) -> Iterator[Found]:
    yield _report("exec", lambda: os.execv("/bin/true", ["true"]))


def _fork(_: Document) -> Iterator[Found]:
    def fork() -> int:
        pid = os.fork()
        if pid == 0:
            time.sleep(30)
            os._exit(0)
        return pid

    yield _report("fork", fork)


def _kill_parent(_: Document) -> Iterator[Found]:
    yield _report("kill", lambda: os.kill(os.getppid(), signal.SIGKILL))


def _trace(_: Document) -> Iterator[Found]:
    def trace() -> int:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(16, os.getppid(), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "ptrace")
        return 0

    yield _report("ptrace", trace)


def _allocate(_: Document) -> Iterator[Found]:
    hoard = []
    while True:
        hoard.append(bytearray(64 << 20))
        yield from ()


def _fill_scratch(document: Document) -> Iterator[Found]:
    number = 0
    while True:
        number += 1
        with (document.scratch / str(number)).open("wb") as file:
            file.truncate(3 << 30)
        time.sleep(0.2)
        yield from ()


def _spin(_: Document) -> Iterator[Found]:
    while True:
        yield from ()


def _pages_then_spin(_: Document) -> Iterator[Found]:
    yield PageFound(1, "first page before the spin")
    while True:
        yield from ()


def _segfault(_: Document) -> Iterator[Found]:
    ctypes.string_at(0)
    yield PageFound(1, "unreachable")


def _abort(_: Document) -> Iterator[Found]:
    os.abort()
    yield PageFound(1, "unreachable")


def _exit_quietly(_: Document) -> Iterator[Found]:
    os._exit(0)
    yield PageFound(1, "unreachable")


def _flood(_: Document) -> Iterator[Found]:
    number = 0
    while True:
        number += 1
        yield PageFound(number, "x" * 1_000_000)


def _flood_raw(_: Document) -> Iterator[Found]:
    while True:
        _sent_raw[-1].sendall(b"\xff" * (1 << 20))
        yield from ()


def _huge_frame(_: Document) -> Iterator[Found]:
    _sent_raw[-1].sendall(wire.HEADER.pack(0xFFFFFFF0))
    time.sleep(60)
    yield from ()


def _garbage(_: Document) -> Iterator[Found]:
    _sent_raw[-1].sendall(wire.HEADER.pack(20) + b"\xc1" * 20)
    time.sleep(60)
    yield from ()


def _lying_end(_: Document) -> Iterator[Found]:
    _sent_raw[-1].sendall(wire.encode(wire.MemberEnd()))
    time.sleep(60)
    yield from ()


def _lying_words(_: Document) -> Iterator[Found]:
    word = wire.WordBox(0, 10**9, (0.0, 0.0, 1.0, 1.0), 1.0)
    _sent_raw[-1].sendall(wire.encode(wire.Page(1, "x", "", "", "text", "", (word,))))  # type: ignore[arg-type]
    time.sleep(60)
    yield from ()


def _same_number_twice(_: Document) -> Iterator[Found]:
    yield PageFound(1, "one")
    yield PageFound(1, "two")


def _hostile_names(_: Document) -> Iterator[Found]:
    for name in (b"../../../../tmp/gotcha", b"/etc/gotcha", b"a\0b", b"\xff\xfe", b"", b"x" * 9000, b"\x1b[2J"):
        yield MemberFound(name, EntryKind.MEMBER, iter([b"hello " + name[:10]]))


def _endless_member(_: Document) -> Iterator[Found]:
    def zeros() -> Iterator[bytes]:
        while True:
            yield bytes(1 << 20)

    yield MemberFound(b"zeros", EntryKind.MEMBER, zeros())


def _well_behaved(document: Document) -> Iterator[Found]:
    yield PageFound(1, document.content().decode())


ATTACKS: dict[str, Callable[[Document], Iterator[Found]]] = {
    name.removeprefix("_"): function
    for name, function in list(globals().items())
    if name.startswith("_") and callable(function) and name not in {"_report", "_LeakyChannel"}
}


class HostileReader:
    """Does what the first line of the file says."""

    name = "hostile"
    version = "1"
    media_types = frozenset({"application/x-attack"})

    def read(self, document: Document) -> Iterator[Found]:
        attack = document.content().split(b"\n")[0].decode()
        yield from ATTACKS[attack](document)


def _detect(file: BinaryIO, size: int, suffix: str) -> str:
    if file.read(12) == b"crash_detect":
        ctypes.string_at(0)
    return "application/x-attack"


def _render(document: Document, number: int, dpi: int) -> Picture:
    raise Unsupported("nothing to draw")


def _recognise(picture: Picture, languages: tuple[str, ...]) -> Recognised | NotReadable:
    raise Unsupported("nothing to recognise")


_shown: list[int] = []


def _held_files() -> list[int]:
    """The inodes of the files that this process has open, whoever opened them."""
    found = set()
    for descriptor in range(256):
        try:
            status = os.fstat(descriptor)
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            found.add(status.st_ino)
    return sorted(found)


def _show(document: Document, number: int, _side: int) -> Picture:
    """As its number says, the page crashes (2), crashes if it is not the first (3), spins (4), or is told about (1)."""
    document.held.once(lambda: document.file)
    _shown.append(number)
    if number == 2 or (number == 3 and len(_shown) > 1):
        ctypes.string_at(0)
    while number == 4:
        pass
    told = json.dumps({"pid": os.getpid(), "shown": _shown, "files": _held_files()}).encode()
    return Picture(len(told), 1, 1, told)


TOOLS = Tools(_detect, lambda _: (HostileReader(),), _render, _recognise, lambda _: "unknown", show=_show)
