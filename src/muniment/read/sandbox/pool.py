"""Our side of the sandbox: starting the nursery, getting children from it, talking to one child within its time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from muniment.errors import SandboxMissingError
from muniment.limits import MAX_SCRATCH_BYTES
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.nursery import MAX_CONTROL, Awake, Exited, Kill, Spawn

READING = "muniment.read.toolbox:READING"
"""The tools of children that read: every reader, drawing and recognition."""

HELPING = "muniment.read.toolbox:HELPING"
"""The same with all of it loaded before a child is forked: for ``Helpers``, for whom a person waits."""

WAKE_SECONDS = 120.0
"""Loading every reader takes one to four seconds; on a very slow disk, longer."""

WAKE_TRIES = 3
"""A process killed from outside while it loads, as when memory runs short, is started again this often."""

TICK_SECONDS = 1.0
"""How often a waiting parent looks at the clock and at the scratch folder."""

EXIT_SECONDS = 10.0
"""How long the kernel may take to bury a child whose channel has closed."""

_control_messages: msgspec.msgpack.Decoder[Awake | Exited] = msgspec.msgpack.Decoder(Awake | Exited)
_encoder = msgspec.msgpack.Encoder()


class Deadline:
    """A time by which a child must have spoken, and the seconds it was given, for the reason if it has not."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._at = time.monotonic() + seconds

    @property
    def has_passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._at


