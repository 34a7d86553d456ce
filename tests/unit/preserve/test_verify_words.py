"""verify --words: what a seal holds of the words is derived from the texts once more."""

from pathlib import Path

import pytest
from tests.unit.preserve.small_case import behind_its_back, new_case, take_in

from muniment.adapters.case_folder import CaseFolder
from muniment.app.sealing import seal, verify_case


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = new_case(tmp_path)
    take_in(made)
    seal(made)
    return made


def test_the_words_of_a_sealed_case_are_as_they_were(case: CaseFolder) -> None:
    report = verify_case(case, words=True)
    assert report.ok
    assert report.checked["readings_by_word"] > 2


@pytest.mark.parametrize("values", ["words = x'00'", "words = 'text'", "words = null"])
def test_a_root_that_is_not_that_of_the_text_is_found(case: CaseFolder, values: str) -> None:
    with behind_its_back(case) as books:
        books.execute(f"update leaf set {values} where reading_id = (select min(reading_id) from leaf)")
    assert "words" in {fault.kind for fault in verify_case(case, words=True).faults}


@pytest.mark.parametrize("values", ["text = 'other words'", "text = x'fffe'", "text = null", "number = 7"])
def test_words_that_were_changed_are_found(case: CaseFolder, values: str) -> None:
    with behind_its_back(case) as books:
        books.execute("pragma ignore_check_constraints = on")
        books.execute("create table copy as select * from page")
        books.execute(f"update copy set {values} where id = (select min(id) from page)")
        books.execute("drop table page")
        books.execute("alter table copy rename to page")
    assert "words" in {fault.kind for fault in verify_case(case, words=True).faults}


def test_without_being_asked_the_words_are_left_alone(case: CaseFolder) -> None:
    assert "readings_by_word" not in verify_case(case).checked
