"""How well lineage is suggested, attributions and passages in common together: precision and recall on made-up reports.

Prints one JSON line. The reports, and who has it from whom, stand in tests/integration/evidence/reports. They are
taken in as files of a real case, each the document of a source of its own, and what the whole program then suggests is
held against the labels: pairs of sources, "?" for somebody unknown. Pairs that may be suggested but need not be count
neither way. ``right`` of the pairs that are wanted; ``strong`` are the suggestions that the program is sure of; by what
they rest on: attribution, passage, copy. Usage: python bench/lineage.py [--show]
"""

import argparse
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from muniment.app import taking
from muniment.app.evidence.file import import_bytes
from muniment.app.evidence.lineage_suggestions import suggestions_of
from muniment.app.evidence.records import recorder_of
from muniment.app.people import local_person
from muniment.evidence.suggesting import Suggestion

REPORTS = Path(__file__).parents[1] / "tests" / "integration" / "evidence" / "reports"

Pair = tuple[str, str]
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the source that it is the document of, and its text."""

    id: str
    kind: str
    title: str
    language: str
    published: str
    text: str


def reports() -> list[Report]:
    """All reports."""
    _, *parts = (REPORTS / "reports.txt").read_text("utf-8").split("\n=== ")
    return [_report(part) for part in parts]


def _report(part: str) -> Report:
    head, _, text = part.partition("\n")
    record_id, kind, title, language, published = (one.strip() for one in head.split("|"))
    return Report(record_id, kind, title, language, published, text.strip() + "\n")


def labels() -> tuple[set[Pair], set[Pair]]:
    """The pairs (child, parent) that are to be suggested, and those that may be."""
    wanted: set[Pair] = set()
    allowed: set[Pair] = set()
    for line in (REPORTS / "lineage.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            child, _, parent = line.removesuffix("~").partition("<")
            (allowed if line.endswith("~") else wanted).add((child.strip(), parent.strip()))
    return wanted, allowed


def suggested(folder: Path) -> tuple[Suggestion, ...]:
    """What the program suggests of all reports, in a new case below ``folder``."""
    written = folder / "reports"
    written.mkdir()
    for one in reports():
        (written / f"{one.id}.txt").write_text(one.text, "utf-8")
    case = taking.init(folder / "case")
    taking.ingest(case, [written], taking.IngestOptions(), lambda _: None)
    import_bytes(case, local_person(), "sources.json", json.dumps(_sources()).encode())
    with recorder_of(case) as recorder:
        held = recorder.held()
    return suggestions_of(case, held).suggestions


def _sources() -> dict[str, object]:
    sources = [
        {"id": one.id, "kind": one.kind, "title": one.title, "names": NAMES.get(one.id, []),
         "published": one.published, "documents": [f"reports/{one.id}.txt"]}
        for one in reports()
    ]  # fmt: skip
    return {"muniment_evidence": 1, "sources": sources}


NAMES = {
    "kna": ["红隼通讯社", "红隼社", "Кестрел", "Kestrel"],
    "meridian": ["子午线公报"],
    "isle": ["Isle Examiner"],
    "watch": ["Oster Watch"],
    "embassy": ["Embassy of Verridia"],
}
"""Other names that a person who knows these sources would give them."""


def pairs_of(found: Iterable[Suggestion]) -> list[tuple[Pair, Suggestion]]:
    """Each suggestion as child and parent."""
    return [((one.child, one.parent or UNKNOWN), one) for one in found]


def rates(found: Iterable[Suggestion], wanted: set[Pair], allowed: set[Pair]) -> dict[str, float | int]:
    """Precision and recall of suggestions."""
    counted = {pair for pair, _ in pairs_of(found) if pair not in allowed}
    right = counted & wanted
    return {
        "suggested": len(counted),
        "right": len(right),
        "wanted": len(wanted),
        "precision": round(len(right) / max(1, len(counted)), 3),
        "recall": round(len(right) / max(1, len(wanted)), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="also print what was suggested wrongly, or not at all")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = suggested(Path(folder))
    wanted, allowed = labels()
    sets = {"all": found, "strong": [one for one in found if one.strength == "strong"]}
    for basis in ("attribution", "passage", "copy"):
        sets[basis] = [one for one in found if one.basis == basis]
    if arguments.show:
        _show(found, wanted, allowed)
    print(json.dumps({name: rates(one, wanted, allowed) for name, one in sets.items()}))


def _show(found: Iterable[Suggestion], wanted: set[Pair], allowed: set[Pair]) -> None:
    pairs = pairs_of(found)
    for pair, one in pairs:
        mark = "right" if pair in wanted else "may be" if pair in allowed else "WRONG"
        print(mark, *pair, one.strength, one.basis, one.relation, one.named, "|", one.words[:90].replace("\n", " "))
    for pair in sorted(wanted - {pair for pair, _ in pairs}):
        print("MISSED", *pair)


if __name__ == "__main__":
    main()
