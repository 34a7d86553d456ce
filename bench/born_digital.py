"""A folder of born-digital files for benchmarks, made from the corpora, each copy with bytes of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

CORPORA = Path(os.environ.get("MUNIMENT_CORPORA", "../shared/corpora"))

_SOURCES = ("briefings", "languages", "report", "parsers/pdf", "parsers/mail", "parsers/html")
_MAKE_NO_MEMBERS = {".md", ".txt", ".html", ".xml", ".pdf"}


def make(target: Path, copies: int) -> None:
    """Write ``copies`` of each file of the corpora that is read without recognition."""
    for number in range(copies):
        for name, content in _files():
            path = target / f"{number:03}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            mark = b"\n<!-- copy %d -->\n" if path.suffix in {".xml", ".html"} else b"\n%% copy %d\n"
            path.write_bytes(content + mark % number)


def _files() -> Iterator[tuple[str, bytes]]:
    for source in _SOURCES:
        for path in sorted((CORPORA / source).rglob("*")):
            if path.is_file() and path.suffix in _MAKE_NO_MEMBERS and not _is_scan(path):
                yield str(path.relative_to(CORPORA)).replace("/", "_"), path.read_bytes()


def _is_scan(path: Path) -> bool:
    """Files whose pages would be recognised: another benchmark's matter."""
    from muniment.limits import Limits  # noqa: PLC0415 - only when corpora are there
    from muniment.read.detect import detect  # noqa: PLC0415
    from muniment.read.reader import Document, PageFound  # noqa: PLC0415
    from muniment.read.reading import read_document  # noqa: PLC0415
    from muniment.read.registry import readers_for  # noqa: PLC0415

    if path.suffix != ".pdf":
        return False
    with path.open("rb") as file:
        size = path.stat().st_size
        media_type = detect(file, size, path.suffix)
        document = Document(file, size, path.suffix, media_type, Path("/nonexistent"), (), Limits())
        steps = read_document(document, readers_for(media_type))
        return any(isinstance(step, PageFound) and step.wants_ocr for step in steps) or media_type != "application/pdf"
