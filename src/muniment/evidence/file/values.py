"""Single values of an evidence file: nodes become what the table of shapes says, or a fault."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muniment.evidence.file.nodes import ListNode, MapNode, Node, TextNode
from muniment.evidence.file.places import Mark
from muniment.evidence.file.shape import Field, Form

WRONG: Any = object()
"""Stands for a value that was at fault."""

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_PAGES = re.compile(r"([0-9]{1,9})(?: ?[-\u2013] ?([0-9]{1,9}))?", re.ASCII)
_FRACTION = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_SIDES = 4
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class WrongValueError(Exception):
    """A value is at fault at ``mark``."""

    mark: Mark
    says: str


def is_absent(node: Node) -> bool:
    """Whether nothing was written: ``key:`` with nothing behind it, ``~``, or null in JSON."""
    return isinstance(node, TextNode) and node.is_bare and node.text in {"", "~", "null"}


def items_of(node: Node) -> list[Node]:
    """The values of a list; one value stands for a list of one."""
    return node.items if isinstance(node, ListNode) else [node]


def single(field: Field, node: Node) -> Any:
    """The value of a node for a field that takes no parts and names no records. Raises ``WrongValueError``."""
    if field.form is Form.BOX:
        return _box(node)
    text = text_of(node, field)
    if field.form is Form.CHOICE and field.choice is not None:
        return _choice(text, field.choice, node.mark)
    read = _READ.get(field.form)
    return read(text, node.mark) if read is not None else text


def text_of(node: Node, field: Field) -> str:
    """The text of a node. Raises ``WrongValueError`` if it is a list or mapping."""
    if not isinstance(node, TextNode):
        what = "a list" if isinstance(node, ListNode) else "keys with values"
        hint = "; words that hold a colon and a blank must be in quotation marks" if isinstance(node, MapNode) else ""
        raise WrongValueError(node.mark, f"here goes {field.form.value}, not {what}{hint}")
    if _SURROGATE.search(node.text):
        raise WrongValueError(node.mark, "it holds half of a character (a lone surrogate); write the whole one")
    return node.text


def _number(text: str, mark: Mark) -> int:
    if not _NUMBER.fullmatch(text):
        raise WrongValueError(mark, f"{quoted(text)} is no whole number; write 3")
    return int(text)


def _fraction(text: str, mark: Mark) -> float:
    if not _FRACTION.fullmatch(text):
        raise WrongValueError(mark, f"{quoted(text)} is no number; write 0.5")
    return float(text)


def _yes_no(text: str, mark: Mark) -> bool:
    if text.lower() not in _TRUTH:
        raise WrongValueError(mark, f"{quoted(text)} is neither yes nor no")
    return _TRUTH[text.lower()]


def _pages(text: str, mark: Mark) -> tuple[int, int]:
    match = _PAGES.fullmatch(text)
    first = int(match[1]) if match else 0
    last = int(match[2] or first) if match else 0
    if not 1 <= first <= last:
        raise WrongValueError(mark, f"{quoted(text)} is no page; write 3, or 3-4, counting from 1")
    return first, last


def _choice(text: str, choice: type[StrEnum], mark: Mark) -> str:
    words = [one.value for one in choice]
    if text not in words:
        raise WrongValueError(mark, f"{quoted(text)} is none of: {', '.join(words)}{suggestion(text, words)}")
    return text


def _box(node: Node) -> list[float]:
    if not isinstance(node, ListNode) or len(node.items) != _SIDES:
        raise WrongValueError(node.mark, "a box has four numbers: left, top, right, bottom")
    side = Field(Form.FRACTION, "")
    return [single(side, one) for one in node.items]


_READ: Mapping[Form, Callable[[str, Mark], Any]] = {
    Form.NUMBER: _number,
    Form.FRACTION: _fraction,
    Form.YES_NO: _yes_no,
    Form.PAGES: _pages,
}


def suggestion(untrusted_name: str, names: Iterable[str]) -> str:
    """The nearest of ``names`` as a question; "" if none is near."""
    if len(untrusted_name) > _SHOWN_CHARS:
        return ""
    near = difflib.get_close_matches(untrusted_name, list(names), 1, 0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


def quoted(untrusted_text: str) -> str:
    """A text in quotation marks, cut if it is long."""
    return f"“{untrusted_text}”" if len(untrusted_text) <= _SHOWN_CHARS else f"“{untrusted_text[:_SHOWN_CHARS]}…”"
