"""What the editors say of a publication in their own words: a small YAML file; docs/publication.md has an example."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muniment.evidence.file.nodes import ListNode, MapNode, Node
from muniment.evidence.file.places import Faults, Mark
from muniment.evidence.file.shape import Field, Form
from muniment.evidence.file.values import WrongValueError, is_absent, items_of, quoted, single, suggestion
from muniment.evidence.file.yaml_nodes import yaml_nodes
from muniment.limits import MIB
from muniment.publish.manifest import PublicationError

MAX_BYTES = 1 * MIB
"""Bytes of the file: a method of a hundred pages has a third of it."""

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = Field(Form.LINE, "")
_TEXT = Field(Form.TEXT, "")
_YES_NO = Field(Form.YES_NO, "")


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """What readers are told of a document, which is named as the case names it: by path or SHA-256."""

    document: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that the file says; ``method`` and ``limits`` are paragraphs."""

    title: str = ""
    lead: str = ""
    by: tuple[str, ...] = ()
    publisher: str = ""
    contact: str = ""
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    translators: bool = False
    documents: tuple[ToldDocument, ...] = ()


def read_told(file: Path) -> Told:
    """What ``file`` says. Raises ``PublicationError`` naming the first line at fault."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise PublicationError(f"{file.name} is too big.", "It holds words of yours, and no documents.")
        return told_in(data.decode("utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise PublicationError(f"{file.name} is not in UTF-8.", "Save it anew as UTF-8.") from error
    except OSError as error:
        raise PublicationError(f"{file.name} cannot be read ({error.strerror}).", "Check its name.") from error


def told_in(text: str, name: str) -> Told:
    """What a text says, which is called ``name``. Raises as ``read_told`` does."""
    faults = Faults()
    root = yaml_nodes(text, faults)
    values = _values(root, _KEYS, faults) if not faults.found else {}
    if faults.found:
        first = min(faults.found)
        raise PublicationError(f"{name}:{first.line}:{first.column}: {first.says}.", "Correct it, then publish again.")
    return Told(**values)


def _values(node: Node | None, keys: Mapping[str, Callable[[Node], Any]], faults: Faults) -> dict[str, Any]:
    if node is None:
        return {}
    if not isinstance(node, MapNode):
        faults.add(node.mark, f"here go keys with values: {', '.join(keys)}")
        return {}
    values = {}
    for key, (mark, value) in node.pairs.items():
        if key not in keys:
            faults.add(mark, f"there is no key {quoted(key)}{suggestion(key, keys)}")
        elif not is_absent(value):
            try:
                values[key] = keys[key](value)
            except WrongValueError as wrong:
                faults.add(wrong.mark, wrong.says)
    return values


def _line(node: Node) -> str:
    return " ".join(single(_LINE, node).split())


def _lines(node: Node) -> tuple[str, ...]:
    return tuple(map(_line, items_of(node)))


def _paragraphs(node: Node) -> tuple[str, ...]:
    """Paragraphs of one text, parted by empty lines, or the items of a list."""
    if isinstance(node, ListNode):
        return tuple(one for item in node.items for one in _paragraphs(item))
    return tuple(clean for one in _PARAGRAPHS.split(single(_TEXT, node)) if (clean := " ".join(one.split())))


def _documents(node: Node) -> tuple[ToldDocument, ...]:
    return tuple(map(_document, items_of(node)))


def _document(node: Node) -> ToldDocument:
    faults = Faults()
    values = _values(node, {"document": _line, "title": _line, "note": _line}, faults)
    if not faults.found and not values.get("document"):
        faults.add(node.mark, "which document this is about is missing: document: its path, or its SHA-256")
    if faults.found:
        first = min(faults.found)
        raise WrongValueError(Mark(first.line, first.column), first.says)
    return ToldDocument(**values)


_KEYS: Mapping[str, Callable[[Node], Any]] = {
    "title": _line,
    "lead": _line,
    "by": _lines,
    "publisher": _line,
    "contact": _line,
    "method": _paragraphs,
    "limits": _paragraphs,
    "translators": lambda node: single(_YES_NO, node),
    "documents": _documents,
}
