"""Finding quotes again after their document was read anew: at their place, elsewhere, or not at all; never by a guess.

A quote is where its words stand, to the letter, amid what stood around them. If they do not, every place that comes
into question is weighed: the same words without what readings differ in, on one page or across a break between pages,
and words that are nearly the same. The place is taken whose surroundings agree best, if it leads clearly; else the
quote is lost, and why is said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from muniment.evidence.quoting.finding import occurrences
from muniment.evidence.quoting.folding import folded
from muniment.evidence.quoting.likeness import alike
from muniment.evidence.quoting.pages import DocumentNow, DocumentOf, PageNow, Passage, Place
from muniment.evidence.quoting.runs import following, runs_of
from muniment.evidence.quoting.spreading import spread
from muniment.evidence.quoting.surroundings import agreement, stands_amid
from muniment.evidence.records import Quote, Span
from muniment.model import PageKind

TELLING_CHARS = 24
"""Folded characters of words that hardly stand in a document twice by chance; a Chinese one counts for three."""

LEAST_SHARE = 0.8
"""Share of letters that must be the same; a scan that is read twice differs in one letter of ten at worst."""

LEAST_AGREEMENT = 0.3
"""How far the surroundings of shorter words must agree: a lone “no” elsewhere is another “no”."""

SURE_AGREEMENT = 0.9
"""Agreement on the quote's own page from which the other pages need not be looked at."""

CLEAR_LEAD = 0.08
"""By how much a place must lead to be the one that is meant."""

UNLIKE_COUNTS = 0.1
"""What a place loses by not having the very letters: the next row of a list is nearly the same, too."""

MOST_CANDIDATES = 300
"""Places of one quote that are weighed."""

_HAN_COUNTS = 3


class Standing(StrEnum):
    """What became of a quote."""

    EXACT = "exact"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a quote stands now, nowhere if it is lost, and in plain words what is other than it was.

    ``share`` is how much of its letters is the same, from 0 to 1.
    """

    standing: Standing
    passage: Passage = ()
    share: float = 1.0
    says: str = ""

    @property
    def words(self) -> str:
        """The words as they stand now."""
        return " ".join(place.exact for place in self.passage)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage that comes into question. ``weight`` is what is compared: letters and surroundings alike."""

    passage: Passage
    share: float
    agrees: float
    is_to_the_letter: bool

    @property
    def is_amid(self) -> bool:
        """Whether all that stood around it still does."""
        return self.is_to_the_letter or self.agrees == 1.0

    @property
    def weight(self) -> float:
        return (self.share - (UNLIKE_COUNTS if self.share < 1.0 else 0) + self.agrees) / 2


@dataclass(slots=True)
class _Sought:
    """Words that are looked for: those of one span, or of all the spans of a quote at once."""

    span: Span
    exact: str
    suffix: str
    needle: str
    found: list[_Candidate] = field(default_factory=list)

    def add(self, passage: Passage, share: float = 1.0) -> None:
        if len(self.found) < MOST_CANDIDATES:
            agrees = agreement(self.span.prefix, self.suffix, passage)
            self.found.append(_Candidate(passage, share, agrees, stands_amid(self.span.prefix, self.suffix, passage)))

    def look_for_words(self, run: Sequence[PageNow]) -> None:
        """Look for the very words on the last page of ``run``, and for what goes over from those before it."""
        if not self.needle:
            return
        before = len(self.found)
        for place in occurrences(run[-1], self.needle):
            self.add((self._to_the_letter(place),))
        if len(self.found) == before:
            self.look_across(run)

    def look_across(self, run: Sequence[PageNow]) -> None:
        """Look for the words where they go over from page to page, up to the last of ``run``."""
        for pages in runs_of(run):
            if (passage := spread(pages, self.needle)) is not None:
                self.add(passage)

    def look_for_like(self, page: PageNow) -> None:
        """Look for what is nearly the words on a page, beside what was found there before."""
        taken = [place for one in self.found for place in one.passage if place.page is page]
        for one in alike(page, self.needle, LEAST_SHARE):
            if all(one.place.end <= other.start or other.end <= one.place.start for other in taken):
                self.add((one.place,), one.share)

    def _to_the_letter(self, place: Place) -> Place:
        """The place with blanks that the words began or ended with, where these stand there, too."""
        lead = next((at for at, one in enumerate(self.exact) if folded(one)), 0)
        start = place.start - lead
        if start >= 0 and place.page.text.startswith(self.exact, start):
            return Place(place.page, start, start + len(self.exact))
        return place

    def chosen(self) -> _Candidate | None:
        """The one that is meant, if it is clear."""
        found = _of_one_reading(self.found, self.span.kind)
        amid = [one for one in found if one.is_amid and one.share == 1.0]
        if len(amid) > 1:
            amid = [one for one in amid if one.is_to_the_letter] or amid
            amid = amid if len(amid) == 1 else [one for one in amid if _is_at(one.passage, self.span)]
            return amid[0] if amid else None
        if amid:
            return amid[0]
        if not found:
            return None
        first, *others = sorted(found, key=lambda one: -one.weight)
        if any(first.weight - one.weight < CLEAR_LEAD for one in others):
            return None
        telling = _telling(self.needle) >= TELLING_CHARS and (not others or first.agrees >= LEAST_AGREEMENT)
        return first if telling or first.agrees >= LEAST_AGREEMENT else None


