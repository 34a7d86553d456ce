"""The worked examples of docs/evidence-model.md come to what they say."""

from pathlib import Path

import pytest
from tests.unit.evidence.test_lineage import links, sources

from muniment.evidence.lineage import Lineage, said

MODEL = Path(__file__).parents[3] / "docs" / "evidence-model.md"

FOURTEEN = [f"r{number}" for number in range(1, 15)]
EXAMPLES = {
    "two sources, no links": ("a b", "", "", "a b"),
    "a chain": ("article wire leak", "article<wire wire<leak", "", "article wire leak"),
    "a diamond": ("d b c a", "d<b d<c b<a c<a", "", "d b c"),
    "two roots": ("article leak witness", "article<leak article<witness", "", "article"),
    "r1 …": (
        f"{' '.join(FOURTEEN)} wire leak ngo",
        " ".join([*(f"{one}<wire" for one in FOURTEEN[:11]), *(f"{one}<ngo" for one in FOURTEEN[11:]), "wire<leak"]),
        "",
        " ".join(FOURTEEN),
    ),
    "a → b is suggested": ("a b", "", "", "a b"),
    "a → somebody unknown; b → leak": ("a b leak", "a< b<leak", "", "a b"),
    "a → blog": ("a b blog", "a<blog b<blog blog<", "", "a b"),
    "a → wire, b → wire, b → leak; the wire withdrawn": ("a b wire leak", "a<wire b<wire b<leak", "wire", "a b"),
    "a → wire → leak; the wire withdrawn": ("a wire leak", "a<wire wire<leak", "wire", "a"),
    "a → leak; a withdrawn": ("a leak", "a<leak", "a", "a leak"),
    "a → wire, a → somebody unknown; the wire withdrawn": ("a wire", "a<wire a<", "wire", "a"),
    "a, and two documents of no source": ("a", "", "", "a  "),
}
"""For the beginning of each row: sources, links, those withdrawn, and what the evidence is from."""


@pytest.mark.parametrize("begins", EXAMPLES)
def test_an_example_comes_to_what_the_document_says(begins: str) -> None:
    ids, graph, withdrawn, reports = EXAMPLES[begins]
    lineage = Lineage(sources(*ids.split(), withdrawn=withdrawn), links(*graph.split()))
    rows = [line for line in MODEL.read_text("utf-8").splitlines() if line.startswith(f"| {begins}")]
    assert len(rows) == 1
    told = rows[0].split("|")[3].strip()
    comes_to = said(lineage.standing(reports.split(" ")))
    assert told == comes_to or told.startswith(f"{comes_to}:")
