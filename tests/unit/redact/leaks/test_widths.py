"""Which candidates a gap leaves possible."""

import pytest
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.asking import told

from muniment.redact.leaks.report import Kind

CANDIDATES = ("Marta Quill", "Ines Orchard", "Tobias Wren", "Wilhelmina Featherstonehaugh", "Ann Lee")
WIDTHS = {"Marta Quill": 58.01, "Ines Orchard": 69.36, "Tobias Wren": 68.02, "Ann Lee": 44.7}
"""Points in Helvetica of 12 points."""


def left_possible(content: str) -> set[str]:
    leaks = told(paper.made(paper.story() + content), CANDIDATES).leaks
    return {name for leak in leaks if leak.kind is Kind.WIDTH for name in leak.found.split(", ")}


def gap(before: str, name: str, after: str, *, more: float = 0.0) -> str:
    """A line in which ``name`` was taken out and nothing moved; ``more`` is added to each space."""
    width = (WIDTHS[name] + more * name.count(" ")) / 12 * 1000
    return f"BT /F1 12 Tf {more} Tw 72 640 Td [({before}) {-width:.2f} ({after})] TJ ET\n"


@pytest.mark.parametrize("name", WIDTHS)
def test_the_true_name_stays_possible_and_some_do_not(name: str) -> None:
    possible = left_possible(gap("The witness was ", name, " of Harbour Lane."))
    assert name in possible
    assert len(possible) < len(CANDIDATES)


@pytest.mark.parametrize("name", WIDTHS)
def test_spaces_that_were_stretched_to_fill_the_line_are_measured(name: str) -> None:
    assert name in left_possible(gap("The witness was ", name, " of Harbour Lane.", more=1.7))


@pytest.mark.parametrize(
    ("before", "after"), [("The witness \\(", "\\) of Harbour Lane."), ("It was ", ", of Harbour Lane.")]
)
def test_marks_beside_the_gap_leave_no_room_for_spaces(before: str, after: str) -> None:
    assert left_possible(gap(before, "Marta Quill", after)) == {"Marta Quill"}


def test_columns_of_a_table_are_no_gaps() -> None:
    line = "BT /F1 12 Tf 72 %d Td (Row) Tj ET BT /F1 12 Tf 157 %d Td (Quay) Tj ET\n"
    rows = "".join(line % (600 - 20 * row, 600 - 20 * row) for row in range(4))
    assert left_possible(line % (600, 600))
    assert not left_possible(rows)
