"""Passages that are nearly the words sought: as a recogniser misreads them, or as somebody remembers them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from muniment.evidence.quoting.finding import needle_of
from muniment.evidence.quoting.pages import PageNow, Place
from muniment.evidence.quoting.spreading import folded_place

LEAST_CHARS = 8
"""Folded characters below which nothing is looked for that is only alike: short words are all alike."""

MOST_SEEDS = 60
"""Short runs of the words by which likely places are found: some survive any misreading that a person could accept."""

MOST_PLACES_OF_SEED = 30
"""Places of one seed on a page above which it tells nothing."""

MOST_LIKELY = 5
"""Likely places of a page that are compared letter by letter."""

LEAST_SEEDS = 0.12
"""Share of the seeds that must stand in one place: where every fifth letter is misread, a quarter of them do."""

_LONG = 40
_LONG_SEED_CHARS, _SEED_CHARS, _SHORT_SEED_CHARS = 6, 4, 2
"""Length of seeds: shorter where words are, or signs many; Chinese says in two what English says in four."""

_REACH = 6
"""Letters by which the ends of a place may still shift once it is found."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A place that is nearly the words; ``share`` is how much of the letters of both is the same, from 0 to 1."""

    place: Place
    share: float


def nearest(pages: Iterable[PageNow], words: str, least: float = 0.5) -> Alike | None:
    """The passage most like ``words``, if any is at least so much like them. Raises ``UsageError``."""
    needle = needle_of(words)
    found = (one for page in pages for one in alike(page, needle, least))
    return max(found, key=lambda one: one.share, default=None)


def alike(page: PageNow, needle: str, least: float) -> Iterator[Alike]:
    """Places of a page whose folded text is like ``needle`` in at least a share of ``least``; none overlap."""
    if len(needle) < LEAST_CHARS:
        return
    text = page.folded.text
    taken: list[tuple[int, int]] = []
    for at in _likely(text, needle):
        low, high = max(0, at - _slack(needle)), min(len(text), at + len(needle) + _slack(needle))
        found = fuzz.partial_ratio_alignment(needle, text[low:high], score_cutoff=(least - 0.1) * 100)
        if found is None or found.dest_start >= found.dest_end:
            continue
        start, end, share = _settled(text, needle, low + found.dest_start, low + found.dest_end)
        if share >= least and all(end <= one or other <= start for one, other in taken):
            taken.append((start, end))
            yield Alike(folded_place(page, start, end), share)


def _slack(needle: str) -> int:
    return max(8, len(needle) // 8)


def _likely(text: str, needle: str) -> list[int]:
    """Where ``needle`` might begin, likeliest first: where several of its seeds stand in their order."""
    seeds = [*_seeds(needle)]
    there = [(offset, seed) for offset, seed in seeds if seed in text]
    if len(there) < max(2, LEAST_SEEDS * len(seeds)):
        return []
    votes: Counter[int] = Counter()
    step = _slack(needle)
    for offset, seed in there:
        places = [*_places(text, seed)]
        if len(places) <= MOST_PLACES_OF_SEED:
            votes.update({(at - offset) // step for at in places})
    both = Counter({slot: count + votes.get(slot + 1, 0) for slot, count in votes.items()})
    least = max(2, LEAST_SEEDS * len(seeds))
    return [max(0, slot * step + step // 2) for slot, count in both.most_common(MOST_LIKELY) if count >= least]


def _seeds(needle: str) -> list[tuple[int, str]]:
    signs = sum(one >= "\u2e80" for one in needle)
    if 3 * signs > len(needle):
        size = _SHORT_SEED_CHARS
    elif len(needle) < _LONG:
        size = _SEED_CHARS
    else:
        size = _LONG_SEED_CHARS
    step = max(1, (len(needle) - size) // MOST_SEEDS)
    return [(offset, needle[offset : offset + size]) for offset in range(0, len(needle) - size + 1, step)]


def _places(text: str, seed: str) -> Iterator[int]:
    at, count = -1, 0
    while count <= MOST_PLACES_OF_SEED and (at := text.find(seed, at + 1)) >= 0:
        count += 1
        yield at


def _settled(text: str, needle: str, start: int, end: int) -> tuple[int, int, float]:
    """The ends of a place shifted to where it is most like ``needle``."""
    lowest, highest = max(0, start - _REACH), min(len(text), end + _REACH)
    end = max(range(max(start + 1, end - _REACH), highest + 1), key=lambda one: fuzz.ratio(needle, text[start:one]))
    start = max(
        range(lowest, min(start + _REACH, end - 1) + 1), key=lambda one: (fuzz.ratio(needle, text[one:end]), one)
    )
    return start, end, fuzz.ratio(needle, text[start:end]) / 100
