"""The addresses below /protect: who is protected, where they stand in the case, and deciding on that."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from muniment.app.redact.protecting import counted
from muniment.errors import MunimentError, NotFoundError
from muniment.evidence.withheld import Decision
from muniment.people import Person
from muniment.web.evidence.keeper import Acting
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.protect.keeper import Keeping, ProtectKeeper, keeper

PER_PAGE = 50
"""Sightings on one page."""

RELOAD_SECONDS = 3
"""After which a page that shows progress is loaded anew."""

router = APIRouter(prefix="/protect", lifespan=keeper.life, include_in_schema=False)

_DIGITS = 10
"""Digits of the number of a version: more have not been made."""

_Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def register(request: Request, keeping: Keeping, person: Acting) -> HTMLResponse:
    """Everybody in the register, and a form for one more."""
    return _register(request, keeping, person)


@router.post("/add")
def add(request: Request, keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Put somebody into the register."""
    typed = _typed(form)
    try:
        keeping.register.add(
            person, typed["names"].splitlines(), typed["numbers"].splitlines(), typed["why"], typed["note"]
        )
    except MunimentError as error:
        return _register(request, keeping, person, error, typed)
    return RedirectResponse("/protect", 303)


@router.get("/{protected}/edit")
def blank(request: Request, protected: str, keeping: Keeping, person: Acting) -> HTMLResponse:
    """A form with all that the register holds of somebody. Raises ``NotFoundError``."""
    keeping.register.persons(person)
    one = keeping.register.one(protected)
    typed = {"names": "\n".join(one.names), "numbers": "\n".join(one.numbers), "why": one.why, "note": one.note}
    return _edit(request, protected, typed, keeping.register.version(protected))


@router.post("/{protected}/edit")
def edit(request: Request, protected: str, keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Put other names, numbers or reasons to somebody; all pages are then looked through again."""
    typed = _typed(form)
    told = str(form.get("version", ""))
    version = int(told) if told.isascii() and told.isdecimal() and len(told) < _DIGITS else 0
    changed = replace(
        keeping.register.one(protected),
        names=tuple(typed["names"].splitlines()),
        numbers=tuple(typed["numbers"].splitlines()),
        why=typed["why"],
        note=typed["note"],
    )
    try:
        keeping.register.change(person, changed, version)
    except MunimentError as error:
        return _edit(request, protected, typed, version, error)
    return RedirectResponse("/protect", 303)


@router.post("/look")
def look(keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Look through all pages that were not looked through yet."""
    del form  # its token was checked
    keeping.register.persons(person)
    keeping.look()
    return RedirectResponse("/protect/sightings", 303)


@router.get("/sightings")
def sightings(
    request: Request, keeping: Keeping, person: Acting, number: _Number = 1, every: bool = False
) -> HTMLResponse:
    """Where they stand, what waits for a decision first."""
    return _sightings(request, keeping, person, number, every=every)


@router.post("/decide")
def decide(request: Request, keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Decide on words, in one document or in all."""
    told = {name: str(form.get(name, "")) for name in ("protected", "words", "original", "why", "decision")}
    try:
        decision = Decision(told["decision"])
        original = "" if form.get("everywhere") else told["original"]
        keeping.register.decide(person, told["protected"], told["words"], decision, original, told["why"])
    except ValueError as error:
        raise NotFoundError("There is no such decision.", "Load the page again.") from error
    except MunimentError as error:
        return _sightings(request, keeping, person, 1, every=False, error=error)
    return RedirectResponse("/protect/sightings", 303)


@router.post("/remove")
def remove(keeping: Keeping, person: Acting, form: CheckedForm) -> Response:
    """Protect somebody no longer. Raises ``NotFoundError``."""
    keeping.register.remove(person, str(form.get("protected", "")))
    return RedirectResponse("/protect", 303)


def _typed(form: FormData) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in ("names", "numbers", "why", "note")}


def _edit(
    request: Request, protected: str, typed: dict[str, str], version: int, error: MunimentError | None = None
) -> HTMLResponse:
    status = error.http_status if error else 200
    values = {"protected": protected, "typed": typed, "version": version, "error": error}
    return page(request, "protect/edit.html", status, **values)


def _register(
    request: Request,
    keeping: ProtectKeeper,
    person: Person,
    error: MunimentError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    persons = keeping.register.persons(person)
    return page(
        request,
        "protect/register.html",
        error.http_status if error else 200,
        persons=persons,
        counts=counted(keeping.register.sightings()),
        waiting=keeping.register.waiting() if persons else 0,
        progress=keeping.progress(),
        error=error,
        typed=typed or {},
    )


def _sightings(
    request: Request,
    keeping: ProtectKeeper,
    person: Person,
    number: int,
    *,
    every: bool,
    error: MunimentError | None = None,
) -> HTMLResponse:
    persons = {one.id: one for one in keeping.register.persons(person)}
    found = keeping.register.sightings()
    wanted = found if every else [one for one in found if one.is_open]
    progress = keeping.progress()
    response = page(
        request,
        "protect/sightings.html",
        error.http_status if error else 200,
        persons=persons,
        found=wanted[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(wanted),
        number=number,
        pages=max(1, -(-len(wanted) // PER_PAGE)),
        every=every,
        counts=counted(found),
        waiting=keeping.register.waiting() if persons else 0,
        progress=progress,
        decisions=tuple(Decision),
        error=error,
    )
    if progress.is_running:
        response.headers["Refresh"] = str(RELOAD_SECONDS)
    return response
