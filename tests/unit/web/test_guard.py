"""Who is let in, and what every answer says about itself."""

import re

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send
from tests.unit.web.conftest import ORIGIN, PORT, Site

from muniment.errors import DiskFullError
from muniment.web import problems
from muniment.web.guard import CONTENT_SECURITY_POLICY, Guard
from muniment.web.server import ROUTERS

SHOWN_TO_ALL = {"/login"}


def routes() -> list[APIRoute]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def token_of(client: TestClient) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', client.get("/").text)
    assert found is not None
    return found[1]


def test_nothing_is_shown_without_login(site: Site, stranger: TestClient) -> None:
    paths = {re.sub(r"\{[^}]*\}", "1", route.path) for route in routes()} - SHOWN_TO_ALL
    assert {"/", "/search", "/api/books"} <= paths
    for path in sorted(paths | {"/api/openapi.json", "/nothing/there"}):
        for answer in (stranger.get(path), stranger.post(path)):
            assert answer.status_code == 401, path
            assert "leak" not in answer.text


def test_a_link_opens_once_and_its_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    client = site.client(logged_in=False)
    link = f"/login?token={site.access.new_link_token()}"
    answer = client.get(link, follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert f"muniment-{PORT}=" in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert client.get("/").status_code == 200
    again = site.client(logged_in=False).get(link)
    assert again.status_code == 401
    assert "used already" in again.text


@pytest.mark.parametrize(
    "path", ["/", "/search?q=locks", "/static/style.css", "/nothing", "/api/books", "/api/nothing"]
)
@pytest.mark.parametrize("who", ["client", "stranger"])
def test_every_answer_carries_the_policy(path: str, who: str, request: pytest.FixtureRequest) -> None:
    client: TestClient = request.getfixturevalue(who)
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1:{PORT}.evil.example", "",
     "localhost", f"127.0.0.1.nip.example:{PORT}", f"[::1]:{PORT}", f"0.0.0.0:{PORT}"],
)  # fmt: skip
def test_another_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/books", "/static/style.css", "/login?token=x"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert "memo" not in answer.text


def test_localhost_is_the_same_machine(client: TestClient) -> None:
    assert client.get("/static/style.css", headers={"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_a_change_that_another_site_asks_for_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/logout", data={"form_token": token_of(client)}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_that_is_not_ours_changes_nothing(client: TestClient, token: str | None) -> None:
    data = {} if token is None else {"form_token": token}
    assert client.post("/logout", data=data, headers={"origin": ORIGIN}).status_code == 403
    assert client.get("/").status_code == 200


def test_a_form_in_a_charset_that_makes_lone_surrogates_is_refused_like_any_other(client: TestClient) -> None:
    body = b'--a\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n+2AA-\r\n--a--\r\n'
    headers = {"origin": ORIGIN, "content-type": "multipart/form-data; boundary=a; charset=utf-7"}
    assert client.post("/logout", content=body, headers=headers).status_code == 403


def test_whoever_logs_out_is_out(client: TestClient) -> None:
    data = {"form_token": token_of(client)}
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    answer = client.post("/logout", data=data, headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    client.cookies.clear()
    assert client.get("/").status_code == 401


def test_a_page_that_fails_tells_nothing_and_still_carries_the_policy(site: Site) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a secret of the case")

    async def full(scope: Scope, receive: Receive, send: Send) -> None:
        raise DiskFullError("The disk is full.")

    session = site.access.log_in(site.access.new_link_token())
    for app, status in ((failing, 500), (full, 507)):
        guard = Guard(app, site.app.state.workbench, problems.answer)

        async def with_app(scope: Scope, receive: Receive, send: Send, guard: Guard = guard) -> None:
            await guard({**scope, "app": site.app}, receive, send)

        client = TestClient(with_app, base_url=ORIGIN, cookies={f"muniment-{PORT}": session or ""})
        answer = client.get("/")
        assert answer.status_code == status
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_there_are_no_methods_but_get_and_the_few_posts() -> None:
    methods = {method for route in routes() for method in route.methods or ()}
    assert methods == {"GET", "POST"}
