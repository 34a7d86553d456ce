"""The addresses of the lineage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from muniment.acquire.names import one_line
from muniment.app.evidence import lineage as app
from muniment.errors import MunimentError, NotFoundError
from muniment.evidence.drawing_lineage import BUNDLED_FROM, graph, reach
from muniment.evidence.held import Held
from muniment.evidence.matrix import Matrix
from muniment.web.evidence.keeper import Acting, Recording
from muniment.web.forms import CheckedForm
from muniment.web.lineage.keeper import Suggesting, SuggestionKeeper
from muniment.web.lineage.offered import HOW, drawable, offers, open_suggestions
from muniment.web.lineage.shown import picture, told
from muniment.web.matrix.keeper import CurrentMatrix
from muniment.web.pages import page

router = APIRouter(prefix="/evidence/lineage", include_in_schema=False)

LISTED = 60
"""Sources in the list at first, those on which most rests; the others are a click away."""

OFFERED = 40
"""Suggestions shown at a time, the strong ones first: each that is ruled on makes room for another."""

_MOST_CHARS = 200
_MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: bundles that are opened, rejected links too, the source to look around, the whole list."""

    opened: tuple[str, ...]
    rejected: bool
    around: str
    everything: bool


def _asked(
    opened: Annotated[list[str] | None, Query(alias="open", max_length=_MOST_OPEN)] = None,
    rejected: str = "",
    around: Annotated[str, Query(max_length=_MOST_CHARS)] = "",
    everything: Annotated[str, Query(alias="all")] = "",
) -> Asked:
    return Asked(tuple(opened or ()), bool(rejected), around, bool(everything))


@router.get("")
def whole(
    request: Request, matrix: CurrentMatrix, suggesting: Suggesting, asked: Annotated[Asked, Depends(_asked)]
) -> HTMLResponse:
    """The graph of sources, what is suggested, and what rests on each."""
    return _shown(request, matrix, suggesting, asked)


@router.get("/progress")
def progress(recorder: Recording, suggesting: Suggesting) -> JSONResponse:
    """How far looking for suggestions has come, for the page that shows them when they are there."""
    working = suggesting.now(recorder.held()).working
    if working is None:
        return JSONResponse({"ready": True})
    return JSONResponse({"ready": False, "what": working.what, "done": working.done, "total": working.total})


@router.post("/rule")
def rule(
    request: Request,
    recorder: Recording,
    matrix: CurrentMatrix,
    suggesting: Suggesting,
    person: Acting,
    form: CheckedForm,
) -> Response:
    """Confirm or reject a link."""
    child, parent, key = (str(form.get(name, ""))[:_MOST_CHARS] for name in ("child", "parent", "key"))
    now = suggesting.now(recorder.held(), seconds=0)
    suggestion = next((one for one in now.found.suggestions if one.key == key), None)
    note = suggestion.says if suggestion else ""
    try:
        if "meant" in form:
            parent = _meant(recorder.held(), str(form["meant"]))
        if form.get("ruling") == "confirm":
            how = HOW[suggestion.basis] if suggestion else ""
            app.confirm(recorder, person, child, parent, key=key, how=how, note=note)
        else:
            app.reject(recorder, person, child, parent, key=key, note=note)
    except MunimentError as error:
        return _shown(request, matrix, suggesting, Asked((), rejected=False, around="", everything=False), error)
    return RedirectResponse("/evidence/lineage#suggested", 303)


def _meant(held: Held, untrusted_words: str) -> str:
    """The id of the source that somebody typed or chose by its title. Raises ``NotFoundError``."""
    words = " ".join(untrusted_words.split())
    found = [one.id for one in held.sources.values() if words in {one.id, one_line(one.title)}]
    if len(found) != 1:
        many = "Several sources are called so" if found else "No source is called so"
        raise NotFoundError(f"{many}: “{words[:_MOST_CHARS]}”.", "Choose one from the list, or type its id.")
    return found[0]


def _shown(
    request: Request, matrix: Matrix, suggesting: SuggestionKeeper, asked: Asked, error: MunimentError | None = None
) -> HTMLResponse:
    held, lineage = matrix.scales.held, matrix.scales.lineage
    if asked.around and asked.around not in held.sources:
        raise NotFoundError("There is no such source in this case.", "Choose one from the list of sources.")
    around = reach(lineage, asked.around) if asked.around else None
    now = suggesting.now(held)
    suggested = open_suggestions(held, now.found.suggestions)
    links = list(drawable(suggested))
    drawn = graph(held, lineage, links, rejected=asked.rejected, opened=frozenset(asked.opened), around=around)
    listed = told(matrix)
    return page(
        request,
        "lineage/lineage.html",
        error.http_status if error else 200,
        held=held,
        asked=asked,
        error=error,
        picture=picture(matrix, drawn, asked.opened),
        bundled=len(held.sources) >= BUNDLED_FROM,
        listed=listed if asked.everything else listed[:LISTED],
        total=len(listed),
        figures=_figures(matrix),
        now=now,
        offers=offers(held, suggested[:OFFERED], drawn.undrawn),
        offered=len(suggested),
    )


def _figures(matrix: Matrix) -> Mapping[str, int]:
    """How many sources there are, and of what sort."""
    held, lineage = matrix.scales.held, matrix.scales.lineage
    standing = [one for one in held.sources if one not in lineage.fallen]
    return {
        "sources": len(held.sources),
        "roots": len({root for one in standing for root in lineage.roots(one)}),
        "unknown": sum(lineage.is_of_unknown_origin(one) for one in standing),
        "fallen": len(lineage.fallen & held.sources.keys()),
        "rejected": sum(one.ruling == "rejected" for one in held.derivations.values()),
    }
