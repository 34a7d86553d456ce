"""The addresses of saved searches and of lists. Names and queries come in forms, never in addresses of ours."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from muniment.app.search import saved as app
from muniment.errors import NotFoundError, QueryError, UsageError
from muniment.limits import MIB
from muniment.search.list_files import read_list
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.saved.listrun import Runs, ended_with
from muniment.web.saved.shown import run_hits, text_to_save
from muniment.web.search.asked import Asked
from muniment.web.uploads import content_of, form_with_file, text_in
from muniment.web.workbench import Bench

router = APIRouter(prefix="/saved", lifespan=ended_with, include_in_schema=False)

MAX_LIST_BYTES = 16 * MIB
"""Bytes of an uploaded list, which is in memory while it is searched for; the command line takes longer ones."""

RUN_HITS = 100
"""Hits that one run of a saved search shows; the next shows further ones."""

_TYPES = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_MOST_ADDRESS_CHARS = 30_000
_MOST_FIELDS = 100


@router.get("")
def searches(request: Request, bench: Bench, runs: Runs) -> HTMLResponse:
    """All saved searches, and the list that was run last."""
    found = app.saved(bench.case)
    return page(request, "saved/searches.html", searches=found, list_run=runs.last)


@router.post("")
def save(form: CheckedForm, bench: Bench) -> Response:
    """Save a search: ``search`` is the address's query of the search page. Raises ``UsageError``, ``QueryError``."""
    untrusted_pairs = parse_qsl(text_in(form, "search", _MOST_ADDRESS_CHARS), max_num_fields=_MOST_FIELDS)
    query = text_to_save(Asked.from_pairs(untrusted_pairs)) if untrusted_pairs else text_in(form, "query", 20_000)
    if not query.strip():
        raise UsageError("There is nothing to save.", "Type a search first.")
    name, replace = text_in(form, "name", 1_000), text_in(form, "replace", 1) == "1"
    if not replace and any(one.name == " ".join(name.split()) for one in app.saved(bench.case)):
        raise UsageError("There is a saved search of this name already.", "Choose another name, or remove that one.")
    app.save(bench.case, name, query, replace=replace)
    return RedirectResponse("/saved", 303)


@router.get("/{number}/news")
def news(number: int, bench: Bench) -> JSONResponse:
    """How many hits of a saved search no run has shown; shows none of them. Raises ``NotFoundError``."""
    search = next((one for one in app.saved(bench.case) if one.id == number), None)
    if search is None:
        raise NotFoundError("There is no such saved search.", "Load the page again.")
    try:
        found = app.news(bench.case, search, bench.finder)
    except QueryError as error:
        return JSONResponse({"error": error.message})
    return JSONResponse({"total": found.total, "new": found.new, "whole": found.whole})


@router.post("/run")
def run(request: Request, form: CheckedForm, bench: Bench) -> HTMLResponse:
    """Run a saved search; what is shown counts as shown. Raises ``NotFoundError`` or ``QueryError``."""
    only_new = text_in(form, "only_new", 1) == "1"
    done = app.run(bench.case, text_in(form, "name", 1_000), RUN_HITS, only_new=only_new)
    return page(request, "saved/run.html", run=done, hits=run_hits(done, bench.queries), only_new=only_new)


@router.post("/remove")
def remove(form: CheckedForm, bench: Bench) -> Response:
    """Forget a saved search. Raises ``NotFoundError``."""
    app.remove(bench.case, text_in(form, "name", 1_000))
    return RedirectResponse("/saved", 303)


@router.post("/list")
async def start_list(form: Annotated[FormData, Depends(form_with_file(MAX_LIST_BYTES))], runs: Runs) -> Response:
    """Search for all that an uploaded file lists. Raises ``UsageError``."""
    untrusted_name, content = await content_of(form, "file", MAX_LIST_BYTES)
    if not content:
        raise UsageError("No list was chosen, or it is empty.", "Choose a CSV file or a text file.")
    every = text_in(form, "every", 1) == "1"

    def start() -> None:
        names = read_list(content, PurePath(untrusted_name).suffix.lower())
        runs.start(untrusted_name, content, names, every=every)

    await run_in_threadpool(start)
    return RedirectResponse("/saved#list", 303)


@router.get("/list/progress")
def list_progress(runs: Runs) -> JSONResponse:
    """How far the list is."""
    last = runs.last
    if last is None or not last.is_running:
        return JSONResponse({"running": False})
    return JSONResponse({"running": True, "done": last.sums.done, "lines": last.sums.lines, "new": last.sums.new})


@router.post("/list/drop")
def drop_list(form: CheckedForm, runs: Runs) -> Response:
    """Stop the list, and throw its result away."""
    del form  # its token was checked
    runs.drop()
    return RedirectResponse("/saved#list", 303)


@router.post("/list/result{kind}")
def take_list(kind: str, form: CheckedForm, runs: Runs) -> Response:
    """The result of the list as a file; from then on its hits count as shown. Raises ``UsageError``."""
    del form  # its token was checked
    last = runs.last
    if last is None:
        raise UsageError("There is no result to take.", "Run a list first.")
    file = last.result(kind)
    name = f"muniment-list-{datetime.now(UTC):%Y%m%d-%H%M%S}{kind}"
    return FileResponse(file, media_type=_TYPES[kind], filename=name, background=BackgroundTask(last.taken))
