"""Office Open XML: properties, settings, fonts, sections, tracked changes, and how the package was put together."""

import zipfile
from collections.abc import Iterator

from muniment.read.examine.changes import Changes
from muniment.read.examine.pdf_layout import size_in_words
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ooxml import relations_of
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.reader import Document

MOST_FONTS = 200
"""Fonts told of one document."""

_PROPERTIES = {
    "creator": Key.AUTHOR,
    "lastModifiedBy": Key.LAST_AUTHOR,
    "title": Key.TITLE,
    "language": Key.LANGUAGE,
    "revision": Key.REVISION,
    "created": Key.CREATED,
    "modified": Key.MODIFIED,
    "lastPrinted": Key.PRINTED,
    "Company": Key.COMPANY,
    "Manager": Key.MANAGER,
    "Template": Key.TEMPLATE,
    "TotalTime": Key.MINUTES,
}
_NEVER = "1601-01-01"
"""The day on which the clock of Windows starts: programs write it where they mean that it never was."""

_TWIPS_PER_MM = 1440 / 25.4
_EMU_PER_MM = 36_000


def examine_ooxml(document: Document) -> Iterator[Seen]:
    """What an Office Open XML document tells of its making. Raises ``Damaged``, ``Locked``, ``Refused``."""
    opened = unlock_office(document)
    package = Package(opened)
    yield from _properties(package)
    for name in package.names():
        lower = name.lower()
        if lower.endswith("/settings.xml"):
            yield from _settings(package, name)
        elif lower.endswith("/fonttable.xml"):
            yield from _fonts(package, name)
        elif lower.endswith(("word/document.xml", "word/comments.xml", "word/styles.xml")):
            yield from _words(package, name)
        elif lower.endswith("xl/workbook.xml"):
            yield from _workbook(package, name)
        elif lower.endswith("ppt/presentation.xml"):
            yield from _presentation(package, name)
        elif lower.startswith("_xmlsignatures/sig"):
            yield Trait(Key.SIGNATURE, "a signature stands in the package", name)
        elif lower.endswith("vbaproject.bin"):
            yield Trait(Key.BUILD, "holds macros; they were not run", name)
    yield from package_times(opened)
    yield from (Gap(told.reason) for told in package.told())


def _properties(package: Package) -> Iterator[Trait]:
    for name in package.names():
        if not (name.lower().startswith("docprops/") and name.lower().endswith(".xml")):
            continue
        root = package.xml(name)
        program: dict[str, str] = {}
        for element in root if root is not None else ():
            value = "".join(map(str, element.itertext())).strip()
            if local(element) in {"Application", "AppVersion"}:
                program[local(element)] = value
            elif value and not value.startswith(_NEVER):
                yield from _property(element, value, name)
        if any(program.values()):
            told = " ".join(filter(None, (program.get("Application"), program.get("AppVersion"))))
            yield Trait(Key.PRODUCER, told, name)


def _property(element: Element, value: str, part: str) -> Iterator[Trait]:
    if local(element) == "property":
        yield Trait(Key.OTHER, f"{attribute(element, 'name')}: {value}", part)
    elif key := _PROPERTIES.get(local(element)):
        yield Trait(key, value, part)


def _settings(package: Package, part: str) -> Iterator[Trait]:
    root = package.xml(part)
    sessions: set[str] = set()
    for element in root.iter() if root is not None else ():
        name = local(element)
        if name == "rsid":
            sessions.add(attribute(element, "val"))
        elif name == "trackRevisions":
            yield Trait(Key.BUILD, "changes are tracked", part)
        elif name == "documentProtection":
            yield Trait(Key.LOCK, "protected against changes", part)
        elif name == "compatSetting" and attribute(element, "name") == "compatibilityMode":
            yield Trait(Key.BUILD, f"compatibility mode {attribute(element, 'val')}", part)
    if sessions:
        yield Trait(Key.SESSIONS, str(len(sessions)), part)
    for relation in relations_of(package, part):
        if relation.kind == "attachedTemplate":
            yield Trait(Key.TEMPLATE, relation.target, part)


