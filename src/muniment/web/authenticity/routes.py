"""The addresses of authenticity sheets."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from muniment.app.evidence.authenticity import MAX_WHY_CHARS, Sheets, judge, judgements, latest
from muniment.errors import UsageError
from muniment.evidence.authenticity.facts import Fact, Pair, Relation, Topic
from muniment.web.authenticity.shown import RELATIONS, VERDICTS, named, quoted
from muniment.web.evidence.keeper import Acting, Recording
from muniment.web.forms import CheckedForm
from muniment.web.pages import page
from muniment.web.pictures import PagePictures
from muniment.web.uploads import text_in
from muniment.web.workbench import Bench

router = APIRouter(include_in_schema=False)

JUDGEMENTS_SHOWN = 100
"""Judgements listed on the first page, the newest first."""

_MOST_LIKE_CHARS = 40_000
"""Length of the list of documents to compare with: twenty long paths."""


@router.get("/authenticity")
def overview(
    request: Request, bench: Bench, recorder: Recording, what: Annotated[str, Query(max_length=4_000)] = ""
) -> Response:
    """What people hold of documents, and a way to the sheet of any."""
    if what.strip():
        found = [one for one in bench.queries.find(what.strip().encode("utf-8", "surrogateescape")) if one.sha256]
        if found:
            return RedirectResponse(f"/authenticity/{found[0].sha256}", 303)
    passed = latest(bench.database, recorder, JUDGEMENTS_SHOWN)
    return page(request, "authenticity/overview.html", passed=passed, what=what.strip())


@router.get("/authenticity/{sha256}")
def sheet(
    request: Request,
    sha256: str,
    bench: Bench,
    pictures: PagePictures,
    recorder: Recording,
    like: Annotated[str, Query(max_length=_MOST_LIKE_CHARS)] = "",
) -> HTMLResponse:
    """The sheet of one document; ``like`` has a path or hash on each line, of documents to compare with."""
    wanted = [line.strip() for line in like.splitlines() if line.strip()]
    made = Sheets(bench.database, bench.finder, pictures).sheet(sha256, wanted)
    return page(
        request,
        "authenticity/sheet.html",
        sheet=made,
        row=made.opened.row,
        place=made.opened.places[0],
        topics=_by_topic(made.facts),
        pairs=_by_relation(made.pairs),
        passed=judgements(recorder, sha256),
        verdicts=VERDICTS,
        like=like,
        like_paths={one.original: one.path for one in made.like},
        most_why=MAX_WHY_CHARS,
        quoted=quoted,
    )


@router.post("/authenticity/{sha256}")
def record(sha256: str, bench: Bench, recorder: Recording, person: Acting, form: CheckedForm) -> RedirectResponse:
    """Note what somebody holds of a document. Raises ``UsageError`` and what recording raises."""
    original = Sheets.known(bench.database, sha256)
    verdict = named(text_in(form, "verdict", 40))
    if verdict is None:
        raise UsageError("A judgement needs one of its words.", "Go back, choose one, and say why.")
    judge(recorder, person, original, verdict, text_in(form, "why", MAX_WHY_CHARS + 1))
    return RedirectResponse(f"/authenticity/{original}#judgements", 303)


def _by_topic(facts: Iterable[Fact]) -> list[tuple[Topic, list[tuple[str, list[Fact]]]]]:
    """Facts by topic, and within it by name, in the order in which each comes first."""
    topics = []
    for topic, group in groupby(facts, key=lambda fact: fact.topic):
        names: dict[str, list[Fact]] = {}
        for fact in group:
            names.setdefault(fact.name, []).append(fact)
        topics.append((topic, list(names.items())))
    return topics


def _by_relation(pairs: Iterable[Pair]) -> list[tuple[Relation, str, list[Pair]]]:
    return [
        (relation, RELATIONS[relation], list(group)) for relation, group in groupby(pairs, key=lambda one: one.relation)
    ]
