"""What a publication holds for other programs: its quotes as annotations, its records and documents as tables."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from muniment.app.exporting import table_to
from muniment.evidence.exporting.collection import collection
from muniment.publish.released import ANNOTATIONS, FOLDER, place_of, released, shown_quotes, tables
from muniment.publish.site.outgoing import Outgoing
from muniment.publish.site.writing import PlacedDocument, WrittenSite

TABLES = (*(one.name for one in tables()), "pages")
"""The tables of a publication, by the names of their files."""

PAGES = ("document", "title", "about", "language", "page", "pages_of_document", "file", "withheld", "reasons")
"""Columns of the last of them."""

_OPEN_FILE = 0o644


def write_data(folder: Path, outgoing: Outgoing, site: WrittenSite) -> None:
    """Write the data of a publication into ``folder``, which holds its pages already."""
    scales = released(outgoing, site.kept_back)
    data = folder / FOLDER
    data.mkdir()
    with (data / ANNOTATIONS).open("wb") as file:
        file.writelines(collection(shown_quotes(scales.held), shown=place_of))
    for table in tables():
        _write(data / f"{table.name}.csv", table.columns, table.rows(scales))
    _write(data / f"{TABLES[-1]}.csv", PAGES, _pages(site.placed))


def _write(file: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with table_to(file, tuple(columns)) as table:
        for row in rows:
            table.write(row)
        table.finish({})
    file.chmod(_OPEN_FILE)  # it is to be published


def _pages(documents: Iterable[PlacedDocument]) -> Iterator[Mapping[str, Any]]:
    for one in documents:
        for page in one.pages:
            yield {
                "document": one.name,
                "title": one.title,
                "about": one.about,
                "language": page.language,
                "page": page.number,
                "pages_of_document": one.of or "",
                "file": f"../{page.href}",
                "withheld": bool(page.places),
                "reasons": "; ".join(page.reasons),
            }
