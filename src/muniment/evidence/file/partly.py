"""What is wrong with a record of which something is wrong or missing already: the rest is looked at all the same.

So whoever writes a file by hand is told everything at once, not one thing after the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from muniment.evidence.faults import Fault, faults_of
from muniment.evidence.file.loose import Loose
from muniment.evidence.records import CLASSES, Record, record_from

_NOTHING = "\0"
"""Stands for a text that is missing: equal to nothing that a file could say."""

_NO_ID = "without id"


def faults_of_part(loose: Loose) -> Iterator[Fault]:
    """What is wrong with the values that a broken record does have, by themselves."""
    given: dict[str, Any] = {name: value for name, value in loose.values.items() if name != "id" or value}
    try:
        record: Record = record_from(CLASSES[loose.kind], _completed(CLASSES[loose.kind], given))
    except msgspec.ValidationError:
        return  # what cannot even stand in for a record was told when it was read
    for fault in faults_of(record):
        if _is_given(given, fault.field):
            yield replace(fault, id=loose.id or _NO_ID)


def _completed(cls: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values with something in the place of each that is missing."""
    hints = get_type_hints(cls)
    values = dict(given)
    for one in fields(cls):
        hint = hints[one.name]
        if one.name in given:
            values[one.name] = _filled(hint, given[one.name])
        elif one.default is MISSING:
            values[one.name] = _stand_in(hint)
    return values


def _filled(hint: Any, value: Any) -> Any:
    part = get_args(hint)[0] if get_origin(hint) is tuple else None
    if is_dataclass(part) and isinstance(part, type):
        return [_completed(part, one) if isinstance(one, dict) else one for one in value]
    return value


def _stand_in(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return []
    if issubclass(hint, StrEnum):
        return next(iter(hint)).value
    return _NOTHING if issubclass(hint, str) else hint()


def _is_given(value: Any, path: str) -> bool:
    """Whether the field that is at fault stands in the file."""
    for name in path.split("."):
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return True
