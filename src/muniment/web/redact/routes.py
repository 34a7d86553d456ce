"""The addresses below /redact: marks, what the public will see of a document, and a second person's clearance."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from muniment.app import people
from muniment.app.evidence.quotes import Quoter
from muniment.app.redact.marking import Marking
from muniment.errors import MunimentError, NotFoundError
from muniment.people import Deed, Person, may, require
from muniment.redact.covering import PATTERNS
from muniment.redact.marks import Mode
from muniment.web.evidence.keeper import Acting
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.pictures import PagePictures
from muniment.web.protect.keeper import Keeping
from muniment.web.redact.asked import asked_everywhere, asked_here, way_back
from muniment.web.redact.shown import MOST_ROWS, Previewing, Showing, ended_with, rows_of
from muniment.web.workbench import Bench

router = APIRouter(prefix="/redact", lifespan=ended_with, include_in_schema=False)

_Number = Annotated[int, Query(ge=1, le=10_000_000)]
_Page = Annotated[int, Path(ge=1, le=10_000_000)]
_Mode = Annotated[Mode, Query()]


@router.get("")
def marks(request: Request, keeping: Keeping, person: Acting, number: _Number = 1) -> HTMLResponse:
    """The marks of the case, and a form for one more."""
    return _marks(request, keeping.marking(), person, number=number)


@router.post("/add")
def add(request: Request, bench: Bench, keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Mark every occurrence of a term, or numbers of a kind, in one document or in the whole case."""
    marking = keeping.marking()
    typed = {name: str(form.get(name, "")) for name in ("term", "document", "reason")}
    try:
        document = typed["document"].strip()
        original = Quoter(bench.database).original(document) if document else ""
        made = marking.add(person, asked_everywhere(form, original))
    except MunimentError as error:
        return _marks(request, marking, person, error, typed)
    return RedirectResponse(f"/redact/document/{made.original}" if made.original else "/redact", 303)


@router.post("/remove")
def remove(keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Take a mark off, and go back to where it was seen. Raises ``NotFoundError``."""
    keeping.marking().remove(person, str(form.get("mark", "")))
    return RedirectResponse(way_back(form) or "/redact", 303)


@router.get("/document/{original}")
def document(
    request: Request,
    original: str,
    keeping: Keeping,
    previewer: Previewing,
    pictures: PagePictures,
    person: Acting,
    number: _Number = 1,
    mode: _Mode = Mode.LINE,
) -> HTMLResponse:
    """What the public will see of a page, beside what is marked on it. Raises ``NotFoundError``."""
    return _document(request, Showing(keeping.marking(mode), previewer, pictures), person, original, number)


@router.get("/document/{original}/picture/{number}", response_class=Response)
def picture(
    original: str,
    number: _Page,
    keeping: Keeping,
    previewer: Previewing,
    pictures: PagePictures,
    person: Acting,
    mode: _Mode = Mode.LINE,
) -> Response:
    """The picture of a page as it will be published. Raises ``NotFoundError`` or ``PageNotDrawnError``."""
    require(person, Deed.RECORD)
    image = previewer.page(keeping.marking(mode), pictures, original, number).pages[0].image
    if image is None:
        raise NotFoundError("This page goes out as text.", "Read it on the page of the preview.")
    return Response(image.data, media_type=image.media_type)


@router.post("/document/{original}/mark")
def mark_here(
    request: Request,
    original: str,
    keeping: Keeping,
    previewer: Previewing,
    pictures: PagePictures,
    bench: Bench,
    person: Acting,
    form: CheckedForm,
    number: _Number = 1,
    mode: _Mode = Mode.LINE,
) -> Response:
    """Mark words, a region, rows or columns of one page, and go back to where they were seen."""
    marking = keeping.marking(mode)
    try:
        made = [marking.add(person, one) for one in asked_here(Quoter(bench.database), form, original, number)]
    except NotFoundError:
        raise
    except MunimentError as error:
        return _document(request, Showing(marking, previewer, pictures), person, original, number, error)
    back = way_back(form) or _address(original, number, mode)
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}withheld={made[0].id}", 303)


@router.post("/document/{original}/clear")
def clear(
    request: Request,
    original: str,
    keeping: Keeping,
    previewer: Previewing,
    pictures: PagePictures,
    bench: Bench,
    person: Acting,
    form: CheckedForm,
    number: _Number = 1,
    mode: _Mode = Mode.LINE,
) -> Response:
    """Put one's name to what is covered; the passphrase shows that it is they."""
    marking = keeping.marking(mode)
    try:
        marking.clear(people.show_who(bench.case, person.name, str(form.get("passphrase", ""))), original)
    except NotFoundError:
        raise
    except MunimentError as error:
        return _document(request, Showing(marking, previewer, pictures), person, original, number, error)
    return RedirectResponse(_address(original, number, mode), 303)


def _marks(
    request: Request,
    marking: Marking,
    person: Person,
    error: MunimentError | None = None,
    typed: dict[str, str] | None = None,
    number: int = 1,
) -> HTMLResponse:
    require(person, Deed.RECORD)
    held = marking.marks()
    return page(
        request,
        "redact/marks.html",
        error.http_status if error else 200,
        rows=rows_of(marking, held[(number - 1) * MOST_ROWS : number * MOST_ROWS]),
        number=number,
        pages=max(1, -(-len(held) // MOST_ROWS)),
        patterns=PATTERNS,
        typed=typed or {},
        error=error,
        back="",
    )


def _document(
    request: Request,
    showing: Showing,
    person: Person,
    original: str,
    number: int,
    error: MunimentError | None = None,
) -> HTMLResponse:
    require(person, Deed.RECORD)
    shown = showing.document(person, original, number)
    told = error or shown.failure
    return page(
        request,
        "redact/document.html",
        told.http_status if told else 200,
        shown=shown,
        original=original,
        number=number,
        may_review=may(person, Deed.REVIEW),
        can_sign=bool(person.public_key),
        error=told,
        modes=tuple(Mode),
        back=_address(original, number, showing.marking.mode),
    )


def _address(original: str, number: int, mode: Mode) -> str:
    """Where a page is shown as the public will see it."""
    return f"/redact/document/{original}?number={number}" + ("" if mode is Mode.LINE else f"&mode={mode}")
