"""Who may come in: a login link that works once, and the session that it starts."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable

from muniment.people import Person

LINK_SECONDS = 15 * 60
"""How long a login link waits to be opened: long enough to find the browser, too short to be found in a log."""

SESSION_SECONDS = 14 * 3600
"""How long a browser stays logged in: a long working day."""

MOST_SESSIONS = 50
"""Browsers logged in at the same time; the oldest goes first."""

_TOKEN_BYTES = 32


class Access:
    """Login tokens and sessions, kept in memory only: they end with the program. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(_TOKEN_BYTES)
        self._links: dict[bytes, float] = {}
        self._sessions: dict[bytes, float] = {}
        self._people: dict[bytes, Person] = {}

    def new_link_token(self) -> str:
        """A token for one login; links given out before and not used end."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._lock:
            self._links = {_digest(token): self._clock() + LINK_SECONDS}
        return token

    def log_in(self, untrusted_token: str) -> str | None:
        """A new session for a token that is good, which then is used up; None for any other."""
        with self._lock:
            ends = self._links.pop(_digest(untrusted_token), None)
            if ends is None or self._clock() > ends:
                return None
            session = secrets.token_urlsafe(_TOKEN_BYTES)
            self._sessions[_digest(session)] = self._clock() + SESSION_SECONDS
            while len(self._sessions) > MOST_SESSIONS:
                oldest = next(iter(self._sessions))
                del self._sessions[oldest]
                self._people.pop(oldest, None)
            return session

    def is_logged_in(self, untrusted_session: str) -> bool:
        """Whether a session is one of ours and has not ended."""
        with self._lock:
            return self._sessions.get(_digest(untrusted_session), 0.0) > self._clock()

    def log_out(self, untrusted_session: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_digest(untrusted_session), None)
            self._people.pop(_digest(untrusted_session), None)

    def remember(self, session: str, person: Person) -> None:
        """Note that whoever sits at a session has shown who they are."""
        with self._lock:
            if _digest(session) in self._sessions:
                self._people[_digest(session)] = person

    def person(self, untrusted_session: str) -> Person | None:
        """Who sits at a session, as far as they have shown."""
        with self._lock:
            return self._people.get(_digest(untrusted_session))

    def form_token(self, session: str) -> str:
        """What every form of this session carries, so that no other site can fill it in (CSRF)."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, session: str, untrusted_token: str) -> bool:
        """Whether a form was ours."""
        told = untrusted_token.encode("utf-8", "surrogatepass")  # a form may name a charset that makes lone surrogates
        return hmac.compare_digest(self.form_token(session).encode(), told)


def _digest(text: str) -> bytes:
    """Sessions are looked up by digest: how long a look-up takes tells nothing about them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
