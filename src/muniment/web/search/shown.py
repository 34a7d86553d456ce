"""Search results as the templates show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from muniment.acquire.names import shown
from muniment.adapters.ledger.queries import Queries
from muniment.app.search.finding import Found, FoundPage
from muniment.errors import QueryError
from muniment.index.dates import day_of
from muniment.search.port import Counts
from muniment.web import wording
from muniment.web.search.asked import Asked

DRAWER_TITLES = {
    "lang": "Language",
    "type": "Type",
    "date": "Year",
    "state": "How it was read",
    "source": "Source",
    "kind": "Words from",
}

KINDS = {"text": "the file itself", "ocr": "a picture (OCR)"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit, ready to be shown."""

    number: int
    url: str
    title: str
    chain: list[str]
    page: str
    kind: str
    type: str
    language: str
    confidence: float
    runs: list[tuple[str, bool]]
    begins_inside: bool
    ends_inside: bool
    why: str
    copies: int
    like: int
    day: str


def hits(asked: Asked, found: Found, queries: Queries) -> list[Hit]:
    """The hits of this page of results."""
    facts = queries.facts_of([one.page.reading for one in found.pages])
    return [
        _hit(asked, one, number, day_of(facts.get(one.page.reading, {})))
        for number, one in enumerate(found.pages, asked.offset + 1)
    ]


def _hit(asked: Asked, found: FoundPage, number: int, day: date | None) -> Hit:
    place = found.page
    path = place.paths[0] if place.paths else place.sha256.encode()
    end = found.snippet.start + len(found.snippet.text)
    return Hit(
        number=number,
        url=document_url(place.sha256, place.number, asked),
        title=wording.last_part(path),
        chain=wording.chain(path),
        page=shown(place.label) or f"page {place.number}",
        kind=place.kind.value,
        type=wording.media_type(place.media_type),
        language=place.language,
        confidence=place.confidence,
        runs=wording.passage(found.snippet.text, found.snippet.spans),
        begins_inside=found.snippet.start > 0,
        ends_inside=end < len(place.text),
        why=found.why,
        copies=place.copies,
        like=found.like,
        day=day.isoformat() if day else "",
    )


def document_url(sha256: str, page: int, asked: Asked) -> str:
    """Where the reader shows a hit: with what was searched for, so that it is marked there too."""
    pairs = [("page", str(page))]
    if asked.text:
        pairs.append(("q", asked.text))
    if asked.names:
        pairs.append(("names", "1"))
    return f"/document/{sha256}?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow down by: a link that adds it or, where it is in force, takes it away."""

    label: str
    count: int
    url: str
    in_force: bool
    share: float


@dataclass(frozen=True, slots=True)
class Drawer:
    """The values of one facet."""

    name: str
    title: str
    choices: list[Choice]


def drawers(asked: Asked, facets: Mapping[str, Counts]) -> list[Drawer]:
    """One for each facet that tells anything: with one value only, there is nothing to narrow down."""
    made = (_drawer(asked, name, title, facets.get(name, ())) for name, title in DRAWER_TITLES.items())
    return [one for one in made if len(one.choices) > 1 or any(choice.in_force for choice in one.choices)]


def _drawer(asked: Asked, name: str, title: str, counts: Counts) -> Drawer:
    known = dict(counts)
    in_force = [value for one, value in asked.filters if one == name]
    most = max(known.values(), default=1)
    values = [*counts, *((value, 0) for value in in_force if value not in known)]
    if name == "date":
        values.sort(reverse=True)
    choices = [
        Choice(
            label=facet_label(name, value),
            count=count,
            url=(asked.without_filter if value in in_force else asked.with_filter)(name, value).url(),
            in_force=value in in_force,
            share=count / most,
        )
        for value, count in values
    ]
    return Drawer(name, title, choices)


def facet_label(name: str, value: str) -> str:
    """A facet's value in words."""
    if name == "lang":
        return wording.language(value)
    if name == "type":
        return wording.FAMILIES.get(value, shown(value))
    if name == "kind":
        return KINDS.get(value, shown(value))
    return shown(value) or "not said"


def pages_to_turn(here: int, last: int) -> list[int]:
    """The pages of results to offer: the first, those around here, the last; 0 stands for a gap."""
    near = {1, last, *range(max(1, here - 2), min(last, here + 2) + 1)}
    offered: list[int] = []
    for number in sorted(near):
        if offered and number - offered[-1] > 1:
            offered.append(0)
        offered.append(number)
    return offered


@dataclass(frozen=True, slots=True)
class Trouble:
    """A query that was not understood: what was said, and the query cut where it stopped making sense."""

    message: str
    advice: str
    before: str
    at: str
    after: str
    has_place: bool


def trouble(text: str, error: QueryError) -> Trouble:
    """What to show of a query that was not understood; without a place if the error has none in ``text``."""
    cut = error.place
    if cut is None or not 0 <= cut <= len(text):
        return Trouble(error.message, error.advice, shown(text), "", "", has_place=False)
    before, at, after = (shown(part) for part in (text[:cut], text[cut : cut + 1], text[cut + 1 :]))
    return Trouble(error.message, error.advice, before, at, after, has_place=True)
