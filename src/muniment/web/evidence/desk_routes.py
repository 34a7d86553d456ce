"""The addresses that every kind of records has: its list, one, a new one, changing and taking out."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from muniment.errors import NotFoundError
from muniment.web.evidence import lists, records, trail
from muniment.web.evidence.desk import Desk, known
from muniment.web.evidence.keeper import Acting, Recording, Viewing
from muniment.web.evidence.sections import SECTIONS
from muniment.web.forms import CheckedForm
from muniment.web.pages import page

_BY_PLACE = {section.place: section for section in SECTIONS}


def _desk(request: Request, view: Viewing, recorder: Recording, person: Acting) -> Desk:
    """The desk for the kind of records that the address names after /evidence/."""
    return Desk(request, _BY_PLACE[request.url.path.split("/")[2]], recorder, view, person)


AtDesk = Annotated[Desk, Depends(_desk)]
"""Declares a page's need of the desk of its kind of records."""


def every(desk: AtDesk) -> HTMLResponse:
    """The list."""
    found = lists.listed(desk.request, desk.section, desk.view)
    return page(
        desk.request,
        "evidence/list.html",
        section=desk.section,
        list=found,
        rows=lists.rows_of(desk.view, found.records),
        saved=trail.own_change(desk.recorder, desk.person, desk.request.query_params.get("saved", "")),
        view=desk.view,
        **known(desk.person),
    )


def one(record_id: str, desk: AtDesk) -> HTMLResponse:
    """One record with all that has to do with it; of one that was taken out, its history. Raises ``NotFoundError``."""
    kind = desk.section.kind
    record = desk.view.held.get(kind, record_id)
    steps = trail.steps_of(desk.recorder, desk.view.held, kind, record_id)
    if record is None and not steps:
        desk.current(record_id)  # says that there never was one
    return page(
        desk.request,
        f"evidence/{kind.value}.html" if record is not None else "evidence/gone.html",
        200 if record is not None else NotFoundError.http_status,
        section=desk.section,
        record=record,
        steps=steps,
        saved=trail.own_change(desk.recorder, desk.person, desk.request.query_params.get("saved", "")),
        view=desk.view,
        most=records.SHOWN,
        most_steps=trail.SHOWN,
        **(records.OF[kind](desk.view, record) if record is not None else {}),
        **known(desk.person),
    )


def blank(desk: AtDesk) -> HTMLResponse:
    """An empty form."""
    return desk.blank()


def make(desk: AtDesk, form: CheckedForm) -> Response:
    """Save a new record."""
    return desk.make(form)


def edit(record_id: str, desk: AtDesk) -> HTMLResponse:
    """A record in its form."""
    return desk.open(record_id)


def alter(record_id: str, desk: AtDesk, form: CheckedForm) -> Response:
    """Save a record's next version."""
    return desk.alter(record_id, form)


def ask_out(record_id: str, desk: AtDesk) -> HTMLResponse:
    """The question whether to take a record out."""
    return desk.ask_out(record_id)


def take_out(record_id: str, desk: AtDesk, form: CheckedForm) -> Response:
    """Take a record out."""
    return desk.take_out(record_id, form)


_GETS: Mapping[str, Callable[..., Response]] = {
    "": every,
    "/new": blank,
    "/{record_id}": one,
    "/{record_id}/edit": edit,
    "/{record_id}/remove": ask_out,
}
_POSTS: Mapping[str, Callable[..., Response]] = {
    "/new": make,
    "/{record_id}/edit": alter,
    "/{record_id}/remove": take_out,
}


def add_to(router: APIRouter) -> None:
    """Give ``router`` these addresses for every kind of records."""
    for section in SECTIONS:
        for method, answers in (("GET", _GETS), ("POST", _POSTS)):
            for path, answer in answers.items():
                router.add_api_route(f"/{section.place}{path}", answer, methods=[method], response_model=None)
