"""How results look to scripts: names and shapes that others rely on."""

import json
from typing import TYPE_CHECKING, Any

import click

from muniment.acquire.names import text_of
from muniment.preserve.ledger import Books, EntryRow, PageText

if TYPE_CHECKING:  # loading it takes longer than an ingest that finds nothing new
    from muniment.app.reading import Shown


def print_json(value: Any) -> None:
    """One JSON document on one line, whatever counts as the end of a line; harmless on a terminal too."""
    text = json.dumps(value, ensure_ascii=False)
    click.echo(text if text.isprintable() else "".join(map(_printable, text)))


def _printable(char: str) -> str:
    return char if char.isprintable() else json.dumps(char)[1:-1]


def books_as_json(books: Books) -> dict[str, Any]:
    """The books under the names that scripts rely on."""
    return {
        "entries": books.entries,
        "by_state": books.by_state,
        "pending": books.pending,
        "balanced": books.balanced,
        "bytes": books.bytes,
        "originals": books.originals,
        "pages": books.pages,
        "indexed_pages": books.indexed_pages,
    }


def row_as_json(row: EntryRow) -> dict[str, Any]:
    """One line of the books under the names that scripts rely on."""
    return {
        "path": text_of(row.path),
        "parent": text_of(row.parent),
        "sha256": row.sha256 or None,
        "size": row.size,
        "media_type": row.media_type or None,
        "state": row.state.value,
        "reason": row.reason,
        "reader": row.reader or None,
        "pages": row.pages,
        "language": row.language or None,
        "kind": row.kind.value,
        **_bytes_of_odd_name(row.path),
    }


def _bytes_of_odd_name(path: bytes) -> dict[str, str]:
    """The path's bytes in hexadecimal where text cannot carry them."""
    try:
        path.decode("utf-8")
    except UnicodeDecodeError:
        return {"path_hex": path.hex()}
    return {}


def shown_as_json(document: "Shown") -> dict[str, Any]:
    """A document with its pages."""
    return {
        **row_as_json(document.entry),
        "facts": document.details.get("facts", {}),
        "tried": document.details.get("tried", []),
        "password": document.details.get("password") or None,
        "text": "\n".join(page.text for page in document.pages),
        "page_texts": [_page_as_json(page) for page in document.pages],
    }


def _page_as_json(page: PageText) -> dict[str, Any]:
    return {
        "page": page.number,
        "kind": page.kind.value,
        "label": page.label,
        "language": page.language or None,
        "text": page.text,
        "confidence": page.confidence if page.kind == "ocr" else None,
    }
