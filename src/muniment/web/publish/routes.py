"""The addresses below /publish: what would go out and what hinders it, making it, and what went out before."""

import re
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from muniment.app import people
from muniment.app.publish.draft import Draft, keep_draft, read_draft
from muniment.app.publish.published import FOLDER, Earlier, Shelf, key_of, name_for, place_for, shelf_of
from muniment.app.publish.publishing import Order
from muniment.app.publish.readiness import Matter
from muniment.errors import MunimentError, UsageError
from muniment.people import Deed, Person, may, require
from muniment.redact.marks import Mode
from muniment.web.evidence.keeper import Acting, Recording
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.publish.filled import filled
from muniment.web.publish.keeper import Keeping, PublishKeeper, keeper
from muniment.web.workbench import Bench, Workbench

_EMPTY_LINES = re.compile(r"\n\s*\n")

router = APIRouter(prefix="/publish", lifespan=keeper.life, include_in_schema=False)

_WAYS = {
    Matter.FINDING: ("/evidence/review", "Findings and their reviews"),
    Matter.REGISTER: ("/protect/sightings", "Look through the case"),
    Matter.SIGHTINGS: ("/protect/sightings", "Decide"),
    Matter.DOCUMENT: ("/redact/document/", "See what the public will see"),
    Matter.SHOWN_ANEW: ("/redact/document/", "See what the public will see"),
    Matter.SEAL: ("", ""),
    Matter.MISSING: ("", ""),
}
"""Where what hinders can be settled, and what leads there; sealing is done in a terminal."""


@router.get("")
def desk(request: Request, bench: Bench, keeping: Keeping, recorder: Recording, person: Acting) -> HTMLResponse:
    """What would go out now, and what went out before."""
    last = keeping.outcome()
    return _desk(request, bench, keeping, recorder, person, error=last.failure if last else None)


@router.post("/keep")
def keep(bench: Bench, person: Acting, form: CheckedForm) -> Response:
    """Keep what was typed."""
    require(person, Deed.PUBLISH)
    keep_draft(bench.case, filled(form, read_draft(bench.case)))
    return RedirectResponse("/publish", 303)


@router.post("/make")
def make(
    request: Request, bench: Bench, keeping: Keeping, recorder: Recording, person: Acting, form: CheckedForm
) -> Response:
    """Begin to make a publication; the passphrase shows that it is they."""
    require(person, Deed.PUBLISH)
    draft = filled(form, read_draft(bench.case))
    keep_draft(bench.case, draft)
    try:
        signer = people.show_who(bench.case, person.name, str(form.get("passphrase", "")))
        chosen = tuple(str(one) for one in form.getlist("findings"))
        order, number = _order(draft, chosen, shelf_of(bench.case, bench.database))
        folder = place_for(bench.case, draft.name or name_for(draft.title, number))
        keeping.make(folder, order, signer)
    except MunimentError as error:
        return _desk(request, bench, keeping, recorder, person, error=error)
    return RedirectResponse(f"/publish/made/{folder.name}", 303)


@router.get("/progress")
def progress(keeping: Keeping) -> JSONResponse:
    """How far what is being made or checked has come, for the page that waits for it."""
    doing = keeping.doing()
    return JSONResponse({"ready": doing is None, "what": doing[1] if doing else ""})


@router.get("/made/{name}")
def made(request: Request, name: str, bench: Bench, keeping: Keeping, person: Acting) -> Response:
    """A publication: where it lies, what to note down, how to check it."""
    doing = keeping.doing()
    if doing is not None and doing[0] == name:
        return page(
            request, "publish/working.html", says=doing[1], is_check=(bench.case.folder / FOLDER / name).exists()
        )
    last = keeping.outcome(name)
    if last is not None and last.failure is not None:
        return RedirectResponse("/publish", 303)
    shelf = shelf_of(bench.case, bench.database)
    one = shelf.one(name)
    return page(
        request,
        "publish/made.html",
        one=one,
        key=key_of(bench.case),
        is_last=shelf.is_last(one),
        is_new=last is not None and last.published is not None,
        checked=last.checked if last is not None else None,
        may_publish=may(person, Deed.PUBLISH),
    )


@router.post("/made/{name}/check")
def check(name: str, bench: Bench, keeping: Keeping, form: CheckedForm) -> Response:
    """Begin to check a publication."""
    del form  # its token was checked
    one = shelf_of(bench.case, bench.database).one(name)
    keeping.check(one, key_of(bench.case))
    return RedirectResponse(f"/publish/made/{one.name}", 303)


@router.post("/made/{name}/correct")
def correct(name: str, bench: Bench, person: Acting, form: CheckedForm) -> Response:
    """Begin a new edition of a publication."""
    del form  # its token was checked
    require(person, Deed.PUBLISH)
    one = shelf_of(bench.case, bench.database).one(name)
    keep_draft(bench.case, replace(read_draft(bench.case), former=one.name, name=""))
    return RedirectResponse("/publish#told", 303)


def _order(draft: Draft, findings: tuple[str, ...], shelf: Shelf) -> tuple[Order, int]:
    """What is to be published, and the number of its edition."""
    former: Earlier | None = shelf.one(draft.former) if draft.former else None
    if not draft.title:
        raise UsageError("The publication has no title.", "Say what it is called.")
    if not findings:
        raise UsageError("No finding is chosen.", "Choose at least one that was reviewed.")
    if former is not None and not (draft.corrections and all(all(one) for one in draft.corrections)):
        raise UsageError("A new edition says what was changed, and why.", "Fill in both for each change.")
    order = Order(
        draft.title,
        draft.lead,
        draft.publisher,
        draft.contact,
        findings,
        draft.titles,
        draft.mode,
        former.folder if former else None,
        draft.corrections if former else (),
        _lines(draft.authors),
        _paragraphs(draft.method),
        _paragraphs(draft.limits),
        draft.notes,
        names_translators=draft.names_translators,
    )
    return order, former.edition + 1 if former else 1


def _lines(text: str) -> tuple[str, ...]:
    return tuple(clean for line in text.splitlines() if (clean := line.strip()))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(clean for one in _EMPTY_LINES.split(text) if (clean := " ".join(one.split())))


def _desk(
    request: Request,
    bench: Workbench,
    keeping: PublishKeeper,
    recorder: Recording,
    person: Person,
    error: MunimentError | None = None,
) -> HTMLResponse:
    draft, shelf = read_draft(bench.case), shelf_of(bench.case, bench.database)
    lasts = [one for one in shelf.earlier if one.folder is not None and shelf.is_last(one)]
    if draft.former not in {one.name for one in lasts}:
        draft = replace(draft, former="")  # its folder has gone, or a later edition was made
    ready = keeping.ready(recorder, draft)
    return page(
        request,
        "publish/desk.html",
        error.http_status if error else 200,
        ready=ready,
        unsealed=sum(any(each.matter is Matter.SEAL for each in one.hindrances) for one in ready.documents),
        ways=_WAYS,
        draft=draft,
        shelf=shelf,
        lasts=lasts,
        doing=keeping.doing(),
        modes=tuple(Mode),
        may_publish=may(person, Deed.PUBLISH),
        can_sign=bool(person.public_key),
        seal_command=f"muniment -C {bench.case.folder} seal",
        error=error,
    )
