"""The numbers that Word puts before paragraphs by itself: "Article 7", "(c)", "第十四条".

They stand nowhere in the text of the file, yet they are on every page that was printed, and people cite by them.
"""

from dataclasses import dataclass, field

from muniment.read.formats.office.package import Element, attribute, local
from muniment.read.formats.tables.numerals import in_numerals

_MAX_LEVELS = 9
_MAX_STYLES = 50
"""Styles that one style may rest upon, one on the other: a ring of styles must not hold us up."""

_HIGHEST = 1_000_000
"""A count above this is made to exhaust us."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    only_digits: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One use of a list's design: levels by number, and which of them start anew, with what."""

    design: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists that a document defines, and the styles that make paragraphs items of one."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)


def lists_of(numbering: Element | None, styles: Element | None) -> Lists:
    """What the parts on numbering and styles define."""
    if numbering is None:
        return Lists()
    designs: dict[str, dict[int, _Level]] = {}
    for design in _children(numbering, "abstractNum"):
        designs[attribute(design, "abstractNumId")] = _levels(design)
    lists = {}
    for use in _children(numbering, "num"):
        name = _value(use, "abstractNumId")
        levels: dict[int, _Level] = dict(designs.get(name, {}))
        restarts: dict[int, int] = {}
        for override in _children(use, "lvlOverride"):
            level = _whole(attribute(override, "ilvl"), 0)
            levels |= _levels(override)
            if start := _value(override, "startOverride"):
                restarts[level] = _whole(start, 1)
        lists[attribute(use, "numId")] = _List(name, levels, restarts)
    return Lists(lists, _numbered_styles(styles) if styles is not None else {})


def _levels(parent: Element) -> dict[int, _Level]:
    return {
        _whole(attribute(level, "ilvl"), 0): _Level(
            _whole(_value(level, "start"), 0),
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
            any(local(child) == "isLgl" for child in level),
        )
        for level in _children(parent, "lvl")
    }


def _numbered_styles(styles: Element) -> dict[str, tuple[str, int]]:
    """List and level by style; what a style leaves unsaid it takes from the one it rests upon."""
    own: dict[str, tuple[str, str]] = {}
    below: dict[str, str] = {}
    for style in _children(styles, "style"):
        name = attribute(style, "styleId")
        below[name] = _value(style, "basedOn")
        for properties in _children(style, "pPr"):
            own[name] = _told(properties)
    found = {}
    for name in below:
        number = level = ""
        step = name
        for _ in range(_MAX_STYLES):
            told = own.get(step, ("", ""))
            number, level = number or told[0], level or told[1]
            step = below.get(step, "")
        if number:
            found[name] = (number, _whole(level, 0))
    return found


@dataclass(slots=True)
class Numbers:
    """Counts through one story of the document."""

    lists: Lists
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def before(self, properties: Element) -> str:
        """What stands before the paragraph with these properties; "" if nothing does."""
        number, level_told = _told(properties)
        from_style = self.lists.styles.get(_value(properties, "pStyle"), ("", 0))
        number = number or from_style[0]
        level = _whole(level_told, from_style[1])
        found = self.lists.lists.get(number)
        if found is None or not 0 <= level < _MAX_LEVELS:
            return ""
        counts = self._counts.setdefault(found.design, [None] * _MAX_LEVELS)
        self._count(number, found, level, counts)
        return _words(found, level, counts)

    def _count(self, number: str, found: _List, level: int, counts: list[int | None]) -> None:
        before = counts[level]
        start = found.levels.get(level, _Level()).start
        if level in found.restarts and (number, level) not in self._begun:
            counts[level] = found.restarts[level]
        else:
            counts[level] = start if before is None else min(before + 1, _HIGHEST)
        self._begun.add((number, level))
        for above in range(level):
            if counts[above] is None:  # a level that was left out counts as begun
                counts[above] = found.levels.get(above, _Level()).start
        counts[level + 1 :] = [None] * (_MAX_LEVELS - level - 1)


def _words(found: _List, level: int, counts: list[int | None]) -> str:
    shape = found.levels.get(level, _Level())
    if shape.form == "bullet":
        return ""
    words = shape.pattern
    for other in range(level + 1):
        if f"%{other + 1}" not in words:
            continue
        form = found.levels.get(other, _Level())
        words = words.replace(
            f"%{other + 1}", in_numerals(counts[other] or 0, "decimal" if shape.only_digits else form.form)
        )
    return words.strip()


def _told(properties: Element) -> tuple[str, str]:
    """List and level as a paragraph's or style's properties tell them."""
    for numbered in _children(properties, "numPr"):
        return _value(numbered, "numId"), _value(numbered, "ilvl")
    return "", ""


def _children(parent: Element, name: str) -> list[Element]:
    return [child for child in parent if local(child) == name]


def _value(parent: Element, name: str) -> str:
    return next((attribute(child, "val") for child in _children(parent, name)), "")


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default  # noqa: PLR2004 - longer ones are made up
