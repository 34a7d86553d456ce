"""Reading a file that holds a list: CSV as offices and spreadsheets write it, or one name on each line.

One bad line never takes others with it: a quotation mark that is opened and not closed spoils its own line only.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.errors import UsageError
from muniment.limits import MIB
from muniment.read.charset import SAMPLE_BYTES, guess
from muniment.search.lists import CHOICES, FailedLine, ListLine, Mode, NameList

MAX_LIST_BYTES = 64 * MIB
"""Bytes of a list: a million long lines. What is longer is no list of names but a table to be taken in."""

MAX_LIST_LINES = 200_000
"""Lines of a list: at some hundred searches a second, half an hour."""

MAX_TEXT_CHARS = 2_000
"""Characters of one name or query. The longest name has under 200; the longest query worth typing, under 1,000."""

MAX_RECORD_LINES = 20
"""Lines over which one row may run, where its cells hold line ends. Beyond, a quotation mark was left open."""

MAX_COLUMNS = 50
"""Columns of a list: all but the first few are only carried along."""

_TEXT_HEADS = {"query": Mode.QUERY, "queries": Mode.QUERY, "name": Mode.NAME, "names": Mode.NAME}
_MODE_HEAD = "mode"
_DELIMITERS = ",;\t"
_TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_UNFINISHED = "unexpected end of data"
"""What the csv module says where a quoted cell does not end."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in a row: ``texts`` are the columns that hold what to look for, first choice first."""

    delimiter: str
    texts: tuple[tuple[int, Mode], ...]
    mode: int | None = None
    carried: tuple[tuple[int, str], ...] = ()
    has_header: bool = False

    @property
    def is_single(self) -> bool:
        """Whether the header says that there is one column only."""
        return self.has_header and len(self.texts) == 1 and self.mode is None and not self.carried


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: tuple[str, ...]
    fault: str = ""


def read_list(untrusted_content: bytes, suffix: str = "") -> NameList:
    """The lines of a list file; ``suffix`` is the ending of its name, in small letters.

    With a header, the columns ``query``, ``name`` and ``mode`` are understood and all others carried along. Without
    one, the first column counts, or in a file that is no table the whole line. Raises ``UsageError``.
    """
    if len(untrusted_content) > MAX_LIST_BYTES:
        raise UsageError(
            f"The list is longer than {MAX_LIST_BYTES // MIB} MiB.", "Divide it, or take it in as a document."
        )
    found = guess(untrusted_content[:SAMPLE_BYTES])
    lines = _lines_of(untrusted_content.decode(found.encoding, "replace"))
    layout = _layout(lines, suffix)
    good: list[ListLine] = []
    failed: list[FailedLine] = []
    for row in _rows(lines, layout):
        one = _understood(row, layout, found.encoding)
        if isinstance(one, ListLine):
            good.append(one)
        elif one is not None:
            failed.append(one)
    if not good and not failed:
        raise UsageError("The list is empty.", "Write one name or query on each line.")
    names = tuple(name for _, name in layout.carried)
    return NameList(tuple(good), tuple(failed), names, found.encoding, found.certain)


def _lines_of(text: str) -> list[str]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LIST_LINES:
        raise UsageError(f"The list has more than {MAX_LIST_LINES:,} lines.", "Divide it into several lists.")
    return lines


def _layout(lines: Sequence[str], suffix: str) -> _Layout:
    first = next((line for line in lines if line.strip()), "")
    for delimiter in sorted(_DELIMITERS, key=first.count, reverse=True):
        heads = [cell.strip() for cell in _cells(first, delimiter) or ()]
        if any(head.casefold() in _TEXT_HEADS for head in heads):
            return _with_header(heads, delimiter)
    if suffix in _TABLE_SUFFIXES or "\t" in first:
        delimiter = max("\t,;" if suffix != ".csv" else _DELIMITERS, key=first.count)
        heads = [f"column {at}" for at in range(1, len(_cells(first, delimiter) or ()) + 1)]
        carried = tuple(enumerate(heads))[1:MAX_COLUMNS]
        return _Layout(delimiter, ((0, Mode.EITHER),), carried=carried)
    return _Layout("", ((0, Mode.EITHER),))


