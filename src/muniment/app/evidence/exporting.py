"""Handing over what the case holds to other programs: annotations, tables, entities."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.documents import Documents
from muniment.app.evidence.records import Recorder
from muniment.app.exporting import table_to
from muniment.app.opening import ledger_of
from muniment.app.replacing import replacing
from muniment.errors import UsageError
from muniment.evidence.exporting.collection import collection
from muniment.evidence.exporting.ftm import entities
from muniment.evidence.exporting.tables import TABLES
from muniment.evidence.records import Kind, Quote
from muniment.evidence.weighing import Scales
from muniment.redact.guarding import Exits, Guard, Outgoing, outgoing


def leaving(recorder: Recorder, out: Path | None, *, withhold: bool = False) -> tuple[Outgoing, Exits]:
    """The records as they may leave the case, and what cleans further texts that go with them to ``out``.

    Raises ``ProtectedError`` saying where somebody protected would go out, unless ``withhold`` puts a word there.
    """
    held = recorder.held()
    guard = Guard.of(held)
    if out is not None:
        guard.require_clean(out.name, "the name of the file")
    exits = Exits(guard, withhold)
    return outgoing(held, exits), exits


def export_annotations(case: CaseFolder, file: Path, *, withhold: bool = False) -> int:
    """Write all quotes as an AnnotationCollection (JSON-LD); returns how many.

    Raises as ``replacing`` and ``leaving`` do.
    """
    with ledger_of(case, read_only=True) as database:
        recorder, documents = Recorder(database), Documents(database)
        out, exits = leaving(recorder, file, withhold=withhold)
        types: dict[str, str] = {}

        def about(quote: Quote) -> tuple[str, str, str]:
            if quote.original not in types:
                row = documents.document(quote.original)
                types[quote.original] = row.media_type if row is not None else ""
            made = recorder.history(Kind.QUOTE, out.inside(Kind.QUOTE, quote.id))[0].change
            return types[quote.original], exits.text(made.person, f"quote {quote.id}", "who made it"), made.at

        with replacing(file) as opened:
            opened.writelines(collection(out.held, about))
            exits.settle()
        return len(out.held.quotes)


def export_tables(case: CaseFolder, folder: Path, *, withhold: bool = False) -> dict[str, int]:
    """Write a folder of CSV files, cells defused; returns how many rows each has.

    Raises ``UsageError``, and as ``leaving`` does.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", "Name a folder; it is made if it is not there.")
    with ledger_of(case, read_only=True) as database:
        recorder = Recorder(database)
        out, _ = leaving(recorder, folder, withhold=withhold)
        scales = Scales(out.held, recorder.belonging(out.held))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made ({error.strerror}).", "Name a place where you may write.") from error
    counts = {}
    with ExitStack() as stack:  # the files appear together, at the end
        for table in TABLES:
            writer = stack.enter_context(table_to(folder / f"{table.name}.csv", table.columns))
            counts[table.name] = 0
            for row in table.rows(scales):
                writer.write(row)
                counts[table.name] += 1
            writer.finish({})
    return counts


def export_entities(case: CaseFolder, file: Path, *, withhold: bool = False) -> int:
    """Write entities of FollowTheMoney, a JSON object on each line; returns how many.

    Raises as ``replacing`` and ``leaving`` do.
    """
    with ledger_of(case, read_only=True) as database:
        held = leaving(Recorder(database), file, withhold=withhold)[0].held
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for one in entities(held):
            count += 1
            yield json.dumps(one, ensure_ascii=True).encode() + b"\n"

    with replacing(file) as opened:
        opened.writelines(lines())
    return count
