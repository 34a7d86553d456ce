"""The evidence at a glance: how much there is of each kind, what is disputed, what nothing speaks for, what is new."""

from dataclasses import dataclass
from typing import Any

from muniment.app.evidence.records import Recorder
from muniment.evidence.records import Kind
from muniment.web.evidence.labels import PLACES
from muniment.web.evidence.sections import SECTIONS
from muniment.web.evidence.view import View

FEW = 8
"""Claims and changes that the overview tells of."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a kind there are, and where they are listed."""

    title: str
    count: int
    url: str
    teaches: str


def overview_of(view: View, recorder: Recorder) -> dict[str, Any]:
    """What the overview shows."""
    held = view.held
    tallies = [
        Tally(one.title, len(held.by_kind.get(one.kind, {})), f"/evidence/{one.place}", one.teaches[0])
        for one in SECTIONS
    ]
    quotes = Tally("Quotes", len(held.quotes), f"/evidence/{PLACES[Kind.QUOTE]}", "The exact words of a page.")
    uppermost = list(held.parts_of.get("", ()))
    fallen = view.scales.lineage.fallen
    return {
        "tallies": [*tallies[:4], quotes, *tallies[4:]],
        "is_empty": not any(one.count for one in (*tallies, quotes)),
        "claims": [(one, view.weigh(one.id)) for one in uppermost[:FEW]],
        "more_claims": len(held.claims) - len(uppermost[:FEW]),
        "gaps": sum(1 for one in held.claims.values() if view.is_gap(one)),
        "fallen": len(fallen),
        "changes": recorder.changes(FEW),
    }
