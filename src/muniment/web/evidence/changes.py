"""What a change changed, field by field, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from muniment.evidence.held import Held, names_in
from muniment.evidence.history import Version
from muniment.evidence.records import WITHHELD, Kind, Name, Record, Role, Span, Translation, kind_of
from muniment.web.evidence.labels import label_of, short

LISTED = 50
"""Things of one field that a change tells one by one; of more it tells how many."""

MAX_TOLD_CHARS = 2_000
"""Characters of one thing in a change; the record's own page shows all of it."""

HIDDEN = frozenset({"id", "boxes", "prefix", "suffix", "start", "end"})
"""Fields that tell people nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field before and after a change, each thing of it as text; nothing where it was empty."""

    field: str
    before: Sequence[str]
    after: Sequence[str]


def differences(held: Held, before: Record | None, after: Record | None) -> list[Difference]:
    """The fields in which two versions differ; all that hold something where one of the two is not there.

    None of records that are withheld: what the register holds is shown on its own pages only.
    """
    some = after if after is not None else before
    if some is None or kind_of(some) in WITHHELD:
        return []
    found = []
    for one in fields(some):
        was = told(held, before, one.name) if before is not None else []
        now = told(held, after, one.name) if after is not None else []
        same = before is not None and after is not None and getattr(before, one.name) == getattr(after, one.name)
        if one.name not in HIDDEN and not same and (was or now):
            found.append(Difference(_words(one.name), was, now))
    return found


def told(held: Held, record: Record, field: str) -> list[str]:
    """What a field holds, each thing as text; records that it names by what they are called."""
    value = getattr(record, field)
    names = {name: kind for kind, name in names_in(record)}
    values = value if isinstance(value, tuple) else (value,)
    texts = [_text(held, one, names) for one in values[:LISTED]]
    if len(values) > LISTED:
        texts.append(f"and {len(values) - LISTED:,} more")
    return [one[:MAX_TOLD_CHARS] for one in texts if one]


def happened(version: Version, before: Record | None) -> str:
    """What became of a record by a change, in a word or two."""
    if version.record is None:
        return "taken out"
    if before is None:
        return "made" if version.number == 1 else "put back"
    return "changed"


def _words(field: str) -> str:
    return field.replace("_", " ")


def _text(held: Held, value: Any, names: Mapping[str, Kind]) -> str:
    if isinstance(value, str):
        return short(label_of(held, names[value], value)) if value in names else value
    if isinstance(value, bool):
        return "yes" if value else ""
    return _text_of_part(value)


def _text_of_part(value: Any) -> str:
    match value:
        case Name(text, language):
            return f"{text} ({language})" if language else text
        case Role(title, at, since, until):
            times = (f"from {since}" if since else "", f"until {until}" if until else "")
            return ", ".join(part for part in (title, at, *times) if part)
        case Span():
            return f"page {value.page}: {value.exact}"
        case Translation(text, language, by, how):
            return f"{language}: {text} ({by}{', ' + how if how else ''})"
        case _:
            return str(value)
