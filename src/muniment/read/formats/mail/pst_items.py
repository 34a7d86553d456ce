"""The items of an Outlook mailbox file: messages and the like, with who got them and what is attached."""

from collections.abc import Iterator
from typing import BinaryIO

from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mapi import Attached, Item, Value
from muniment.read.formats.mail.mapi_letter import MAX_EMBEDDED
from muniment.read.formats.mail.pst_nodes import Node, Nodes
from muniment.read.formats.mail.pst_tables import PropertySet, property_names, rows
from muniment.read.reader import Damaged

_NAMES = 0x61
_RECIPIENTS = 0x692
_ATTACHMENT_KIND = 0x05
_KIND_BITS = 0x1F
_DATA = frozenset({mapi.ATTACHED_DATA})


class Items:
    """The items of one mailbox, by the numbers of their nodes. Raises ``Damaged`` for what cannot be read."""

    def __init__(self, file: BinaryIO) -> None:
        self._nodes = Nodes(file)
        self.shortfalls: list[str] = []
        self._names = self._read_names()

    def item(self, number: int) -> Item:
        """The item with this number."""
        return self._item(self._nodes.node(number), 0)

    def _read_names(self) -> dict[int, tuple[str, int | str]]:
        try:
            values, _ = PropertySet(self._nodes, self._nodes.node(_NAMES)).values()
        except Damaged as stop:
            self.shortfalls.append(f"the names of special properties: {stop.reason}")
            return {}
        return property_names(values)

    def _item(self, node: Node, depth: int) -> Item:
        properties = PropertySet(self._nodes, node)
        values, faults = properties.values()
        named = {self._names[tag]: value for tag, value in values.items() if tag in self._names}
        below = properties.heap.below
        recipients = self._recipients(below, faults)
        attached = [number for number in below if number & _KIND_BITS == _ATTACHMENT_KIND]

        def attachments() -> Iterator[Attached]:
            for number in attached:
                yield self._attached(below[number], depth)

        return Item(values, named, recipients, attachments, tuple(dict.fromkeys(faults)))

    def _recipients(self, below: dict[int, Node], faults: list[str]) -> tuple[dict[int, Value], ...]:
        if _RECIPIENTS not in below:
            return ()
        found = []
        try:
            for row in rows(self._nodes, below[_RECIPIENTS], ""):
                found.append(row)  # noqa: PERF402 - what was read before a fault is kept
        except Damaged as stop:
            faults.append(f"the list of recipients: {stop.reason}")
        return tuple(found)

    def _attached(self, node: Node, depth: int) -> Attached:
        try:
            properties = PropertySet(self._nodes, node)
        except Damaged as stop:
            return Attached({}, missing=stop.reason)
        values, _ = properties.values(skip=_DATA)
        kind, number = properties.place(mapi.ATTACHED_DATA)
        if kind == mapi.TYPE_OBJECT:
            return self._object(properties, values, depth)
        if kind == mapi.TYPE_BINARY and number:
            return Attached(values, lambda: properties.heap.streamed(number))
        if mapi.number_at(values, mapi.ATTACHED_METHOD) in mapi.METHODS_BY_REFERENCE:
            return Attached(values, missing="the message only names where it was kept, and does not hold it")
        if kind == mapi.TYPE_BINARY:
            return Attached(values, lambda: iter(()))
        return Attached(values, missing="the message holds nothing under this name")

    def _object(self, properties: PropertySet, values: dict[int, Value], depth: int) -> Attached:
        """An item within the item, or an object that another program made: the place names its node first."""
        _, place = properties.place(mapi.ATTACHED_DATA)
        try:
            number = int.from_bytes(properties.heap.whole(place)[:4], "little")
            node = properties.heap.below[number]
            if mapi.number_at(values, mapi.ATTACHED_METHOD) != mapi.METHOD_EMBEDDED:
                return Attached(values, lambda: self._nodes.blocks(node.data))
            if depth < MAX_EMBEDDED:
                return Attached(values, embedded=self._item(node, depth + 1))
        except KeyError:
            return Attached(values, missing="the item within this item is not in the mailbox")
        except Damaged as stop:
            return Attached(values, missing=stop.reason)
        return Attached(values, missing="it is nested too deep")
