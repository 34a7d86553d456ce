"""The words of OpenDocument XML (and of OpenOffice.org 1.x, its elder), each place told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.formats.office.package import Element, attribute, iterwalk, local
from muniment.read.formats.sections import Section

_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
"""Blanks that one element may stand for: a hostile file could ask for any number."""

_PARAGRAPHS = frozenset({"p", "h"})
_PLACES = {
    "note-body": "footnotes and endnotes",
    "footnote-body": "footnotes and endnotes",
    "endnote-body": "footnotes and endnotes",
    "annotation": "comments",
    "deletion": "deleted text (tracked changes)",
    "notes": "speaker notes",
    "title": "descriptions of pictures",
    "desc": "descriptions of pictures",
    "footer-decl": "headers and footers",
    "header-decl": "headers and footers",
    "date-time-decl": "headers and footers",
}
"""Elements whose words belong to a place of their own."""

_WITHOUT_PARAGRAPHS = frozenset({"title", "desc", "footer-decl", "header-decl", "date-time-decl"})
"""Places whose words stand in the element itself."""

_SKIPPED = frozenset(
    {
        *("note-citation", "footnote-citation", "endnote-citation", "change-info", "creator", "date", "binary-data"),
        *(
            "tracked-changes-settings",
            "sender-initials",
            "creator-initials",
            "meta-date-string",
            "index-title-template",
        ),
        *(
            "automatic-styles",
            "styles",
            "font-face-decls",
            "settings",
            "meta",
            "scripts",
            "master-styles",
            "event-listeners",
        ),
        *("annotation-xml", "semantics-skipped", "sequence-decls", "variable-decls", "user-field-decls"),
    }
)
_LINKING = frozenset(
    {"a", "image", "object", "object-ole", "plugin", "applet", "section-source", "script", "hyperlink"}
)

LINKS = "links"


@dataclass(slots=True)
class OdfText:
    """What a walk gathers: words by place; the body's place is ""."""

    places: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    links: dict[str, None] = field(default_factory=dict)

    def text(self, label: str) -> str:
        """The words of one place."""
        return "".join(self.places.get(label, []))

    def sections(self) -> list[Section]:
        """All places, the body first."""
        return [
            *(Section(label, "".join(p)) for label, p in self.places.items()),
            Section(LINKS, "\n".join(self.links)),
        ]


@dataclass(slots=True)
class _Walk:
    out: OdfText = field(default_factory=OdfText)
    skip: int = 0
    paragraphs: list[int] = field(default_factory=lambda: [0])
    """For each open place, how many paragraphs (or elements that act as one) are open in it."""
    labels: list[str] = field(default_factory=lambda: [""])

    def put(self, text: str) -> None:
        self.out.places.setdefault(self.labels[-1], []).append(text)

    def flowing(self, text: str | None) -> None:
        """Text as it stands in the XML, where white space of any length is one blank."""
        if text and self.paragraphs[-1]:
            self.put(_SPACE.sub(" ", text))


def words_of(root: Element) -> OdfText:
    """Everything that can be read below ``root``."""
    walk = _Walk()
    for event, element in iterwalk(root):
        name = local(element)
        if event == "start":
            _enter(walk, name, element)
        else:
            _leave(walk, name, element)
            if not walk.skip and element is not root:
                walk.flowing(element.tail)
    return walk.out


def _enter(walk: _Walk, name: str, element: Element) -> None:
    if walk.skip or (name in _SKIPPED and element.getparent() is not None):
        walk.skip += 1
        return
    if name in _PLACES:
        _open_place(walk, name, element)
    elif name in _PARAGRAPHS:
        walk.paragraphs[-1] += 1
    elif name == "s":
        count = attribute(element, "c")
        walk.put(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
    elif name in {"tab", "tab-stop"}:
        walk.put("\t")
    elif name == "line-break":
        walk.put("\n")
    elif name == "ruby-text":
        walk.put("(")
        walk.paragraphs[-1] += 1
    elif name == "math":
        walk.put(_formula(element))
        walk.skip += 1
        return
    if name in _LINKING:
        _note_link(walk, element)
    walk.flowing(element.text)


def _leave(walk: _Walk, name: str, _element: Element) -> None:
    if walk.skip:
        walk.skip -= 1
        return
    if name in _PLACES:
        walk.put("\n")
        walk.labels.pop()
        walk.paragraphs.pop()
    elif name in _PARAGRAPHS:
        walk.paragraphs[-1] -= 1
        walk.put("\n")
    elif name == "ruby-text":
        walk.paragraphs[-1] -= 1
        walk.put(")")
    elif name in {"table-cell", "covered-table-cell"}:
        _close(walk, "\t")
    elif name == "table-row":
        _close(walk, "\n")


def _open_place(walk: _Walk, name: str, element: Element) -> None:
    walk.labels.append(_PLACES[name])
    walk.paragraphs.append(1 if name in _WITHOUT_PARAGRAPHS else 0)
    if name in {"annotation", "deletion"}:
        signed = ", ".join(filter(None, (_child(element, "creator"), _child(element, "date"))))
        if signed:
            walk.put(f"{signed}: ")


def _child(element: Element, name: str) -> str:
    """The text of the first element called ``name`` at most two levels below."""
    for child in element:
        if local(child) == name:
            return str(child.text or "")
        for grandchild in child:
            if local(grandchild) == name:
                return str(grandchild.text or "")
    return ""


def _note_link(walk: _Walk, element: Element) -> None:
    target = attribute(element, "href")
    if target and not target.startswith(("#", "Pictures/", "./Obj", "./Pictures/", "Object")):
        walk.out.links[target] = None


def _close(walk: _Walk, mark: str) -> None:
    pieces = walk.out.places.setdefault(walk.labels[-1], [])
    while (
        pieces
        and pieces[-1] in {"\n", "\t"}
        and ((mark == "\t" and pieces[-1] == "\n") or (mark == "\n" and pieces[-1] == "\t"))
    ):
        pieces.pop()
    pieces.append(mark)


def _formula(root: Element) -> str:
    """A formula as its maker typed it, where the file keeps that; else its signs in order."""
    typed = [str(e.text or "") for e in root.iter() if local(e) == "annotation"]
    signs = [str(e.text or "").strip() for e in root.iter() if local(e) in {"mi", "mn", "mo", "mtext"}]
    return " ".join(filter(None, typed or signs))


def elements(root: Element, *names: str) -> Iterator[Element]:
    """All elements below ``root`` that have one of ``names``."""
    wanted = frozenset(names)
    return (element for element in root.iter() if local(element) in wanted)
