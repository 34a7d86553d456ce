"""The addresses of quotes: their list, one with its pixels and what became of it, a new one, translations, undoing."""

import re
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from muniment.app.documents import Library
from muniment.app.evidence.quotes import Pages, Quoter, Selected, named
from muniment.app.evidence.records import Recorder
from muniment.errors import MunimentError, NotFoundError, UsageError
from muniment.evidence.faults import EvidenceError
from muniment.evidence.quoting.anchoring import Standing
from muniment.evidence.quoting.errors import MOST_TOLD, WordsNotFoundError, WordsNotUniqueError, surrounded
from muniment.evidence.records import Kind, Quote, Translation, kind_of
from muniment.model import PageKind
from muniment.people import Deed, Person, require
from muniment.web.evidence import trail
from muniment.web.evidence.desk import known
from muniment.web.evidence.keeper import Acting, Recording
from muniment.web.evidence.labels import address, label
from muniment.web.evidence.words import folded
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.pictures import PagePictures
from muniment.web.quotes.shown import Asked, listed, parts_of, region_picture, used_by
from muniment.web.workbench import Bench

router = APIRouter(prefix="/evidence/quotes", include_in_schema=False)

MAX_WORDS_CHARS = 20_000
"""Characters of words that are looked for on a page: as many as a quote may have."""

_READER = re.compile(r"/document/[0-9a-f]{64}(?:\?[0-9A-Za-z%&=._~+-]*)?", re.ASCII)
_RANGE = re.compile(r"([1-9][0-9]{0,8})(?:\s*[-–]\s*([1-9][0-9]{0,8}))?", re.ASCII)  # noqa: RUF001 - as people type it
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AS = {"evidence": "evidence", "statement": "statements", "event": "events"}
_MOST_DIGITS = 9


@router.get("")
def quotes(
    request: Request,
    bench: Bench,
    recorder: Recording,
    person: Acting,
    q: Annotated[str, Query(max_length=200)] = "",
    document: Annotated[str, Query(max_length=64)] = "",
    state: Annotated[str, Query(max_length=10)] = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    saved: str = "",
) -> HTMLResponse:
    """Every quote, with what became of it."""
    held = recorder.held()
    asked = Asked(q.strip(), document, state if state in set(Standing) else "", number)
    found = listed(asked, held, Quoter(bench.database), _finds)
    return page(
        request,
        "quotes/list.html",
        asked=asked,
        list=found,
        every=len(held.quotes),
        states=[one.value for one in Standing],
        saved=trail.own_change(recorder, person, saved),
        **known(person),
    )


@router.get("/new")
def blank(
    request: Request,
    bench: Bench,
    person: Acting,
    document: Annotated[str, Query(max_length=2_000)] = "",
    pages: Annotated[str, Query(alias="page", max_length=20)] = "",
    words: Annotated[str, Query(max_length=MAX_WORDS_CHARS)] = "",
) -> HTMLResponse:
    """A form for a quote by its words. Raises ``NotAllowedError``."""
    require(person, Deed.RECORD)
    return _form(request, bench, person, {"document": document, "page": pages, "words": words})


@router.post("/new", response_model=None)
def make(
    request: Request, bench: Bench, recorder: Recording, person: Acting, pictures: PagePictures, form: CheckedForm
) -> Response:
    """Make a quote of what was selected, or of words. Raises ``NotAllowedError``."""
    require(person, Deed.RECORD)
    typed = {name: str(form.get(name, "")) for name in ("document", "page", "words", "note", "nth", "kind", "then")}
    quoter = Quoter(bench.database, pictures)
    try:
        quote = _drafted(quoter, form, typed)
        made = named(recorder.held(), quote)
        applied = recorder.make(person, made)
    except (NotFoundError, WordsNotUniqueError, EvidenceError, UsageError) as error:
        return _form(request, bench, person, typed, error)
    return RedirectResponse(_onward(form, typed["then"], made, applied.change.id), 303)


@router.post("/undo")
def undo(recorder: Recording, person: Acting, form: CheckedForm) -> Response:
    """Take back the change that made a quote, and go on reading. Raises as ``Recorder.undo`` does."""
    recorder.undo(person, _number(str(form.get("change", ""))))
    return RedirectResponse(_way_back(form) or "/evidence/quotes", 303)


