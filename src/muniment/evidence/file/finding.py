"""The quotes of a file, found in their documents: by their words, or where the file says that they stand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from muniment.errors import MunimentError
from muniment.evidence.file.loose import Asked, Documents, Loose
from muniment.evidence.file.places import Faults
from muniment.evidence.held import Held
from muniment.evidence.quoting.anchoring import Standing, anchor_all
from muniment.evidence.quoting.errors import MOST_TOLD, WordsNotFoundError, surrounded
from muniment.evidence.quoting.finding import Surroundings, find_words
from muniment.evidence.quoting.likeness import nearest
from muniment.evidence.quoting.pages import DocumentNow, Passage
from muniment.evidence.records import Quote, Span, plain, record_from

Show = Callable[[int, int], None]
"""Told how many quotes were looked for, of how many."""


_SURELY_MEANT = 0.9
"""Share of letters that are the same from which the other pages need not be looked at."""


def find_quotes(quotes: Iterable[Loose], held: Held, documents: Documents, faults: Faults, show: Show) -> None:
    """Give each quote of the file its spans; those at fault are broken afterwards. Document by document."""
    waiting = sorted(filter(_can_be_found, quotes), key=lambda one: str(one.values["original"]))
    for number, one in enumerate(waiting, 1):
        try:
            _find(one, held, documents, faults)
        except MunimentError as error:
            _fail(one, faults, f"{error.message} {error.advice}".strip())
        show(number, len(waiting))


def _can_be_found(loose: Loose) -> bool:
    """Whether it says where to look: if something else is wrong with it, its words are looked for all the same."""
    return not loose.is_broken or bool(loose.asked and loose.values.get("original"))


def _find(loose: Loose, held: Held, documents: Documents, faults: Faults) -> None:
    original = loose.values["original"]
    if loose.asked is None:
        _check_spans(loose, documents.document(original), faults)
        return
    found = _passages(loose.asked, original, documents)
    wrong = _not_one(loose.asked, found, original, documents)
    if wrong:
        _fail(loose, faults, wrong)
        return
    passage = found[max(0, loose.asked.nth - 1)]
    before = held.quotes.get(loose.id)
    quote = before if before is not None and _is_at(before, original, passage) else documents.draft(original, passage)
    loose.values = {**plain(_bare(quote)), **loose.values}


def _bare(quote: Quote) -> Quote:
    """A quote without what only people say of it: that is as the file says."""
    return replace(quote, translations=(), note="")


def _is_at(quote: Quote, original: str, passage: Passage) -> bool:
    now = [(place.page.number, place.page.kind, place.start, place.end, place.exact) for place in passage]
    then = [(span.page, span.kind, span.start, span.end, span.exact) for span in quote.spans]
    return quote.original == original and now == then


def _passages(asked: Asked, original: str, documents: Documents) -> Sequence[Passage]:
    around = Surroundings(asked.prefix, asked.suffix) if asked.prefix or asked.suffix else None
    return find_words(documents.pages(original, asked.first, asked.last), asked.words, around)


def _not_one(asked: Asked, found: Sequence[Passage], original: str, documents: Documents) -> str:
    """What to say where the words do not stand in one place; "" if they do."""
    if not found:
        return _not_found(asked, original, documents)
    if asked.nth > len(found):
        return f"these words stand in {len(found):,} places only; give a lower “nth”"
    if asked.nth or len(found) == 1:
        return ""
    told = "; ".join(f"{number}. {surrounded(one)}" for number, one in enumerate(found[:MOST_TOLD], 1))
    more = f"; and {len(found) - MOST_TOLD:,} more" if len(found) > MOST_TOLD else ""
    return f"these words stand in {len(found):,} places: {told}{more}. Give more of the words, the page, or “nth: 2”"


def _not_found(asked: Asked, original: str, documents: Documents) -> str:
    first, last = asked.first, asked.last
    where = "in this document"
    if last < 2**31:
        where = f"on page {first}" if first == last else f"on pages {first}-{last}"
    near = nearest(documents.pages(original, first, last), asked.words)
    if near is None or near.share < _SURELY_MEANT:
        near = nearest(documents.document(original).pages(), asked.words) or near
    error = WordsNotFoundError(where, near)
    around = ", after that prefix and before that suffix" if asked.prefix or asked.suffix else ""
    return f"these words do not stand {where}{around}. {error.advice}"


def _check_spans(loose: Loose, document: DocumentNow, faults: Faults) -> None:
    """What the program wrote once must still be found: at its place, or elsewhere."""
    spans = loose.values.get("spans", [])
    if all(_stands(span, document) for span in spans):
        return
    quote = record_from(Quote, {**loose.values, "spans": [_clean(span) for span in spans]})
    found = anchor_all([quote], document)[0]
    if found.standing is Standing.LOST:
        near = nearest(document.pages(), quote.words)
        advice = WordsNotFoundError("", near).advice if near is not None else "Leave “start” and “end” out."
        _fail(loose, faults, f"these words do not stand in this document any more: {found.says}. {advice}")


def _clean(span: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in span.items() if key in Span.__dataclass_fields__}


def _stands(span: dict[str, object], document: DocumentNow) -> bool:
    number, start, end, exact = (span.get(name, 0) for name in ("page", "start", "end", "exact"))
    if not isinstance(number, int) or not isinstance(start, int) or not isinstance(end, int):
        return False
    return any(page.kind == span.get("kind", "text") and page.text[start:end] == exact for page in document.on(number))


def _fail(loose: Loose, faults: Faults, says: str) -> None:
    at = "spans.0.exact" if "spans.0.exact" in loose.marks else "exact"
    faults.add(loose.mark_of(at if at in loose.marks else "spans"), says)
    loose.is_broken = True
