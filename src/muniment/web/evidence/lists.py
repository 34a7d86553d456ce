"""The lists of records: a page at a time, found by words, narrowed down to what a count counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from muniment.evidence.records import Act, ActorKind, Bearing, Evidence, Kind, Record, SourceKind, kind_of
from muniment.web.evidence.labels import label_of
from muniment.web.evidence.sections import Section
from muniment.web.evidence.view import View

PER_PAGE = 50
"""Records on one page of a list."""

MAX_WORDS_CHARS = 200
"""Characters of what a list is searched for."""

_MOST_PAGES = 100_000

_Keep = Callable[[View, Record, str], bool]


def _field(name: str) -> _Keep:
    return lambda _, record, value: getattr(record, name) == value


def _among(name: str) -> _Keep:
    return lambda _, record, value: value in getattr(record, name)


def _of_source(view: View, record: Record, value: str) -> bool:
    return isinstance(record, Evidence) and view.scales.source_of(record) == value


def _gap(view: View, record: Record, value: str) -> bool:
    return value != "yes" or view.is_gap(record)  # type: ignore[arg-type]  # asked of claims only


def _has_fallen(view: View, record: Record, value: str) -> bool:
    return (record.id in view.scales.lineage.fallen) == (value == "yes")


def _is_root(view: View, record: Record, value: str) -> bool:
    return (not view.scales.lineage.parents(record.id)) == (value == "yes")


def _spoke(_: View, record: Record, value: str) -> bool:
    return value in getattr(record, "actors", ()) or getattr(record, "on_behalf_of", "") == value


FILTERS: Mapping[Kind, Mapping[str, _Keep]] = {
    Kind.CLAIM: {"gap": _gap, "parent": _field("parent")},
    Kind.ACTOR: {"kind": _field("kind")},
    Kind.SOURCE: {"kind": _field("kind"), "fallen": _has_fallen, "root": _is_root, "actor": _field("actor")},
    Kind.STATEMENT: {"act": _field("act"), "actor": _spoke, "claim": _among("claims"), "quote": _among("quotes")},
    Kind.EVIDENCE: {
        "claim": _field("claim"),
        "quote": _field("quote"),
        "source": _of_source,
        "bearing": _field("bearing"),
        "weight": _field("weight"),
    },
    Kind.EVENT: {"actor": _among("actors"), "claim": _among("claims"), "quote": _among("quotes")},
}
"""What the list of each kind can be narrowed down to, by name in the address."""

_NAMED: Mapping[str, Kind] = {
    "claim": Kind.CLAIM,
    "parent": Kind.CLAIM,
    "actor": Kind.ACTOR,
    "quote": Kind.QUOTE,
    "source": Kind.SOURCE,
}
_YES_OR_NO: Mapping[tuple[str, str], str] = {
    ("gap", "yes"): "nothing speaks for or against it",
    ("fallen", "yes"): "fallen",
    ("fallen", "no"): "standing",
    ("root", "yes"): "derive from none",
    ("root", "no"): "derive from others",
}
CHOICES: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.CLAIM: ("gap", ("yes",)),
    Kind.ACTOR: ("kind", tuple(ActorKind)),
    Kind.SOURCE: ("kind", tuple(SourceKind)),
    Kind.STATEMENT: ("act", tuple(Act)),
    Kind.EVIDENCE: ("bearing", tuple(Bearing)),
}
"""For each kind the one filter that its list offers at once, and its values."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is in force: what it says, and the address without it."""

    says: str
    without: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list. ``total`` counts all that fit, ``every`` all records of the kind."""

    records: list[Record]
    total: int
    every: int
    words: str
    number: int
    pages: int
    chips: list[Chip]
    choices: list[tuple[str, str, bool]]
    base: str

    def turned_to(self, number: int) -> str:
        """The address of another page of the same list."""
        return f"{self.base}{'&' if '?' in self.base else '?'}page={number}"


def listed(request: Request, section: Section, view: View) -> Listed:
    """The page of a list that an address asks for; what means nothing in it is passed over."""
    params = request.query_params
    words = params.get("q", "").strip()[:MAX_WORDS_CHARS]
    kept = {name: value for name, value in params.items() if name in FILTERS[section.kind] and value}
    number = _page(params.get("page", ""))
    tests = [(FILTERS[section.kind][name], value) for name, value in kept.items()]
    found = view.find(
        section.kind,
        words,
        PER_PAGE,
        (number - 1) * PER_PAGE,
        keep=(lambda one: all(test(view, one, value) for test, value in tests)) if tests else None,
    )
    return Listed(
        list(found.records),
        found.total,
        len(view.held.by_kind.get(section.kind, {})),
        words,
        number,
        max(1, -(-found.total // PER_PAGE)),
        [Chip(_says(view, name, value), _url(section, words, _but(kept, name))) for name, value in kept.items()],
        _choices(section, words, kept),
        _url(section, words, kept),
    )


def rows_of(view: View, records: list[Record]) -> list[dict[str, Any]]:
    """What a list tells of each record."""
    return [
        {"record": one, "depth": 0, "has_fallen": False, **_ROWS.get(kind_of(one), _nothing)(view, one)}
        for one in records
    ]


def _choices(section: Section, words: str, kept: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    if section.kind not in CHOICES:
        return []
    name, values = CHOICES[section.kind]
    other = _but(kept, name)
    return [("all", _url(section, words, other), name not in kept)] + [
        (
            _YES_OR_NO.get((name, value), value),
            _url(section, words, {**other, name: value}),
            kept.get(name) == value,
        )
        for value in values
    ]


def _says(view: View, name: str, value: str) -> str:
    if name in _NAMED:
        return f"{name}: {label_of(view.held, _NAMED[name], value)}"
    return _YES_OR_NO.get((name, value), value)


def _but(kept: Mapping[str, str], name: str) -> dict[str, str]:
    return {one: value for one, value in kept.items() if one != name}


def _url(section: Section, words: str, kept: Mapping[str, str]) -> str:
    pairs = urlencode([*kept.items(), *([("q", words)] if words else [])])
    return f"/evidence/{section.place}" + (f"?{pairs}" if pairs else "")


def _page(untrusted_number: str) -> int:
    is_one = untrusted_number.isascii() and untrusted_number.isdecimal() and len(untrusted_number) < len(str(2**53))
    return min(max(int(untrusted_number), 1), _MOST_PAGES) if is_one else 1


def _nothing(view: View, one: Any) -> dict[str, Any]:
    del view, one
    return {}


def _claim_row(view: View, one: Any) -> dict[str, Any]:
    return {"weighed": view.weigh(one.id), "depth": min(view.depth_of.get(one.id, 0), 3)}


def _actor_row(view: View, one: Any) -> dict[str, Any]:
    return {"statements": len(view.statements_by.get(one.id, ())), "events": len(view.events_with.get(one.id, ()))}


def _source_row(view: View, one: Any) -> dict[str, Any]:
    lineage = view.scales.lineage
    return {
        "parents": lineage.parents(one.id),
        "has_fallen": one.id in lineage.fallen,
        "evidence": len(view.evidence_from.get(one.id, ())),
        "quotes": len(view.quotes_from.get(one.id, ())),
    }


def _evidence_row(view: View, one: Any) -> dict[str, Any]:
    source = view.scales.source_of(one)
    return {"source": view.held.sources.get(source), "has_fallen": source in view.scales.lineage.fallen}


_ROWS: Mapping[Kind, Callable[[View, Any], dict[str, Any]]] = {
    Kind.CLAIM: _claim_row,
    Kind.ACTOR: _actor_row,
    Kind.SOURCE: _source_row,
    Kind.EVIDENCE: _evidence_row,
}
