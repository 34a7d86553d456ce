"""Ruling about a mention by hand: what a form says, and what becomes of it."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from muniment.adapters.mention_store import Kept
from muniment.app.search import mentions as app
from muniment.errors import NotFoundError, UsageError
from muniment.mentions.mention import Kind
from muniment.mentions.rulings import Act, place_of
from muniment.web.uploads import text_in
from muniment.web.workbench import Workbench

MOST_WHY_CHARS = 1_000
"""Characters of a reason: a few sentences."""

MOST_VALUE_CHARS = 300
"""Characters of a value: the longest names of offices have some 150."""

MOST_WORDS_CHARS = 1_000
"""Characters of a mention's words."""

_RULED = {act.value: act for act in (Act.DISMISS, Act.CORRECT, Act.RESTORE)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to rule. ``words`` and ``value`` are "" where they are to stay as they are."""

    act: Act
    kind: Kind
    value: str
    words: str
    everywhere: bool
    why: str


def wish_in(form: FormData, kept: Kept) -> Wish:
    """What a form says. Raises ``UsageError``."""
    act = _RULED.get(text_in(form, "act", 20))
    if act is None:
        raise UsageError("That cannot be ruled.", "Dismiss, correct or restore a mention.")
    why = text_in(form, "why", MOST_WHY_CHARS).strip()
    if not why:
        raise UsageError("A ruling needs its reason.", "Go back, and write why in a few words.")
    kind = text_in(form, "kind", 20)
    if kind and kind not in set(Kind):
        raise UsageError("There is no such kind of mention.", "Go back, and choose one.")
    return Wish(
        act,
        Kind(kind) if kind else kept.mention.kind,
        text_in(form, "value", MOST_VALUE_CHARS).strip(),
        text_in(form, "words", MOST_WORDS_CHARS),
        text_in(form, "everywhere", 1) == "1",
        why,
    )


def rule(bench: Workbench, kept: Kept, wish: Wish) -> Kept | None:
    """Rule as wished; the mention as it then stands, None if it is gone. Raises ``UsageError`` or ``NotFoundError``."""
    extent = _extent(bench, kept, wish.words) if wish.act is Act.CORRECT and wish.words else None
    is_same = wish.value == kept.mention.value.strip()
    ruling = app.rule(
        bench.case,
        kept.id,
        wish.act,
        kind=wish.kind,
        value=None if not wish.value or (is_same and extent) else wish.value,
        extent=extent,
        everywhere=wish.everywhere,
        why=wish.why,
    )
    return app.ruled(bench.case, [ruling])[0]


def _extent(bench: Workbench, kept: Kept, words: str) -> tuple[int, int] | None:
    """Where the corrected words stand on the page, nearest to the mention; None if they are the same.

    Browsers send line ends and blanks at the edges as they please: those do not count as a change.
    """
    before = kept.mention
    if words.split() == before.words.split():
        return None
    placed = bench.queries.placed([kept.place.page]).get(kept.place.page)
    text = placed.text if placed else ""
    for tried in (words, words.strip()):
        start = place_of(tried, text, before.start) if tried else None
        if start is not None:
            return start, start + len(tried)
    raise UsageError(
        "These words do not stand on the page near the mention.", "Copy them from the page, with every sign."
    )


def mention_at(bench: Workbench, sha256: str, page: int, kind: Kind, start: int, end: int) -> Kept:
    """The mention of ``kind`` that has just this extent. Raises ``NotFoundError``."""
    [found] = app.between(bench.case, [(page, start, end)])
    for one in found:
        place, mention = one.place, one.mention
        if (place.sha256, mention.kind, mention.start, mention.end) == (sha256, kind, start, end):
            return one
    raise NotFoundError(
        "There is no such mention (any more).", "The page may have been read again: look at the mentions on it."
    )
