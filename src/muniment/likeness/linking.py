"""From sketches to clusters: who is compared with whom, and what is put together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.likeness.candidates import Pairs, band_pairs, counted, pair_keys
from muniment.likeness.clusters import Groups
from muniment.likeness.comparison import CLUSTERED, LEAST_TERMS, Kind, compare
from muniment.likeness.port import Comparer, Prints, Sketches, Texts, Verdict, Verdicts

LEAST_ESTIMATE = 0.25
"""Estimated Jaccard below which documents that agree in a band are not compared."""

SHORT_SHARE = 0.12
"""Share of the fewer short prints in common from which two documents are compared: unrelated ones share 0.05."""

LEAST_IN_COMMON = 2
"""Prints in common from which two documents are compared: one alone may be a common phrase."""


PAIRS_AT_ONCE = 2_000
"""Pairs compared before it is looked at again who is together already and need not be compared."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far linking has come, for a progress display: comparisons made, and what is being done."""

    what: str
    compared: int


class OneByOne:
    """Compares documents in this process."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def verdicts(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
        """The verdicts on pairs of readings, in the order given."""
        for left, right in pairs:
            found = compare(self._texts.document(left), self._texts.document(right))
            yield Verdict(
                left,
                right,
                found.kind,
                found.similarity,
                found.jaccard,
                found.left_in_right,
                found.right_in_left,
                len(found.passages),
                found.bounded,
            )


class Linker:
    """Compares what is worth comparing, each pair once, and puts together what is alike."""

    def __init__(
        self, sketches: Sketches, comparer: Comparer, verdicts: Verdicts, show: Callable[[Step], None] = lambda _: None
    ) -> None:
        self._sketches = sketches
        self._comparer = comparer
        self._verdicts = verdicts
        self._show = show
        self._compared = 0
        self.groups = Groups()
        """Clusters, by place in ``sketches``."""

    def link(self, prints: Prints) -> None:
        """Find everything that is alike."""
        firsts = self._same_text()
        firsts = firsts[self._sketches.terms[firsts] >= LEAST_TERMS]
        for pairs in band_pairs(self._sketches.signatures, firsts):
            self._compare_all("near-duplicates", self._likely(pairs))
        self._by_prints(prints, long=False)
        self._by_prints(prints, long=True)

    def _same_text(self) -> npt.NDArray[np.int64]:
        """Put together what has the same words in the same order; returns the first of each."""
        _, first, inverse = np.unique(self._sketches.words, return_index=True, return_inverse=True)
        leaders = first[inverse.reshape(-1)]
        for one in np.flatnonzero((leaders != np.arange(len(leaders))) & (self._sketches.terms > 0)).tolist():
            self.groups.put_together(int(leaders[one]), one)
        return np.sort(first[self._sketches.terms[first] > 0])

    def _likely(self, pairs: Pairs) -> Pairs:
        signatures = self._sketches.signatures
        kept = [
            part[(signatures[part[:, 0]] == signatures[part[:, 1]]).mean(axis=1) >= LEAST_ESTIMATE]
            for part in _parts(pairs)
        ]
        return np.concatenate(kept) if kept else pairs

    def _by_prints(self, prints: Prints, *, long: bool) -> None:
        held = np.zeros(len(self._sketches), dtype=np.int64)
        roots = np.fromiter((self.groups.root(one) == one for one in range(len(self._sketches))), dtype=np.bool_)
        chosen = []
        with prints.piles() as piles:
            for numbers, holders in prints.chunks(long=long):
                of_roots = roots[holders]
                numbers, holders = numbers[of_roots], holders[of_roots]  # noqa: PLW2901 - the rest is not looked at
                held += np.bincount(holders, minlength=len(held))
                piles.add(pair_keys(numbers, holders))
            for keys in piles:
                pairs, counts = counted(keys, LEAST_IN_COMMON)
                least = 0 if long else SHORT_SHARE * held[pairs].min(axis=1)
                chosen.append(pairs[counts >= least])
        self._compare_all(
            "passages in common" if long else "recognised texts", np.unique(np.concatenate(chosen), axis=0)
        )

    def _compare_all(self, what: str, pairs: Pairs) -> None:
        for start in range(0, len(pairs), PAIRS_AT_ONCE):
            part = pairs[start : start + PAIRS_AT_ONCE].tolist()
            apart = [(one, other) for one, other in part if self.groups.root(one) != self.groups.root(other)]
            for (one, other), verdict in zip(apart, self.verdicts(apart), strict=True):
                if verdict.kind in CLUSTERED:
                    self.groups.put_together(one, other)
            self._show(Step(what, self._compared))

    def verdicts(self, pairs: Sequence[tuple[int, int]]) -> list[Verdict]:
        """How documents relate, by place in ``sketches``; compared now if never before."""
        readings = [self._readings(one, other) for one, other in pairs]
        found = {both: verdict for both in set(readings) if (verdict := self._known(both)) is not None}
        new = sorted(set(readings) - found.keys())
        for both, verdict in zip(new, self._comparer.verdicts(new), strict=True):
            self._verdicts.keep(verdict)
            found[both] = verdict
        self._compared += len(new)
        return [found[both] for both in readings]

    def _readings(self, one: int, other: int) -> tuple[int, int]:
        left, right = sorted((int(self._sketches.readings[one]), int(self._sketches.readings[other])))
        return left, right

    def _known(self, both: tuple[int, int]) -> Verdict | None:
        one, other = np.searchsorted(self._sketches.readings, both)
        if self._sketches.words[one] == self._sketches.words[other]:
            return Verdict(*both, Kind.SAME_TEXT, 1.0, 1.0, 1.0, 1.0, 0, bounded=False)
        return self._verdicts.known(*both)

    def clusters(self) -> Iterator[tuple[int, list[int]]]:
        """Each cluster as the place of its representative and those of all members."""
        for members in self.groups.groups():
            yield min(members, key=lambda one: (self._sketches.rank[one], one)), members


_PAIRS_AT_A_TIME = 200_000


def _parts(pairs: Pairs) -> Iterable[Pairs]:
    """So few at a time that their signatures take 100 MB at most."""
    return (pairs[start : start + _PAIRS_AT_A_TIME] for start in range(0, len(pairs), _PAIRS_AT_A_TIME))
