"""Documents, pages, words and pictures as JSON and PNG, for scripts and for the reader's own page."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from muniment.acquire.names import text_of
from muniment.adapters.ledger.documents import PageHead
from muniment.app.documents import HitPages, Library, Opened, has_picture, pictured, words_on
from muniment.app.pictures import Size
from muniment.errors import PageNotDrawnError
from muniment.model import PageKind
from muniment.search.query import Query as SearchTree
from muniment.search.snippets import spans
from muniment.web.pictures import PagePictures
from muniment.web.reader.view import asked, chosen
from muniment.web.workbench import Bench

router = APIRouter(prefix="/api/documents", tags=["documents"])

MOST_PLACED_CHARS = 200_000
"""Characters of a page up to which the places of its words are told: a page seen at once has some 5,000."""

_MOST_QUERY_CHARS = 2_000

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the original, in hexadecimal.")]
Number = Annotated[int, Path(ge=1, le=2**31, description="The page, from 1.")]
Search = Annotated[str, Query(max_length=_MOST_QUERY_CHARS, description="A search in the query language.")]
Names = Annotated[bool, Query(description="Take the search for a name, however it is written.")]
Kind = Annotated[PageKind | None, Query(description="Printed or recognised text, where a page has both.")]


class SizeName(StrEnum):
    """How large a picture is wanted."""

    THUMB = "thumb"
    PAGE = "page"
    FINE = "fine"


class Place(BaseModel):
    """One place where the original was found."""

    path: str
    kind: str
    state: str
    reason: str
    source: str


class PageOutline(BaseModel):
    """A page without its text. ``kind`` is ``text`` or ``ocr``."""

    number: int
    kind: str
    label: str
    language: str
    confidence: float


class Document(BaseModel):
    """A document: its original, where it lies, how it was read."""

    sha256: str
    size: int
    media_type: str
    state: str
    reason: str
    reader: str
    language: str
    facts: dict[str, str]
    copies: int
    places: list[Place] = Field(description="The first of its places.")
    container: list[str] = Field(description="Names from what was handed over down to the document.")
    pages: list[PageOutline]


class PageText(PageOutline):
    """A page with its raw text. ``hits`` count its code points, end-exclusive, and are told of the first 200,000."""

    text: str
    has_picture: bool
    hits: list[tuple[int, int]]


class Words(BaseModel):
    """Where words stand on the picture.

    Each: start and end in code points of ``text``; left, top, right, bottom as shares of the page; confidence.
    """

    text: str
    words: list[tuple[int, int, float, float, float, float, float]]
    hits: list[tuple[int, int]]


class HitOnPage(BaseModel):
    """A page with hits."""

    page: int
    kind: str
    hits: int


class Hits(BaseModel):
    """Pages with hits, as far as they were looked through; ``next_page`` is where to go on, 0 at the end."""

    pages: list[HitOnPage]
    next_page: int


@router.get("/{sha256}")
def document(sha256: Sha256, bench: Bench) -> Document:
    """A document with the outline of its pages."""
    library = Library(bench.database)
    opened = library.open(sha256)
    row = opened.row
    return Document(
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        state=opened.places[0].state or row.state,
        reason=opened.places[0].reason or row.reason,
        reader=f"{row.reader} {row.reader_version}".strip(),
        language=row.language,
        facts=dict(row.facts),
        copies=opened.places_count,
        places=[
            Place(path=text_of(one.path), kind=one.kind, state=one.state, reason=one.reason, source=one.source)
            for one in opened.places
        ],
        container=[text_of(link.name) for link in opened.chain],
        pages=[_outline(head) for head in library.heads(opened)] if row.reading else [],
    )


@router.get("/{sha256}/pages/{number}")
def page_text(
    sha256: Sha256, number: Number, bench: Bench, q: Search = "", names: Names = False, kind: Kind = None
) -> PageText:
    """The raw text of a page, and where a search matched in it."""
    library = Library(bench.database)
    opened = library.open(sha256)
    heads = library.page(opened, number)
    head = chosen(heads, kind or "")
    text = library.text(head)
    return PageText(
        **_outline(head).model_dump(),
        text=text,
        has_picture=has_picture(opened, heads),
        hits=_hits(text, asked(q, names=names)),
    )


@router.get("/{sha256}/pages/{number}/words")
def words(
    sha256: Sha256,
    number: Number,
    bench: Bench,
    pictures: PagePictures,
    q: Search = "",
    names: Names = False,
    kind: Kind = None,
) -> Words:
    """Where the words of a page stand on its picture, as far as that is known."""
    library = Library(bench.database)
    opened = library.open(sha256)
    head = chosen(library.page(opened, number), kind or "")
    text = library.text(head)[:MOST_PLACED_CHARS]
    placed = words_on(opened, head, text, library, pictures)
    told = [(one.start, one.end, *one.box, one.confidence) for one in placed if one.end <= len(text)]
    return Words(text=text, words=told, hits=_hits(text, asked(q, names=names)))


@router.get(
    "/{sha256}/pages/{number}/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}}
)
def picture(
    sha256: Sha256, number: Number, bench: Bench, pictures: PagePictures, size: SizeName = SizeName.PAGE
) -> Response:
    """A page drawn by us, as PNG. The original itself is never sent here."""
    library = Library(bench.database)
    opened = library.open(sha256)
    _require_picture(opened, library, number)
    return Response(pictures.picture(pictured(opened), number, Size[size.name]), media_type="image/png")


@router.get("/{sha256}/hits")
def hits(
    sha256: Sha256,
    bench: Bench,
    q: Annotated[str, Query(min_length=1, max_length=_MOST_QUERY_CHARS)],
    names: Names = False,
    page: Annotated[int, Query(ge=1, le=2**31)] = 1,
) -> Hits:
    """The pages of a document on which a search matches, a stretch at a time."""
    library = Library(bench.database)
    query = asked(q, names=names)
    found = library.hits(library.open(sha256), query, page) if query is not None else HitPages((), 0)
    return Hits(
        pages=[HitOnPage(page=one.number, kind=one.kind, hits=one.hits) for one in found.pages],
        next_page=found.next_page,
    )


def _require_picture(opened: Opened, library: Library, number: int) -> None:
    heads = library.page(opened, number) if opened.row.pages else []
    if (heads and not has_picture(opened, heads)) or not opened.is_drawn:
        raise PageNotDrawnError("There is no picture of this page.", "Its text, if it has any, can be read.")


def _outline(head: PageHead) -> PageOutline:
    return PageOutline(
        number=head.number, kind=head.kind, label=head.label, language=head.language, confidence=head.confidence
    )


def _hits(text: str, query: SearchTree | None) -> list[tuple[int, int]]:
    return list(spans(text[:MOST_PLACED_CHARS], query)) if query is not None else []
