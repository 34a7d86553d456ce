"""Searching for a whole list, and writing the full result of one search: what ``search --names`` and ``--out`` do."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import click
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.exporting import JsonTable, TableWriter, format_of, table_to
from muniment.app.redact.guarded_tables import GuardedTable, guard_of
from muniment.app.search.finding import Finder
from muniment.app.search.lists import (
    LINE_HITS,
    LineFound,
    ListedHit,
    ListFile,
    ListSearch,
    Tally,
    columns_of,
    link_to,
    list_row,
    list_search,
    open_list,
)
from muniment.app.search.result_rows import HIT_COLUMNS, MOST_ROWS, rows_of_search
from muniment.cli.progress import PLAIN_SECONDS
from muniment.cli.render import out as results
from muniment.cli.render_found import hit_as_json, print_hit
from muniment.cli.stopping import stoppable
from muniment.errors import UsageError
from muniment.redact.guarding import Exits
from muniment.search.lists import ListLine
from muniment.search.port import Order

_LIVE_SECONDS = 0.2


class _Sink(Protocol):
    """Where the hits of a list go."""

    def write(self, found: LineFound) -> None:
        """Take what a line found."""

    def finish(self, about: Mapping[str, Any]) -> None:
        """Take the sums."""


class _StandardOutput:
    """Standard output, whatever stands in for it."""

    def write(self, data: bytes) -> None:
        sys.stdout.write(data.decode())

    def flush(self) -> None:
        sys.stdout.flush()


class _ForPeople:
    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, found: LineFound) -> None:
        if found.hits:
            self._console.print(_headline(found), soft_wrap=True)
        for hit in found.hits:
            print_hit(hit.found, Text("  new  " if hit.new else "       ", "green"), self._console)

    def finish(self, about: Mapping[str, Any]) -> None:
        """The sums go to stderr, whatever the sink."""


class _ForScripts:
    def __init__(self, table: JsonTable | TableWriter) -> None:
        self._table = table

    def write(self, found: LineFound) -> None:
        for hit in found.hits:
            self._table.write(_as_json(found.line, hit))

    def finish(self, about: Mapping[str, Any]) -> None:
        self._table.finish(about)


class _ForTables:
    def __init__(self, table: TableWriter) -> None:
        self._table = table

    def write(self, found: LineFound) -> None:
        for hit in found.hits:
            self._table.write(list_row(found.line, hit))

    def finish(self, about: Mapping[str, Any]) -> None:
        self._table.finish(about)
        _tell_of_shortened(self._table)


def search_for_list(
    case: CaseFolder,
    file: Path,
    *,
    as_json: bool,
    out: Path | None,
    every: bool,
    limit: int | None,
    withhold: bool = False,
) -> bool:
    """Search for all that ``file`` lists; returns whether every line could be searched for.

    What was found goes to ``out``, to standard output as one JSON document, or as text. Ctrl-C ends it after the line
    in hand, with all that was found until then written and remembered. Raises ``UsageError`` and what searching raises.
    """
    if out is not None and out.absolute() == file.absolute():
        raise UsageError("The result would replace the list itself.", "Name another file with --out.")
    listed = open_list(file)
    _tell_of_guess(listed)
    with list_search(case, listed.names, listed.origin, listed.content, limit or LINE_HITS, every=every) as searching:
        with ExitStack() as opened:
            sinks = _sinks(opened, case, listed, as_json=as_json, out=out, withhold=withhold)
            was_stopped = _pass_on(searching, sinks)
            for sink in sinks:
                sink.finish(_about(searching.tally, stopped=was_stopped))
        trouble = searching.end()  # only now is everything written
    _tell_sums(searching.tally, trouble, every=every)
    if was_stopped:
        raise click.Abort
    return not searching.tally.failed


def _guarded(opened: ExitStack, case: CaseFolder, out: Path, columns: Sequence[str], *, withhold: bool) -> GuardedTable:
    """A table in ``out`` in which nobody is named whom the case protects. Raises ``ProtectedError``, ``UsageError``."""
    guard = guard_of(case)
    guard.require_clean(out.name, "the name of the file")
    return GuardedTable(opened.enter_context(table_to(out, columns)), Exits(guard, withhold))


def _sinks(
    opened: ExitStack, case: CaseFolder, listed: ListFile, *, as_json: bool, out: Path | None, withhold: bool
) -> list[_Sink]:
    sinks: list[_Sink] = []
    if out is not None:
        table = _guarded(opened, case, out, columns_of(listed.names), withhold=withhold)
        sinks.append(_ForScripts(table) if format_of(out) == ".json" else _ForTables(table))
    if as_json:
        sinks.append(_ForScripts(JsonTable(_StandardOutput(), between=" ")))
    return sinks or [_ForPeople(results())]


def _pass_on(searching: ListSearch, sinks: Sequence[_Sink]) -> bool:
    """Hand on what each line finds as it is found; returns whether the user stopped it."""
    with stoppable() as is_to_stop, _progress() as show:
        for found in searching.found():
            if isinstance(found, LineFound):
                for sink in sinks:
                    sink.write(found)
            tally = searching.tally
            show(f"{tally.done:,} of {tally.lines:,} lines, {tally.new:,} new hits, {len(tally.failed):,} lines failed")
            if is_to_stop():
                searching.stop()
    return searching.tally.done < searching.tally.lines


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Shows how far it is on stderr: in one line that changes on a terminal, now and then elsewhere."""
    is_live = sys.stderr.isatty() and not sys.stdout.isatty()  # with both on one terminal, the hits show it
    every = _LIVE_SECONDS if is_live else PLAIN_SECONDS
    last = time.monotonic()

    def show(told: str) -> None:
        nonlocal last
        if time.monotonic() - last < every:
            return
        last = time.monotonic()
        click.echo(f"\r\x1b[2K{told}" if is_live else told, err=True, nl=not is_live)

    yield show
    if is_live:
        click.echo("\r\x1b[2K", err=True, nl=False)


