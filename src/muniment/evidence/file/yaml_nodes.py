"""YAML as nodes with places. No value is ever constructed: ``no`` and ``2017`` are the texts that stand there.

The file is the user's own, yet is bounded as if it were not: no anchors, aliases or tags (with them a small file can
stand for a huge one, or for objects of the program), one document, limited depth and number of values.
"""

import yaml

from muniment.evidence.file.nodes import Building, ListNode, MapNode, Node, TextNode
from muniment.evidence.file.places import Faults, Mark

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it was built: some ten times faster."""

_BLOCK_STYLES = frozenset({"|", ">"})
_HINTS = {
    "mapping values are not allowed": "a colon with a blank after it stands in the words: put them in quotation marks",
    "could not find expected ':'": "a colon is missing after the key, or words over several lines are not indented",
    "cannot start any token": "this sign has a meaning of its own in YAML: put the words in quotation marks",
    "did not find expected <document start>": "there is more after the end: each section begins at the left margin",
    "did not find expected key": "the line is not indented like those before it, or a quotation mark is missing",
    "did not find expected '-' indicator": "the line is not indented like the items before it",
    "while scanning a quoted scalar": "a quotation mark is missing at the end, or one within is not doubled",
    "unknown escape character": "a backslash in double quotation marks begins an escape: write it twice",
}


def yaml_nodes(text: str, faults: Faults) -> Node | None:
    """The nodes of ``text``; None, with the fault noted, if it is no YAML that is taken here."""
    building = Building()
    loader = _LOADER(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
            wrong, may_go_on = _take(event, mark, building)
            if wrong:
                faults.add(mark, wrong)
            if wrong and not may_go_on:
                return None
    except yaml.YAMLError as error:
        faults.add(*_told(error, text))
        return None
    finally:
        loader.dispose()
    return building.root


def _take(event: yaml.Event, mark: Mark, building: Building) -> tuple[str, bool]:
    """What is wrong with an event, and whether reading can go on."""
    refused = _refused(event, building)
    if refused:
        return refused, False
    if isinstance(event, yaml.ScalarEvent):
        if building.wants_key:
            return building.key(mark, event.value), True
        return building.add(_text(event, mark)), False
    if isinstance(event, yaml.CollectionStartEvent):
        if building.wants_key:
            return "a key of a mapping must be a word", False
        return building.add(ListNode(mark) if isinstance(event, yaml.SequenceStartEvent) else MapNode(mark)), False
    if isinstance(event, yaml.CollectionEndEvent):
        building.close()
    return "", True


def _refused(event: yaml.Event, building: Building) -> str:
    if isinstance(event, yaml.AliasEvent):
        return "aliases (*name) are not taken here: write the value out, or put the word in quotation marks"
    if getattr(event, "anchor", None) is not None:
        return "anchors (&name) are not taken here: take it out, or put the words in quotation marks"
    if getattr(event, "tag", None) is not None:
        return "tags (!name) are not taken here: take it out, or put the words in quotation marks"
    if isinstance(event, yaml.DocumentStartEvent) and building.root is not None:
        return "a second document begins here (---): put everything in one"
    return ""


def _text(event: yaml.ScalarEvent, mark: Mark) -> TextNode:
    text = event.value.rstrip("\n") if event.style in _BLOCK_STYLES else event.value
    return TextNode(mark, text, is_bare=event.style in {None, ""})


def _told(error: yaml.YAMLError, text: str) -> tuple[Mark, str]:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mark(), f"this is no YAML: {error}"
    at = error.problem_mark or error.context_mark
    mark = Mark(at.line + 1, at.column + 1) if at is not None else Mark()
    if at is not None and at.column < len(line := _line(text, at.line)) and line[at.column] == "\t":
        return mark, "a tab stands where the line begins: indent with blanks"
    says = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for words, hint in _HINTS.items() if words in says), "look at this line and the one before it")
    return mark, f"this cannot be read as YAML ({says}); {hint}"


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""
