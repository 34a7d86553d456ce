"""The proof that a published page's words stand in the sealed cache, and what of the page it shows.

What is kept back is given as spans of the page's raw text, in code points, end-exclusive. By default the whole line in
which one lies is kept back; else only the words from the first to the last that are touched in a stretch. Quotes are
placed by stretches, not by their offset in the page, wherever words before them are kept back: an offset would tell
how many letters those have.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any

from muniment.errors import UsageError
from muniment.preserve.canonical import canonical
from muniment.preserve.cover import HashTree
from muniment.preserve.words import (
    Opened,
    PageText,
    head_of,
    opened,
    page_leaves,
    stretch_salt,
    stretches_of,
    tokens_of,
)

FORMAT = "muniment page proof 1"
"""Names the meaning of everything in a proof; a change of it needs a new one."""


class NotProvableError(UsageError):
    """A page cannot be proved: it is not sealed, or is not what was sealed."""

    code = "not-provable"
    http_status = 409


class QuoteWithheldError(UsageError):
    """A quote is to be shown whose words are kept back."""

    code = "quote-withheld"
    http_status = 409


class Extent(StrEnum):
    """How much is kept back where something is."""

    LINE = "line"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the page's raw text in code points, end-exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuoteToShow:
    """A quote on the page, under an id that stays the same in later editions."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """A part of a leaf that is shown: its own salt, and its values as they were hashed (canonical JSON)."""

    salt: bytes
    written: str


@dataclass(frozen=True, slots=True)
class SealedLeaf:
    """An entry under a seal: its place, its parts' commitments one after the other, and the cover of the other leaves.

    ``opened`` holds the parts that are shown, "words" at least. Beware of "bytes": whoever knows all of a document but
    a name can try names until the hash fits, so open it only for documents that are published whole.
    """

    seal: int
    index: int
    commitments: tuple[bytes, ...]
    cover: tuple[bytes, ...]
    opened: Mapping[str, OpenedPart]


@dataclass(frozen=True, slots=True)
class SealedPage:
    """A page as it was sealed: its leaf, its text and salt, its place among the pages of its reading, and their cover.

    ``at`` counts from 0; ``of`` says how many pages the reading has.
    """

    leaf: SealedLeaf
    page: PageText
    salt: bytes
    at: int
    of: int
    cover: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ShownStretch:
    """A stretch of which something is shown: its number on the page, and its words. All of it without a gap."""

    number: int
    before: str
    after: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class PageProof:
    """A proof, ready to be written, and what it shows. Stretches that are not there are kept back whole."""

    name: str
    data: bytes = field(repr=False)
    stretches: int
    shown: tuple[ShownStretch, ...]
    quotes: Mapping[str, str]
    """The words of each quote, by its id."""

    @property
    def path(self) -> str:
        """Where the proof lies in the publication."""
        return f"proofs/{self.name}.json"


def page_proof(
    name: str,
    sealed: SealedPage,
    withheld: Iterable[Span] = (),
    quotes: Iterable[QuoteToShow] = (),
    extent: Extent = Extent.LINE,
) -> PageProof:
    """The proof of a page of which ``withheld`` is kept back. ``name`` is its permanent name: a-z, 0-9, "-".

    Raises ``QuoteWithheldError`` where a quote lies in what is kept back.
    """
    cut = _Cut.of(sealed.page.text)
    stretches = list(_stretches(cut, sealed.salt, _hidden(cut, withheld, extent)))
    placed = [_placed(one, cut, stretches) for one in quotes]
    leaves = HashTree(page_leaves(sealed.salt, sealed.page))
    value = {
        "format": FORMAT,
        "name": name,
        "seal": sealed.leaf.seal,
        "leaf": {
            "index": sealed.leaf.index,
            "commitments": [one.hex() for one in sealed.leaf.commitments],
            "cover": [one.hex() for one in sealed.leaf.cover],
        },
        "opened": {part: {"salt": one.salt.hex(), "written": one.written} for part, one in sealed.leaf.opened.items()},
        "page": {
            "at": sealed.at,
            "of": sealed.of,
            "pages": [one.hex() for one in sealed.cover],
            "head": head_of(sealed.page, len(cut.stretches)).decode(),
            "stretches": [one.written() for one in stretches],
            "cover": [one.hex() for one in leaves.cover([0, *(one.number + 1 for one in stretches)])],
        },
        "quotes": placed,
    }
    shown = tuple(one.shown() for one in stretches)
    return PageProof(name, canonical(value), len(cut.stretches), shown, {one["id"]: one["exact"] for one in placed})


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text with its stretches, and where each begins; the last number is the end of the text."""

    text: str
    stretches: list[str]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> "_Cut":
        stretches = stretches_of(text)
        return cls(text, stretches, [0, *accumulate(map(len, stretches))])

    def touched(self, span: Span) -> range:
        """The numbers of the stretches in which the span lies."""
        return range(max(bisect_right(self.starts, span.start) - 1, 0), bisect_left(self.starts, span.end))

    def inside(self, span: Span, number: int) -> Span:
        """The part of the span that lies in a stretch, counted from its beginning."""
        start = self.starts[number]
        return Span(max(span.start - start, 0), min(span.end - start, len(self.stretches[number])))


