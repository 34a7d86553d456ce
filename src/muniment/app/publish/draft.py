"""What an editor has typed of a publication so far: kept in the case, and where the next edition begins."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from muniment.adapters.case_folder import CaseFolder
from muniment.errors import case_on_disk
from muniment.publish.manifest import PublicationError
from muniment.redact.marks import Mode

FILE_NAME = "publishing.json"
"""In the case, not beside its publications: it names documents by their SHA-256, which never goes out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. ``left_out`` are ids of findings that stay, ``titles`` name documents by SHA-256.

    ``authors`` stand one on a line; empty lines part the paragraphs of ``method`` and ``limits``; ``notes`` are what
    readers are told of documents. ``name`` is the folder's, ``former`` that of the edition which this one corrects, ""
    for a first one.
    """

    title: str = ""
    lead: str = ""
    publisher: str = ""
    contact: str = ""
    left_out: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = Mode.LINE
    name: str = ""
    former: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    authors: str = ""
    method: str = ""
    limits: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    names_translators: bool = False


def read_draft(case: CaseFolder) -> Draft:
    """What was typed, empty if nothing was. Raises ``PublicationError`` if the file that holds it is damaged."""
    try:
        return msgspec.json.decode((case.folder / FILE_NAME).read_bytes(), type=Draft)
    except FileNotFoundError:
        return Draft()
    except (OSError, msgspec.DecodeError) as error:
        raise PublicationError(
            f"What was typed of the publication cannot be read ({error}).",
            f"Delete {FILE_NAME} in the case.",
        ) from error


def keep_draft(case: CaseFolder, draft: Draft) -> None:
    """Keep what was typed; only the case's owner may read it."""
    file = case.folder / FILE_NAME
    with case_on_disk():
        unfinished = file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(msgspec.json.format(msgspec.json.encode(draft)))
        unfinished.replace(file)
