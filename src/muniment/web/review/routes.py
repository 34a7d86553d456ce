"""The addresses /evidence/review and /evidence/findings: writing findings, and having them read by a second person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from muniment.app import people
from muniment.app.evidence.review import Reviewing
from muniment.errors import MunimentError, NotFoundError
from muniment.evidence.held import Held
from muniment.evidence.history import Applied
from muniment.evidence.ids import new_id
from muniment.evidence.records import Bearing, Finding, Kind
from muniment.people import Deed, Person, may
from muniment.web.evidence.keeper import Acting, Recording, Reviews
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.workbench import Bench

router = APIRouter(prefix="/evidence", include_in_schema=False)

_TEXTS = ("wording", "limits", "looked_for", "against", "note")


@router.get("/review")
def queue(request: Request, recorder: Recording, reviewing: Reviews, person: Acting) -> HTMLResponse:
    """Every finding and where it is on its way."""
    held = recorder.held()
    rows = [(one, progress, held.claims[one.claim]) for one, progress in reviewing.queue()]
    return page(request, "review/queue.html", rows=rows, claims=held.claims.values(), person=person)


@router.get("/findings/new")
def new(request: Request, recorder: Recording, claim: str = "") -> HTMLResponse:
    """A form for a finding on a claim."""
    held = recorder.held()
    wording = held.claims[claim].text if claim in held.claims else ""
    return _form(request, held, Finding("", claim, wording), 0)


@router.post("/findings/new")
def make(request: Request, recorder: Recording, person: Acting, form: CheckedForm) -> Response:
    """Make a finding."""
    held = recorder.held()
    finding = _filled(Finding("", str(form.get("claim", "")), ""), form)
    finding = replace(finding, id=new_id(held, Kind.FINDING, finding.claim))
    try:
        recorder.make(person, finding)
    except MunimentError as error:
        return _form(request, held, replace(finding, id=""), 0, error)
    return RedirectResponse(f"/evidence/findings/{finding.id}", 303)


@router.get("/findings/{finding_id}")
def one(request: Request, finding_id: str, reviewing: Reviews, person: Acting) -> HTMLResponse:
    """A finding as it lies before whoever looks."""
    return _desk(request, reviewing, finding_id, person)


@router.get("/findings/{finding_id}/edit")
def edit(request: Request, finding_id: str, recorder: Recording) -> HTMLResponse:
    """A form for changing a finding."""
    held = recorder.held()
    return _form(request, held, _required(held, finding_id), held.version(Kind.FINDING, finding_id))


@router.post("/findings/{finding_id}/edit")
def alter(request: Request, finding_id: str, recorder: Recording, person: Acting, form: CheckedForm) -> Response:
    """Change a finding; what somebody else changed meanwhile is shown, and nothing typed is lost."""
    held = recorder.held()
    finding = _filled(_required(held, finding_id), form)
    based_on = str(form.get("version", ""))
    try:
        recorder.alter(person, finding, int(based_on) if based_on.isdecimal() and len(based_on) < _DIGITS else 0)
    except MunimentError as error:
        return _form(request, held, finding, held.version(Kind.FINDING, finding_id), error)
    return RedirectResponse(f"/evidence/findings/{finding_id}", 303)


@router.post("/findings/{finding_id}/open")
def open_quote(finding_id: str, reviewing: Reviews, person: Acting, form: CheckedForm) -> Response:
    """Note that a quote was opened, and lead to it."""
    quote = str(form.get("quote", ""))
    reviewing.open_quote(person, quote)
    return RedirectResponse(f"/evidence/findings/{finding_id}?opened={quote}#quote-{quote}", 303)


@router.post("/findings/{finding_id}/submit")
def submit(request: Request, finding_id: str, reviewing: Reviews, person: Acting, form: CheckedForm) -> Response:  # noqa: ARG001 - the form is checked by asking for it
    """Ask for a review."""
    return _taken(request, reviewing, finding_id, person, lambda: reviewing.submit(person, finding_id))


@router.post("/findings/{finding_id}/return")
def give_back(request: Request, finding_id: str, reviewing: Reviews, person: Acting, form: CheckedForm) -> Response:
    """Make a finding a draft again, for a reason."""
    reason = str(form.get("reason", ""))
    return _taken(request, reviewing, finding_id, person, lambda: reviewing.give_back(person, finding_id, reason))


@router.post("/findings/{finding_id}/sign")
def sign(
    request: Request, finding_id: str, bench: Bench, reviewing: Reviews, person: Acting, form: CheckedForm
) -> Response:
    """Put one's name to a finding; the passphrase shows that it is they."""

    def signing() -> Applied:
        return reviewing.sign(people.show_who(bench.case, person.name, str(form.get("passphrase", ""))), finding_id)

    return _taken(request, reviewing, finding_id, person, signing)


def _taken(
    request: Request, reviewing: Reviewing, finding_id: str, person: Person, step: Callable[[], Applied]
) -> Response:
    """Take a step; what stands in its way is told above the finding."""
    try:
        step()
    except NotFoundError:
        raise
    except MunimentError as error:
        return _desk(request, reviewing, finding_id, person, error)
    return RedirectResponse(f"/evidence/findings/{finding_id}", 303)


def _desk(
    request: Request, reviewing: Reviewing, finding_id: str, person: Person, error: MunimentError | None = None
) -> HTMLResponse:
    desk = reviewing.desk(finding_id, person)
    return page(
        request,
        "review/finding.html",
        error.http_status if error else 200,
        desk=desk,
        person=person,
        may_record=may(person, Deed.RECORD),
        may_review=may(person, Deed.REVIEW),
        bearings=tuple(Bearing),
        steps=desk.steps,
        quotes={quote.id: quote for quote in desk.before.quotes},
        unopened={quote.id for quote in desk.unopened},
        actors={actor.id: actor for actor in desk.before.actors},
        sources={quote.id: reviewing.source_of(quote) for quote in desk.before.quotes},
        said=reviewing.said(desk.finding),
        error=error,
    )


def _form(
    request: Request, held: Held, finding: Finding, version: int, error: MunimentError | None = None
) -> HTMLResponse:
    values: dict[str, Any] = {"finding": finding, "based_on": version, "error": error}
    status = error.http_status if error else 200
    return page(request, "review/edit.html", status, claims=held.claims.values(), **values)


def _filled(finding: Finding, form: FormData) -> Finding:
    texts = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in _TEXTS}
    return replace(finding, **texts, nothing_against=form.get("nothing_against") == "yes")


def _required(held: Held, finding_id: str) -> Finding:
    finding = held.findings.get(finding_id)
    if finding is None:
        raise NotFoundError("There is no such finding.", "The review page lists them.")
    return finding


_DIGITS = 10
"""Of a version's number: more are no number that anybody counted to."""