@dataclass(slots=True)
class _Pending:
    """A quote that is not at its place: what is looked for."""

    quote: Quote
    spans: list[_Sought]
    whole: _Sought

    @property
    def sought(self) -> Iterator[_Sought]:
        yield self.whole
        if len(self.spans) > 1:
            yield from self.spans

    def settled(self) -> tuple[Passage, float] | None:
        """Where it stands, and the share of letters that are the same."""
        whole = self.whole.chosen()
        if (whole is None or whole.share < 1.0) and len(self.spans) > 1:
            parts = [one.chosen() for one in self.spans]
            found = [one for one in parts if one is not None]
            pages = [one.passage[0].page.number for one in found]
            if len(found) == len(parts) and pages == sorted(set(pages)) and all(len(one.passage) == 1 for one in found):
                return tuple(one.passage[0] for one in found), min(one.share for one in found)
        return None if whole is None else (whole.passage, whole.share)

    def is_sure(self) -> bool:
        """Whether looking further would not change the answer."""
        chosen = self.whole.chosen()
        return chosen is not None and chosen.share == 1.0 and chosen.agrees >= SURE_AGREEMENT


def anchor(quote: Quote, document: DocumentNow | None) -> Anchored:
    """Where ``quote`` stands in its document as it is read now; None if the document is gone from the case."""
    return anchor_all([quote], document)[0]


def anchor_all(quotes: Sequence[Quote], document: DocumentNow | None) -> list[Anchored]:
    """Where quotes of one document stand, in their order. Its pages are gone through once, and only if need be."""
    if document is None:
        return [Anchored(Standing.LOST, says="its document is no longer in the case")] * len(quotes)
    found: list[Anchored | None] = [_at_its_place(quote, document) for quote in quotes]
    pending = {at: _pending(quote) for at, quote in enumerate(quotes) if found[at] is None}
    for one in pending.values():
        _look_nearby(one, document)
    waiting = {at: one for at, one in pending.items() if not one.is_sure()}
    if waiting:
        _look_elsewhere(waiting.values(), document)
        _look_for_like([one for one in waiting.values() if one.settled() is None], document)
    for at, one in pending.items():
        found[at] = _told(one, document)
    return [one for one in found if one is not None]


def anchored_in(
    quotes: Iterable[Quote], document_of: DocumentOf, show: Callable[[int, int], None] = lambda *_: None
) -> dict[str, Anchored]:
    """What became of quotes, by their ids: document by document, each page loaded once."""
    groups: dict[str, list[Quote]] = {}
    for quote in quotes:
        groups.setdefault(quote.original, []).append(quote)
    total = sum(map(len, groups.values()))
    found: dict[str, Anchored] = {}
    for original, some in groups.items():
        document = document_of(original)
        found.update(zip((one.id for one in some), anchor_all(some, document), strict=True))
        show(len(found), total)
    return found


def _at_its_place(quote: Quote, document: DocumentNow) -> Anchored | None:
    """The answer for a quote that is as it was, and what stood around it too."""
    places = []
    for span in quote.spans:
        for page in document.on(span.page):
            place = Place(page, span.start, span.end)
            is_there = page.kind is span.kind and bool(span.exact) and place.exact == span.exact
            if is_there and stands_amid(span.prefix, span.suffix, (place,)):
                places.append(place)
                break
        else:
            return None
    return Anchored(Standing.EXACT, tuple(places))


def _pending(quote: Quote) -> _Pending:
    spans = [_Sought(one, one.exact, one.suffix, folded(one.exact)) for one in quote.spans]
    exact = "\n".join(one.exact for one in quote.spans)
    whole = _Sought(quote.spans[0], exact, quote.spans[-1].suffix, folded(exact))
    return _Pending(quote, spans, whole)


