"""The nursery: a process with the readers loaded and no thread started, which forks a child whenever one is wanted.

It runs apart from the main process so that forking stays safe (the main process has threads) and cheap (imports are
done once). It speaks MessagePack over one socket: ``Spawn`` with the child's channel attached, ``Kill``; it answers
``Begun`` and, when a child has gone, ``Exited``. If the main process vanishes, so does the nursery, and its children
with it.
"""

import ctypes
import os
import select
import signal
import socket
from pathlib import Path
from typing import NoReturn

import msgspec

from muniment.read.sandbox import child
from muniment.read.sandbox.confinement import Confinement, Profile
from muniment.read.tools import Tools

MAX_CONTROL = 64 * 1024
"""Bytes of one control message: paths of the library folders are the longest part."""

_PR_SET_PDEATHSIG = 1


class Spawn(msgspec.Struct, tag=True, frozen=True):
    """Fork a child under this number."""

    child: int
    scratch: str
    readable: tuple[str, ...]
    memory: int
    cpu_seconds: int


class Kill(msgspec.Struct, tag=True, frozen=True):
    """End a child at once."""

    child: int


class Exited(msgspec.Struct, tag=True, frozen=True):
    """A child has gone. ``status`` is its exit status, or minus the number of the signal that ended it."""

    child: int
    status: int


class Awake(msgspec.Struct, tag=True, frozen=True):
    """The nursery is ready; ``missing`` lists protections it cannot give, each with its reason."""

    protections: tuple[str, ...]
    missing: tuple[str, ...]


_encoder = msgspec.msgpack.Encoder()
_orders: msgspec.msgpack.Decoder[Spawn | Kill] = msgspec.msgpack.Decoder(Spawn | Kill)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent goes (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Nursery:
    """Forks children and tells when they end."""

    def __init__(self, control: socket.socket, confinement: Confinement, tools: Tools) -> None:
        self._control = control
        self._confinement = confinement
        self._tools = tools
        self._by_handle: dict[int, tuple[int, int]] = {}

    def serve(self) -> None:
        """Work until the main process closes the control socket."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while True:
            for handle, _ in poll.poll():
                if handle == self._control.fileno():
                    if not self._obey(poll):
                        return
                elif handle in self._by_handle:
                    poll.unregister(handle)
                    self._reap(handle)

    def _obey(self, poll: select.poll) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._control, MAX_CONTROL, 1)
        if not data:
            return False
        order = _orders.decode(data)
        if isinstance(order, Kill):
            self._kill(order.child)
        else:
            poll.register(self._spawn(order, descriptors[0]), select.POLLIN)
        return True

    def _kill(self, number: int) -> None:
        for pid, child_number in self._by_handle.values():
            if child_number == number:
                os.kill(pid, signal.SIGKILL)

    def _spawn(self, order: Spawn, channel: int) -> int:
        """Fork; returns a handle that becomes readable when the child has gone."""
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            if os.getppid() != nursery:  # the nursery went before the request to die with it took effect
                os._exit(1)
            self._become_child(order, channel)
        os.close(channel)
        handle = os.pidfd_open(pid)
        self._by_handle[handle] = (pid, order.child)
        return handle

    def _become_child(self, order: Spawn, channel: int) -> NoReturn:
        self._control.close()
        for handle in self._by_handle:
            os.close(handle)
        profile = Profile(
            Path(order.scratch), tuple(Path(path) for path in order.readable), order.memory, order.cpu_seconds
        )
        os.chdir(order.scratch)
        child.run(socket.socket(fileno=channel), lambda: self._confinement.close(profile), self._tools, profile.scratch)

    def _reap(self, handle: int) -> None:
        pid, number = self._by_handle.pop(handle)
        os.close(handle)
        _, status = os.waitpid(pid, 0)
        self._control.send(_encoder.encode(Exited(number, os.waitstatus_to_exitcode(status))))
