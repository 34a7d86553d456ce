"""What this stage needs from others: the sketches that are kept, and the texts of documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from muniment.likeness.comparison import Kind
from muniment.likeness.document import Document
from muniment.likeness.sketch import Numbers


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of all documents of a case, a row each, in the order of ``readings``.

    ``words`` are 16 bytes each, ``signatures`` rows of ``SIGNATURE_LENGTH`` numbers; ``rank`` orders documents by how
    fit they are to stand for others, the fittest lowest.
    """

    readings: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    words: npt.NDArray[np.void]
    signatures: Numbers
    rank: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.readings)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two documents, named by their readings, relate; as ``Comparison``, without the stretches."""

    left: int
    right: int
    kind: Kind
    similarity: float
    jaccard: float
    left_in_right: float
    right_in_left: float
    passages: int
    bounded: bool


class Texts(Protocol):
    """Where the texts of documents come from."""

    def document(self, reading: int) -> Document:
        """The document of a reading, ready to be compared."""
        ...


class Comparer(Protocol):
    """Who compares documents: in this process or in several."""

    def verdicts(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
        """The verdicts on pairs of readings, the smaller id first, in the order given."""
        ...


class Piles(Protocol):
    """Numbers of 64 bits, sorted out so that each pile can be held at once. A context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def add(self, keys: npt.NDArray[np.uint64]) -> None:
        """Take in numbers, in any order."""
        ...

    def __iter__(self) -> Iterator[npt.NDArray[np.uint64]]:
        """Pile after pile; the same numbers are all in one."""
        ...


class Prints(Protocol):
    """Where the prints of documents come from; too many to hold at once."""

    def chunks(self, *, long: bool) -> Iterator[tuple[Numbers, npt.NDArray[np.int32]]]:
        """Prints with their holders (places in the order of ``Sketches``), a pile at a time; the same ones in one."""
        ...

    def piles(self) -> Piles:
        """Where the pairs are sorted out that prints give; too many to hold at once as well."""
        ...


class Verdicts(Protocol):
    """Verdicts that are kept, so that the same two documents are not compared again."""

    def known(self, left: int, right: int) -> Verdict | None:
        """The verdict on two readings, the smaller id first, if they are still what they were."""
        ...

    def keep(self, verdict: Verdict) -> None:
        """Keep a verdict."""
        ...
