"""From files to suggestions of lineage, over made-up reports with labels (bench/lineage.py counts them)."""

from pathlib import Path

import pytest
from bench.lineage import labels, pairs_of, suggested

from muniment.evidence.suggesting import Suggestion


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Suggestion, ...]:
    folder: Path = tmp_path_factory.mktemp("reports")
    return suggested(folder)


def test_every_link_that_the_reports_have_is_suggested(found: tuple[Suggestion, ...]) -> None:
    wanted, _ = labels()
    assert not wanted - {pair for pair, _ in pairs_of(found)}


def test_nothing_is_suggested_strongly_that_is_not_so(found: tuple[Suggestion, ...]) -> None:
    wanted, allowed = labels()
    strong = {pair for pair, one in pairs_of(found) if one.strength == "strong"}
    assert not strong - wanted - allowed


def test_a_statement_that_papers_quote_is_not_taken_for_theirs(found: tuple[Suggestion, ...]) -> None:
    assert "embassy" not in {one.child for one in found}
