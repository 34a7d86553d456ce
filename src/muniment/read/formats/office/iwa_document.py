"""The words of an iWork document since 2013, in the order in which its objects point to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.formats.office.iwa import (
    IwaObject,
    all_of,
    in_order,
    number_of,
    objects_in,
    one_of,
    reference,
    text_of,
    unpacked,
)
from muniment.read.formats.office.iwa_tables import Table, table_of
from muniment.read.reader import Damaged

_ROOT = 1
_TEXTS = frozenset({2001, 2005})
_TABLE_MODELS = frozenset({6001})
_COMMENT = 3056
_LINK = 2032
_CHART = 5021
_CHART_CONTENT, _CHART_GRID = 10_000, 7
_SHEET = frozenset({2, 3})
_SLIDE, _MASTER = 5, 6
_NOTES = 15
_THEMES = frozenset({10, 12_009, 10_001, 10_143})
"""Kinds of objects, by Apple's numbers; sheets and slides share some, so the program must be known."""

_MASTER_FILES = ("masterslide", "templateslide")
_MASTER_LABEL = "master slide"

_PLACES = {1: "header", 2: "footnote", 3: "", 4: "note", 5: ""}
"""What the kind of a text says about where it stands."""

_ATTACHMENT = "\ufffc"
_OTHER_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x04": "\n", "\x05": "\n", "\x0b": "\n", "\x0e": None})
"""Signs that the programs use within texts for breaks and fields."""


@dataclass(slots=True)
class Place:
    """A slide, sheet, or the whole of a document: texts and tables in order."""

    label: str
    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


class IwaDocument:
    """All objects of a document, and what was wrong with it."""

    def __init__(self, program: str) -> None:
        """``program`` is "pages", "numbers" or "keynote"."""
        self._program = program
        self.objects: dict[int, IwaObject] = {}
        self.shortfalls: list[str] = []
        self._seen: set[int] = set()
        self._places: list[Place] = []
        self._slides = 0
        self._masters: set[int] = set()

    def add(self, name: str, untrusted: bytes) -> None:
        """Take in one archive."""
        is_master = name.rpartition("/")[2].lower().startswith(_MASTER_FILES)
        try:
            for item in objects_in(unpacked(untrusted)):
                self.objects.setdefault(item.identifier, item)
                if is_master and item.kind in {_SLIDE, _MASTER}:
                    self._masters.add(item.identifier)
        except Damaged as stop:
            self.shortfalls.append(f"the part {name}: {stop.reason}")

    def places(self) -> Iterator[Place]:
        """Everything that holds words: first what the document points to, then its masters, then what is left."""
        main = Place("")
        self._places = [main]
        themes: list[int] = []
        self._walk(_ROOT, main, themes)
        template = Place("template")
        self._places.append(template)
        for theme in themes:
            self._walk(theme, template, None)
        left = Place("elsewhere in the file")
        self._places.append(left)
        for identifier in sorted(set(self.objects) - self._seen):
            if self.objects[identifier].kind in _TEXTS | _TABLE_MODELS | {_COMMENT}:
                self._walk(identifier, left, None)
        self._places.sort(key=lambda place: place.label.startswith(_MASTER_LABEL))
        yield from (place for place in self._places if place.lines or place.tables)

    def _walk(self, start: int, place: Place, themes: list[int] | None) -> None:
        """Depth first, without recursion; ``themes`` gathers the themes met instead of entering them."""
        stack = [(start, place)]
        while stack:
            identifier, place = stack.pop()
            item = self.objects.get(identifier)
            if item is None or identifier in self._seen:
                continue
            if item.kind in _THEMES and themes is not None:
                themes.append(identifier)
                continue
            self._seen.add(identifier)
            place = self._place_of(item, place)
            self._take(item, place)
            stack.extend((pointed, place) for pointed in reversed(list(in_order(item))))

    def _place_of(self, item: IwaObject, place: Place) -> Place:
        label = ""
        if self._program == "numbers" and item.kind in _SHEET:
            hidden = " (hidden sheet)" if number_of(item.message, 25) else ""
            label = f"{text_of(item.message, 1)}{hidden}"
        elif self._program == "keynote" and (item.kind == _MASTER or item.identifier in self._masters):
            label = _MASTER_LABEL
        elif self._program == "keynote" and item.kind == _SLIDE:
            self._slides += 1
            label = f"slide {self._slides}"
        elif self._program == "keynote" and item.kind == _NOTES:
            label = f"{place.label}, notes"
        if not label:
            return place
        self._places.append(Place(label))
        return self._places[-1]

    def _take(self, item: IwaObject, place: Place) -> None:
        if item.kind in _TEXTS:
            place.lines += text_lines(item.message)
        elif item.kind in _TABLE_MODELS:
            table = table_of(item, self.objects)
            self._seen |= table.used
            place.tables.append(table)
            place.lines += [f"table: {table.name}"] if table.name else []
        elif item.kind == _COMMENT:
            author = self.objects.get(reference(item.message, 3))
            who = text_of(author.message, 1) if author else ""
            place.lines.append(f"comment{f' ({who})' if who else ''}: {text_of(item.message, 1)}")
        elif item.kind == _LINK:
            place.lines += [f"link: {address}"] if (address := text_of(item.message, 2)) else []
        elif item.kind == _CHART:
            place.lines += chart_lines(item.message)


def text_lines(message: bytes) -> Iterator[str]:
    """The paragraphs of one text; where it stands, if that is worth saying, in front of each."""
    where = _PLACES.get(number_of(message, 1), "")
    text = text_of(message, 3).translate(_OTHER_BREAKS).replace(_ATTACHMENT, "")
    for line in text.split("\n"):
        if line.strip():
            yield f"{where}: {line}" if where else line


def chart_lines(message: bytes) -> Iterator[str]:
    """The names of a chart's rows and columns."""
    grid = one_of(one_of(message, _CHART_CONTENT), _CHART_GRID)
    names = [value.decode("utf-8", "replace") for number in (1, 2) for value in all_of(grid, number)]
    if names:
        yield f"chart: {', '.join(names)}"
