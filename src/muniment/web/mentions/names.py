"""The case's own list of names, as it is shown for editing and taken back."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import mentions as app
from muniment.errors import UsageError
from muniment.mentions.listed import ListedName
from muniment.mentions.mention import Kind

MOST_SHOWN = 2_000
"""Names that can be edited on the page; a longer list is edited as a file."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list: how many names, and all of them as CSV if there are few enough to be edited."""

    count: int
    text: str

    @property
    def is_whole(self) -> bool:
        """Whether ``text`` holds the whole list."""
        return self.count <= MOST_SHOWN


def shown(names: Sequence[ListedName]) -> Listed:
    """The list as CSV, with no more columns than a name needs."""
    if len(names) > MOST_SHOWN:
        return Listed(len(names), "")
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for one in names:
        cells = (one.name, one.kind.value, one.value)
        plain = 3 if one.value != one.name else 2 if one.kind is not Kind.PERSON else 1
        writer.writerow(cells[:plain])
    return Listed(len(names), written.getvalue())


async def put(case: CaseFolder, untrusted_file: bytes, untrusted_text: str) -> None:
    """Put a list in place of the one before: the file if there is one, else what was typed. Raises ``UsageError``."""
    try:
        text = untrusted_file.decode("utf-8-sig") if untrusted_file else untrusted_text
    except UnicodeDecodeError as error:
        raise UsageError("The file is not text in UTF-8.", "Save it as CSV in UTF-8.") from error
    await run_in_threadpool(app.set_names_in, case, text)
