"""Coming in by the one-time link, and going out."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from muniment.errors import NotLoggedInError
from muniment.web.access import SESSION_SECONDS
from muniment.web.forms import CheckedForm
from muniment.web.workbench import Bench, session_of

router = APIRouter(include_in_schema=False)


@router.get("/login")
def log_in(request: Request, bench: Bench, token: str = "") -> Response:
    """Start a session if the link is good. Raises ``NotLoggedInError``."""
    session = bench.access.log_in(token)
    if session is None and bench.access.is_logged_in(session_of(request)):
        return RedirectResponse("/", 303)  # the link was opened twice in the same browser
    if session is None:
        raise NotLoggedInError(
            "This link was used already, or is too old.",
            "Press Enter in the terminal where the workbench runs for another.",
        )
    answer = RedirectResponse("/", 303)
    answer.set_cookie(bench.cookie, session, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="strict")
    return answer


@router.post("/logout")
def log_out(request: Request, bench: Bench, form: CheckedForm) -> Response:  # noqa: ARG001 - the form is checked by asking for it
    """End the session."""
    bench.access.log_out(session_of(request))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(bench.cookie, path="/", httponly=True, samesite="strict")
    return answer
