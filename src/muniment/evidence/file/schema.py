"""The JSON Schema (2020-12) of evidence files, made of the table of shapes: for editors and other programs."""

from typing import Any

from muniment.evidence.faults import MAX_ID_CHARS
from muniment.evidence.file.shape import (
    ANCHOR_KEYS,
    EVIDENCE_SHAPE,
    SECTIONS,
    SHAPES,
    TOP,
    UNKNOWN_WORD,
    VERSION,
    Field,
    Form,
    Part,
    Shape,
)
from muniment.evidence.records import Kind

_ID = {"type": "string", "pattern": "^[0-9a-z](?:[0-9a-z._-]*[0-9a-z])?$", "maxLength": MAX_ID_CHARS}
_REF = {"type": "string", "minLength": 1}
_TEXT = {"type": "string"}
_DATE = {"type": ["string", "integer"]}
"""A year stands in YAML as a number."""

_BY_PROGRAM = "written by the program."

_FORMS: dict[Form, dict[str, Any]] = {
    Form.LINE: _TEXT,
    Form.TEXT: _TEXT,
    Form.EXACT: _TEXT,
    Form.DATE: _DATE,
    Form.ID: _ID,
    Form.NUMBER: {"type": "integer", "minimum": 0},
    Form.FRACTION: {"type": "number"},
    Form.YES_NO: {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]},
    Form.PAGES: {
        "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+ ?[-\u2013] ?[0-9]+$"}]
    },
    Form.DOCUMENT: {"type": "string", "minLength": 1},
    Form.REF: _REF,
    Form.QUOTE: {"anyOf": [_REF, {"$ref": "#/$defs/quote"}]},
    Form.BOX: {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
}


def schema_of_file() -> dict[str, Any]:
    """The schema as a value fit for JSON."""
    sections = {name: {"type": "array", "items": {"$ref": f"#/$defs/{kind.value}"}} for name, kind in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evidence of a case, as Muniment imports and exports it",
        "type": "object",
        "properties": {TOP: {"const": VERSION, "description": "The version of this format."}, **sections},
        "required": [TOP],
        "additionalProperties": False,
        "$defs": {kind.value: _object(SHAPES[kind], kind) for kind in SECTIONS.values()}
        | {"evidence-below-claim": _object(EVIDENCE_SHAPE, None)},
    }


def _object(shape: Shape, kind: Kind | None) -> dict[str, Any]:
    keys = {name: _described(name, one, kind) for name, one in shape.items()}
    aliases = {one.alias: {"$ref": f"#/$defs/{kind}/properties/{name}"} for name, one in shape.items() if one.alias}
    told: dict[str, Any] = {"type": "object", "properties": {**keys, **aliases}, "additionalProperties": False}
    needs = [name for name, one in shape.items() if one.needed and not one.alias]
    if kind is Kind.EVIDENCE:
        needs.append("claim")
    either = [
        {"anyOf": [{"required": [name]}, {"required": [one.alias]}]}
        for name, one in shape.items()
        if one.needed and one.alias
    ]
    if kind is Kind.QUOTE:
        either.append({"anyOf": [{"required": ["words"]}, {"required": ["spans"]}]})
    return told | ({"required": needs} if needs else {}) | ({"allOf": either} if either else {})


def _described(name: str, field: Field, kind: Kind | None) -> dict[str, Any]:
    says = (
        f"{field.says} It is {_BY_PROGRAM}"
        if name in ANCHOR_KEYS and not field.says.endswith(_BY_PROGRAM)
        else field.says
    )
    return {**_many(_one(field, kind), field), "description": says}


def _many(one: dict[str, Any], field: Field) -> dict[str, Any]:
    return {"anyOf": [{"type": "array", "items": one}, one]} if field.many else one


def _one(field: Field, kind: Kind | None) -> dict[str, Any]:
    if field.form is Form.CHOICE and field.choice is not None:
        return {"enum": [one.value for one in field.choice]}
    if field.form is not Form.PART:
        return _FORMS[field.form]
    if field.part is None:
        return {"$ref": f"#/$defs/{kind}"}
    if field.part.name == "evidence":
        return {"$ref": "#/$defs/evidence-below-claim"}
    return _part(field.part)


def _part(part: Part) -> dict[str, Any]:
    told = _object(part.shape, None)
    if part.name == "derivation":
        return {"anyOf": [{"type": "string", "description": f"The id of a source, or {UNKNOWN_WORD}."}, told]}
    return {"anyOf": [_TEXT, told]} if part.short else told
