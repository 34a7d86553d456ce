"""From loose records to records that can be made: names known, quotes found, nothing wrong by itself or together."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from muniment.evidence.checks import checker, circular_claims, documents_claimed_twice
from muniment.evidence.faults import EvidenceError, Fault, faults_of
from muniment.evidence.file.finding import Show, find_quotes
from muniment.evidence.file.json_nodes import json_nodes
from muniment.evidence.file.loose import Documents, Loose, Reference
from muniment.evidence.file.nodes import MAX_FILE_BYTES, Node
from muniment.evidence.file.partly import faults_of_part
from muniment.evidence.file.places import Faults, Mark
from muniment.evidence.file.reading import FileReader
from muniment.evidence.file.values import quoted
from muniment.evidence.file.yaml_nodes import yaml_nodes
from muniment.evidence.held import Held
from muniment.evidence.history import Edit
from muniment.evidence.lineage import cycle
from muniment.evidence.records import CLASSES, Kind, Record, Ruling, derivation_id, record_from

_MOST_COMPARED = 5_000
"""Names among which the nearest is looked for."""

_ORDER = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Settled:
    """What a file comes to in a case: the edits still to be made, and how many records are as the case has them."""

    edits: Sequence[Edit]
    unchanged: int


def settle(
    name: str, untrusted_bytes: bytes, held: Held, documents: Documents, show: Show = lambda *_: None
) -> Settled:
    """Read a file against what a case holds. Raises ``EvidenceFileError`` with every fault; changes nothing.

    It is taken for JSON if ``name`` ends in ``.json`` or the text begins with a brace, else for YAML; UTF-8 always.
    """
    faults = Faults()
    root = _nodes(name, untrusted_bytes, faults)
    faults.stop_if_any(name)
    reader = FileReader(documents, faults)
    reader.read(root)
    _check_references(reader, held, faults)
    find_quotes((one for one in reader.records if one.kind is Kind.QUOTE), held, documents, faults, show)
    places = {(one.kind, one.id): one for one in reversed(reader.records)}  # of two with one id the first
    records = [record for one in reader.records if (record := _record(one, faults)) is not None]
    edits = list(_edits(records, held))
    _check_together(edits, held, places, faults)
    faults.stop_if_any(name)
    return Settled(edits, len(records) - len(edits))


def _nodes(name: str, untrusted_bytes: bytes, faults: Faults) -> Node | None:
    text = _text(untrusted_bytes, faults)
    if text is None:
        return None
    is_json = name.lower().endswith(".json") or text.lstrip()[:1] == "{"
    return json_nodes(text, faults) if is_json else yaml_nodes(text, faults)


def _text(untrusted_bytes: bytes, faults: Faults) -> str | None:
    if len(untrusted_bytes) > MAX_FILE_BYTES:
        faults.add(Mark(), f"the file is larger than {MAX_FILE_BYTES // 2**20} MiB; split it")
        return None
    try:
        return untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = untrusted_bytes[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        faults.add(Mark(line, column), "from here on it is not UTF-8; save the file as UTF-8")
        return None


def _check_references(reader: FileReader, held: Held, faults: Faults) -> None:
    named: dict[Kind, dict[str, None]] = {}
    for one in reader.records:
        named.setdefault(one.kind, {})[one.id] = None
    for reference in reader.references:
        here = named.get(reference.target, {})
        if reference.name not in here and held.get(reference.target, reference.name) is None:
            faults.add(reference.mark, _unknown(reference, [*here, *held.by_kind.get(reference.target, ())]))


def _unknown(reference: Reference, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(reference.name, known[:_MOST_COMPARED], 1, 0.6)
    hint = f"did you mean “{near[0]}”?" if near else "write it here too, or correct the name"
    return f"there is no {reference.target} {quoted(reference.name)} in this file or case; {hint}"


def _record(loose: Loose, faults: Faults) -> Record | None:
    if loose.is_broken:
        for fault in faults_of_part(loose):
            faults.add(loose.mark_of(fault.field), _told(fault))
        return None
    try:
        record: Record = record_from(CLASSES[loose.kind], loose.values)
    except msgspec.ValidationError as error:
        faults.add(loose.mark, f"this {loose.kind} cannot be understood: {error}")
        return None
    for fault in faults_of(record):
        faults.add(loose.mark_of(fault.field), _told(fault))
    return record


def _told(fault: Fault) -> str:
    return f"{fault.of}: {fault.says}" + (f". {fault.advice}" if fault.advice else "")


def _edits(records: Iterable[Record], held: Held) -> Iterable[Edit]:
    kinds = {cls: kind for kind, cls in CLASSES.items()}
    for record in sorted(records, key=lambda one: _ORDER[kinds[type(one)]]):
        kind = kinds[type(record)]
        before = held.get(kind, record.id)
        if before != record:
            yield Edit(kind, record.id, record, held.version(kind, record.id) if before is not None else 0)


def _check_together(
    edits: Sequence[Edit], held: Held, places: Mapping[tuple[Kind, str], Loose], faults: Faults
) -> None:
    by_kind = {kind: dict(records) for kind, records in held.by_kind.items()}
    for edit in edits:
        if edit.record is not None:
            by_kind.setdefault(edit.kind, {})[edit.id] = edit.record
    after = Held(by_kind, held.versions, held.at_change)
    circular = (one for one in circular_claims(after) if after.claims[one.id].parent != one.id)  # else told already
    for fault in (*documents_claimed_twice(after), *circular):
        _place(fault, places, faults)
    circle = cycle([one for one in after.derivations.values() if one.ruling is Ruling.CONFIRMED])
    if circle:
        titles = " ← ".join(after.sources[one].title if one in after.sources else one for one in circle)
        mark = _mark_of_circle(circle, places)
        faults.add(mark, f"a source cannot derive from itself: {titles}. Leave out one of these links, or reject it")
    if not faults.found:  # what a change is checked for beyond this: steps taken are not changed, signatures fit
        try:
            checker([edit for edit in edits if edit.kind is Kind.REVIEW])(held, after)
        except EvidenceError as error:
            for fault in error.faults:
                _place(fault, places, faults)


def _place(fault: Fault, places: Mapping[tuple[Kind, str], Loose], faults: Faults) -> None:
    place = places.get((fault.kind, fault.id))
    faults.add(place.mark_of(fault.field) if place is not None else Mark(), _told(fault))


def _mark_of_circle(circle: Sequence[str], places: Mapping[tuple[Kind, str], Loose]) -> Mark:
    links = (derivation_id(child, parent) for child, parent in pairwise(circle))
    return next((places[Kind.DERIVATION, one].mark for one in links if (Kind.DERIVATION, one) in places), Mark())
