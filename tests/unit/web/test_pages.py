"""What the pages show, as HTML: hostile content too."""

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from tests.unit.web.conftest import MANY

from muniment.adapters.ledger.queries import PlacedPage, Queries
from muniment.app.search import finding, folding_hits
from muniment.preserve.ledger import Books
from muniment.web.home.glance import BAR_WIDTH, stretches
from muniment.web.search import export, routes

PAGES = (
    "/",
    "/search",
    "/search?q=locks",
    "/search?q=hostileword",
    "/search?q=hostilename&sort=path",
    "/search?q=%22open",
    "/search?q=nowherefound",
    "/search?source=an+%22envelope%22+%3Cb%3E",
    "/search?q=%3Cscript%3Ewindow.pwned%3D1%3C/script%3E",
    "/search?date=%3Cimg%20src=x%3E",
    "/books",
    "/books?state=locked",
    "/books?name=%3Cscript%3E",
    "/mentions",
    "/mentions/names",
    "/mentions/rulings",
    "/saved",
    "/nothing",
)

A_TEMPLATE_THAT_RAN = str(7331 * 7331)  # what `{{ 7331*7331 }}` in a hostile name or text would become

ATTRIBUTES_THAT_RUN = re.compile(r"on[a-z]+|style|srcdoc|formaction")
TAGS_OF_OURS = {
    *("html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "nav", "section", "aside"),
    *(
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
        "a",
        "ol",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "bdi",
        "mark",
        "strong",
        "em",
        "small",
    ),
    *(
        "form",
        "label",
        "input",
        "button",
        "select",
        "option",
        "dialog",
        "progress",
        "kbd",
        "time",
        "code",
        "svg",
        "use",
        "rect",
    ),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("details", "summary", "textarea"),
}


class Strict(HTMLParser):
    """Notes whatever could run, load or leave."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS_OF_OURS:
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "script" and "src" not in dict(attrs):
            self.complaints.append("an inline script")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if ATTRIBUTES_THAT_RUN.fullmatch(name):
            self.complaints.append(f"{tag} {name}={value}")
        if name in {"href", "src", "action"} and not re.match(r"/(?!/)|#", value):
            self.complaints.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_anything_that_runs_or_leads_away(client: TestClient, path: str) -> None:
    parser = Strict()
    text = client.get(path).text
    parser.feed(text)
    assert not parser.complaints
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b\x00\x07\x08")
    assert A_TEMPLATE_THAT_RAN not in text


def test_the_home_page_accounts_for_every_entry(client: TestClient) -> None:
    text = client.get("/").text
    books = client.get("/api/books").json()
    assert "every entry is accounted for" in text
    assert f">{books['entries']}</td>" in text
    for state, count in books["by_state"].items():
        assert re.search(rf'href="/books\?state={state}">{state}</a></th>\s*<td class="number">{count}</td>', text)


def test_what_is_locked_comes_with_the_command_that_opens_it(client: TestClient) -> None:
    text = client.get("/").text
    assert "retry --state locked --passwords" in text


def test_hits_say_where_and_mark_what(client: TestClient) -> None:
    text = client.get("/search?q=locks").text
    assert "memo.txt" in text
    assert re.search(r"<mark>locks</mark>", text)
    assert re.search(r'href="/document/[0-9a-f]{64}\?page=1&amp;q=locks"', text)


def test_uyghur_is_shown_right_to_left_in_its_own_language(client: TestClient) -> None:
    text = client.get("/search?q=خاھىشى").text
    assert '<p class="passage" dir="rtl" lang="ug">' in text
    assert "<mark>خاھىشى</mark>" in text


def test_pages_of_results_follow_each_other_without_loss(client: TestClient) -> None:
    found: list[str] = []
    for number in (1, 2, 3):
        text = client.get(f"/search?q=plenty&sort=path&page={number}").text
        found += re.findall(r"many \d\d\.txt", text)
    assert found == [f"many {number:02}.txt" for number in range(MANY)]


def test_facets_lead_to_the_pages_that_they_count(client: TestClient) -> None:
    text = client.get("/search?q=locks").text
    link = re.search(
        r'class="choice" href="(/search\?[^"]*type=html)"[^>]*><bdi[^>]*>web page</bdi><span class="number">(\d+)', text
    )
    assert link is not None
    narrowed = client.get(link[1].replace("&amp;", "&")).text
    assert f"{link[2]} page" in narrowed
    assert "memo.txt" not in narrowed
    assert "press.html" in narrowed


def test_a_query_that_is_not_understood_is_pointed_at(client: TestClient) -> None:
    answer = client.get("/search", params={"q": 'good "never closed'})
    assert answer.status_code == 400
    assert '<span class="pointed-at">&#34;</span>' in answer.text


def test_a_bad_filter_is_named_and_points_at_nothing(client: TestClient) -> None:
    answer = client.get("/search?q=locks&date=yesterday")
    assert answer.status_code == 400
    assert "yesterday" in answer.text
    assert "pointed-at" not in answer.text


def test_the_result_list_as_csv_is_whole_and_defused(client: TestClient) -> None:
    answer = client.get("/search/export.csv?q=hostilename+OR+hostileword&sort=path")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "hostile" not in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == client.get("/api/search?q=hostilename+OR+hostileword").json()["total"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(row["link"].startswith("/document/") for row in rows)


def test_the_books_turn_forwards_and_back(client: TestClient) -> None:
    first = client.get("/api/entries?limit=1000").json()["entries"]
    shown = client.get("/books").text
    names = [row["path"] for row in first]
    assert names == sorted(names, key=lambda path: path.encode())
    assert len(re.findall(r"<tr>", shown)) == min(100, len(first)) + 1


def test_the_books_can_be_narrowed_to_a_state_and_a_name(client: TestClient) -> None:
    text = client.get("/books?state=locked&name=.zip").text
    assert "secret.txt" in text
    assert "memo.txt" not in text
    assert "No entry is like this" in client.get("/books?state=failed").text


def test_a_missing_page_says_so_calmly(client: TestClient) -> None:
    answer = client.get("/nothing/at/all")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


@pytest.mark.parametrize(
    "by_state",
    [{"read": 1}, {"read": 999_999, "failed": 1}, {"read": 1, "locked": 1, "damaged": 1}, {}],
    ids=str,
)
def test_the_bar_sums_up_and_shows_even_one_of_a_million(by_state: dict[str, int]) -> None:
    entries = sum(by_state.values())
    made = stretches(Books(entries, by_state, 0, 0, 0, 0, 0))
    assert sum(one.count for one in made) == entries
    assert sum(one.width for one in made) == pytest.approx(BAR_WIDTH if entries else 0, abs=0.1)
    assert all(one.width >= 1 for one in made)


def test_what_is_not_shown_of_a_folded_search_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get("/search?q=plenty&fold=1").text
    assert "further ones are not shown" not in whole
    for module in (finding, folding_hits, routes):
        monkeypatch.setattr(module, "MOST_FOLDED", 20)
    cut = client.get("/search?q=plenty&fold=1").text
    assert "further ones are not shown" in cut
    assert "page=3" not in cut
    assert "further ones are not shown" in client.get("/api/search?q=plenty&fold=1").json()["note"]
    assert not client.get("/api/search?q=plenty").json()["note"]


def test_an_export_that_ends_early_says_so_before(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Save as CSV" in client.get("/search?q=plenty").text
    monkeypatch.setattr(routes, "MOST_ROWS", 10)
    assert "Save the first 10 as CSV" in client.get("/search?q=plenty").text


def test_pages_that_are_being_read_again_do_not_end_an_export(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_AT_ONCE", 10)
    whole = client.get("/search/export.csv?q=plenty&sort=path").text.splitlines()
    first = [f"many {number:02}.txt" for number in range(10)]
    placed = Queries.placed

    def without_the_first(queries: Queries, pages: Sequence[int]) -> dict[int, PlacedPage]:
        found = placed(queries, pages)
        return {page: one for page, one in found.items() if not any(name.encode() in one.paths[0] for name in first)}

    monkeypatch.setattr(Queries, "placed", without_the_first)
    left = client.get("/search/export.csv?q=plenty&sort=path").text.splitlines()
    assert len(left) == len(whole) - len(first)
