"""Places in an evidence file, and what is wrong at them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from muniment.errors import UsageError
from muniment.evidence.checks import MOST_FAULTS


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file. Lines and columns (code points) count from 1, as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """One thing that is wrong with an evidence file, and what to do about it."""

    line: int
    column: int
    says: str


class EvidenceFileError(UsageError):
    """An evidence file cannot be imported; ``faults`` says each thing that is wrong, in the order of the file."""

    code = "evidence-file"
    http_status = 422

    def __init__(self, name: str, faults: Sequence[FileFault], untold: int = 0) -> None:
        first = faults[0]
        count = len(faults) + untold
        what = "One thing is wrong" if count == 1 else f"{count:,} things are wrong"
        super().__init__(
            f"{what} in {name}; nothing was imported. {name}:{first.line}:{first.column}: {first.says}",
            "Correct it, then import the file again.",
        )
        self.name = name
        self.faults = tuple(faults)
        self.untold = untold


@dataclass(slots=True)
class Faults:
    """What was found wrong so far: the first ``MOST_FAULTS`` are kept, the others counted."""

    found: list[FileFault] = field(default_factory=list)
    untold: int = 0

    def add(self, mark: Mark, says: str) -> None:
        """Note that something is wrong at ``mark``."""
        if len(self.found) >= MOST_FAULTS:
            self.untold += 1
        else:
            self.found.append(FileFault(mark.line, mark.column, says))

    def stop_if_any(self, name: str) -> None:
        """Raise ``EvidenceFileError`` if anything is wrong."""
        if self.found:
            raise EvidenceFileError(name, sorted(self.found), self.untold)
