"""What passages in common say of sources: who took over from whom, as far as dates and attributions tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from muniment.evidence.dates import DateError, dated

LONG_PASSAGE = 40
"""Terms from which a passage is no formula: two or three sentences that nobody writes twice by chance."""


class Taking(StrEnum):
    """What a passage in common says of two sources."""

    TAKES_OVER = "takes over"
    """The later has it from the earlier."""
    UNDECIDED = "undecided"
    """One has it from the other, or both from a third: the dates do not tell."""
    COMMON_PARENT = "common parent"
    """Several have it from one that they name."""
    COMMON_UNKNOWN = "common unknown parent"
    """Several have it from one that none of them names."""
    OF_DOCUMENT = "words of the document"
    """A report has words of a document that is itself evidence: a leaked paper is never from the paper that prints it."""
    QUOTES = "quotes"
    """One has between quotation marks what the other says by itself."""
    SHARED_QUOTATION = "shared quotation"
    """Both quote the same words of somebody else: neither need have them from the other."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of raw characters on a page of an original; ``quoted`` if it stands between quotation marks.

    ``page`` counts from 1; ``start`` and ``end`` count code points, end-exclusive.
    """

    sha256: str
    page: int
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that stands in two documents; ``terms`` counts its words, or its characters without spaces.

    ``copy`` says that nearly the whole of one document stands in the other.
    """

    left: Stretch
    right: Stretch
    words: str
    terms: int
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Reporter:
    """What is to be known of a document for this: its source, when it came out, and whose text it says it is.

    ``published`` is a date as people write them, or ISO 8601 with a time; empty if not known. ``agencies`` are those
    to whom the document itself attributes its text, as ids of known sources or as names. ``primary`` says that it is
    no report, but what reports are about: part of a cache, a document.
    """

    sha256: str
    source: str
    published: str = ""
    agencies: tuple[str, ...] = ()
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Reuse:
    """A derivation that passages in common suggest.

    ``parent`` is a source's id or a name; None if it is unknown. ``sure`` says that the passage is long and the dates
    are apart. ``others`` are the sources that share the passage.
    """

    child: str
    parent: str | None
    taking: Taking
    shared: Shared
    at: Stretch
    sure: bool
    others: tuple[str, ...]


def reuse_suggestions(shared: Iterable[Shared], documents: Mapping[str, Reporter]) -> tuple[Reuse, ...]:
    """What passages shared by ``documents`` (by SHA-256) of different sources suggest, in a stable order."""
    across = [
        one
        for one in shared
        if one.left.sha256 in documents
        and one.right.sha256 in documents
        and documents[one.left.sha256].source != documents[one.right.sha256].source
    ]
    found = _of_primary(across, documents)
    across = [one for one in across if not any(documents[at.sha256].primary for at in (one.left, one.right))]
    quoted = [one for one in across if one.left.quoted and one.right.quoted]
    quotations = {one: quoting for one in across if (quoting := _quotation(one, documents)) is not None}
    told = [one for one in across if not (one.left.quoted and one.right.quoted) and one not in quotations]
    found += [*quotations.values(), *(_shared_quotation(one, documents) for one in quoted)]
    for group in _groups(told):
        found.extend(_of_group(group, documents))
    return tuple(sorted(found, key=_order))


def _order(one: Reuse) -> tuple[str, str, str, str, int, int]:
    return one.child, one.parent or "", one.taking, one.at.sha256, one.at.page, one.at.start


def _of_primary(across: Sequence[Shared], documents: Mapping[str, Reporter]) -> list[Reuse]:
    """Reports that have words of a document, unless they say that their text is an agency's: then that one has them."""
    found = []
    for one in across:
        for at, other in ((one.left, one.right), (one.right, one.left)):
            child, parent = documents[at.sha256], documents[other.sha256]
            if parent.primary and not child.primary and not set(child.agencies) - {child.source}:
                strong = at.quoted and one.terms >= LONG_PASSAGE
                others = (parent.source,)
                found.append(
                    Reuse(child.source, parent.source, Taking.OF_DOCUMENT, one, at, sure=strong, others=others)
                )
    return found


def _quotation(one: Shared, documents: Mapping[str, Reporter]) -> Reuse | None:
    """What stands between quotation marks in one document only is the other's, unless that came out later."""
    if one.left.quoted == one.right.quoted:
        return None
    quoting, quoted = (one.left, one.right) if one.left.quoted else (one.right, one.left)
    child, parent = documents[quoting.sha256], documents[quoted.sha256]
    if child.agencies or parent.agencies or first_of(child.published, parent.published)[0] < 0:
        return None
    strong = one.terms >= LONG_PASSAGE
    return Reuse(child.source, parent.source, Taking.QUOTES, one, quoting, sure=strong, others=(parent.source,))


