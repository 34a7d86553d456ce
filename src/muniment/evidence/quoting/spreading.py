"""Words that a page break cuts: their beginning at the foot of one page, the rest at the head of those after it."""

from collections.abc import Iterator, Sequence

from muniment.evidence.quoting.letters import whole_clusters
from muniment.evidence.quoting.pages import PageNow, Passage, Place

MARGIN_CHARS = 400
"""Folded characters of running heads, page numbers and footnotes that may stand between the words and the break."""

LEAST_PART = 2
"""Folded characters of the words that must stand on the first page and on the last: one stands anywhere by chance."""

MOST_BEGINNINGS = 20
"""Places where the words may begin that are tried on each page, longest agreement first."""

MOST_CUTS = 20
"""Ends of lines at which the words may be cut that are tried for each beginning."""


def spread(pages: Sequence[PageNow], needle: str) -> Passage | None:
    """The passage over all of ``pages``, in order, whose folded text is ``needle``; None if there is none.

    There is something of it on each page. Where several cuts are possible, one at the end of a line is taken.
    """
    if len(needle) < 2 * LEAST_PART or len(pages) < 2 or not _may_be(pages, needle):  # noqa: PLR2004 - two pages
        return None
    return _rest(pages, needle, is_first=True)


def _may_be(pages: Sequence[PageNow], needle: str) -> bool:
    """Whether the very beginning and the very end stand where they must: quickly told, and mostly not so."""
    first, last = pages[0].folded.text, pages[-1].folded.text
    reach = len(needle) + MARGIN_CHARS
    return (
        last.find(needle[-LEAST_PART:], 0, reach) >= 0
        and first.find(needle[:LEAST_PART], max(0, len(first) - reach)) >= 0
    )


def _rest(pages: Sequence[PageNow], needle: str, *, is_first: bool) -> Passage | None:
    page, further = pages[0], pages[1:]
    if not further:
        if len(needle) < LEAST_PART:
            return None
        at = page.folded.text.find(needle, 0, len(needle) + MARGIN_CHARS)
        return None if at < 0 else (folded_place(page, at, at + len(needle)),)
    for at, agreed in _beginnings(page.folded.text, needle, is_first=is_first):
        for length in _cuts(page, at, agreed):
            rest = _rest(further, needle[length:], is_first=False)
            if rest is not None:
                return (folded_place(page, at, at + length), *rest)
    return None


def _beginnings(text: str, needle: str, *, is_first: bool) -> list[tuple[int, int]]:
    """Where a beginning of ``needle`` reaches the foot of a page, and how much of it stands there: longest first.

    On pages after the first it must begin near the head, too.
    """
    at = max(0, len(text) - len(needle) - MARGIN_CHARS) - 1
    last = len(text) if is_first else MARGIN_CHARS
    found = []
    start = needle[:LEAST_PART] if is_first else needle[0]
    while 0 <= (at := text.find(start, at + 1)) <= last:
        agreed = _agreement(text, at, needle)
        if at + agreed >= len(text) - MARGIN_CHARS:
            found.append((at, agreed))
    return sorted(found, key=lambda one: -one[1])[:MOST_BEGINNINGS]


def _agreement(text: str, at: int, needle: str) -> int:
    """How many characters of ``needle``, short of all, stand at ``at``; at least the first does."""
    low, high = 1, min(len(needle) - 1, len(text) - at)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(needle[:middle], at):
            low = middle
        else:
            high = middle - 1
    return low


def _cuts(page: PageNow, at: int, agreed: int) -> Iterator[int]:
    """After how many characters the words may be cut: where lines end, last first; then where agreement ends."""
    start, end = page.folded.raw_span(at, at + agreed)
    if at + agreed >= len(page.folded.text):
        yield agreed
        return
    after = page.folded.raw_span(at + agreed, at + agreed + 1)[0]
    cuts: list[int] = []
    line_end = page.text.rfind("\n", start, max(end, after))
    while line_end > start and len(cuts) < MOST_CUTS:
        cuts.append(min(agreed, page.folded.folded_at(line_end) - at))
        line_end = page.text.rfind("\n", start, line_end)
    yield from dict.fromkeys(cut for cut in (*cuts, agreed) if cut > 0)


def folded_place(page: PageNow, start: int, end: int) -> Place:
    """The place that ``start`` to ``end`` of a page's folded text was made of, in whole grapheme clusters."""
    return Place(page, *whole_clusters(page.text, *page.folded.raw_span(start, end)))
