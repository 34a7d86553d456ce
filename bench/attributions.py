"""How well attributions are found: precision and recall on labelled paragraphs, by language and by half.

Prints one JSON line. The paragraphs stand in tests/unit/evidence/attributions/labelled, one a line, with marks for what
is to be found. They are divided in two by the hash of each line: half A was used to better the rules, half B was not
looked at. An attribution counts as found if its name overlaps the labelled one and the relation is the same;
``sure`` leaves out outlets that only stand near words of reporting; ``hedges`` and ``orders`` count those of the found
whose hedge and order are right too. Usage: python bench/attributions.py [--show A]
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from muniment.evidence.attributions import Attribution, attributions_in

LABELLED = Path(__file__).parents[1] / "tests" / "unit" / "evidence" / "attributions" / "labelled"
_MARK = re.compile(r"\[\[(?P<relation>[a-z]+)(?P<cited>\^?)(?:!(?P<hedge>[a-z]+))?\|(?P<name>[^\]]+)\]\]")

_LOOKED_AT = "A: "
"""Stands before lines of half B whose labels were put right, or that were looked at for another reason."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be found in a paragraph."""

    start: int
    end: int
    relation: str
    hedge: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A labelled paragraph without its marks."""

    language: str
    half: str
    text: str
    labels: tuple[Label, ...]


def paragraphs() -> Iterator[Paragraph]:
    """All labelled paragraphs."""
    for path in sorted(LABELLED.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield paragraph(path.stem, line.replace("\\n", "\n"))


def paragraph(language: str, line: str) -> Paragraph:
    """One line of a file of labelled paragraphs."""
    looked_at = line.startswith(_LOOKED_AT)
    line = line.removeprefix(_LOOKED_AT)
    text, labels, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        name = mark["name"]
        labels.append(
            Label(len(text), len(text) + len(name), mark["relation"], mark["hedge"] or "", bool(mark["cited"]))
        )
        text += name
        at = mark.end()
    half = "A" if looked_at or sha256(line.encode()).digest()[0] % 2 else "B"
    return Paragraph(language, half, text + line[at:], tuple(labels))


def _hits(one: Paragraph, found: tuple[Attribution, ...]) -> list[tuple[Label, Attribution]]:
    return [
        (label, attribution)
        for label in one.labels
        for attribution in found
        if attribution.named_start < label.end
        and attribution.named_end > label.start
        and attribution.relation == label.relation
    ]


def judge(one: Paragraph) -> tuple[Counter[str], tuple[Attribution, ...]]:
    """Counts for one paragraph, and what was found in it."""
    found = attributions_in(one.text, one.language)
    hits = _hits(one, found)
    counts = Counter(
        {
            "wanted": len(one.labels),
            "found": len(found),
            "recalled": len({label for label, _ in hits}),
            "right": len({attribution for _, attribution in hits}),
            "hedges": sum(label.hedge == attribution.hedge for label, attribution in hits),
            "orders": sum(label.cited == bool(attribution.order) for label, attribution in hits),
            "hits": len(hits),
            "paragraphs": 1,
            "sure": sum(attribution.sure for attribution in found),
            "surely recalled": len({label for label, attribution in hits if attribution.sure}),
            "surely right": len({attribution for _, attribution in hits if attribution.sure}),
        }
    )
    return counts, found


def _rates(counts: Counter[str]) -> dict[str, float | int]:
    precision = counts["right"] / max(1, counts["found"])
    recall = counts["recalled"] / max(1, counts["wanted"])
    return {
        "paragraphs": counts["paragraphs"],
        "wanted": counts["wanted"],
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "sure precision": round(counts["surely right"] / max(1, counts["sure"]), 3),
        "sure recall": round(counts["surely recalled"] / max(1, counts["wanted"]), 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "hedges": round(counts["hedges"] / max(1, counts["hits"]), 3),
        "orders": round(counts["orders"] / max(1, counts["hits"]), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", choices=("A", "B"), help="also print each paragraph of a half judged wrongly")
    arguments = parser.parse_args()
    sums: dict[str, Counter[str]] = {}
    for one in paragraphs():
        counts, found = judge(one)
        for key in (f"{one.language} {one.half}", f"all {one.half}"):
            sums.setdefault(key, Counter()).update(counts)
        wrong = counts["recalled"] < counts["wanted"] or counts["right"] < counts["found"]
        if arguments.show == one.half and wrong:
            _show(one, found)
    print(json.dumps({key: _rates(sums[key]) for key in sorted(sums)}, ensure_ascii=False))


def _show(one: Paragraph, found: tuple[Attribution, ...]) -> None:
    print(one.text)
    print("   wanted", [(label.relation, one.text[label.start : label.end]) for label in one.labels])
    print("   found ", [(str(each.relation), each.named, each.order) for each in found])


if __name__ == "__main__":
    main()