def _shared_quotation(one: Shared, documents: Mapping[str, Reporter]) -> Reuse:
    here, there = sorted((one.left, one.right), key=lambda at: (documents[at.sha256].source, at.sha256))
    other = documents[there.sha256].source
    return Reuse(documents[here.sha256].source, None, Taking.SHARED_QUOTATION, one, here, sure=False, others=(other,))


def _groups(shared: Sequence[Shared]) -> list[list[Shared]]:
    """Passages put together that overlap in one of their documents: one passage in several documents."""
    above = list(range(len(shared)))

    def root(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    places = sorted(
        (at.sha256, at.page, at.start, at.end, number)
        for number, one in enumerate(shared)
        for at in (one.left, one.right)
    )
    for before, after in pairwise(places):
        if before[:2] == after[:2] and after[2] < before[3]:
            above[root(after[4])] = root(before[4])
    groups: dict[int, list[Shared]] = defaultdict(list)
    for number, one in enumerate(shared):
        groups[root(number)].append(one)
    return list(groups.values())


def _of_group(group: Sequence[Shared], documents: Mapping[str, Reporter]) -> list[Reuse]:
    shas = sorted({at.sha256 for one in group for at in (one.left, one.right)})
    sources = sorted({documents[sha].source for sha in shas})
    agencies = {agency for sha in shas for agency in documents[sha].agencies}
    if len(agencies) == 1:
        return _common(group, documents, sources, agencies.pop())
    if len(sources) > 2:  # noqa: PLR2004 - two may have it from each other, more from one
        return _common(group, documents, sources, None)
    return [_of_pair(max(group, key=lambda one: (one.copy, one.terms)), documents)]


def _common(
    group: Sequence[Shared], documents: Mapping[str, Reporter], sources: Sequence[str], parent: str | None
) -> list[Reuse]:
    best: dict[str, tuple[Shared, Stretch]] = {}
    for one in sorted(group, key=lambda one: (-one.terms, one.left.sha256, one.left.page, one.left.start)):
        for at in (one.left, one.right):
            best.setdefault(documents[at.sha256].source, (one, at))
    taking = Taking.COMMON_UNKNOWN if parent is None else Taking.COMMON_PARENT
    return [
        Reuse(
            source, parent, taking, one, at,
            sure=parent is not None and (one.copy or one.terms >= LONG_PASSAGE),
            others=tuple(other for other in sources if other != source),
        )
        for source, (one, at) in best.items()
        if source != parent
    ]  # fmt: skip


def _of_pair(one: Shared, documents: Mapping[str, Reporter]) -> Reuse:
    left, right = documents[one.left.sha256], documents[one.right.sha256]
    earlier, sure = first_of(left.published, right.published)
    if earlier == 0:
        here, there = sorted((one.left, one.right), key=lambda at: (documents[at.sha256].source, at.sha256))
        other = documents[there.sha256].source
        return Reuse(documents[here.sha256].source, other, Taking.UNDECIDED, one, here, sure=False, others=(other,))
    child, parent, at = (right, left, one.right) if earlier < 0 else (left, right, one.left)
    strong = sure and (one.copy or one.terms >= LONG_PASSAGE)
    return Reuse(child.source, parent.source, Taking.TAKES_OVER, one, at, sure=strong, others=(parent.source,))


def first_of(one: str, other: str) -> tuple[int, bool]:
    """-1 if ``one`` came out first, 1 if ``other`` did, 0 if the dates do not tell; and whether that is sure.

    Moments with a time zone are compared as they are. Days are compared as written; as it is another day elsewhere,
    days that follow each other tell, but not for sure.
    """
    here, there = _moment(one), _moment(other)
    if here is not None and there is not None:
        return (here > there) - (here < there), here != there
    first, second = _days(one), _days(other)
    if first is None or second is None:
        return 0, False
    if first[1] < second[0]:
        return -1, second[0] - first[1] > 1
    if second[1] < first[0]:
        return 1, first[0] - second[1] > 1
    return 0, False


def _moment(written: str) -> datetime | None:
    if "T" not in written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _days(written: str) -> tuple[int, int] | None:
    """The first and last day a date can mean, as ordinals; None if it is open on a side, or no date."""
    try:
        found = dated(written.partition("T")[0] if "T" in written else written)
    except DateError:
        return None  # a date that cannot be read leaves the order undecided, and the suggestion says so
    if found.first is None or found.last is None or found.about:
        return None
    return found.first.toordinal(), found.last.toordinal()
