"""One small fictional case, taken in once; the real server beside it; real Chromium in front of it."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from tests.browser import hostile, story

from muniment import demo
from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}

WAIT_MS = 15_000
"""A busy machine is slow; a page that needs longer is broken."""

expect.set_options(timeout=WAIT_MS)

START_SECONDS = 60

_LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/login\?token=\S+")


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    """The example leak and the collection of attacks, taken in."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt install chromium. NOTHING of the workbench was tried in a browser")
    folder = tmp_path_factory.mktemp("workbench")
    demo.build(folder / "leak")
    hostile.build(folder / "attacks")
    made = taking.init(folder / "case")
    options = taking.IngestOptions(source="the example")
    taking.ingest(made, [folder / "leak", folder / "attacks"], options, lambda _: None)
    story.tell(made)
    return made


@dataclass
class Server:
    """The program as a user starts it."""

    process: subprocess.Popen[str]
    origin: str
    link: str

    @classmethod
    def start(cls, *arguments: str) -> "Server":
        process = subprocess.Popen(
            [sys.executable, "-m", "muniment.cli.main", *arguments, "--no-browser"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        until = time.monotonic() + START_SECONDS
        said = ""
        while time.monotonic() < until and (line := process.stderr.readline()):
            said += line
            if found := _LINK.search(line):
                Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
                return cls(process, f"http://127.0.0.1:{found[1]}", found[0])
        process.kill()
        raise AssertionError(f"the server did not start: {said}")

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()


@pytest.fixture(scope="session")
def server(case: CaseFolder) -> Iterator[Server]:
    server = Server.start("-C", str(case.folder), "serve")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt install chromium. NOTHING of the workbench was tried in a browser")
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        yield browser


@pytest.fixture(scope="session")
def login(chromium: Browser, server: Server) -> Any:
    """The cookies of a browser that opened the one-time link."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.link)
    state = context.storage_state()
    context.close()
    return state


@dataclass
class Watch:
    """What a page did that it should not: errors on the console, breaches of the policy, requests to elsewhere."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "about:")):
            self.complaints.append(f"request to {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(one in message.text for one in self.expected):
            self.complaints.append(f"console: {message.text}")


@dataclass
class Visitor:
    """A logged-in browser window and what watches over it."""

    page: Page
    watch: Watch


def press(page: Page, key: str) -> None:
    """Press a key once the page's scripts have come: a heading can be seen before they have."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def visiting(chromium: Browser, server: Server, login: Any, **options: Any) -> Iterator[Visitor]:
    context = chromium.new_context(base_url=server.origin, storage_state=login, **options)
    context.set_default_timeout(WAIT_MS)
    watch = Watch(server.origin)
    watch.over(context)
    yield Visitor(context.new_page(), watch)
    context.close()
    assert not watch.complaints, watch.complaints


@pytest.fixture
def visitor(chromium: Browser, server: Server, login: Any) -> Iterator[Visitor]:
    """A window of 1280 by 800; at the end nothing may have been complained of."""
    yield from visiting(chromium, server, login, **DESK)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The page of ``visitor``; addresses may be relative to the server."""
    return visitor.page


@pytest.fixture
def phone(chromium: Browser, server: Server, login: Any) -> Iterator[Page]:
    """A window of 375 by 740, touched with a finger."""
    yield from (one.page for one in visiting(chromium, server, login, **PHONE))


@pytest.fixture(scope="module")
def window(chromium: Browser, server: Server, login: Any) -> Iterator[Visitor]:
    """A window that a module's tests have one after another: a new one fetches again what all pages share."""
    yield from visiting(chromium, server, login, **DESK)


@pytest.fixture(scope="module")
def phone_window(chromium: Browser, server: Server, login: Any) -> Iterator[Visitor]:
    """The same of a phone."""
    yield from visiting(chromium, server, login, **PHONE)


def looking(window: Visitor) -> Iterator[Visitor]:
    """``window`` as if it were new, for a test that changes nothing in it but how pages look."""
    window.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    yield window
    window.page.goto("about:blank")  # what the page complains of while it goes has come by then
    complaints, window.watch.complaints, window.watch.expected = window.watch.complaints, [], ()
    assert not complaints, complaints


@pytest.fixture
def looker(window: Visitor) -> Iterator[Visitor]:
    yield from looking(window)


@pytest.fixture
def phone_looker(phone_window: Visitor) -> Iterator[Visitor]:
    yield from looking(phone_window)


@pytest.fixture
def dark(chromium: Browser, server: Server, login: Any) -> Iterator[Page]:
    """A window where the system asks for dark colours."""
    options = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
    yield from (one.page for one in visiting(chromium, server, login, **options))
