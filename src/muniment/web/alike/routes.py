"""The addresses of what is alike."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from muniment.adapters.ledger.texts import Texts
from muniment.app.documents import Library
from muniment.app.search.likeness_upkeep import CachedTexts
from muniment.errors import NotFoundError
from muniment.likeness.difference import difference
from muniment.likeness.passages import passages_between
from muniment.web.alike.family import cluster, copied_most, is_of_the_family, named, relations
from muniment.web.alike.keeper import Keeper, LikenessKeeper
from muniment.web.alike.sides import shared, sides_of
from muniment.web.pages import page
from muniment.web.workbench import Bench, Workbench

router = APIRouter(include_in_schema=False)

PER_PAGE = 20
"""Clusters on one page of the list."""

COPIES_SHOWN = 50
"""Documents with copies that are listed, those with the most first."""

_MOST_PAGES = 100_000


@router.get("/alike")
def clusters(
    request: Request, keeper: LikenessKeeper, number: Annotated[int, Query(alias="page", ge=1, le=_MOST_PAGES)] = 1
) -> HTMLResponse:
    """All clusters, the largest first."""
    if waiting := _not_yet(request, keeper):
        return waiting
    with keeper.opened() as (database, store):
        total = store.cluster_count()
        found = [cluster(database, store, *one) for one in store.clusters(PER_PAGE, (number - 1) * PER_PAGE)]
        copies = copied_most(database, COPIES_SHOWN) if number == 1 else []
    return page(
        request,
        "alike/clusters.html",
        clusters=[one for one in found if one],
        total=total,
        number=number,
        pages=max(1, -(-total // PER_PAGE)),
        copies=copies,
    )


@router.get("/alike/progress")
def progress(keeper: LikenessKeeper) -> JSONResponse:
    """How far bringing up to date has come, for the page that waits for it."""
    working = keeper.wait(0.2)
    done = {"ready": working is None}
    return JSONResponse(
        done | ({"what": working.what, "done": working.done, "total": working.total} if working else {})
    )


@router.get("/alike/{sha256}")
def like(request: Request, sha256: str, bench: Bench, keeper: LikenessKeeper) -> HTMLResponse:
    """What is like one document."""
    number = _reading(bench, sha256)
    if waiting := _not_yet(request, keeper):
        return waiting
    with keeper.opened() as (database, store):
        found = relations(database, store, number)
        here = named(database, [number]).get(number)
    if here is None:
        raise NotFoundError("This document has gone from the case.", "Search for its words.")
    places, count = Library(bench.database).open(sha256).places, here.copies
    family = [one for one in found if is_of_the_family(one)]
    others = [one for one in found if not is_of_the_family(one)]
    return page(request, "alike/like.html", mine=here, family=family, others=others, places=places, places_count=count)


@router.get("/alike/{left}/{right}")
def compare(
    request: Request,
    left: str,
    right: str,
    bench: Bench,
    keeper: LikenessKeeper,
    view: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Two documents side by side: what differs, or the passages that both have."""
    numbers = [_reading(bench, left), _reading(bench, right)]
    if waiting := _not_yet(request, keeper):
        return waiting
    with keeper.opened() as (database, store):
        known = named(database, numbers)
        if len(known) < len(set(numbers)):
            raise NotFoundError("One of the two has gone from the case.", "Search for its words.")
        relation = next(
            (one for one in relations(database, store, numbers[0]) if one.other.reading == numbers[1]), None
        )
        texts = CachedTexts(Texts(database))
        one, other = (texts.document(number) for number in numbers)
        told: dict[str, Any] = {"left": known[numbers[0]], "right": known[numbers[1]], "relation": relation}
        if view == "passages" or (not view and relation is not None and not is_of_the_family(relation)):
            found = shared(one, other, passages_between(one, other))
            return page(request, "alike/passages.html", shared=found, **told)
        sides = sides_of(
            difference(one, other),
            left_recognised=told["left"].recognised,
            right_recognised=told["right"].recognised,
        )
        return page(request, "alike/compare.html", sides=sides, **told)


def _reading(bench: Workbench, untrusted_sha256: str) -> int:
    row = Library(bench.database).open(untrusted_sha256).row
    if not row.reading or not row.pages:
        raise NotFoundError("There is no text in this document to compare.", "Documents are compared by their words.")
    return row.reading


def _not_yet(request: Request, keeper: Keeper) -> HTMLResponse | None:
    """The page that waits, while what is alike is still being worked out."""
    working = keeper.wait()
    return page(request, "alike/working.html", working=working) if working is not None else None
