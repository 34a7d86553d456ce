"""JSON (RFC 8259) as nodes with places, which the standard library tells of faults only."""

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in fact: json.encoder's twin

from muniment.evidence.file.nodes import Building, ListNode, MapNode, Node, TextNode
from muniment.evidence.file.places import Faults, Mark

_BLANKS = re.compile(r"[ \t\r\n]*")
_BARE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")


class _JsonError(ValueError):
    def __init__(self, at: int, says: str) -> None:
        super().__init__(says)
        self.at = at
        self.says = says


def json_nodes(text: str, faults: Faults) -> Node | None:
    """The nodes of ``text``; None, with the fault noted, if it is no JSON that is taken here."""
    reader = _JsonReader(text, faults)
    try:
        return reader.read()
    except _JsonError as error:
        faults.add(reader.mark(error.at), f"this cannot be read as JSON: {error.says}")
        return None


class _JsonReader:
    """Goes through a text once; it recurses no deeper than values may stand in one another."""

    def __init__(self, text: str, faults: Faults) -> None:
        self._text = text
        self._faults = faults
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._building = Building()
        self._closers: list[str] = []

    def mark(self, at: int) -> Mark:
        """The line and column of a character."""
        line = bisect_right(self._starts, at)
        return Mark(line, at - self._starts[line - 1] + 1)

    def read(self) -> Node | None:
        """The nodes of the whole text. Raises ``_JsonError``."""
        at = self._value(self._skip(0))
        while self._closers:
            at = self._go_on(self._skip(at))
        if (at := self._skip(at)) < len(self._text):
            raise _JsonError(at, "there is more after the end")
        return self._building.root

    def _skip(self, at: int) -> int:
        blanks = _BLANKS.match(self._text, at)
        return blanks.end() if blanks else at

    def _go_on(self, at: int) -> int:
        closer, char = self._closers[-1], self._text[at : at + 1]
        if char == closer:
            self._closers.pop()
            self._building.close()
            return at + 1
        if char != ",":
            raise _JsonError(at, f"a comma or “{closer}” is missing")
        return self._member(self._skip(at + 1))

    def _member(self, at: int) -> int:
        """A key with its value, or a value of a list."""
        return self._value(self._key(at) if self._closers[-1] == "}" else at)

    def _key(self, at: int) -> int:
        if self._text[at : at + 1] != '"':
            raise _JsonError(at, "a key in double quotation marks is missing")
        name, end = self._string(at)
        wrong = self._building.key(self.mark(at), name)
        if wrong:
            self._faults.add(self.mark(at), wrong)
        end = self._skip(end)
        if self._text[end : end + 1] != ":":
            raise _JsonError(end, "a colon is missing after the key")
        return self._skip(end + 1)

    def _value(self, at: int) -> int:
        char = self._text[at : at + 1]
        if char and char in "{[":
            return self._opened(at, char)
        if char == '"':
            text, end = self._string(at)
            self._add(at, TextNode(self.mark(at), text))
            return end
        bare = _BARE.match(self._text, at)
        if bare is None:
            raise _JsonError(at, "a value is missing" if char else "it ends too early")
        text = "" if bare[0] == "null" else bare[0]
        self._add(at, TextNode(self.mark(at), text, is_bare=True))
        return bare.end()

    def _opened(self, at: int, char: str) -> int:
        self._add(at, MapNode(self.mark(at)) if char == "{" else ListNode(self.mark(at)))
        closer = "}" if char == "{" else "]"
        self._closers.append(closer)
        at = self._skip(at + 1)
        if self._text[at : at + 1] == closer:
            return at
        return self._member(at)

    def _add(self, at: int, node: Node) -> None:
        wrong = self._building.add(node)
        if wrong:
            raise _JsonError(at, wrong)

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self._text, at + 1, True)  # noqa: FBT003 - the signature of the standard library
        except JSONDecodeError as error:
            raise _JsonError(error.pos, f"{error.msg[:1].lower()}{error.msg[1:]}") from error
        return str(text), int(end)
