"""The addresses of mentions. No value stands in any of them, only its key."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from muniment.adapters.mention_store import Kept
from muniment.app.documents import Library
from muniment.app.search import mentions as app
from muniment.errors import NotFoundError
from muniment.limits import MIB
from muniment.mentions.mention import SENSITIVE, Kind
from muniment.web.forms import CheckedForm
from muniment.web.mentions import names as listed
from muniment.web.mentions.keeper import MentionKeeper, ended_with
from muniment.web.mentions.looking import Looking
from muniment.web.mentions.rule import mention_at, rule, wish_in
from muniment.web.mentions.shown import MANY, ONE, by_kind, contexts, ruled, text_of, value
from muniment.web.pages import page
from muniment.web.uploads import content_of, form_with_file, text_in
from muniment.web.workbench import Bench, Workbench

router = APIRouter(prefix="/mentions", lifespan=ended_with, include_in_schema=False)

VALUES_PER_PAGE = 50
"""Values on one page of a kind."""

PLACES_PER_PAGE = 20
"""Pages with a value on one page: their texts are in memory together."""

RULINGS_PER_PAGE = 50
"""Rulings on one page of the history."""

COUNTING_SECONDS = 1.0
"""How long a page waits for the first count of all mentions; after that it is shown without."""

MOST_ON_PAGE = 2_000
"""Mentions of one page that are listed: a register may have more, and reads better as a page."""

MAX_LIST_BYTES = 8 * MIB
"""Bytes of the case's list of names: 200,000 names of 40 bytes."""

MOST_PART_CHARS = 200
_MOST_PAGES = 100_000
_MOST = 2**53

PageNumber = Annotated[int, Query(alias="page", ge=1, le=_MOST_PAGES)]
Key = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, Path(ge=0, le=_MOST)]


@router.get("")
def kinds(request: Request, keeper: MentionKeeper) -> HTMLResponse:
    """All kinds with their most widespread values."""
    looking = keeper.look()
    known = keeper.overview.soon(COUNTING_SECONDS)
    shown = [
        (kind, count, [value(one, reveal=False) for one in tallies])
        for kind, (count, tallies) in ((kind, known[kind]) for kind in ONE if known and kind in known)
    ]
    return page(request, "mentions/kinds.html", looking=looking, shown=shown, is_counted=known is not None, **_words())


@router.get("/progress")
def progress(keeper: MentionKeeper) -> JSONResponse:
    """How far looking through the pages has come, for the page that shows it."""
    looking = keeper.look()
    if isinstance(looking, Looking):
        return JSONResponse({"ready": False, "done": looking.done, "total": looking.total})
    return JSONResponse({"ready": True})


