"""The server that listens, and stops when told to."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from muniment.adapters.case_folder import CaseFolder
from muniment.errors import PortTakenError
from muniment.web.access import Access
from muniment.web.server import HOST, create_app

Tell = Callable[[str], None]

_END_SECONDS = 3
"""How long answers under way may take once the server is told to stop."""

_WAITING = 128
"""Browsers open several connections at once; more than these are told to try again."""

_HEAD_BYTES = 64 * 1024
"""Longest head of a request: a search may be long, but not longer than its own limit."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that is ready to run: its address is taken already, so the link that is told is good."""

    server: uvicorn.Server
    taken: socket.socket
    access: Access
    port: int

    def new_link(self) -> str:
        """A link that logs one browser in, once; those given out before and not used end."""
        return f"http://{HOST}:{self.port}/login?token={self.access.new_link_token()}"

    def run(self) -> None:
        """Serve until Ctrl-C, or ``stop``."""
        try:
            self.server.run(sockets=[self.taken])
        finally:
            self.taken.close()

    def stop(self) -> None:
        """End ``run`` soon; may be called from any thread."""
        self.server.should_exit = True


def listen(case: CaseFolder, port: int = 0) -> Listening:
    """Take an address (``port`` 0: any that is free) and make the server. Raises ``PortTakenError``."""
    taken = _take(port)
    number: int = taken.getsockname()[1]
    access = Access()
    try:
        app = create_app(case, access, number)
    except BaseException:
        taken.close()
        raise
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_graceful_shutdown=_END_SECONDS,
        ws="none",
    )
    return Listening(uvicorn.Server(config), taken, access, number)


def _take(port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen(_WAITING)  # from now on, so that whoever is quicker with the link than we are waits a moment
    except (OSError, OverflowError) as error:
        taken.close()
        raise PortTakenError(
            f"The workbench cannot listen at port {port}: something else does, or the system forbids it.",
            "Leave out --port, and a free one is found.",
        ) from error
    return taken


def in_background(act: Callable[[], None]) -> threading.Thread:
    """Run ``act`` beside the server; it never keeps the program from ending."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread
