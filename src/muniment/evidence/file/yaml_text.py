"""Writing YAML of which every reader, of YAML 1.1 or 1.2, reads the very same texts; one way to write each value.

A text stands bare only where nobody can take it for anything else. Words over several lines, and long ones, stand as
blocks if every character of them can be seen; all else stands in double quotation marks with escapes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

LINE_CHARS = 100
"""Characters after which long words go on the next line, and lists and mappings get a line for each item."""

_BARE_STOPS = re.compile(r"""["'`:#,\[\]{}&*!|>%@?=<~\\]""")
_RESOLVER = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BASIC_PLANE = 0xFFFF
_BYTE = 0xFF
_INDENT = 2


def yaml_item(value: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a mapping as an item of a list, each with its end: texts, numbers, booleans, lists, mappings."""
    return _item(value, _INDENT)


def _pair(key: str, value: Any, indent: int) -> Iterator[str]:
    blanks = " " * indent
    flow = _flow(value, LINE_CHARS - indent - len(key) - 2)
    if flow is not None and not _is_list_of_mappings(value):
        yield f"{blanks}{key}: {flow}\n"
    elif isinstance(value, str):
        yield f"{blanks}{key}: {_long_text(value, indent + 2)}\n"
    elif isinstance(value, Mapping):
        yield f"{blanks}{key}:\n"
        for name, one in value.items():
            yield from _pair(name, one, indent + 2)
    else:
        yield f"{blanks}{key}:\n"
        for one in value:
            yield from _item(one, indent + 2)


def _item(value: Any, indent: int) -> Iterator[str]:
    blanks = " " * indent
    flow = None if isinstance(value, Mapping) and "id" in value else _flow(value, LINE_CHARS - indent - 2)
    if flow is not None:
        yield f"{blanks}- {flow}\n"
    elif isinstance(value, str):
        yield f"{blanks}- {_long_text(value, indent + 2)}\n"
    elif isinstance(value, Mapping):
        lines = (line for name, one in value.items() for line in _pair(name, one, indent + 2))
        first = next(lines)
        yield f"{blanks}- {first[indent + 2 :]}"
        yield from lines
    else:
        yield f"{blanks}-\n"
        for one in value:
            yield from _item(one, indent + 2)


def _is_list_of_mappings(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(one, Mapping) for one in value)


def _flow(value: Any, most: int) -> str | None:
    """``value`` on one line; None if that takes more than ``most`` characters."""
    if isinstance(value, str):
        told = _short_text(value)
    elif isinstance(value, bool):
        told = "yes" if value else "no"
    elif isinstance(value, int | float):
        told = _number(value)
    elif isinstance(value, Mapping):
        told = _joined("{}", (_flow_pair(name, one, most) for name, one in value.items()), most)
    else:
        told = _joined("[]", (_flow(one, most) for one in value), most)
    return told if told is not None and len(told) <= most else None


def _number(value: float) -> str:
    """A number of which YAML 1.1 knows that it is one: it wants a dot before the exponent."""
    told = repr(value)
    return told if "." in told else told.replace("e", ".0e")


def _flow_pair(name: str, value: Any, most: int) -> str | None:
    told = _flow(value, most)
    return None if told is None else f"{name}: {told}"


def _joined(brackets: str, parts: Iterator[str | None], most: int) -> str | None:
    told: list[str] = []
    length = 0
    for part in parts:
        if part is None or length > most:
            return None
        told.append(part)
        length += len(part)
    return f"{brackets[0]}{', '.join(told)}{brackets[1]}"


def _short_text(text: str) -> str | None:
    if _is_bare(text):
        return text
    return None if _is_block(text) and "\n" in text else quoted_text(text)


def _is_bare(text: str) -> bool:
    return (
        text[:1].isalpha()
        and text.isprintable()
        and not text.endswith(" ")
        and not _BARE_STOPS.search(text)
        and _resolved(text) == _TEXT_TAG
    )


def _resolved(text: str) -> str:
    """The type that YAML 1.1 takes a bare text for."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]  # no types


def _long_text(text: str, indent: int) -> str:
    if not _is_block(text):
        return quoted_text(text)
    blanks = "\n" + " " * indent
    if "\n" in text:
        return "|-" + "".join(blanks + line if line else "\n" for line in text.split("\n"))
    return ">-" + "".join(blanks + line for line in _folded(text, LINE_CHARS - indent))


def _is_block(text: str) -> bool:
    """Whether a text can stand as a block, and every reader gets it back: nothing unseen, no blanks at its ends."""
    lines = text.split("\n")
    return (
        all(line.isprintable() and not line.endswith(" ") for line in lines)
        and bool(lines[0])
        and bool(lines[-1])
        and not lines[0].startswith(" ")
        and ("\n" in text or "  " not in text)
    )


def _folded(text: str, most: int) -> Iterator[str]:
    """The words of a text on lines of about ``most`` characters; single blanks are where lines end."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def quoted_text(text: str) -> str:
    """A text in double quotation marks; what cannot be seen, moves the cursor or turns the line is escaped."""
    return '"' + "".join(char if _is_plain(char) else _escape(char) for char in text) + '"'


def _is_plain(char: str) -> bool:
    return char.isprintable() and char not in _ESCAPES


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
