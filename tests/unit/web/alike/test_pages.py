"""The pages of what is alike, over HTTP without a browser."""

import time

import pytest
from tests.unit.web.reader.conftest import Bookcase

from muniment.app.search import likeness_upkeep
from muniment.errors import CaseBusyError
from muniment.web.alike import keeper as module
from muniment.web.alike.keeper import Keeper, Working

FORMER, LATER = "minutes.txt", "minutes <b>again.txt"


def both(bookcase: Bookcase) -> str:
    return f"/alike/{bookcase.sha256(FORMER)}/{bookcase.sha256(LATER)}"


def test_states_of_one_text_stand_in_one_group(bookcase: Bookcase) -> None:
    shown = bookcase.client.get("/alike").text
    assert "minutes.txt" in shown
    assert "minutes &lt;b&gt;again.txt" in shown
    assert "<b>again" not in shown


def test_one_document_names_its_revision_and_its_copies(bookcase: Bookcase) -> None:
    assert both(bookcase) in bookcase.client.get(f"/alike/{bookcase.sha256(FORMER)}").text
    assert "same again.pdf" in bookcase.client.get(f"/alike/{bookcase.sha256('printed.pdf')}").text


def test_the_one_place_that_differs_is_named_first(bookcase: Bookcase) -> None:
    shown = bookcase.client.get(both(bookcase)).text
    assert "One place differs" in shown
    assert '<del dir="auto"><bdi>six months</bdi></del>' in shown
    assert '<ins dir="auto"><bdi>one year</bdi></ins>' in shown
    assert "<del>six months</del>" in shown


def test_two_that_have_nothing_in_common_can_still_be_laid_side_by_side(bookcase: Bookcase) -> None:
    answer = bookcase.client.get(f"/alike/{bookcase.sha256(FORMER)}/{bookcase.sha256('table.csv')}")
    assert answer.status_code == 200


@pytest.mark.parametrize("rest", ["0" * 64, "nonsense", "0" * 64 + "/" + "1" * 64])
def test_what_is_no_document_is_not_found(bookcase: Bookcase, rest: str) -> None:
    assert bookcase.client.get(f"/alike/{rest}").status_code == 404


def test_what_has_no_words_cannot_be_compared(bookcase: Bookcase) -> None:
    answer = bookcase.client.get(f"/alike/{bookcase.sha256('broken.pdf')}")
    assert answer.status_code == 404
    assert "no text" in answer.text


def test_whoever_waits_is_told_how_far_it_is(bookcase: Bookcase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "up_to_date", _slow)
    keeper = Keeper(bookcase.case)
    assert keeper.wait(0.05) == Working("comparing", 3, 9)
    assert keeper.wait(5) is None


def _slow(_: object, show: likeness_upkeep.Show) -> "_Slow":
    show(likeness_upkeep.Step("comparing", 3, 9))
    time.sleep(0.3)
    return _Slow()


class _Slow:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def test_what_hinders_it_is_said_and_tried_again(bookcase: Bookcase, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise CaseBusyError("Somebody else is at it.", "Wait.")

    monkeypatch.setattr(module, "up_to_date", busy)
    keeper = Keeper(bookcase.case)
    with pytest.raises(CaseBusyError):
        keeper.wait(5)
    monkeypatch.undo()
    assert keeper.wait(30) is None
