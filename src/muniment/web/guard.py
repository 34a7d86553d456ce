"""The door: which requests are let in at all, and what every answer says about itself."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muniment.errors import ForeignRequestError, MunimentError, NobodyError, NotLoggedInError, WrongHostError
from muniment.web.workbench import Workbench

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from elsewhere, nothing inline: words of a document can neither run nor send anything (CSP level 3)."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

NO_STORE = "no-store"
"""Cache-Control of everything that comes out of the case: the browser's cache is no place for it."""

_LOCAL_NAMES = ("127.0.0.1", "localhost")
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_OPEN_PATHS = ("/login", "/static/")
_NOBODYS_PATHS = ("/who", "/logout")
"""What somebody who is logged in may open before they have said who they are."""

_log = logging.getLogger("muniment.web")

Refuse = Callable[[Request, MunimentError], Response]


class Guard:
    """ASGI middleware in front of every page: host, login, origin of changes; headers on every answer."""

    def __init__(self, app: ASGIApp, bench: Workbench, refuse: Refuse) -> None:
        self._app = app
        self._bench = bench
        self._refuse = refuse
        self._hosts = frozenset(f"{name}:{bench.port}" for name in _LOCAL_NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no websockets here: closed without a word
        answer = _with_headers(send, is_static=scope["path"].startswith("/static/"))
        error = self._objection(scope)
        if error is not None:
            await self._refuse(Request(scope, receive), error)(scope, receive, answer)
            return
        if self._is_nobody(scope):
            await self._ask_who(scope, receive, answer)
            return
        await self._pass_on(scope, receive, answer)

    async def _pass_on(self, scope: Scope, receive: Receive, answer: Send) -> None:
        """What fails unforeseen is answered here, not further out, so that the answer carries our headers too."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await answer(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if has_begun:
                raise
            _log.exception("a page failed")
            ours = error if isinstance(error, MunimentError) else _our_mistake()
            await self._refuse(Request(scope, receive), ours)(scope, receive, answer)

    def _objection(self, scope: Scope) -> MunimentError | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return WrongHostError(
                "This address does not belong to the workbench.", f"Open http://127.0.0.1:{self._bench.port}/ instead."
            )
        if scope["method"] not in _SAFE_METHODS and not self._is_from_here(headers):
            return ForeignRequestError(
                "Another site tried to change something here.", "Nothing was changed. Close that site's window."
            )
        if _is_open(scope["path"]) or self._bench.access.is_logged_in(self._session(scope)):
            return None
        return NotLoggedInError(
            "This browser is not logged in.",
            "Open the link that muniment serve printed in the terminal. It works once; press Enter there for another.",
        )

    def _is_nobody(self, scope: Scope) -> bool:
        """Whether people take part in the case and this browser has not said which of them sits before it."""
        path = scope["path"]
        return not _is_open(path, (*_OPEN_PATHS, *_NOBODYS_PATHS)) and self._bench.person(self._session(scope)) is None

    async def _ask_who(self, scope: Scope, receive: Receive, answer: Send) -> None:
        path = scope["path"]
        if scope["method"] in _SAFE_METHODS and not path.startswith("/api/"):
            asked = path + ("?" + scope["query_string"].decode("ascii", "ignore") if scope["query_string"] else "")
            await RedirectResponse("/who?" + urlencode({"next": asked}), 303)(scope, receive, answer)
            return
        error = NobodyError("Nobody has said who sits at this browser.", "Open /who and say who you are.")
        await self._refuse(Request(scope, receive), error)(scope, receive, answer)

    def _is_from_here(self, headers: Headers) -> bool:
        """Browsers name the origin of a change, or at least say that it came from the same one."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in {"same-origin", "none"}:
            return False
        if origin is None or (origin == "null" and site == "same-origin"):  # our own no-referrer makes it "null"
            return True
        return urlsplit(origin).scheme == "http" and urlsplit(origin).netloc in self._hosts

    def _session(self, scope: Scope) -> str:
        return HTTPConnection(scope).cookies.get(self._bench.cookie, "")


def _is_open(path: str, open_paths: Iterable[str] = _OPEN_PATHS) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in open_paths)


def _with_headers(send: Send, *, is_static: bool) -> Callable[[Message], Awaitable[None]]:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = headers.get(name, value) if name == "Content-Security-Policy" else value
            headers["Cache-Control"] = "no-cache" if is_static else NO_STORE
        await send(message)

    return answer


def _our_mistake() -> MunimentError:
    return MunimentError("Muniment itself went wrong, sorry.", "What the terminal says helps us to mend it.")
