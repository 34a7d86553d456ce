"""The address /who: saying who sits at this browser, and for editors, who takes part in the case."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from muniment.app import people as app
from muniment.errors import MunimentError, NobodyError
from muniment.people import Person, Role
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.workbench import Bench, Workbench, session_of

router = APIRouter(prefix="/who", include_in_schema=False)


@router.get("")
def who(request: Request, bench: Bench, next: str = "/") -> HTMLResponse:  # noqa: A002 - the name of a parameter in addresses
    """The people of the case, and a form to say which of them sits here."""
    return _shown(request, bench, {"next": _ours(next)})


@router.post("")
def show_who(request: Request, bench: Bench, form: CheckedForm) -> Response:
    """Believe whoever knows the passphrase."""
    asked = {"next": _ours(str(form.get("next", "/"))), "name": str(form.get("name", ""))}
    try:
        signer = app.show_who(bench.case, asked["name"], str(form.get("passphrase", "")))
    except MunimentError as error:
        return _shown(request, bench, asked, error)
    bench.access.remember(session_of(request), signer.person)
    return RedirectResponse(asked["next"], 303)


@router.post("/admit")
def admit(request: Request, bench: Bench, form: CheckedForm) -> Response:
    """Let somebody take part; they type their own passphrase. The first is believed at once: they made it just now."""
    asked = {"next": "/who", "new_name": str(form.get("new_name", "")), "role": str(form.get("role", Role.RESEARCHER))}
    is_first = not bench.people
    try:
        by = _sitting(request, bench)
        role = Role(asked["role"]) if asked["role"] in set(Role) else Role.READER
        person = app.admit(bench.case, asked["new_name"], role, str(form.get("new_passphrase", "")), by)
    except MunimentError as error:
        return _shown(request, bench, asked, error)
    if is_first:
        bench.access.remember(session_of(request), person)
    return RedirectResponse("/who", 303)


@router.post("/change")
def change(request: Request, bench: Bench, form: CheckedForm) -> Response:
    """Give somebody another role, or end their part."""
    name, role = str(form.get("name", "")), str(form.get("role", ""))
    try:
        by = _sitting(request, bench)
        if role in set(Role):
            app.change_role(bench.case, name, Role(role), by)
        else:
            app.end(bench.case, name, by)
    except MunimentError as error:
        return _shown(request, bench, {"next": "/who"}, error)
    changed = next((one for one in bench.people if one.name == name), None)
    if changed is not None and name == by.name:
        bench.access.remember(session_of(request), changed)
    return RedirectResponse("/who", 303)


def _sitting(request: Request, bench: Workbench) -> Person:
    person = bench.person(session_of(request))
    if person is None:
        raise NobodyError("Nobody has said who sits at this browser.", "Say who you are first.")
    return person


def _shown(
    request: Request, bench: Workbench, asked: dict[str, str], error: MunimentError | None = None
) -> HTMLResponse:
    person = bench.person(session_of(request))
    return page(
        request,
        "who/who.html",
        error.http_status if error else 200,
        people=bench.people,
        roles=tuple(Role),
        person=person,
        asked=asked,
        error=error,
    )


def _ours(untrusted_address: str) -> str:
    """An address of this workbench: nobody is led elsewhere after they have said who they are."""
    parts = urlsplit(untrusted_address)
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith(("//", "/\\")) else "/"
    return path + ("?" + parts.query if parts.query and path == parts.path else "")
