"""What forms let one choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from."""

    value: str
    label: str
    about: str = ""
    url: str = ""


class DocumentNames(Protocol):
    """The documents of the case, by what people call them."""

    def named(self, lines: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
        """The hashes that lines mean, and for each line that means no one document, what is wrong with it."""

    def paths(self, hashes: Iterable[str]) -> Mapping[str, str]:
        """For each hash one path, as it may be shown."""

    def offered(self, part_of_path: str) -> list[Option]:
        """Documents with this in their path."""

    def acquisitions(self) -> list[Option]:
        """Every act of taking in."""
