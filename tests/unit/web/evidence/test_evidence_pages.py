"""The pages of claims, actors, statements, sources, evidence and events, and what each count leads to."""

import pytest
from tests.unit.web.evidence.conftest import Desk

PAGES = [
    "/evidence",
    "/evidence/claims",
    "/evidence/claims/locked",
    "/evidence/claims/locked/sources",
    "/evidence/claims/locked/edit",
    "/evidence/claims/locked/remove",
    "/evidence/claims/new",
    "/evidence/actors",
    "/evidence/actors/bureau",
    "/evidence/actors/new",
    "/evidence/statements",
    "/evidence/statements/denial",
    "/evidence/statements/denial/edit",
    "/evidence/statements/new?claim=locked",
    "/evidence/sources",
    "/evidence/sources/herald",
    "/evidence/sources/herald/edit",
    "/evidence/sources/herald/link",
    "/evidence/sources/herald/quotes",
    "/evidence/evidence",
    "/evidence/evidence/e-order",
    "/evidence/evidence/new?claim=locked&quote=q-order",
    "/evidence/events",
    "/evidence/events/order-signed",
    "/evidence/history",
    "/evidence/history/1",
    "/evidence/history/of/claim/locked",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(told_desk: Desk, path: str) -> None:
    answer = told_desk.get(path)
    assert answer.status_code == 200, answer.text
    assert "<h1>" in answer.text
