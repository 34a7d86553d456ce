"""Mentions as the templates show them. Numbers that lead to a person are masked here, unless asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from muniment.adapters.ledger.queries import PlacedPage
from muniment.adapters.mention_store import Kept, Tally
from muniment.app.search import mentions as app
from muniment.errors import QueryError
from muniment.mentions.mention import SENSITIVE, Kind, masked
from muniment.mentions.rulings import Act, Ruling
from muniment.search.parse import parse
from muniment.search.query import Phrase
from muniment.search.render import rendered
from muniment.web import wording
from muniment.web.reader.address import Address
from muniment.web.reader.paper import PART_CHARS
from muniment.web.workbench import Workbench

CONTEXT_CHARS = 110
"""Characters of a page shown before and after a mention: about a line each."""

_SNAP_CHARS = 15
_MOST_QUERY_CHARS = 200
_LEAD_CHARS = 1_000
"""Where a very long page is opened: so far before the mention."""

ONE = {
    Kind.PERSON: "person", Kind.PLACE: "place", Kind.ORGANISATION: "organisation", Kind.NAME: "other name",
    Kind.DATE: "date", Kind.REFERENCE: "reference number", Kind.MONEY: "sum of money", Kind.EMAIL: "e-mail address",
    Kind.PHONE: "phone number", Kind.ACCOUNT: "bank account or card", Kind.IDENTITY: "identity number",
    Kind.PASSPORT: "passport number", Kind.PLATE: "vehicle plate",
}  # fmt: skip
"""What one mention of a kind is called, in the order in which kinds are shown."""

MANY = {
    Kind.PERSON: "Persons", Kind.PLACE: "Places", Kind.ORGANISATION: "Organisations", Kind.NAME: "Other names",
    Kind.DATE: "Dates", Kind.REFERENCE: "Reference numbers", Kind.MONEY: "Money", Kind.EMAIL: "E-mail addresses",
    Kind.PHONE: "Phone numbers", Kind.ACCOUNT: "Bank accounts and cards", Kind.IDENTITY: "Identity numbers",
    Kind.PASSPORT: "Passport numbers", Kind.PLATE: "Vehicle plates",
}  # fmt: skip

ACTS = {Act.DISMISS: "dismissed", Act.CORRECT: "corrected", Act.ADD: "added", Act.RESTORE: "restored"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a kind, with how often it is mentioned."""

    text: str
    url: str
    mentions: int
    pages: int
    documents: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention, and where to read it, rule about it, see its like. ``value`` is "" where the words say the same."""

    words: str
    value: str
    kind: Kind
    note: str
    dismissed: bool
    is_ruled: bool
    reader: str
    rule: str
    like: str


@dataclass(frozen=True, slots=True)
class Context:
    """A mention among the words around it, in runs, each with whether it is the mention."""

    spot: Spot
    page: PlacedPage
    runs: list[tuple[str, bool]]
    begins_inside: bool
    ends_inside: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling in words. ``rule`` leads to the mention, "" where it is not found any more or another ruling counts."""

    ruling: Ruling
    act: str
    words: str
    now: str
    rule: str


def text_of(kind: Kind, text: str, *, reveal: bool) -> str:
    """``text`` of a mention of this kind, masked where it must be."""
    return masked(text) if kind in SENSITIVE and not reveal else text


def value(tally: Tally, *, reveal: bool) -> Value:
    """A value of a facet."""
    text = text_of(tally.kind, tally.value, reveal=reveal)
    return Value(text, value_url(tally.kind, tally.key), tally.mentions, tally.pages, tally.documents)


def value_url(kind: Kind, key: str) -> str:
    """The address of all pages with a value."""
    return f"/mentions/{kind.value}/{key}"


def spot(kept: Kept, *, reveal: bool = False) -> Spot:
    """A mention as it stands in a list."""
    one = kept.mention
    differs = " ".join(one.value.split()) != " ".join(one.words.split())
    return Spot(
        text_of(one.kind, one.words, reveal=reveal),
        text_of(one.kind, one.value, reveal=reveal) if differs else "",
        one.kind,
        one.note,
        kept.dismissed,
        kept.mention != kept.found,
        reader_url(kept),
        rule_url(kept),
        value_url(one.kind, kept.key),
    )


def rule_url(kept: Kept) -> str:
    """The address of one mention. It names the place, not an id: ids change when a page is looked through again."""
    place, one = kept.place, kept.mention
    return f"/mentions/at/{place.sha256}/{place.page}/{one.kind.value}/{one.start}/{one.end}"


