"""The bare loop that B1 is measured against: hash each file, read it with the same readers, give its text to Tantivy.

It keeps no books, no originals and no sandbox. Its index holds words alone; with ``--same-index`` it holds what ours
does: stems, pairs of characters, sounds of names, language, paths and facts as well.
Run: python bench/bare_loop.py SOURCE [--cores 2] [--same-index]
"""

import argparse
import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tantivy

from muniment.adapters import tantivy_schema
from muniment.adapters.tantivy_index import HEAP_BYTES, create_index, open_index
from muniment.index.dates import day_of
from muniment.index.kinds import family_of, types_of
from muniment.index.port import IndexedPage
from muniment.limits import Limits
from muniment.model import State
from muniment.read.detect import detect
from muniment.read.language import language_of
from muniment.read.reader import Document, FactFound, PageFound
from muniment.read.reading import ReadingEnded, read_document
from muniment.read.registry import readers_for

_FILES_AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found in one file; languages only if they are asked for."""

    path: str
    sha256: str
    media_type: str
    state: State
    facts: dict[str, str]
    pages: list[PageFound]
    languages: list[str]


def _read(path: str, *, with_languages: bool) -> _Read:
    with open(path, "rb") as file:  # noqa: PTH123 - the barest loop there is
        digest = hashlib.sha256(file.read()).hexdigest()
        suffix = Path(path).suffix
        size = os.path.getsize(path)  # noqa: PTH202
        media_type = detect(file, size, suffix)
        document = Document(file, size, suffix, media_type, Path("/nonexistent"), (), Limits())
        facts, pages, state = dict[str, str](), list[PageFound](), State.FAILED
        for step in read_document(document, readers_for(media_type)):
            if isinstance(step, PageFound):
                pages.append(step)
            elif isinstance(step, FactFound):
                facts.setdefault(step.name, step.value)
            elif isinstance(step, ReadingEnded):
                state = step.state
    languages = [language_of(page.text) for page in pages] if with_languages else []
    return _Read(path, digest, media_type, state, facts, pages, languages)


def _words_alone(folder: Path) -> tuple[tantivy.Index, Callable[[_Read], Iterator[tantivy.Document]]]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("sha256", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="default")

    def documents(read: _Read) -> Iterator[tantivy.Document]:
        for page in read.pages:
            document = tantivy.Document()
            document.add_text("sha256", read.sha256)
            document.add_text("text", page.text)
            yield document

    return tantivy.Index(builder.build(), path=str(folder)), documents


def _same_index(folder: Path) -> tuple[tantivy.Index, Callable[[_Read], Iterator[tantivy.Document]]]:
    create_index(folder / "index")
    return open_index(folder / "index"), lambda read: map(tantivy_schema.document, _indexed(read))


def _indexed(read: _Read) -> Iterator[IndexedPage]:
    paths = (read.path.lstrip("/"),)
    for page, language in zip(read.pages, read.languages, strict=True):
        yield IndexedPage(
            key=f"{read.sha256}-{page.number}",
            reading=0,
            sha256=read.sha256,
            number=page.number,
            kind=page.kind,
            text=page.text,
            language=language,
            media_type=read.media_type,
            paths=paths,
            facts=read.facts,
            day=day_of(read.facts),
            state=read.state.value,
            family=family_of(read.media_type),
            types=types_of(read.media_type, paths),
        )


def loop(source: Path, cores: int, *, same_index: bool) -> int:
    """Read and index every file below ``source``; returns how many pages that gave."""
    files = [str(path) for path in sorted(source.rglob("*")) if path.is_file()]
    pages = 0
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(cores) as pool:
        index, documents = (_same_index if same_index else _words_alone)(Path(folder))
        writer = index.writer(HEAP_BYTES, 1)
        for read in pool.imap(partial(_read, with_languages=same_index), files, chunksize=_FILES_AT_A_TIME):
            for document in documents(read):
                writer.add_document(document)
                pages += 1
        writer.commit()
        writer.wait_merging_threads()
    return pages


def main() -> None:
    """Run the loop over the folder named, and print how many pages it found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--same-index", action="store_true")
    arguments = parser.parse_args()
    print(loop(arguments.source, arguments.cores, same_index=arguments.same_index))


if __name__ == "__main__":
    main()
