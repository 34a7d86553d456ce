"""The reader's addresses."""

import json
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from muniment.acquire.names import shown, text_of
from muniment.app import originals
from muniment.app.documents import Library, Opened
from muniment.app.evidence.records import Recorder
from muniment.app.redact.marking import after_publication
from muniment.evidence.history import Change
from muniment.evidence.records import Kind, Quote
from muniment.evidence.withheld import Mark
from muniment.people import Deed, Person, may
from muniment.read.formats.tables.grid import column_name
from muniment.web.evidence.keeper import Acting, Recording
from muniment.web.evidence.trail import own_change
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.pictures import PagePictures, ended_with
from muniment.web.protect.keeper import Keeping, ProtectKeeper
from muniment.web.reader.address import ZOOMS, At
from muniment.web.reader.view import Made, chosen, part_of, query_of, view_of
from muniment.web.workbench import Bench

router = APIRouter(lifespan=ended_with, include_in_schema=False)

SANDBOXED = "sandbox; default-src 'none'"
"""Content-Security-Policy of an original: should a browser show it after all, it may do nothing."""

_MOST_COLUMNS = 300
"""Letters over the columns of a sheet that are made at most; wider rows go on without."""

_NAME_CHARS = 120

_MOST_REASONS = 20
"""Reasons given before that are offered for the next mark, the last ones first."""


@router.get("/document/{sha256}")  # noqa: FAST003 - Address takes it
def document(
    request: Request,
    at: At,
    bench: Bench,
    pictures: PagePictures,
    recorder: Recording,
    keeping: Keeping,
    person: Acting,
    saved: str = "",
    withheld: str = "",
) -> HTMLResponse:
    """One page of a document, and all that is known about the document."""
    quotes = recorder.held().quotes_of.get(at.sha256, ())
    made, marks, went_out = _made(quotes, keeping, person, at)
    view = view_of(at, Library(bench.database), made)
    if view.has_picture:
        pictures.wake()
    return page(
        request,
        "reader/document.html",
        view=view,
        at=at,
        zooms=ZOOMS,
        letters=_letters(view.part),
        boxes=_boxes(view.quotes, at.page),
        quotes_in_all=len(quotes),
        may_quote=may(person, Deed.RECORD),
        quoted=_quoted(recorder, person, saved),
        marks=marks,
        went_out=after_publication(went_out) if went_out else "",
        marked=next((one for one in marks if one.id == withheld), None),
        reasons=list(dict.fromkeys(one.reason for one in reversed(list(recorder.held().marks.values()))))[
            :_MOST_REASONS
        ],
    )


@router.get("/document/{sha256}/part")  # noqa: FAST003 - Address takes it
def part(request: Request, at: At, bench: Bench, recorder: Recording, keeping: Keeping, person: Acting) -> HTMLResponse:
    """A further stretch of a long page, to be put below the one before."""
    library = Library(bench.database)
    opened = library.open(at.sha256)
    head = chosen(library.page(opened, at.page), at.kind)
    query, _ = query_of(at)
    made, *_ = _made(recorder.held().quotes_of.get(at.sha256, ()), keeping, person, at)
    found = part_of(opened, head, library.text(head), at.start, query, library, made)
    return page(
        request, "reader/part.html", part=found, at=at, head=head, may_quote=may(person, Deed.RECORD), is_further=True
    )


@router.get("/document/{sha256}/thread")  # noqa: FAST003 - Address takes it
def thread(request: Request, at: At, bench: Bench) -> HTMLResponse:
    """The conversation that a message belongs to, in cases so large that it takes a moment to find."""
    library = Library(bench.database)
    opened = library.open(at.sha256)
    return page(
        request, "reader/thread.html", at=at, document=opened, thread=library.thread(opened, at_any_cost=True) or []
    )


@router.get("/document/{sha256}/download")  # noqa: FAST003 - Address takes it
def ask(request: Request, at: At, bench: Bench) -> HTMLResponse:
    """What to think of before an original is taken out of the case."""
    opened = Library(bench.database).open(at.sha256)
    return page(request, "reader/download.html", document=opened, at=at, file_name=_file_name(opened))


@router.post("/document/{sha256}/download")
def download(sha256: str, bench: Bench, form: CheckedForm) -> Response:
    """The original itself, noted in the custody log before its first byte is given."""
    del form  # its token was checked
    opened = Library(bench.database).open(sha256)
    content = originals.taken_out(bench.case, opened.row.sha256, opened.row.size)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_file_name(opened), safe='')}",
        "Content-Length": str(opened.row.size),
        "Content-Security-Policy": SANDBOXED,
    }
    return StreamingResponse(content, media_type="application/octet-stream", headers=headers)


def _file_name(opened: Opened) -> str:
    """The original's name without anything that steers or hides, or that means a folder."""
    untrusted_name = shown(text_of(opened.places[0].path.rpartition(b"/")[2]))
    safe = "".join("_" if char in '\\/:*?"<>|' else char for char in untrusted_name).strip(". ")
    return safe[-_NAME_CHARS:] or opened.row.sha256[:12]


def _made(quotes: Sequence[Quote], keeping: ProtectKeeper, person: Person, at: At) -> tuple[Made, Sequence[Mark], str]:
    """What people have made of a document, the marks that hold in it, and when it last went out.

    Who only reads is told nothing of the marks.
    """
    if not may(person, Deed.RECORD):
        return Made(quotes), (), ""
    marking = keeping.marking()
    placed = cache(lambda kind: marking.placed(at.sha256, at.page, kind))
    marks = marking.marks(at.sha256, at_once=True)
    went_out = marking.went_out().get(at.sha256, "") if marks else ""
    return Made(quotes, lambda head: placed(head.kind)), marks, went_out


def _boxes(quotes: Sequence[Quote], number: int) -> dict[str, str]:
    """For each quote, by its id, the boxes of its words on a page, as JSON."""
    return {
        quote.id: json.dumps([list(box) for span in quote.spans if span.page == number for box in span.boxes])
        for quote in quotes
    }


def _quoted(recorder: Recorder, person: Person, untrusted_change: str) -> tuple[Change, str] | None:
    """The change that has just made a quote, so that it can be undone at once, and the quote's id."""
    change = own_change(recorder, person, untrusted_change)
    made = recorder.versions_of(change.id) if change is not None else []
    if change is None or len(made) != 1 or made[0][0].kind is not Kind.QUOTE:
        return None
    return change, made[0][0].id


def _letters(part: object) -> list[str]:
    columns = getattr(part, "columns", 0)
    return [column_name(index) for index in range(min(columns, _MOST_COLUMNS))]
