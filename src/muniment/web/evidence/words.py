"""The words by which records are found: those of their own fields, and of the records that they name."""

import unicodedata
from collections.abc import Iterator

from muniment.evidence.held import Held, names_in
from muniment.evidence.records import Kind, Name, Record, Role, Span, Translation, kind_of

MAX_CHARS = 4_000
"""Characters of one record that are looked through: nobody looks for the end of a note of ten pages."""

_UNREAD = frozenset({"prefix", "suffix", "reader", "original", "documents"})

_Known = tuple[tuple[Record, ...], str]


class Words:
    """The words of records, kept from one change to the next for all that it did not touch. Safe between threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[Kind, str], _Known] = {}

    def of(self, held: Held, record: Record) -> str:
        """All words by which a record is found, folded."""
        key = kind_of(record), record.id
        named = (held.get(kind, name) for kind, name in names_in(record))
        parts = (record, *(one for one in named if one is not None))
        known = self._known.get(key)
        if known is None or not _are_same(known[0], parts):
            text = "\n".join(word for part in parts for word in _texts(part))
            known = self._known[key] = parts, folded(text[:MAX_CHARS])
        return known[1]


def _are_same(one: tuple[Record, ...], other: tuple[Record, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def folded(text: str) -> str:
    """``text`` without capitals, accents and differences of width, for comparing."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def _texts(value: object) -> Iterator[str]:
    for name in value.__dataclass_fields__:  # type: ignore[attr-defined]  # records and their parts are dataclasses
        if name in _UNREAD:
            continue
        one = getattr(value, name)
        if isinstance(one, str):
            if one:
                yield one
        elif isinstance(one, tuple):
            for part in one:
                if isinstance(part, str):
                    yield part
                elif isinstance(part, Name | Role | Span | Translation):
                    yield from _texts(part)
