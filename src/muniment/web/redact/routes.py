"""The addresses below /redact: marks, what the public will see of a document, and a second person's clearance."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from muniment.app import people
from muniment.app.marking import Marking
from muniment.app.quotes import Pages, Quoter
from muniment.errors import MunimentError, NotFoundError, UsageError
from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.people import Deed, Person, may, require
from muniment.redact.covering import PATTERNS, described
from muniment.redact.marks import PageSource
from muniment.redact.paper import burn_text
from muniment.web.evidence.keeper import Acting
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.protect.keeper import Keeping
from muniment.web.workbench import Bench

router = APIRouter(prefix="/redact", include_in_schema=False)

_EDGES = ("left", "top", "right", "bottom")
_MOST_DIGITS = 6

_Number = Annotated[int, Query(ge=1, le=10_000_000)]


@router.get("")
def marks(request: Request, keeping: Keeping, person: Acting) -> HTMLResponse:
    """All marks of the case, and a form for one more."""
    return _marks(request, keeping.marking(), person)


@router.post("/add")
def add(request: Request, bench: Bench, keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Mark every occurrence of a term, or numbers of a kind, in one document or in the whole case."""
    marking = keeping.marking()
    typed = {name: str(form.get(name, "")) for name in ("term", "document", "reason")}
    try:
        document = typed["document"].strip()
        original = Quoter(bench.database).original(document) if document else ""
        made = marking.add(person, _asked(form, original))
    except MunimentError as error:
        return _marks(request, marking, person, error, typed)
    return RedirectResponse(f"/redact/document/{made.original}" if made.original else "/redact", 303)


@router.post("/remove")
def remove(keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Take a mark off. Raises ``NotFoundError``."""
    keeping.marking().remove(person, str(form.get("mark", "")))
    return RedirectResponse("/redact", 303)


@router.get("/document/{original}")
def document(request: Request, original: str, keeping: Keeping, person: Acting, number: _Number = 1) -> HTMLResponse:
    """What the public will see of a document, beside what is marked on it. Raises ``NotFoundError``."""
    return _document(request, keeping.marking(), original, person, number)


@router.post("/document/{original}/mark")
def mark_here(
    request: Request,
    original: str,
    bench: Bench,
    keeping: Keeping,
    person: Acting,
    form: CheckedForm,
    number: _Number = 1,
) -> Response:
    """Mark words, a region, rows or columns of one page."""
    marking = keeping.marking()
    try:
        for one in _asked_here(Quoter(bench.database), form, original, number):
            marking.add(person, one)
    except NotFoundError:
        raise
    except MunimentError as error:
        return _document(request, marking, original, person, number, error)
    return RedirectResponse(f"/redact/document/{original}?number={number}", 303)


@router.post("/document/{original}/clear")
def clear(
    request: Request, original: str, bench: Bench, keeping: Keeping, person: Acting, form: CheckedForm
) -> Response:
    """Put one's name to what is covered; the passphrase shows that it is they."""
    marking = keeping.marking()
    try:
        marking.clear(people.show_who(bench.case, person.name, str(form.get("passphrase", ""))), original)
    except NotFoundError:
        raise
    except MunimentError as error:
        return _document(request, marking, original, person, 1, error)
    return RedirectResponse(f"/redact/document/{original}", 303)


def _asked(form: FormData, original: str) -> Mark:
    term, reason = str(form.get("term", "")).strip(), str(form.get("reason", ""))
    patterns = tuple(str(one) for one in form.getlist("patterns") if one in PATTERNS)
    if bool(term) == bool(patterns):
        raise UsageError("Say one thing to mark.", "A term, or kinds of numbers.")
    scope = Scope.CASE if not original else Scope.ALIKE if form.get("alike") else Scope.DOCUMENT
    shape = Shape.TERM if term else Shape.PATTERN
    return Mark("", shape, reason.strip(), scope, original, exact=term, patterns=patterns)


def _asked_here(quoter: Quoter, form: FormData, original: str, number: int) -> list[Mark]:
    """The marks that a form asks for on one page: a passage may be several. Raises ``UsageError``."""
    told = {name: str(form.get(name, "")).strip() for name in ("words", "row", "column", "reason", *_EDGES)}
    here = Mark("", Shape.WORDS, told["reason"], Scope.HERE, original, number)
    if told["words"]:
        nth = _whole(str(form.get("nth", "")) or "0")
        places = quoter.one(original, told["words"], Pages(number, number), nth=nth)
        at = [(one, replace(here, page_kind=one.page.kind)) for one in places]
        return [replace(mark, start=one.start, end=one.end, exact=one.exact) for one, mark in at]
    if any(told[name] for name in _EDGES):
        left, top, right, bottom = (_whole(told[name]) / 100 for name in _EDGES)
        return [replace(here, shape=Shape.REGION, boxes=((left, top, right, bottom),))]
    for shape in (Shape.ROW, Shape.COLUMN):
        if told[shape.value]:
            return [replace(here, shape=shape, at=(_whole(told[shape.value]) - 1,))]
    raise UsageError("Say one thing to mark.", "Words, a region, a row or a column.")


def _whole(untrusted_text: str) -> int:
    if not (untrusted_text.isascii() and untrusted_text.isdecimal() and len(untrusted_text) <= _MOST_DIGITS):
        raise UsageError("A whole number is missing.", "Regions are in hundredths of the page, rows count from 1.")
    return int(untrusted_text)


def _marks(
    request: Request,
    marking: Marking,
    person: Person,
    error: MunimentError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    require(person, Deed.RECORD)
    rows = [(one, described(one), marking.author(one.id)) for one in marking.marks()]
    return page(
        request,
        "redact/marks.html",
        error.http_status if error else 200,
        rows=rows,
        patterns=PATTERNS,
        typed=typed or {},
        error=error,
    )


def _document(
    request: Request, marking: Marking, original: str, person: Person, number: int, error: MunimentError | None = None
) -> HTMLResponse:
    require(person, Deed.RECORD)
    standing = marking.standing(original)
    texts = list(marking.texts(original, number))
    if not texts:
        raise NotFoundError(f"This document has no page {number}.", "Choose one that it has.")
    pages = standing.covers.pages
    sources = [(one, pages.get((one.number, one.kind), ())) for one in texts]
    shown = [
        (one, burn_text(PageSource(one.number, one.kind, one.text, covers=covers)), covers) for one, covers in sources
    ]
    return page(
        request,
        "redact/document.html",
        error.http_status if error else 200,
        original=original,
        standing=standing,
        shown=shown,
        number=number,
        pages=marking.pages(original),
        covered=sorted({one for one, _ in standing.covers.pages}),
        rows=[(one, described(one), marking.author(one.id)) for one in marking.marks(original)],
        may_review=may(person, Deed.REVIEW),
        can_sign=bool(person.public_key),
        error=error,
    )
