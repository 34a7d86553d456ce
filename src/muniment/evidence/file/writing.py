"""Writing what a case holds as an evidence file: equal records give equal bytes, and read back as equal records."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from muniment.evidence.file.shape import SECTIONS, SHAPES, TOP, UNKNOWN_WORD, VERSION, Shape
from muniment.evidence.file.yaml_text import yaml_item
from muniment.evidence.held import Held
from muniment.evidence.records import UNKNOWN, Derivation, Kind, Quote, Record, Source, plain

_HEAD = "# What the case holds to be so. Every key is explained by: muniment evidence schema\n"


def as_yaml(held: Held) -> Iterator[bytes]:
    """The file as YAML, section by section, record by record."""
    yield _HEAD.encode()
    yield f"{TOP}: {VERSION}\n".encode()
    for name, kind in SECTIONS.items():
        records = _records(held, kind)
        for number, record in enumerate(records):
            head = f"\n{name}:\n" if not number else ""
            yield (head + "".join(yaml_item(record))).encode()


def as_json(held: Held) -> Iterator[bytes]:
    """The file as JSON (RFC 8259), on lines of its own, with nothing in it that a terminal would act on."""
    yield f'{{\n  "{TOP}": {VERSION}'.encode()
    for name, kind in SECTIONS.items():
        for number, record in enumerate(_records(held, kind)):
            head = ",\n    " if number else f',\n  "{name}": [\n    '
            yield (head + _json(record)).encode()
        if held.by_kind.get(kind):
            yield b"\n  ]"
    yield b"\n}\n"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).replace("\n", "\n    ")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(one if one == "\n" or one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _records(held: Held, kind: Kind) -> Iterator[dict[str, Any]]:
    links: dict[str, list[Derivation]] = {}
    if kind is Kind.SOURCE:
        for link in held.derivations.values():
            links.setdefault(link.child, []).append(link)
    for record in held.by_kind.get(kind, {}).values():
        yield _keyed(record, SHAPES[kind], links.get(record.id, ()))


def _keyed(record: Record, shape: Shape, links: Any = ()) -> dict[str, Any]:
    """A record under the keys of the file, in the order of its shape."""
    values = plain(record)
    if isinstance(record, Source) and links:
        values["derives_from"] = [_link(one) for one in links]
    if isinstance(record, Quote):
        values = _quote(values)
    return _in_order(values, shape)


def _in_order(values: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    ordered = {}
    for key, one in shape.items():
        name = one.to or key
        if name in values:
            value = values[name]
            if one.part is not None and one.part.name != "derivation":
                value = [_part(item, one.part.shape, one.part.short) for item in value]
            ordered[key] = value
    return ordered


def _part(value: Mapping[str, Any], shape: Shape, short: str) -> Any:
    told = {key: one for key, one in _in_order(value, shape).items() if one != ""}
    return told[short] if short and set(told) == {short} and told[short] else told


def _link(link: Derivation) -> Any:
    values = plain(link)
    del values["id"], values["child"]
    parent = values.pop("parent", UNKNOWN)
    if not values and parent != UNKNOWN_WORD:
        return parent or UNKNOWN_WORD
    told = {"unknown": True} if parent == UNKNOWN else {"source": parent}
    shape = SHAPES[Kind.SOURCE]["derives_from"].part
    return told | (_in_order(values, shape.shape) if shape is not None else values)


def _quote(values: dict[str, Any]) -> dict[str, Any]:
    """A quote on one page has its keys directly; a quote over several pages has them for each."""
    spans = [{"start": 0, "end": 0, **_bare(span)} for span in values["spans"]]
    if len(spans) != 1:
        return {**values, "spans": spans}
    rest = {name: one for name, one in values.items() if name != "spans"}
    return {**rest, **spans[0]}


def _bare(span: Mapping[str, Any]) -> dict[str, Any]:
    """A span without what stands at its default."""
    return {name: one for name, one in span.items() if name not in _SPAN_DEFAULTS or one != _SPAN_DEFAULTS[name]}


_SPAN_DEFAULTS: Mapping[str, Any] = {"prefix": "", "suffix": "", "kind": "text", "boxes": (), "confidence": 1.0}