@router.get("/rulings")
def history(request: Request, bench: Bench, number: PageNumber = 1) -> HTMLResponse:
    """What was ruled by hand in this case, the newest first."""
    every = app.rulings(bench.case)[::-1]
    some = every[(number - 1) * RULINGS_PER_PAGE : number * RULINGS_PER_PAGE]
    standing = app.ruled(bench.case, [one.id for one in some])
    shown = [ruled(one, kept) for one, kept in zip(some, standing, strict=True)]
    pages = -(-len(every) // RULINGS_PER_PAGE)
    return page(request, "mentions/rulings.html", rulings=shown, number=number, pages=pages, **_words())


@router.get("/names")
def names(request: Request, bench: Bench, keeper: MentionKeeper) -> HTMLResponse:
    """The case's own list of names."""
    return page(
        request, "mentions/names.html", looking=keeper.look(), listed=listed.shown(app.names(bench.case)), **_words()
    )


@router.post("/names")
async def set_names(
    form: Annotated[FormData, Depends(form_with_file(MAX_LIST_BYTES))], bench: Bench, keeper: MentionKeeper
) -> Response:
    """Look for these names from now on. Raises ``UsageError``."""
    _, content = await content_of(form, "file", MAX_LIST_BYTES)
    await listed.put(bench.case, content, text_in(form, "names", MAX_LIST_BYTES))
    keeper.again()
    return RedirectResponse("/mentions/names", 303)


@router.get("/of/{sha256}")
def of_page(
    request: Request, sha256: Sha256, bench: Bench, keeper: MentionKeeper, number: PageNumber = 1, part: bool = False
) -> HTMLResponse:
    """The mentions on a page of a document; with ``part`` without the frame, for the reader to show."""
    document = Library(bench.database).open(sha256)
    looking = keeper.look()
    found = app.of_document(bench.case, sha256, number, limit=MOST_ON_PAGE)
    return page(
        request,
        "mentions/part.html" if part else "mentions/of_page.html",
        looking=looking,
        document=document,
        number=number,
        groups=by_kind(found.mentions),
        unplaced=[ruled(one, None) for one in found.unplaced],
        is_cut=len(found.mentions) == MOST_ON_PAGE,
        **_words(),
    )


@router.get("/at/{sha256}/{at}/{kind}/{start}/{end}")
def one(
    request: Request, sha256: Sha256, at: Number, kind: Kind, start: Number, end: Number, bench: Bench
) -> HTMLResponse:
    """One mention: where it stands, what was ruled about it, and the forms to rule. Raises ``NotFoundError``."""
    return _one(request, bench, mention_at(bench, sha256, at, kind, start, end), reveal=False)


@router.post("/at/{sha256}/{at}/{kind}/{start}/{end}/shown")
def one_shown(
    request: Request,
    sha256: Sha256,
    at: Number,
    kind: Kind,
    start: Number,
    end: Number,
    bench: Bench,
    form: CheckedForm,
) -> HTMLResponse:
    """The same with its number in full. Raises ``NotFoundError``."""
    del form  # its token was checked
    return _one(request, bench, mention_at(bench, sha256, at, kind, start, end), reveal=True)


@router.post("/at/{sha256}/{at}/{kind}/{start}/{end}")
def rule_one(
    sha256: Sha256,
    at: Number,
    kind: Kind,
    start: Number,
    end: Number,
    bench: Bench,
    keeper: MentionKeeper,
    form: CheckedForm,
) -> Response:
    """Dismiss, correct or restore it. Raises ``UsageError`` or ``NotFoundError``."""
    kept = mention_at(bench, sha256, at, kind, start, end)
    with keeper.own_change():
        now = rule(bench, kept, wish_in(form, kept))
    return RedirectResponse(_address(now) if now else "/mentions/rulings", 303)


@router.get("/{kind}")
def values(
    request: Request,
    kind: Kind,
    bench: Bench,
    keeper: MentionKeeper,
    number: PageNumber = 1,
    part: Annotated[str, Query(max_length=MOST_PART_CHARS)] = "",
) -> HTMLResponse:
    """The values of a kind, those in most documents first. Numbers that lead to a person are not looked for here."""
    return _values(request, bench, keeper, kind, number, "" if kind in SENSITIVE else part.strip(), reveal=False)


@router.post("/{kind}/shown")
def values_shown(request: Request, kind: Kind, bench: Bench, keeper: MentionKeeper, form: CheckedForm) -> HTMLResponse:
    """The same with numbers in full; what part of them is looked for comes in the form, not in the address."""
    part = text_in(form, "part", MOST_PART_CHARS).strip()
    return _values(request, bench, keeper, kind, _number(text_in(form, "page", 10)), part, reveal=True)


@router.get("/{kind}/{key}")
def places(
    request: Request, kind: Kind, key: Key, bench: Bench, keeper: MentionKeeper, number: PageNumber = 1
) -> HTMLResponse:
    """The pages with a value, each with the words around it. Raises ``NotFoundError``."""
    return _places(request, bench, keeper, kind, key, number, reveal=False)


@router.post("/{kind}/{key}/shown")
def places_shown(
    request: Request, kind: Kind, key: Key, bench: Bench, keeper: MentionKeeper, form: CheckedForm
) -> HTMLResponse:
    """The same with numbers in full. Raises ``NotFoundError``."""
    return _places(request, bench, keeper, kind, key, _number(text_in(form, "page", 10)), reveal=True)


def _values(
    request: Request, bench: Workbench, keeper: MentionKeeper, kind: Kind, number: int, part: str, *, reveal: bool
) -> HTMLResponse:
    looking = keeper.look()
    found = app.facet(bench.case, kind, VALUES_PER_PAGE + 1, (number - 1) * VALUES_PER_PAGE, part)
    return page(
        request,
        "mentions/values.html",
        looking=looking,
        kind=kind,
        counts={kind: count for kind, (count, _) in (keeper.overview.soon(COUNTING_SECONDS) or {}).items()},
        part=part,
        number=number,
        more=len(found) > VALUES_PER_PAGE,
        values=[value(one, reveal=reveal) for one in found[:VALUES_PER_PAGE]],
        **_hiding(kind, reveal=reveal),
    )


def _places(
    request: Request, bench: Workbench, keeper: MentionKeeper, kind: Kind, key: str, number: int, *, reveal: bool
) -> HTMLResponse:
    looking = keeper.look()
    tallies = app.facet(bench.case, kind, 1, key=key)
    if not tallies:
        raise NotFoundError(
            "This is not mentioned any more, or is called otherwise now.", f"Look among the {MANY[kind].lower()}."
        )
    found: Sequence[Kept] = app.pages_with(
        bench.case, kind, key=key, limit=PLACES_PER_PAGE, offset=(number - 1) * PLACES_PER_PAGE
    )
    return page(
        request,
        "mentions/places.html",
        looking=looking,
        kind=kind,
        key=key,
        value=value(tallies[0], reveal=reveal),
        number=number,
        pages=max(1, -(-tallies[0].pages // PLACES_PER_PAGE)),
        found=contexts(bench, found, reveal=reveal),
        **_hiding(kind, reveal=reveal),
    )


def _one(request: Request, bench: Workbench, kept: Kept, *, reveal: bool) -> HTMLResponse:
    found = contexts(bench, [kept], reveal=reveal)
    if not found:
        raise NotFoundError("The page of this mention has gone from the case.", "Search for its words.")
    about = app.rulings_about(bench.case, kept)
    return page(
        request,
        "mentions/one.html",
        kept=kept,
        context=found[0],
        here_url=_address(kept),
        value=text_of(kept.mention.kind, kept.mention.value, reveal=reveal),
        history_of=[ruled(one, None, reveal=reveal) for one in about[::-1]],
        **_hiding(kept.mention.kind, reveal=reveal),
    )


def _address(kept: Kept) -> str:
    place, mention = kept.place, kept.mention
    return f"/mentions/at/{place.sha256}/{place.page}/{mention.kind.value}/{mention.start}/{mention.end}"


def _words() -> dict[str, Any]:
    return {"one_of": ONE, "many_of": MANY}


def _hiding(kind: Kind, *, reveal: bool) -> dict[str, Any]:
    return {"is_sensitive": kind in SENSITIVE, "reveal": reveal, **_words()}


def _number(untrusted_number: str) -> int:
    is_one = untrusted_number.isascii() and untrusted_number.isdecimal()
    return min(max(int(untrusted_number), 1), _MOST_PAGES) if is_one else 1
