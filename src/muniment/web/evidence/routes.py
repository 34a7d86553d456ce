"""The addresses below /evidence: what the case holds as a whole, record by record, and how it came to be so."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from muniment.app.evidence.records import Recorder
from muniment.errors import MunimentError, NotFoundError
from muniment.evidence.dates import MAX_CHARS, DateError, dated
from muniment.evidence.faults import ConflictError, EvidenceError
from muniment.evidence.lineage import CycleError
from muniment.evidence.records import Bearing, Kind
from muniment.people import Person
from muniment.web.evidence import records, trail
from muniment.web.evidence.desk import known
from muniment.web.evidence.desk_routes import add_to
from muniment.web.evidence.keeper import Acting, Recording, Viewing, life
from muniment.web.evidence.labels import address
from muniment.web.evidence.overview import overview_of
from muniment.web.forms import CheckedForm
from muniment.web.pages import page

CHANGE_SHOWN = 200
"""Records of one change that are shown: an import may have made ten thousand."""

router = APIRouter(prefix="/evidence", lifespan=life, include_in_schema=False)


@router.get("")
def overview(request: Request, view: Viewing, recorder: Recording, person: Acting) -> HTMLResponse:
    """What the case holds, in figures that lead to what they count."""
    return page(request, "evidence/overview.html", view=view, **overview_of(view, recorder), **known(person))


@router.get("/date")
def date(written: Annotated[str, Query(max_length=MAX_CHARS * 4)] = "") -> dict[str, str]:
    """What a date as it is being typed can mean, or why it is none."""
    if not written.strip():
        return {"says": ""}
    try:
        found = dated(written)
    except DateError as error:
        return {"wrong": f"{error.message} {error.advice}".strip()}
    first = found.first.isoformat() if found.first else "any time"
    last = found.last.isoformat() if found.last else "any time"
    return {"says": f"{'about ' if found.about else ''}{first}" + (f" to {last}" if first != last else "")}


add_to(router)


@router.get("/claims/{record_id}/sources")
def sources_behind(
    record_id: str, request: Request, view: Viewing, person: Acting, bearing: Bearing = Bearing.SUPPORTS
) -> HTMLResponse:
    """The sources behind a claim's count, by the independent ones they go back to. Raises ``NotFoundError``."""
    claim = view.held.claims.get(record_id)
    if claim is None:
        raise NotFoundError("This claim is not there.", "Look among the claims.")
    told = records.behind(view, view.weigh(record_id).standing[bearing])
    return page(request, "evidence/behind.html", claim=claim, bearing=bearing, view=view, **told, **known(person))


@router.get("/history")
def history(
    request: Request,
    recorder: Recording,
    person: Acting,
    before: Annotated[int, Query(ge=0, le=2**53)] = 0,
    saved: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """All changes, newest first."""
    changes = recorder.changes(trail.PER_PAGE + 1, before)
    return page(
        request,
        "evidence/history.html",
        changes=changes[: trail.PER_PAGE],
        older=changes[trail.PER_PAGE - 1].id if len(changes) > trail.PER_PAGE else 0,
        before=before,
        saved=trail.own_change(recorder, person, saved),
        **known(person),
    )


@router.get("/history/{change}")
def one_change(change: int, request: Request, recorder: Recording, person: Acting) -> HTMLResponse:
    """What one change did, field by field. Raises ``NotFoundError``."""
    return _change(request, recorder, person, change)


@router.post("/history/{change}/undo", response_model=None)
def undo(change: int, request: Request, recorder: Recording, person: Acting, form: CheckedForm) -> Response:
    """Put back what a change changed, or say why that cannot be. Raises ``NotFoundError`` or ``NotAllowedError``."""
    try:
        applied = recorder.undo(person, change)
    except (ConflictError, EvidenceError, CycleError) as error:
        return _change(request, recorder, person, change, error)
    back = trail.way_back(str(form.get("back", "")))
    return RedirectResponse(f"{back}?saved={applied.change.id}", 303)


@router.get("/history/of/{kind}/{record_id}")
def history_of(kind: Kind, record_id: str, request: Request, recorder: Recording, person: Acting) -> HTMLResponse:
    """Every version of a record. Raises ``NotFoundError``."""
    held = recorder.held()
    steps = trail.steps_of(recorder, held, kind, record_id)
    if not steps:
        raise NotFoundError("There never was such a record.", "The history lists what was changed.")
    return page(
        request,
        "evidence/history_of.html",
        kind=kind,
        record_id=record_id,
        record=held.get(kind, record_id),
        steps=steps,
        **known(person),
    )


@router.post("/history/of/{kind}/{record_id}", response_model=None)
def put_back(kind: Kind, record_id: str, recorder: Recording, person: Acting, form: CheckedForm) -> Response:
    """Make a record again what it was in an earlier version. Raises ``NotFoundError``, and as ``Recorder.apply``."""
    applied = trail.put_back(recorder, person, kind, record_id, form)
    return RedirectResponse(
        f"{trail.way_back(address(kind, record_id).partition('#')[0])}?saved={applied.change.id}", 303
    )


def _change(
    request: Request, recorder: Recorder, person: Person, change: int, error: MunimentError | None = None
) -> HTMLResponse:
    steps = trail.steps_in(recorder, recorder.held(), change)
    return page(
        request,
        "evidence/change.html",
        error.http_status if error else 200,
        change=steps[0].version.change,
        steps=steps[:CHANGE_SHOWN],
        count=len(steps),
        error=error,
        **known(person),
    )
