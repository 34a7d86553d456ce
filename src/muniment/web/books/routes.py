"""The books page: every entry, a screen at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from muniment.adapters.ledger.queries import RowFilter
from muniment.app.overview import MEANINGS
from muniment.model import State
from muniment.preserve.ledger import Books, EntryRow
from muniment.web.pages import page
from muniment.web.workbench import Bench

PER_PAGE = 100
"""Entries on one page of the books."""

MAX_NAME_CHARS = 1_000
"""Longest part of a path looked for."""

_MOST_DIGITS = 18
"""Digits of an entry's number that SQLite's integers hold."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are to be shown, as the address says it. ``after`` and ``before`` are entries' numbers."""

    state: State | None
    name: str
    after: int | None
    before: int | None

    @classmethod
    def from_query(cls, untrusted_query: dict[str, str]) -> "Wanted":
        """From an address; whatever means nothing there is left aside."""
        state = untrusted_query.get("state", "")
        return cls(
            State(state) if state in set(State) else None,
            untrusted_query.get("name", "")[:MAX_NAME_CHARS],
            _number(untrusted_query.get("after", "")),
            _number(untrusted_query.get("before", "")),
        )

    def url(self, **place: int) -> str:
        """The address of the same entries at another place."""
        pairs = [("state", self.state.value if self.state else ""), ("name", self.name)]
        known = [(key, value) for key, value in pairs if value] + [(key, str(value)) for key, value in place.items()]
        return f"/books?{urlencode(known)}" if known else "/books"

    def in_state(self, state: str) -> str:
        """The address of the entries in another state, or with "" in any."""
        return Wanted(State(state) if state else None, self.name, None, None).url()

    def filter(self) -> RowFilter:
        """The same for the ledger: a name's bytes as they would be typed."""
        return RowFilter(self.state, self.name.encode("utf-8", "replace"))


@router.get("/books")
def books(request: Request, bench: Bench) -> Response:
    """The entries, in the order of their paths."""
    wanted = Wanted.from_query(dict(request.query_params))
    backwards = wanted.before is not None
    rows = bench.queries.rows_beside(
        wanted.before if backwards else wanted.after, PER_PAGE + 1, wanted.filter(), backwards=backwards
    )
    more = len(rows) > PER_PAGE
    rows = (rows[-PER_PAGE:] if backwards else rows[:PER_PAGE]) if more else rows
    balance = bench.books.soon()
    return page(
        request,
        "books/books.html",
        wanted=wanted,
        rows=rows,
        balance=balance,
        counts=_counts(balance),
        meaning=MEANINGS[wanted.state] if wanted.state else "",
        back=wanted.url(before=rows[0].id) if rows and _has_before(wanted, more=more) else "",
        onward=wanted.url(after=rows[-1].id) if rows and (more or backwards) else "",
        link_of=_link,
    )


def _has_before(wanted: Wanted, *, more: bool) -> bool:
    return more if wanted.before is not None else wanted.after is not None


def _counts(balance: Books | None) -> list[tuple[str, int | None]]:
    """Each state with its entries; all states without numbers while they are being counted."""
    if balance is None:
        return [(state.value, None) for state in State]
    by_state = {**balance.by_state, State.PENDING.value: balance.pending}
    return [(state.value, by_state[state.value]) for state in State if by_state.get(state.value)]


def _link(row: EntryRow) -> str:
    """Where an entry can be read; "" where no bytes were kept."""
    return f"/document/{row.sha256}" if row.sha256 else ""


def _number(untrusted_number: str) -> int | None:
    is_one = untrusted_number.isascii() and untrusted_number.isdecimal() and len(untrusted_number) <= _MOST_DIGITS
    return int(untrusted_number) if is_one else None