@router.get("/{quote_id}")
def one(
    quote_id: str, request: Request, bench: Bench, recorder: Recording, person: Acting, saved: str = ""
) -> HTMLResponse:
    """A quote: its words and pixels, what became of it, what uses it. Raises ``NotFoundError``."""
    return _one(quote_id, request, bench, recorder, person, saved=saved)


@router.get("/{quote_id}/picture/{number}", response_class=Response)
def picture(quote_id: str, number: int, bench: Bench, recorder: Recording, pictures: PagePictures) -> Response:
    """The part of the page's picture where a span of a quote stands. Raises ``PageNotDrawnError``."""
    quote = _quote(recorder, quote_id)
    return Response(region_picture(quote, number, bench.database, pictures), media_type="image/png")


@router.post("/{quote_id}/translate", response_model=None)
def translate(
    quote_id: str, request: Request, bench: Bench, recorder: Recording, person: Acting, form: CheckedForm
) -> Response:
    """Add a translation, or change or take out the one with ``number``. Raises ``NotFoundError``."""
    quote = _quote(recorder, quote_id)
    text, language, by, how = (str(form.get(name, "")).strip() for name in ("text", "language", "by", "how"))
    given = Translation(text, language, by or person.name, how)
    at = str(form.get("number", ""))
    kept = list(quote.translations)
    if at.isascii() and at.isdecimal() and len(at) < _MOST_DIGITS and int(at) < len(kept):
        kept[int(at) : int(at) + 1] = [given] if text else []
    else:
        kept.append(given)
    return _altered(request, bench, recorder, person, replace(quote, translations=tuple(kept)), form)


@router.post("/{quote_id}/note", response_model=None)
def note(
    quote_id: str, request: Request, bench: Bench, recorder: Recording, person: Acting, form: CheckedForm
) -> Response:
    """Change the note. Raises ``NotFoundError``."""
    quote = _quote(recorder, quote_id)
    return _altered(request, bench, recorder, person, replace(quote, note=str(form.get("note", "")).strip()), form)


@router.post("/{quote_id}/move", response_model=None)
def move(
    quote_id: str,
    request: Request,
    bench: Bench,
    recorder: Recording,
    person: Acting,
    pictures: PagePictures,
    form: CheckedForm,
) -> Response:
    """Anchor a moved quote where it stands now, as a new version. Raises ``NotFoundError`` or ``UsageError``."""
    quote = _quote(recorder, quote_id)
    quoter = Quoter(bench.database, pictures)
    moved = quoter.moved(quote, quoter.anchored([quote])[quote.id])
    return _altered(request, bench, recorder, person, moved, form)


@router.post("/{quote_id}/remove", response_model=None)
def remove(
    quote_id: str, request: Request, bench: Bench, recorder: Recording, person: Acting, form: CheckedForm
) -> Response:
    """Take a quote out that nothing uses; its versions stay. Raises ``NotFoundError``."""
    _quote(recorder, quote_id)
    try:
        applied = recorder.take_out(person, Kind.QUOTE, quote_id, _number(str(form.get("version", ""))))
    except EvidenceError as error:
        return _one(quote_id, request, bench, recorder, person, error=error)
    return RedirectResponse(f"/evidence/quotes?saved={applied.change.id}", 303)


def _one(
    quote_id: str,
    request: Request,
    bench: Bench,
    recorder: Recorder,
    person: Person,
    saved: str = "",
    error: MunimentError | None = None,
) -> HTMLResponse:
    held = recorder.held()
    steps = trail.steps_of(recorder, held, Kind.QUOTE, quote_id)
    if not steps:
        raise NotFoundError("There is no such quote.", "The list of quotes has them all.")
    own = trail.own_change(recorder, person, saved)
    quote = held.quotes.get(quote_id)
    if quote is None:
        values = {"steps": steps, "saved": own, "quote_id": quote_id}
        return page(request, "quotes/gone.html", NotFoundError.http_status, **values, **known(person))
    anchored = Quoter(bench.database).anchored([quote])[quote_id]
    return page(
        request,
        "quotes/one.html",
        error.http_status if error else 200,
        quote=quote,
        anchored=anchored,
        parts=parts_of(quote, anchored, bench.database),
        uses=[
            (title, [(address(kind_of(one), one.id), label(held, one)) for one in records])
            for title, records in used_by(held, quote_id)
        ],
        version=held.version(Kind.QUOTE, quote_id),
        steps=steps,
        saved=own,
        error=error,
        **known(person),
    )