def reader_url(kept: Kept, page: PlacedPage | None = None) -> str:
    """Where the reader shows a mention, marked there unless it is a number that must not stand in an address."""
    start = kept.mention.start - _LEAD_CHARS if kept.mention.start > PART_CHARS else 0
    at = Address(kept.place.sha256, q=_search_for(kept), kind=page.kind.value if page else "", start=start)
    return at.but(page=kept.place.number)


def _search_for(kept: Kept) -> str:
    if kept.mention.sensitive:
        return ""
    query = rendered(Phrase(" ".join(kept.mention.words.split())[:_MOST_QUERY_CHARS]))
    try:
        parse(query)
    except QueryError:
        return ""
    return query


def contexts(bench: Workbench, found: Sequence[Kept], *, reveal: bool) -> list[Context]:
    """Each mention among its words; other numbers that lead to a person are masked there too, unless ``reveal``."""
    placed = bench.queries.placed([one.place.page for one in found])
    found = [one for one in found if one.place.page in placed]
    windows = [_window(placed[one.place.page].text, one.mention.start, one.mention.end) for one in found]
    if reveal:
        near: list[list[Kept]] = [[] for _ in found]
    else:
        spans = [(one.place.page, *window) for one, window in zip(found, windows, strict=True)]
        near = app.between(bench.case, spans)
    return [
        _context(one, placed[one.place.page], window, others, reveal=reveal)
        for one, window, others in zip(found, windows, near, strict=True)
    ]


def _context(kept: Kept, page: PlacedPage, window: tuple[int, int], near: Sequence[Kept], *, reveal: bool) -> Context:
    start, end = window
    text = covered(page.text[start:end], start, [one for one in near if one.mention.sensitive and not one.dismissed])
    mark = (max(kept.mention.start, start) - start, min(kept.mention.end, end) - start)
    runs = wording.passage(text, [mark])
    return Context(spot(kept, reveal=reveal), page, runs, start > 0, end < len(page.text))


def covered(text: str, start: int, hidden: Sequence[Kept]) -> str:
    """``text``, which begins at code point ``start`` of its page, with ``hidden`` masked, and as long as before."""
    for one in hidden:
        mask = masked(one.mention.words)
        low, high = max(one.mention.start, start), min(one.mention.end, start + len(text))
        cut = mask[low - one.mention.start : high - one.mention.start]
        text = text[: low - start] + cut + text[high - start :]
    return text


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """What is shown around a mention; a mention that is a page long itself is cut."""
    end = min(end, start + 2 * CONTEXT_CHARS)
    low, high = max(0, start - CONTEXT_CHARS), min(len(text), end + CONTEXT_CHARS)
    before, after = text[low : low + _SNAP_CHARS], text[high - _SNAP_CHARS : high]
    if low and (blank := before.find(" ")) >= 0 and low + blank < start:
        low += blank + 1
    if high < len(text) and (blank := after.rfind(" ")) >= 0 and high - len(after) + blank > end:
        high += blank - len(after)
    return low, high


def by_kind(found: Sequence[Kept]) -> list[tuple[str, list[Spot]]]:
    """The mentions of a page, kind by kind, each place that has the same words and value once."""
    order = list(ONE)
    rows = sorted(found, key=lambda one: order.index(one.mention.kind))
    return [(MANY[kind], _once(list(some))) for kind, some in groupby(rows, key=lambda one: one.mention.kind)]


def _once(found: Sequence[Kept]) -> list[Spot]:
    first: dict[tuple[str, str, bool], Kept] = {}
    for one in found:
        first.setdefault((one.mention.words, one.mention.value, one.dismissed), one)
    return [spot(one) for one in first.values()]


def ruled(ruling: Ruling, kept: Kept | None, *, reveal: bool = False) -> Ruled:
    """A ruling as the history shows it."""
    about, now = ruling.found, ruling.now
    told = ""
    if now is not None and ruling.act is not Act.ADD:
        told = f"{ONE[now.kind]}: {text_of(now.kind, now.value, reveal=reveal)}"
    words = text_of(about.kind, about.words, reveal=reveal)
    if now is not None and now.kind in SENSITIVE and not reveal:
        words = masked(about.words)
    return Ruled(ruling, ACTS[ruling.act], words, told, rule_url(kept) if kept else "")
