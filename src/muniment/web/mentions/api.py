"""Mentions as JSON. Numbers that lead to a person are always masked here: the command line shows them with --reveal."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from muniment.adapters.mention_store import Kept
from muniment.app.documents import Library
from muniment.app.search import mentions as app
from muniment.errors import UsageError
from muniment.mentions.mention import SENSITIVE, Kind
from muniment.web.api.routes import ERRORS, MAX_LIMIT
from muniment.web.mentions.keeper import MentionKeeper
from muniment.web.mentions.looking import Looking, Trouble
from muniment.web.mentions.shown import text_of
from muniment.web.workbench import Bench

router = APIRouter(prefix="/api/mentions", tags=["mentions"], responses=dict(ERRORS))

_MOST_OFFSET = 2**31
_MOST_PART_CHARS = 200

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
Offset = Annotated[int, Query(ge=0, le=_MOST_OFFSET)]
Key = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="Stands for a value; `key` of a list of values.")]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the original, in hexadecimal.")]


class KindOut(BaseModel):
    """A kind of mention, and how many different values it has."""

    kind: str
    values: int
    sensitive: bool = Field(description="numbers that lead to a person: their values come masked")


class LookingOut(BaseModel):
    """How far looking through new documents has come."""

    done: int
    total: int = Field(description="0 while it is not known")


class KindsOut(BaseModel):
    """All kinds that the case has."""

    kinds: list[KindOut]
    looking: LookingOut | None = Field(description="null when all documents were looked through")
    trouble: str = Field(description="why the last looking failed; empty if it did not")


class ValueOut(BaseModel):
    """A value and how often it is mentioned."""

    value: str
    key: str
    mentions: int
    pages: int
    documents: int


class ValuesOut(BaseModel):
    """Values of a kind, those in most documents first."""

    values: list[ValueOut]
    more: bool


class MentionOut(BaseModel):
    """A mention: `start` and `end` count code points of the page's raw text, the end not included."""

    sha256: str
    page: int
    kind: str
    start: int
    end: int
    words: str
    value: str
    key: str
    found_by: str
    note: str
    dismissed: bool


class MentionsOut(BaseModel):
    """Mentions, in the order of documents, pages and places."""

    mentions: list[MentionOut]
    more: bool


@router.get("")
def kinds(bench: Bench, keeper: MentionKeeper) -> KindsOut:
    """What kinds of mentions there are; begins to look through what is new."""
    looking = keeper.look()
    counts = app.counts(bench.case)
    return KindsOut(
        kinds=[KindOut(kind=kind.value, values=count, sensitive=kind in SENSITIVE) for kind, count in counts.items()],
        looking=LookingOut(done=looking.done, total=looking.total) if isinstance(looking, Looking) else None,
        trouble=looking.message if isinstance(looking, Trouble) else "",
    )


@router.get("/of/{sha256}")
def of_document(
    sha256: Sha256, bench: Bench, page: Annotated[int | None, Query(ge=1, le=_MOST_OFFSET)] = None, limit: Limit = 100
) -> MentionsOut:
    """The mentions of a document or of one of its pages, dismissed ones included."""
    Library(bench.database).open(sha256)
    found = app.of_document(bench.case, sha256, page, limit=limit + 1).mentions
    return MentionsOut(mentions=[_mention(one) for one in found[:limit]], more=len(found) > limit)


@router.get("/{kind}")
def values(
    kind: Kind,
    bench: Bench,
    part: Annotated[str, Query(max_length=_MOST_PART_CHARS, description="only values that hold this")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> ValuesOut:
    """The values of a kind. Numbers that lead to a person cannot be looked for: addresses are written down."""
    if part and kind in SENSITIVE:
        raise UsageError("Numbers that lead to a person are not looked for here.", "Search for the number as text.")
    found = app.facet(bench.case, kind, limit + 1, offset, part)
    shown = [
        ValueOut(
            value=text_of(kind, one.value, reveal=False),
            key=one.key,
            mentions=one.mentions,
            pages=one.pages,
            documents=one.documents,
        )
        for one in found[:limit]
    ]
    return ValuesOut(values=shown, more=len(found) > limit)


@router.get("/{kind}/{key}")
def places(kind: Kind, key: Key, bench: Bench, limit: Limit = 100, offset: Offset = 0) -> MentionsOut:
    """The first mention of a value on each page that has it."""
    found = app.pages_with(bench.case, kind, key=key, limit=limit + 1, offset=offset)
    return MentionsOut(mentions=[_mention(one) for one in found[:limit]], more=len(found) > limit)


def _mention(kept: Kept) -> MentionOut:
    one = kept.mention
    return MentionOut(
        sha256=kept.place.sha256,
        page=kept.place.number,
        kind=one.kind.value,
        start=one.start,
        end=one.end,
        words=text_of(one.kind, one.words, reveal=False),
        value=text_of(one.kind, one.value, reveal=False),
        key=kept.key,
        found_by=one.extractor,
        note=one.note,
        dismissed=kept.dismissed,
    )
