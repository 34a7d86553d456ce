"""The JSON API: shapes, one kind of error, and nothing that any input can break."""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from tests.unit.web.conftest import ORIGIN, Site

EXAMPLES = 25
"""For each operation; each costs some milliseconds."""


def test_the_description_needs_nothing_from_elsewhere(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert {"/api/books", "/api/entries", "/api/search", "/api/progress"} <= set(described["paths"])
    assert all(path.startswith("/api/") for path in described["paths"])
    assert client.get("/docs").status_code == 404


def test_books_balance(client: TestClient) -> None:
    books = client.get("/api/books").json()
    assert books["balanced"]
    assert sum(books["by_state"].values()) == books["entries"]


def test_progress_says_that_nothing_runs(client: TestClient) -> None:
    now = client.get("/api/progress").json()
    assert now["running"] is False
    assert now["pending"] == 0
    assert now["indexed_pages"] == now["pages"]


def test_entries_come_in_stretches_that_join(client: TestClient) -> None:
    whole = client.get("/api/entries?limit=1000").json()
    assert whole["next"] is None
    joined, after = [], ""
    while True:
        part = client.get(f"/api/entries?limit=7{after}").json()
        joined += part["entries"]
        if part["next"] is None:
            break
        after = f"&after={part['next']}"
    assert joined == whole["entries"]


def test_search_marks_count_code_points_of_the_snippet(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "双锁", "facets": ["lang", "type"]}).json()
    hit = found["hits"][0]
    start, end = hit["marks"][0]
    assert hit["snippet"][start:end] == "双锁"
    assert found["facets"]["lang"][0] == {"value": "zh", "count": found["total"]}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ('/api/search?q="open', 400, "query"),
        ("/api/search?limit=0", 400, "usage"),
        ("/api/search?limit=x", 400, "usage"),
        ("/api/search?sort=worst", 400, "usage"),
        ("/api/entries?after=99999999999999999999999", 400, "usage"),
        ("/api/nothing", 404, "not-found"),
    ],
)
def test_every_error_has_one_shape(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    told = answer.json()
    assert set(told) == {"code", "message", "advice"}
    assert told["code"] == code
    assert told["message"]


def test_no_input_breaks_the_api(site: Site) -> None:
    client = site.client()
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    schema.app = site.app
    schema.config.update(base_url=ORIGIN)
    cookies = dict(client.cookies)
    asked: Counter[str] = Counter()
    for described in schema.get_all_operations():
        assert isinstance(described, Ok)
        operation = described.ok()

        @given(operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def any_input(case: schemathesis.Case[Any]) -> None:
            answer = case.call(cookies=cookies)
            asked[case.path] += 1
            assert answer.status_code < 500, case.as_curl_command()
            assert answer.status_code != 401, "the fuzzer must get past the login to mean anything"

        any_input()
    assert min(asked.values()) > 0
    assert "/api/search" in asked