def _look_nearby(pending: _Pending, document: DocumentNow) -> None:
    """Look at the pages the quote was on: for the words, and if these do not stand amid the same, for their like."""
    run: Sequence[PageNow] = ()
    pages = [page for number in sorted({span.page for span in pending.quote.spans}) for page in document.on(number)]
    for page in pages:
        run = following(run, page)
        _look(pending, run, page)
    if not pending.is_sure():
        for page in pages:
            for sought in pending.sought:
                sought.look_for_like(page)


def _look_elsewhere(waiting: Iterable[_Pending], document: DocumentNow) -> None:
    """Look for the words on all other pages, and for what runs over from page to page."""
    everyone = [(one, {span.page for span in one.quote.spans}) for one in waiting]
    run: Sequence[PageNow] = ()
    for page in document.pages():
        run = following(run, page)
        for pending, own in everyone:
            if page.number not in own:
                _look(pending, run, page)
            elif len(run) > 1 and page is run[-1] and run[-2].number not in own:
                _look(pending, run, page, runs_only=True)


def _look_for_like(waiting: Iterable[_Pending], document: DocumentNow) -> None:
    """Look for what is nearly the words on all other pages: for those that were found nowhere."""
    everyone = [(one, {span.page for span in one.quote.spans}) for one in waiting]
    for page in document.pages() if everyone else ():
        for pending, own in everyone:
            if page.number not in own:
                for sought in pending.sought:
                    sought.look_for_like(page)


def _look(pending: _Pending, run: Sequence[PageNow], page: PageNow, *, runs_only: bool = False) -> None:
    for sought in pending.sought:
        if runs_only:
            sought.look_across(run)
        else:
            sought.look_for_words(run if run[-1] is page else (page,))


def _of_one_reading(found: Iterable[_Candidate], kind: PageKind) -> list[_Candidate]:
    """Where a page has the words in both its readings, the one of the quote's kind counts."""
    candidates = [*found]
    own = {one.passage[0].page.number for one in candidates if one.passage[0].page.kind is kind and one.share == 1.0}
    return [one for one in candidates if one.passage[0].page.kind is kind or one.passage[0].page.number not in own]


def _is_at(passage: Passage, span: Span) -> bool:
    first = passage[0]
    return len(passage) == 1 and (first.page.number, first.start, first.end) == (span.page, span.start, span.end)


def _telling(needle: str) -> int:
    return sum(_HAN_COUNTS if one >= "\u2e80" else 1 for one in needle)


def _told(pending: _Pending, document: DocumentNow) -> Anchored:
    settled = pending.settled()
    if settled is None:
        return Anchored(Standing.LOST, says=_why_lost(pending, document))
    passage, share = settled
    spans = pending.quote.spans
    same_words = [place.exact for place in passage] == [span.exact for span in spans]
    same_place = same_words and all(
        (place.page.number, place.page.kind, place.start, place.end) == (span.page, span.kind, span.start, span.end)
        for place, span in zip(passage, spans, strict=True)
    )
    if same_place:
        return Anchored(Standing.EXACT, passage)
    return Anchored(Standing.MOVED, passage, share, _how_moved(spans, passage, share))


def _why_lost(pending: _Pending, document: DocumentNow) -> str:
    places = len(_of_one_reading(pending.whole.found, pending.quote.spans[0].kind))
    if places > 1:
        return f"its words stand in {places:,} places now, and what stands around them does not tell which is meant"
    if places:
        return "its words stand in one place now, but what stands around them there is something else"
    missing = [span.page for span in pending.quote.spans if not document.on(span.page)]
    if missing:
        return f"the document has no page {missing[0]} any more, and its words stand on no other"
    return "its words are no longer in the document"


def _how_moved(spans: Sequence[Span], passage: Passage, share: float) -> str:
    told = []
    was, now = _pages_told([span.page for span in spans]), _pages_told([place.page.number for place in passage])
    if was != now:
        told.append(f"it stood on {was} and now stands on {now}")
    elif [span.exact for span in spans] == [place.exact for place in passage]:
        told.append("the same words stand elsewhere on the page")
    if spans[0].kind is not passage[0].page.kind:
        told.append("recognised" if passage[0].page.kind is PageKind.OCR else "printed as text")
    told += _words_differ(spans, passage, share)
    return ", ".join(told)


def _words_differ(spans: Sequence[Span], passage: Passage, share: float) -> Iterator[str]:
    before, now = " ".join(span.exact for span in spans), " ".join(place.exact for place in passage)
    if before == now:
        return
    if share < 1.0:
        yield f"{share:.0%} of its letters are the same"
    elif before.split() == now.split() or "".join(before.split()) == "".join(now.split()):
        yield "only its blanks or line breaks differ"
    else:
        yield "only hyphens, blanks or forms of letters differ"


def _pages_told(pages: Sequence[int]) -> str:
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}-{pages[-1]}"