def _fonts(package: Package, part: str) -> Iterator[Seen]:
    root = package.xml(part)
    fonts = [element for element in (root if root is not None else ()) if local(element) == "font"]
    for element in fonts[:MOST_FONTS]:
        held = any(local(child).startswith("embed") for child in element)
        yield Trait(Key.FONT, f"{attribute(element, 'name')}{' (embedded)' if held else ''}", part)
    if len(fonts) > MOST_FONTS:
        yield Gap(f"it names {len(fonts)} fonts; those after the {MOST_FONTS}th are not told")


def _words(package: Package, part: str) -> Iterator[Seen]:
    """Sections, fonts and tracked changes of a text; the comments on it; the fonts of its styles."""
    root = package.xml(part)
    changes = Changes()
    look: dict[Trait, None] = {}
    for element in root.iter() if root is not None else ():
        name = local(element)
        if name in {"ins", "del", "moveFrom", "moveTo", "comment"}:
            changes.note(name, attribute(element, "author"), attribute(element, "date"))
        elif name in {"pgSz", "pgMar"}:
            look.update(dict.fromkeys(_section(element, part)))
        elif name == "rFonts" and len(look) < MOST_FONTS:
            names = filter(None, (attribute(element, script) for script in ("ascii", "eastAsia", "cs")))
            look.update(dict.fromkeys(Trait(Key.FONT, font, part) for font in names))
    yield from look
    yield from changes.traits(part)


def _section(element: Element, part: str) -> Iterator[Trait]:
    if local(element) == "pgSz":
        width, height = (_millimetres(attribute(element, side)) for side in ("w", "h"))
        if width and height:
            yield Trait(Key.PAGE_SIZE, size_in_words(width, height), part)
        return
    sides = {side: _millimetres(attribute(element, side)) for side in ("left", "right", "top", "bottom")}
    if any(sides.values()):
        yield Trait(Key.MARGINS, ", ".join(f"{side} {round(length)} mm" for side, length in sides.items()), part)


_LONGEST_NUMBER = 9


def _millimetres(untrusted_twips: str) -> float:
    digits = untrusted_twips.removeprefix("-")
    known = digits.isdecimal() and len(digits) <= _LONGEST_NUMBER
    return int(untrusted_twips) / _TWIPS_PER_MM if known else 0.0


def _workbook(package: Package, part: str) -> Iterator[Trait]:
    root = package.xml(part)
    for element in root.iter() if root is not None else ():
        if local(element) == "fileVersion":
            told = {name: attribute(element, name) for name in ("appName", "lastEdited", "lowestEdited", "rupBuild")}
            yield Trait(Key.BUILD, ", ".join(f"{name} {value}" for name, value in told.items() if value), part)
        elif local(element) == "absPath":
            yield Trait(Key.OTHER, f"folder it was last saved in: {attribute(element, 'url')}", part)


def _presentation(package: Package, part: str) -> Iterator[Trait]:
    root = package.xml(part)
    for element in root.iter() if root is not None else ():
        if local(element) == "sldSz":
            sides = (attribute(element, side) for side in ("cx", "cy"))
            width, height = (int(side) / _EMU_PER_MM if side.isdecimal() else 0 for side in sides)
            yield Trait(Key.PAGE_SIZE, size_in_words(width, height), part)


def package_times(document: Document) -> Iterator[Trait]:
    """The times that the parts of a ZIP package bear, and the system that packed it."""
    try:
        with zipfile.ZipFile(document.file) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return  # what could not be opened was told by whoever read the parts
    times = sorted({info.date_time for info in infos})
    if times:
        first, last = (f"{t[0]:04}-{t[1]:02}-{t[2]:02}T{t[3]:02}:{t[4]:02}:{t[5]:02}" for t in (times[0], times[-1]))
        told = first if first == last else f"from {first} to {last}"
        yield Trait(Key.BUILD, f"its parts are dated {told} (no zone is said)", "ZIP directory")
