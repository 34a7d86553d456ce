"""A case whose documents have given pages, put into the ledger as a reader would have."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.readings import Readings
from muniment.app.taking import init
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import NewEntry, PageRead, ReadingDone


def quoted_case(folder: Path, documents: Mapping[str, Sequence[str]]) -> CaseFolder:
    """A new case with these documents, each given by its name and the texts of its pages."""
    case = init(folder)
    originals = case.open_originals()
    originals.prepare()
    with closing(case.open_ledger()) as database:
        entries, readings = Entries(database, Limits()), Readings(database, Limits())
        number = entries.open_acquisition(
            b"/media/leak", source="", operator="ada", started="2024-05-03T10:00:00.000+00:00", program="muniment 0",
            protections=("landlock",),
        ).id  # fmt: skip
        pages: dict[str, Sequence[str]] = {}
        new = []
        for name, texts in documents.items():
            incoming = originals.begin()
            incoming.write(name.encode())
            sha256 = incoming.keep()[0]
            pages[sha256] = texts
            new.append(
                NewEntry(
                    number,
                    None,
                    EntryKind.FILE,
                    name.encode(),
                    name.encode(),
                    len(name.encode()),
                    1,
                    1,
                    b"",
                    sha256,
                    state=None,
                    reason="",
                )
            )
        entries.add(new)
        while to_do := readings.to_read(0, 1000):
            readings.settle([(one.reading, _read(pages[one.sha256])) for one in to_do])
        entries.complete(number, "2024-05-03T10:05:00.000+00:00")
    return case


def _read(texts: Sequence[str]) -> ReadingDone:
    found = tuple(PageRead(number, PageKind.TEXT, "", text, "en", "") for number, text in enumerate(texts, 1))
    return ReadingDone(State.READ, "", "text/plain", "text", "1.0", (("text", "1.0", "read"),), (), pages=found)
