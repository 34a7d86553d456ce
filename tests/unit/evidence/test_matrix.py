"""The matrix: where claims and sources stand, what is in a cell, and what would be lost."""

import pytest
from tests.unit.evidence.small_ledger import STORY, evidence, link, quote, scales, source

from muniment.errors import NotFoundError
from muniment.evidence.matrix import Apart, Matrix, Sign
from muniment.evidence.matrix_view import Asked, Show, view
from muniment.evidence.records import Claim


@pytest.fixture
def matrix() -> Matrix:
    return Matrix(scales(*STORY))


def test_sub_claims_stand_under_their_parents(matrix: Matrix) -> None:
    assert [(row.claim.id, row.depth, row.below) for row in matrix.rows] == [
        ("locked", 0, 2),
        ("doors", 1, 0),
        ("cameras", 1, 0),
        ("schools", 0, 0),
    ]


def test_sources_stand_under_the_root_that_they_go_back_to(matrix: Matrix) -> None:
    assert {group.key: [one.source for one in group.columns] for group in matrix.groups} == {
        "leak": ["leak", "wire", "both", "paper"],
        "briefing": ["briefing"],
        "~unknown": ["blog"],
        "~fallen": ["old"],
        "~none": [""],
    }
    assert [group.apart for group in matrix.groups][-3:] == [Apart.UNKNOWN, Apart.FALLEN, Apart.NO_SOURCE]


def test_a_source_with_two_roots_stands_under_the_first_and_names_the_other(matrix: Matrix) -> None:
    leak = matrix.groups[0]
    assert {one.source: one.also for one in leak.columns if one.also} == {"both": ("briefing",)}


def test_a_source_that_somebody_unknown_stands_behind_as_well_says_so() -> None:
    groups = Matrix(scales(source("leak"), source("a"), link("a", "leak"), link("a", ""))).groups
    assert groups[0].columns[1].also_unknown


def test_a_cell_holds_evidence_and_statements_with_their_quotes(matrix: Matrix) -> None:
    cells = matrix.cells("locked")
    assert [(one.sign, one.evidence, one.statements, one.quotes) for one in cells["briefing"]] == [
        (Sign.DISPUTES, ("e4",), (), ("q-briefing",)),
        (Sign.DENIES, (), ("denial",), ("q-briefing",)),
    ]
    assert [one.sign for one in cells["wire"]] == [Sign.SUPPORTS, Sign.DENIES]
    assert "paper" not in cells


def test_what_nothing_quotes_and_what_no_source_has_stand_in_the_last_column(matrix: Matrix) -> None:
    assert [(one.sign, one.count) for one in matrix.cells("schools")[""]] == [(Sign.SUPPORTS, 1), (Sign.ASSERTS, 1)]


def test_there_is_no_column_of_no_source_where_everything_has_one() -> None:
    records = source("a"), quote("q", "a"), Claim("c", "C"), evidence("e", "c", "q")
    assert [group.key for group in Matrix(scales(*records)).groups] == ["a"]


def test_a_claim_that_rests_on_one_root_is_known(matrix: Matrix) -> None:
    assert matrix.rests_on_one("locked") == "leak"
    assert matrix.rests_on_one("cameras") == ""
    assert matrix.rests_on_one("schools") == ""


def test_what_would_be_lost_with_a_root_is_told(matrix: Matrix) -> None:
    loss = matrix.loss("leak")
    assert loss.reports == ("paper", "wire")
    assert loss.claims == ("locked", "doors")
    assert matrix.loss("wire").claims == ()
    assert matrix.loss("old").reports == ()


def test_a_claim_that_a_loose_document_supports_is_not_lost() -> None:
    records = (source("a"), quote("q", "a"), quote("loose", "x"), Claim("c", "C"))
    matrix = Matrix(scales(*records, evidence("e", "c", "q"), evidence("f", "c", "loose")))
    assert matrix.loss("a").claims == ()


def test_the_subtree_of_a_claim_can_be_looked_at_alone(matrix: Matrix) -> None:
    assert [row.claim.id for row in view(matrix, Asked(claim="locked")).rows] == ["locked", "doors", "cameras"]
    with pytest.raises(NotFoundError):
        view(matrix, Asked(claim="nothing"))


def test_one_group_of_sources_can_be_looked_at_alone(matrix: Matrix) -> None:
    seen = view(matrix, Asked(group="~fallen"))
    assert [group.key for group in seen.groups] == ["~fallen"]
    assert [row.claim.id for row in seen.rows] == ["locked"]
    with pytest.raises(NotFoundError):
        view(matrix, Asked(group="nothing"))


@pytest.mark.parametrize(
    ("show", "claims"),
    [
        (Show.BARE, ["cameras"]),
        (Show.ONE, ["locked", "doors"]),
        (Show.CONTESTED, ["locked"]),
        (Show.UNANSWERED, ["doors", "schools"]),
    ],
)
def test_gaps_can_be_looked_at_alone(matrix: Matrix, show: Show, claims: list[str]) -> None:
    assert [row.claim.id for row in view(matrix, Asked(show=show)).rows] == claims


def test_claims_can_be_chosen_by_how_sources_bear_on_them(matrix: Matrix) -> None:
    assert [row.claim.id for row in view(matrix, Asked(sign=Sign.DENIES)).rows] == ["locked"]
    assert not view(matrix, Asked(sign=Sign.DENIES, group="~unknown")).rows


def test_pages_of_columns_leave_no_source_out_and_say_what_stands_elsewhere(matrix: Matrix) -> None:
    seen: list[str] = []
    for number in (1, 2, 3):
        part = view(matrix, Asked(column_page=number, columns_at_once=3))
        seen += [column.source for group in part.groups for column in group.columns]
        assert part.column_part.pages == 3
    assert seen == [column.source for group in matrix.groups for column in group.columns]
    assert view(matrix, Asked(columns_at_once=3)).elsewhere["locked"] == 2


def test_pages_of_rows_leave_no_claim_out(matrix: Matrix) -> None:
    pages = [view(matrix, Asked(row_page=number, rows_at_once=3)) for number in (1, 2)]
    assert [row.claim.id for one in pages for row in one.rows] == [row.claim.id for row in matrix.rows]
    assert pages[1].row_part.first == pages[1].row_part.last == 4
    assert view(matrix, Asked(row_page=99, rows_at_once=3)) == pages[1]


def test_a_matrix_of_nothing_is_no_mistake() -> None:
    seen = view(Matrix(scales()), Asked())
    assert (seen.rows, seen.groups, seen.row_part.total, seen.row_part.pages) == ((), (), 0, 1)


def test_claims_may_be_nested_as_deep_as_somebody_cares_to_make_them() -> None:
    claims = [Claim(f"c{number}", "C", parent=f"c{number - 1}" if number else "") for number in range(5_000)]
    rows = Matrix(scales(*claims)).rows
    assert (rows[0].below, rows[-1].depth) == (4_999, 4_999)


def test_a_claim_is_no_gap_if_a_part_of_it_is_supported() -> None:
    whole, part = Claim("whole", "W"), Claim("part", "P", parent="whole")
    least, other = Claim("least", "L", parent="part"), Claim("other", "O", parent="whole")
    matrix = Matrix(scales(source("a"), quote("q", "a"), whole, part, least, other, evidence("e", "least", "q")))
    assert [row.claim.id for row in view(matrix, Asked(show=Show.BARE)).rows] == ["other"]
    assert matrix.borne == {"whole", "part", "least"}
