"""Forms that change something: only our own are believed."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from muniment.errors import ForeignRequestError
from muniment.web.workbench import Bench, session_of

FIELD = "form_token"
"""The hidden field that every form with POST carries; its value is ``form_token`` in every template."""

MOST_FIELDS = 10_000
"""Fields of one form: two for each of some thousand documents that go out."""


async def checked(request: Request, bench: Bench) -> FormData:
    """The form that came with a request, if it is ours. Raises ``ForeignRequestError``."""
    form = await request.form(max_fields=MOST_FIELDS)
    token = form.get(FIELD, "")
    if not isinstance(token, str) or not bench.access.is_form_token(session_of(request), token):
        raise ForeignRequestError("This form has grown old.", "Go back, load the page again, and send it once more.")
    return form


CheckedForm = Annotated[FormData, Depends(checked)]
"""Declares a page's need of a form of ours: ``def page(form: CheckedForm) -> …``. Raises ``ForeignRequestError``."""
