"""The last look at a publication before anybody sees it: no protected person in any text or name of a file."""

import csv
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

from muniment.publish.manifest import PublicationError
from muniment.redact.guarding import Guard

_TEXTS = frozenset({".txt", ".css", ".js", ".py", ".sig"})


class _Words(HTMLParser):
    """All that a page of ours says, in elements and in attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - of the library
        self.words += [value for _, value in attrs if value]


def require_guarded(folder: Path, guard: Guard, documents: Mapping[str, str] = MappingProxyType({})) -> None:
    """Raise ``PublicationError`` if a protected person is named in any text or name of a file.

    ``documents`` has the SHA-256 of each document by its permanent name: what was decided about one counts on its pages
    and in their proofs, and nowhere else. Pictures and PDFs are not looked into here: they were attacked when they were
    made.
    """
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        original = documents.get(_document(path), "")
        told = [path.as_posix(), *(_told(file) if file.is_file() else ())]
        if any(guard.find(text, original) for text in told):
            raise PublicationError(
                f"A protected person is named in {path}.",
                "Reword the finding, claim or note it comes from, mark the words, or decide on them for all documents. "
                "Nothing was published.",
            )


def _document(path: Path) -> str:
    """The permanent name of the document that a file shows or proves; "" for any other."""
    match path.parts:
        case ("documents", name, _):
            return name
        case ("proofs", name):
            return name.rpartition("-p")[0]
    return ""


def _told(file: Path) -> Iterator[str]:
    """What a file says: its texts one after the other, with nothing between them and with line feeds."""
    if file.suffix == ".html":
        reader = _Words()
        reader.feed(file.read_text("utf-8"))
        words = reader.words
    elif file.suffix in {".json", ".jsonld"}:
        words = list(_texts(json.loads(file.read_bytes())))
    elif file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            words = [cell for row in csv.reader(opened) for cell in row]
    else:
        words = [file.read_text("utf-8")] if file.suffix in _TEXTS else []
    yield "".join(words)
    yield "\n".join(words)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys too; depth is that of files of our own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