def _hidden(cut: _Cut, withheld: Iterable[Span], extent: Extent) -> dict[int, Span]:
    """What is kept back: numbers of stretches, and the run in each from the first letter to the last."""
    hidden: dict[int, Span] = {}
    for span in withheld:
        if not 0 <= span.start < span.end <= len(cut.text):
            raise ValueError(f"the span {span} does not lie in the text")
        for number in cut.touched(_line_around(cut.text, span) if extent is Extent.LINE else span):
            inside = cut.inside(span, number) if extent is Extent.WORDS else Span(0, len(cut.stretches[number]))
            former = hidden.get(number, inside)
            hidden[number] = Span(min(inside.start, former.start), max(inside.end, former.end))
    return hidden


def _line_around(text: str, span: Span) -> Span:
    end = text.find("\n", span.end - 1)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch that is shown whole, with its salt, or in part."""

    number: int
    tokens: list[str]
    salt: bytes
    part: Opened | None = None

    def shown(self) -> ShownStretch:
        if self.part is None:
            return ShownStretch(self.number, "".join(self.tokens))
        return ShownStretch(self.number, "".join(self.part.before), "".join(self.part.after), gap=True)

    def written(self) -> dict[str, Any]:
        part = self.part
        if part is None:
            return {"at": self.number, "salt": self.salt.hex(), "words": self.tokens}
        return {
            "at": self.number,
            "before": part.before,
            "after": part.after,
            "behind": part.behind.hex(),
            "ahead": part.ahead.hex(),
            "more": part.more.hex(),
        }


def _stretches(cut: _Cut, salt: bytes, hidden: Mapping[int, Span]) -> Iterator[_Stretch]:
    """The stretches of which something is shown."""
    for number, text in enumerate(cut.stretches):
        tokens, own_salt = tokens_of(text), stretch_salt(salt, number)
        if number not in hidden:
            yield _Stretch(number, tokens, own_salt)
            continue
        before, after = _around(tokens, hidden[number])
        if before or after:
            yield _Stretch(number, tokens, own_salt, opened(own_salt, tokens, before, after))


def _around(tokens: Sequence[str], hidden: Span) -> tuple[int, int]:
    """How many tokens stand before and behind those that the run touches."""
    ends = list(accumulate(map(len, tokens)))
    before = bisect_right(ends, hidden.start)
    return before, len(tokens) - 1 - bisect_left(ends, hidden.end)


def _placed(quote: QuoteToShow, cut: _Cut, stretches: Sequence[_Stretch]) -> dict[str, Any]:
    span = quote.span
    if not 0 <= span.start < span.end <= len(cut.text):
        raise ValueError(f"the quote {quote.id} does not lie in the text")
    by_number = {one.number: one for one in stretches}
    numbers = cut.touched(span)
    pieces = [_piece(quote, by_number.get(number), cut.inside(span, number)) for number in numbers]
    for (_, part, _, _), number in zip(pieces[:-1], numbers, strict=False):
        if by_number[number].part is not None and not part:
            raise _kept_back(quote)
    if any(part for _, part, _, _ in pieces[1:]):
        raise _kept_back(quote)
    placed: dict[str, Any] = {"id": quote.id, "exact": cut.text[span.start : span.end], "pieces": pieces}
    if not pieces[0][1] and all(_is_whole(by_number.get(number)) for number in range(numbers[0])):
        placed |= {"start": span.start, "end": span.end}
    return placed


def _is_whole(stretch: _Stretch | None) -> bool:
    return stretch is not None and stretch.part is None


def _piece(quote: QuoteToShow, stretch: _Stretch | None, inside: Span) -> tuple[int, int, int, int]:
    """Number of the stretch, part (0 before the gap, 1 behind it), start and end in that part."""
    if stretch is None:
        raise _kept_back(quote)
    length = sum(map(len, stretch.tokens))
    before = length if stretch.part is None else sum(map(len, stretch.part.before))
    if inside.end <= before:
        return stretch.number, 0, inside.start, inside.end
    behind = length - sum(map(len, stretch.part.after)) if stretch.part else length
    if inside.start < behind:
        raise _kept_back(quote)
    return stretch.number, 1, inside.start - behind, inside.end - behind


def _kept_back(quote: QuoteToShow) -> QuoteWithheldError:
    return QuoteWithheldError(
        f"The quote {quote.id} cannot be shown: words of it are kept back.",
        "Take the quote out of what is published, quote less, or look at the marks on its page again.",
    )


def kept_back_between(shown: Sequence[ShownStretch], stretches: int) -> list[int]:
    """How many stretches are kept back whole before each one shown, and behind the last: one number more than shown."""
    numbers = [-1, *(one.number for one in shown), stretches]
    return [later - former - 1 for former, later in pairwise(numbers)]