def _with_header(heads: list[str], delimiter: str) -> _Layout:
    folded = [head.casefold() for head in heads]
    texts = sorted(
        ((at, _TEXT_HEADS[head]) for at, head in enumerate(folded) if head in _TEXT_HEADS),
        key=lambda one: one[1] is not Mode.QUERY,
    )
    mode = folded.index(_MODE_HEAD) if _MODE_HEAD in folded else None
    others = [(at, head) for at, head in enumerate(heads) if at != mode and at not in dict(texts)]
    return _Layout(delimiter, tuple(texts), mode, _named_apart(others[:MAX_COLUMNS]), has_header=True)


def _named_apart(columns: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Columns with names that are there and differ."""
    taken: dict[str, int] = {}
    for at, head in columns:
        name = wanted = head or f"column {at + 1}"
        count = 1
        while name in taken:
            count += 1
            name = f"{wanted} ({count})"
        taken[name] = at
    return tuple((at, name) for name, at in taken.items())


def _rows(lines: Sequence[str], layout: _Layout) -> Iterator[_Row]:
    at, skip = 0, layout.has_header
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        row, used = _row_at(lines, at, layout)
        if not skip:
            yield row
        skip = False
        at += used


def _row_at(lines: Sequence[str], at: int, layout: _Layout) -> tuple[_Row, int]:
    """The row that begins at line ``at``, counted from 0, and over how many lines it runs."""
    if not layout.delimiter:
        return _Row(at + 1, (lines[at],)), 1
    for count in range(1, min(MAX_RECORD_LINES, len(lines) - at) + 1):
        try:
            cells = _parsed("\n".join(lines[at : at + count]), layout.delimiter)
            if len(cells) > 1 and layout.is_single:
                cells = [lines[at]]  # "Surname, first name", written without quotation marks
            return _Row(at + 1, tuple(cells)), count
        except csv.Error as error:
            if str(error) != _UNFINISHED:
                return _odd_row(lines[at], at, layout), 1
    return _odd_row(lines[at], at, layout), 1


def _odd_row(line: str, at: int, layout: _Layout) -> _Row:
    if layout.is_single:
        return _Row(at + 1, (line,))  # one column only: queries typed with their quotation marks as they are
    return _Row(at + 1, (line,), "its quotation marks do not pair up; inside a quoted cell each is written twice")


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return _parsed(line, delimiter)
    except csv.Error:
        return None


def _parsed(record: str, delimiter: str) -> list[str]:
    rows = list(csv.reader([record], delimiter=delimiter, strict=True))
    return rows[0] if rows else []


def _understood(row: _Row, layout: _Layout, encoding: str) -> ListLine | FailedLine | None:
    """What a row asks for, why that cannot be told, or None where it asks for nothing."""
    cells = row.cells
    if row.fault:
        return FailedLine(row.number, cells[0][:MAX_TEXT_CHARS], row.fault)
    texts = [(" ".join(cells[at].split()), mode) for at, mode in layout.texts if at < len(cells)]
    text, mode = next(((text, mode) for text, mode in texts if text), ("", Mode.EITHER))
    if not text:
        return None if not any(map(str.strip, cells)) else FailedLine(row.number, "", "nothing to look for is there")
    said = cells[layout.mode].strip().casefold() if layout.mode is not None and layout.mode < len(cells) else ""
    if fault := _fault_of(text, encoding) or _fault_of_mode(said):
        return FailedLine(row.number, text[:MAX_TEXT_CHARS], fault)
    carried = {name: cells[at] for at, name in layout.carried if at < len(cells)}
    return ListLine(row.number, text, Mode(said) if said else mode, carried)


def _fault_of(text: str, encoding: str) -> str:
    if len(text) > MAX_TEXT_CHARS:
        return f"it has {len(text):,} characters, and {MAX_TEXT_CHARS:,} are allowed"
    if "\ufffd" in text:
        return f"some of its bytes are no text in the encoding {encoding}; save the list as UTF-8"
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        return "it holds a control character"
    return ""


def _fault_of_mode(said: str) -> str:
    if not said or said in CHOICES:
        return ""
    return f"its mode is {said[:40]!r}; it may be {', '.join(CHOICES[:-1])} or {CHOICES[-1]}"
