"""What stands in an evidence file before anything is known of what it means: texts, lists and mappings with places."""

from dataclasses import dataclass, field
from typing import TypeAlias

from muniment.evidence.file.places import Mark

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Bytes of an evidence file: some 60,000 quotes with their surroundings, six times what a large case holds."""

MAX_DEPTH = 24
"""Lists and mappings in one another: claims may have parts of parts; more comes from a mistake or is meant to hurt."""

MAX_NODES = 3_000_000
"""Values in one file: bounds memory (some 300 MB) whatever a file of that size is made of."""


@dataclass(slots=True, eq=False)
class TextNode:
    """A value that is no list and no mapping. ``is_bare`` if it was written without any quotation marks."""

    mark: Mark
    text: str
    is_bare: bool = False


@dataclass(slots=True, eq=False)
class ListNode:
    """Values in order."""

    mark: Mark
    items: "list[Node]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class MapNode:
    """Keys with their values, in order, each key once."""

    mark: Mark
    pairs: "dict[str, tuple[Mark, Node]]" = field(default_factory=dict)


Node: TypeAlias = TextNode | ListNode | MapNode


class Building:
    """A tree of nodes as a parser meets its parts, without recursion: depth and number are bounded.

    Every method says what is wrong as a text, "" if nothing is; a key that is there twice keeps its first value.
    """

    def __init__(self) -> None:
        self.root: Node | None = None
        self.count = 0
        self._open: list[ListNode | MapNode] = []
        self._keys: list[tuple[Mark, str] | None] = []

    @property
    def wants_key(self) -> bool:
        """Whether the next text is a key of a mapping."""
        return bool(self._open) and isinstance(self._open[-1], MapNode) and self._keys[-1] is None

    def key(self, mark: Mark, name: str) -> str:
        """Take a key of the open mapping."""
        mapping = self._open[-1]
        self._keys[-1] = (mark, name)
        if isinstance(mapping, MapNode) and name in mapping.pairs:
            return f"“{name}” is here already, at line {mapping.pairs[name][0].line}; keep one of the two"
        return ""

    def add(self, node: Node) -> str:
        """Take a whole value, or the beginning of a list or mapping."""
        self.count += 1
        if self.count > MAX_NODES:
            return f"the file has more than {MAX_NODES:,} values; split it"
        self._hang(node)
        if isinstance(node, TextNode):
            return ""
        if len(self._open) >= MAX_DEPTH:
            return f"lists and mappings stand more than {MAX_DEPTH} deep in one another here"
        self._open.append(node)
        self._keys.append(None)
        return ""

    def close(self) -> None:
        """The open list or mapping ends."""
        self._open.pop()
        self._keys.pop()

    def _hang(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        key = self._keys[-1]
        self._keys[-1] = None
        if key is not None:
            parent.pairs.setdefault(key[1], (key[0], node))
