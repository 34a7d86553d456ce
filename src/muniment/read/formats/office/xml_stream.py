"""Long XML documents read element by element, so that a long sheet takes no more memory than a short one."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from muniment.read.formats.office.package import Element, attribute
from muniment.read.formats.tables.grid import number_text
from muniment.read.reader import Shortfall


class XmlStream:
    """Starts and ends of elements, as far as they can be made out; ``is_broken`` says afterwards if that was not all.

    No entity is resolved and nothing is fetched.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self.is_broken = False
        self._walk = etree.iterparse(
            source,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )

    def __iter__(self) -> Iterator[tuple[str, Element]]:
        is_empty = True
        try:
            for event, element in self._walk:
                is_empty = False
                yield event, element
        except etree.XMLSyntaxError:
            self.is_broken = True
            return
        fatal = any(entry.level >= etree.ErrorLevels.FATAL for entry in self._walk.error_log)
        self.is_broken = is_empty or fatal

    def told(self) -> Iterator[Shortfall]:
        """What is to be said of a broken document."""
        if self.is_broken:
            yield Shortfall("the document breaks off or breaks the rules of its format: what could be read is given")


def forget(element: Element) -> None:
    """Drop an element that has been read, and its elder brothers, from memory."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def repeat_of(element: Element, name: str) -> int:
    """How often an element says it is repeated."""
    value = attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 10 else 1  # noqa: PLR2004 - more digits are no count


def exact_number(value: str) -> str:
    """A stored number without exponent, digits kept; ``value`` itself if it is none."""
    digits = value.removeprefix("-")
    if digits.isdecimal():
        return value
    try:
        return number_text(float(value))
    except ValueError:
        return value
