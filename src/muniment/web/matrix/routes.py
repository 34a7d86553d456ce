"""The addresses of the matrix."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from muniment.app.evidence.matrix import title_of, title_of_group
from muniment.errors import NotFoundError
from muniment.evidence.matrix import Apart, Sign
from muniment.evidence.matrix_view import Asked, Show, tally, view
from muniment.web.matrix.behind import behind_of
from muniment.web.matrix.keeper import CurrentMatrix
from muniment.web.matrix.shown import SIGNS, group_heads, lines
from muniment.web.pages import page

router = APIRouter(prefix="/evidence/matrix", include_in_schema=False)

_MOST_PAGES = 100_000
_MOST_KEY_CHARS = 200

SHOWS: Mapping[Show, str] = {
    Show.ALL: "every claim",
    Show.BARE: "claims that nothing supports, nor any part of them",
    Show.ONE: "claims that rest on one source alone",
    Show.CONTESTED: "claims supported, and disputed or denied",
    Show.UNANSWERED: "claims supported that nobody answered",
}
"""Choices of claims, as people call them."""


def _asked(
    claim: Annotated[str, Query(max_length=_MOST_KEY_CHARS)] = "",
    group: Annotated[str, Query(max_length=_MOST_KEY_CHARS)] = "",
    sign: str = "",
    show: str = "",
    rows: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1,
    columns: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1,
) -> Asked:
    """What a hand-written address gets wrong about choices is passed over: everything is shown."""
    return Asked(
        claim,
        group,
        Sign(sign) if sign in set(Sign) else None,
        Show(show) if show in set(Show) else Show.ALL,
        rows,
        columns,
    )


def address(asked: Asked, **changes: Any) -> str:
    """The address of the matrix as ``asked``, with changes."""
    asked = replace(asked, **changes)
    told: dict[str, object] = {
        "claim": asked.claim,
        "group": asked.group,
        "sign": asked.sign.value if asked.sign else "",
        "show": "" if asked.show is Show.ALL else asked.show.value,
        "rows": "" if asked.row_page == 1 else asked.row_page,
        "columns": "" if asked.column_page == 1 else asked.column_page,
    }
    query = urlencode({name: value for name, value in told.items() if value})
    return "/evidence/matrix" + (f"?{query}" if query else "")


@router.get("")
def whole(request: Request, matrix: CurrentMatrix, asked: Annotated[Asked, Depends(_asked)]) -> HTMLResponse:
    """Claims down, sources across."""
    seen = view(matrix, asked)
    held = matrix.scales.held
    return page(
        request,
        "matrix/matrix.html",
        held=held,
        asked=asked,
        address=lambda **changes: address(asked, **changes),
        seen=seen,
        groups=group_heads(matrix, seen.groups),
        lines=list(lines(matrix, seen)),
        tally=tally(matrix),
        total_sources=sum(len(one.columns) for one in matrix.groups),
        tops=[row for row in matrix.rows if row.below],
        all_groups=[(one.key, title_of_group(held, one), len(one.columns)) for one in matrix.groups],
        signs=SIGNS,
        shows=SHOWS,
        Show=Show,
    )


@router.get("/behind")
def behind(
    request: Request,
    matrix: CurrentMatrix,
    claim: Annotated[str, Query(max_length=_MOST_KEY_CHARS)],
    sign: str = "",
    source: Annotated[str | None, Query(max_length=_MOST_KEY_CHARS)] = None,
) -> HTMLResponse:
    """What a cell or a count counts: each piece of evidence and each statement, with its words."""
    held = matrix.scales.held
    known = source is None or source in held.sources or source == Apart.NO_SOURCE
    if claim not in held.claims or not known or (sign and sign not in set(Sign)):
        raise NotFoundError("There is no such cell in the matrix.", "Go back to the matrix and choose one there.")
    wanted = "" if source == Apart.NO_SOURCE else source
    found = behind_of(matrix, claim, Sign(sign) if sign else None, wanted)
    return page(
        request,
        "matrix/behind.html",
        claim=held.claims[claim],
        sign=Sign(sign) if sign else None,
        signs=SIGNS,
        title=None if wanted is None else title_of(held, wanted),
        source=wanted,
        found=found,
    )