class ChildLostError(Exception):
    """The child ended, or was ended, before its job was done; ``reason`` says how in plain words."""

    def __init__(self, reason: str, *, over_limit: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.over_limit = over_limit


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What each child of one kind may use; see ``Profile``."""

    readable: tuple[Path, ...]
    memory: int
    cpu_seconds: int


@dataclass(slots=True)
class _Exit:
    """The end of one child, waited for by whoever talks to it."""

    told: threading.Event = field(default_factory=threading.Event)
    status: int | None = None


class NurseryHandle:
    """Starts the nursery process and asks it for children. Safe to use from several threads."""

    def __init__(self, tools: str = READING, prefix: tuple[str, ...] = ()) -> None:
        """Start the process; ``prefix`` is bubblewrap's command, to be put in front."""
        self._program = (*prefix, sys.executable, "-m", "muniment.adapters.nursery", "--tools", tools)
        self._behind = "bubblewrap" if prefix else ""
        self._lock = threading.Lock()
        self._exits: dict[int, _Exit] = {}
        self._count = 0
        told: Future[Awake] = Future()
        # The kernel ends the process with the *thread* that started it: this one lives as long as it is wanted.
        threading.Thread(target=self._live, args=[told], name="nursery-listener", daemon=True).start()
        try:
            awake = told.result()
        except BaseException:
            told.cancel()
            raise
        self.protections, self.missing = awake.protections, awake.missing

    def _live(self, told: "Future[Awake]") -> None:
        """Start the process, then hear what it says, up to its end."""
        try:
            awake = self._wake()
        except BaseException as error:  # noqa: BLE001 - it is raised again, in the thread that waits for it
            if told.set_running_or_notify_cancel():
                told.set_exception(error)
            return
        if told.set_running_or_notify_cancel():
            told.set_result(awake)
            self._listen()
        else:  # nobody waits any more: interrupted from the keyboard
            self.close()

    def _wake(self) -> Awake:
        for _ in range(WAKE_TRIES):
            self._process, self._control = self._started()
            if awake := self._heard():
                return awake
            self.close()
            if self._process.returncode >= 0:  # it ended by itself, and would again
                break
        raise _not_started()

    def _started(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own program, arguments of our own
                [*self._program, "--control", str(theirs.fileno()), "--behind", self._behind],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for us to handle, not for the children
            )
        return process, ours

    def _heard(self) -> Awake | None:
        """What it says once it has loaded everything; None if it ended without a word."""
        self._control.settimeout(WAKE_SECONDS)
        try:
            data = self._control.recv(MAX_CONTROL)
        except TimeoutError as error:
            self.close()
            raise _not_started() from error
        if not data:
            return None
        self._control.settimeout(None)
        awake = _control_messages.decode(data)
        if not isinstance(awake, Awake):
            raise SandboxMissingError("The process that reads files spoke out of turn.", "Run: muniment doctor")
        return awake

    def _listen(self) -> None:
        while True:
            try:
                data = self._control.recv(MAX_CONTROL)
            except OSError:
                data = b""
            if not data:
                break
            message = _control_messages.decode(data)
            if isinstance(message, Exited) and (end := self._exits.pop(message.child, None)):
                end.status = message.status
                end.told.set()
        with self._lock:
            waiting, self._exits = list(self._exits.values()), {}
        for end in waiting:
            end.told.set()

    def child(self, settings: ChildSettings, scratch: Path) -> "Child":
        """A new child with its powers closed, ready for jobs. Raises ``ChildLostError`` if it cannot be had."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        end = _Exit()
        with theirs, self._lock:
            self._count += 1
            number = self._count
            self._exits[number] = end
            order = Spawn(
                number,
                str(scratch),
                tuple(str(path) for path in settings.readable),
                settings.memory,
                settings.cpu_seconds,
            )
            try:
                socket.send_fds(self._control, [_encoder.encode(order)], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise ChildLostError("the process that reads files has gone") from error
        return Child(ours, end, lambda: self._kill(number), scratch)

    def _kill(self, number: int) -> None:
        with self._lock:
            try:
                self._control.send(_encoder.encode(Kill(number)))
            except OSError:
                return  # the nursery has gone, and the kernel takes its children with it

    def close(self) -> None:
        """End the nursery and every child."""
        with suppress(OSError):  # it may have gone by itself
            self._control.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the thread that listens
        self._control.close()
        try:
            self._process.wait(timeout=EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _not_started() -> SandboxMissingError:
    return SandboxMissingError(
        "The process that reads files could not be started.", "Run: muniment doctor, which says what is missing."
    )


def _environment() -> dict[str, str]:
    """A short environment: nothing of the user's, one thread for each numeric library, nobody's proxies."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX") if name in os.environ}
    single = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**kept, **single, "PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class Child:
    """One child: give it a job, take what it finds. Used by one thread at a time."""

    def __init__(self, sock: socket.socket, end: _Exit, kill: Callable[[], None], scratch: Path) -> None:
        self._sock = sock
        self._end = end
        self._kill = kill
        self._scratch = scratch
        self._buffer = bytearray()
        self.protections: tuple[str, ...] = ()

    def wait_until_ready(self, deadline: Deadline) -> None:
        """Take the child's word that its doors are closed.

        Raises ``SandboxMissingError`` if one could not be closed: then no file may be read at all.
        """
        ready = self.receive(deadline)
        if isinstance(ready, wire.NotDone):
            self.close()
            raise SandboxMissingError(f"Files cannot be read safely: {ready.reason}.", "Run: muniment doctor")
        if not isinstance(ready, wire.Ready):
            raise ChildLostError("the reading process spoke out of turn")
        self.protections = ready.protections

    def send(self, job: wire.ToChild, descriptors: list[int]) -> None:
        """Hand over a job with its descriptors; they stay open on our side."""
        frame = wire.encode(job)
        try:
            self._sock.settimeout(None)
            sent = socket.send_fds(self._sock, [frame], descriptors)
            self._sock.sendall(frame[sent:])
        except OSError as error:
            raise self._lost() from error

    def receive(self, deadline: Deadline) -> wire.FromChild:
        """The next message. Raises ``ChildLostError`` when the child dies, breaks the protocol or runs out of time."""
        self._fill(wire.HEADER.size, deadline)
        (length,) = wire.HEADER.unpack_from(self._buffer)
        if length > wire.MAX_FRAME:
            raise self._break_off("the reading process sent something malformed")
        self._fill(wire.HEADER.size + length, deadline)
        untrusted_body = bytes(self._buffer[wire.HEADER.size : wire.HEADER.size + length])
        del self._buffer[: wire.HEADER.size + length]
        try:
            return wire.decode_untrusted(untrusted_body)
        except wire.ProtocolBrokenError as error:
            raise self._break_off("the reading process sent something malformed") from error

    def _fill(self, size: int, deadline: Deadline) -> None:
        while len(self._buffer) < size:
            self._sock.settimeout(TICK_SECONDS)
            try:
                untrusted_data = self._sock.recv(max(65536, size - len(self._buffer)))
            except TimeoutError:
                self._check(deadline)
                continue
            except OSError as error:
                raise self._lost() from error
            if not untrusted_data:
                raise self._lost()
            self._buffer += untrusted_data
            if deadline.has_passed:
                self._check(deadline)

    def _check(self, deadline: Deadline) -> None:
        if deadline.has_passed:
            raise self._break_off(f"it took longer than the {deadline.seconds:,.0f} seconds allowed", over_limit=True)
        if _bytes_below(self._scratch) > MAX_SCRATCH_BYTES:
            raise self._break_off("it needs more scratch space than is allowed", over_limit=True)

    def _break_off(self, reason: str, *, over_limit: bool = False) -> ChildLostError:
        self.close()
        return ChildLostError(reason, over_limit=over_limit)

    def _lost(self) -> ChildLostError:
        self._end.told.wait(EXIT_SECONDS)
        status = self._end.status
        self.close()
        if status == -signal.SIGXCPU:
            return ChildLostError("it took more processor time than is allowed", over_limit=True)
        if status is not None and status < 0:
            return ChildLostError(f"the reading process was ended by signal {-status}")
        return ChildLostError("the reading process ended without a word")

    def close(self) -> None:
        """End the child, whatever it is doing, and wait until it has gone."""
        if self._sock.fileno() >= 0:
            self._sock.close()
            self._kill()
        self._end.told.wait(EXIT_SECONDS)


def _bytes_below(folder: Path) -> int:
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_size  # noqa: PTH118 - hostile names, no Path objects
            except FileNotFoundError:
                continue  # the child removed it meanwhile
    return total