def _headline(found: LineFound) -> Text:
    line = Text(f"{found.line.number}: ", style="dim")
    line.append(shown(found.line.text), style="bold")
    pages = "1 page" if found.total == 1 else f"{found.total:,} pages"
    line.append(f"  {pages}, {sum(hit.new for hit in found.hits):,} new", style="cyan")
    if found.more:
        line.append(f"; {found.more:,} not listed", style="yellow")
    return line


def _as_json(line: ListLine, hit: ListedHit) -> dict[str, Any]:
    return {
        "line": line.number,
        "query": line.text,
        "mode": line.mode.value,
        "columns": dict(line.carried),
        **hit_as_json(hit.found),
        "new": hit.new,
        "link": link_to(hit.found, line),
    }


def _about(tally: Tally, *, stopped: bool) -> dict[str, Any]:
    return {
        "queries": tally.lines,
        "done": tally.done,
        "stopped": stopped,
        "failed": [{"line": one.number, "query": one.text, "error": one.error} for one in tally.failed],
        "notes": [{"line": line.number, "query": line.text, "note": note} for line, note in tally.notes],
        "total": tally.total,
        "new": tally.new,
        "more": tally.more,
    }


def _tell(told: str) -> None:
    click.echo(shown(told), err=True)


def _tell_of_guess(listed: ListFile) -> None:
    if not listed.names.certain:
        _tell(f"The list was taken to be in {listed.names.encoding}; if names look wrong, save it as UTF-8.")


def _tell_sums(tally: Tally, trouble: str, *, every: bool) -> None:
    for one in tally.failed:
        _tell(f"line {one.number}: {one.error}: {one.text[:80]}")
    for line, note in tally.notes:
        _tell(f"line {line.number}: {note}.")
    _tell(
        f"{tally.done:,} of {tally.lines:,} lines done, {len(tally.failed):,} of them failed; "
        f"{tally.total:,} hits, {tally.new:,} new."
    )
    if tally.total > tally.new and not every:
        _tell("Hits of earlier runs are left out; --all lists them as well.")
    if tally.more:
        _tell(f"{tally.more:,} hits were not listed: raise --limit{'' if every else ', or run it again for the next'}.")
    if trouble:
        _tell(f"What was shown could not be remembered, so the next run shows it again. {trouble}")


def _tell_of_shortened(table: TableWriter) -> None:
    if table.shortened:
        _tell(f"{table.shortened:,} cells were too long for a workbook and end in a note that says so.")


def write_result(
    case: CaseFolder,
    query: str,
    out: Path,
    limit: int | None,
    order: Order = Order.RELEVANCE,
    *,
    withhold: bool = False,
) -> None:
    """Write the full result of one search to ``out``. Raises ``UsageError``, ``ProtectedError``, what searching raises.

    With ``withhold`` a word stands in the place of whoever is protected.
    """
    count = total = 0
    with ExitStack() as opened:
        finder = opened.enter_context(Finder(case))
        table = _guarded(opened, case, out, HIT_COLUMNS, withhold=withhold)
        is_to_stop = opened.enter_context(stoppable())
        show = opened.enter_context(_progress())
        for total, row in rows_of_search(finder, query, limit or MOST_ROWS, order):
            table.write(row)
            count += 1
            show(f"{count:,} of {total:,} hits")
            if is_to_stop():
                break
        was_stopped = is_to_stop()
        table.finish({"query": query, "total": total, "listed": count, "stopped": was_stopped})
        _tell_of_shortened(table)
    _tell(f"{count:,} of {total:,} hits are in {out}.")
    if was_stopped:
        raise click.Abort