def _form(
    request: Request, bench: Bench, person: Person, typed: dict[str, str], error: MunimentError | None = None
) -> HTMLResponse:
    """The form for a quote by its words, with what hinders, and where the words stand if in several places."""
    places = (
        [surrounded(one) for one in error.passages[: MOST_TOLD * 5]] if isinstance(error, WordsNotUniqueError) else []
    )
    near = error.near if isinstance(error, WordsNotFoundError) else None
    path = b""
    if _SHA256.fullmatch(typed["document"]):
        try:
            path = Library(bench.database).open(typed["document"]).places[0].path
        except NotFoundError:
            path = b""
    status = error.http_status if error else 200
    values = {"typed": typed, "error": error, "places": places, "near": near, "path": path}
    return page(request, "quotes/new.html", status, **values, **known(person))


def _drafted(quoter: Quoter, form: FormData, typed: dict[str, str]) -> Quote:
    if not typed["document"].strip():
        raise UsageError("Which document is to be quoted?", "Give its path or its hash.")
    original = quoter.original(typed["document"].strip())
    start, end = str(form.get("start", "")), str(form.get("end", ""))
    if start and end:
        kind = PageKind(typed["kind"]) if typed["kind"] in set(PageKind) else PageKind.TEXT
        passage = quoter.at(original, [Selected(_number(typed["page"]), kind, _number(start), _number(end))])
    elif not typed["words"].strip():
        raise UsageError("There are no words to quote.", "Select them on the page, or type them.")
    else:
        nth = _number(typed["nth"]) if typed["nth"] else 0
        passage = quoter.one(original, typed["words"][:MAX_WORDS_CHARS], _pages(typed["page"]), nth=nth)
    return quoter.draft(original, passage, typed["note"].strip())


def _pages(untrusted_range: str) -> Pages:
    if not untrusted_range.strip():
        return Pages()
    match = _RANGE.fullmatch(untrusted_range.strip())
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise UsageError(f"“{untrusted_range[:20]}” is no page.", "Write 3, or 3-4.")
    return Pages(int(match[1]), int(match[2] or match[1]))


def _onward(form: FormData, then: str, quote: Quote, change: int) -> str:
    """Where to go on after a quote was made: to what it is to be used for, back to the reader, or to its page."""
    if then in _AS:
        return f"/evidence/{_AS[then]}/new?{urlencode({'quote': quote.id})}"
    back = _way_back(form)
    if not back:
        return f"/evidence/quotes/{quote.id}?saved={change}"
    return f"{back}{'&' if '?' in back else '?'}saved={change}#quote-{quote.id}"


def _way_back(form: FormData) -> str:
    """The reader's address that a form came from; "" if it came from elsewhere."""
    untrusted_address = str(form.get("back", ""))
    return untrusted_address if _READER.fullmatch(untrusted_address) else ""


def _altered(
    request: Request, bench: Bench, recorder: Recorder, person: Person, quote: Quote, form: FormData
) -> Response:
    based_on = _number(str(form.get("version", "")))
    try:
        applied = recorder.alter(person, quote, based_on)
    except EvidenceError as error:
        return _one(quote.id, request, bench, recorder, person, error=error)
    return RedirectResponse(f"/evidence/quotes/{quote.id}?saved={applied.change.id}", 303)


def _quote(recorder: Recorder, quote_id: str) -> Quote:
    found = recorder.held().quotes.get(quote_id)
    if found is None:
        raise NotFoundError("There is no such quote.", "The list of quotes has them all.")
    return found


def _number(untrusted_text: str) -> int:
    is_one = untrusted_text.isascii() and untrusted_text.isdecimal() and len(untrusted_text) <= _MOST_DIGITS
    return int(untrusted_text) if is_one else 0


def _finds(words: str, text: str) -> bool:
    inside = folded(text)
    return all(word in inside for word in folded(words).split())
