"""Mentions in the workbench: what is shown, what is masked, and ruling by hand."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from tests.unit.web.conftest import Site
from tests.unit.web.mentions.conftest import IDENTITY, until_looked_through
from tests.unit.web.test_pages import Strict

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import mentions as app
from muniment.mentions.listed import ListedName
from muniment.mentions.mention import SENSITIVE, Kind
from muniment.mentions.rulings import Act
from muniment.web.mentions import names
from muniment.web.mentions.shown import ACTS, MANY, ONE, covered

PHONE = "+12025550143"


def token(client: TestClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get("/mentions/names").text)
    assert found is not None
    return found[1]


def link_to(client: TestClient, address: str, words: str) -> str:
    """Where the link with ``words`` on a page leads."""
    links = re.findall(r'href="([^"]+)"[^>]*>(?:<bdi[^>]*>)?([^<]*)', client.get(address).text)
    return next(unescape(href) for href, text in links if words in unescape(text))


def rule_url(client: TestClient, kind: str, words: str) -> str:
    return link_to(client, link_to(client, f"/mentions/{kind}", words), "Put it right")


def send(client: TestClient, address: str, **fields: str) -> str:
    answer = client.post(address, data={"form_token": token(client), **fields})
    return unescape(answer.text)


def test_every_kind_and_act_has_its_words() -> None:
    assert set(ONE) == set(MANY) == set(Kind)
    assert set(ACTS) == set(Act)


def test_kinds_are_listed_with_their_most_widespread_values(client: TestClient) -> None:
    text = client.get("/mentions").text
    assert "Luo Wenqiao" in text
    assert "2017-03-05" in text
    assert 'aria-current="page">Mentions</a>' in text


def test_a_value_leads_to_its_pages_with_the_words_marked(client: TestClient) -> None:
    address = link_to(client, "/mentions/person", "Luo Wenqiao")
    assert re.fullmatch(r"/mentions/person/[0-9a-f]{16}", address)
    text = client.get(address).text
    assert text.count("<mark>Luo Wenqiao</mark>") + text.count("<mark>Mr. Luo Wenqiao</mark>") == 2
    reader = link_to(client, address, "memo.txt")
    assert re.match(r"/document/[0-9a-f]{64}\?page=1", reader.replace("?q=", "?page=1&q=")) or "page" in reader
    assert "<mark>" in client.get(reader).text


def test_context_keeps_right_to_left(client: TestClient) -> None:
    text = client.get(link_to(client, "/mentions/date", "2017-03-05")).text
    assert '<p class="passage" dir="rtl" lang="ug">' in text


def test_a_mention_far_down_opens_the_reader_near_it(client: TestClient) -> None:
    address = link_to(client, "/mentions/person", "Farid Latecomer")
    reader = client.get(link_to(client, address, "far.txt")).text
    assert "Latecomer" in reader


@pytest.mark.parametrize("address", ["/mentions", "/mentions/identity", "/mentions/phone", "/mentions/person"])
def test_numbers_of_people_are_masked_everywhere(client: TestClient, address: str) -> None:
    pages = [client.get(address)]
    pages += [client.get(link) for link in re.findall(r'href="(/mentions/[a-z]+/[0-9a-f]{16})"', pages[0].text)]
    rules = {link for one in pages for link in re.findall(r'href="(/mentions/at/[^"]+)"', one.text)}
    pages += [client.get(link) for link in rules]
    pages += [client.get(f"/mentions/of/{link.split('/')[3]}?page=1") for link in rules]
    for one in pages:
        assert one.status_code == 200
        assert IDENTITY not in one.text
        assert "555 0143" not in one.text
        assert PHONE not in one.text


def test_no_number_stands_in_an_address(client: TestClient) -> None:
    for kind in SENSITIVE:
        text = client.get(f"/mentions/{kind.value}").text
        links = re.findall(r'(?:href|action)="([^"]*)"', text)
        digits = [re.sub(r"%..|\D", "", link) for link in links]  # keyed digests stand there, which have digits too
        assert links
        assert not any(PHONE[-7:] in one or IDENTITY[:8] in one for one in digits)


def test_numbers_are_shown_in_full_to_whoever_asks_by_a_form(client: TestClient) -> None:
    assert client.get("/mentions/identity/shown").status_code in {404, 400, 405}
    assert IDENTITY in send(client, "/mentions/identity/shown", page="1")
    place = re.search(r'href="(/mentions/identity/[0-9a-f]{16})"', client.get("/mentions/identity").text)
    assert place is not None
    shown = send(client, place[1] + "/shown", page="1")
    assert f"<mark>{IDENTITY}</mark>" in shown
    one = link_to(client, place[1], "Put it right")
    assert f">{IDENTITY}</textarea>" in send(client, one + "/shown")


def test_nothing_is_shown_or_ruled_without_a_form_of_ours(client: TestClient) -> None:
    one = rule_url(client, "person", "Luo Wenqiao")
    for address in ("/mentions/identity/shown", one, one + "/shown", "/mentions/names"):
        answer = client.post(address, data={"act": "dismiss", "why": "no", "form_token": "wrong"})
        assert answer.status_code == 403
        assert IDENTITY not in answer.text
    assert "Nothing was ruled yet" in client.get("/mentions/rulings").text


def test_values_are_filtered_but_not_numbers_in_an_address(client: TestClient) -> None:
    assert "Luo Wenqiao" in client.get("/mentions/person?part=wenq").text
    assert "Luo Wenqiao" not in client.get("/mentions/person?part=nobody").text
    assert "%" not in "".join(
        re.findall(r"<td class=\"breakable\">.*?</td>", client.get("/mentions/person?part=%25").text)
    )
    assert "••" in client.get("/mentions/identity?part=0").text


def test_a_mention_is_dismissed_and_restored(client: TestClient) -> None:
    one = rule_url(client, "person", "Ann Exemplar")
    text = send(client, one, act="dismiss", why="a name of an example")
    assert "dismissed" in text
    assert "a name of an example" in text
    assert "Ann Exemplar" not in client.get("/mentions/person").text
    again = link_to(client, "/mentions/rulings", "look at it")
    assert "restored" in send(client, again, act="restore", why="it is one")
    assert "Ann Exemplar" in client.get("/mentions/person").text
    history = client.get("/mentions/rulings").text
    assert history.count("<strong>") == 2
    assert history.count("look at it") == 1


def test_one_ruling_counts_everywhere_if_so_wished(client: TestClient) -> None:
    one = rule_url(client, "person", "Luo Wenqiao")
    send(client, one, act="correct", kind="name", value="Luo W.", why="not known who", everywhere="1")
    assert "Luo Wenqiao" not in client.get("/mentions/person").text
    assert "2 pages of 2 documents" in client.get(link_to(client, "/mentions/name", "Luo W.")).text


def test_kind_value_and_extent_are_corrected(client: TestClient) -> None:
    one = rule_url(client, "person", "Ann Exemplar")
    text = send(client, one, act="correct", kind="person", value="Ann Exemplar", words="Ann Exemplar in Old", why="x")
    assert "<mark>Ann Exemplar in Old</mark>" in text
    text = send(client, one.replace("/at/", "/at/"), act="correct", kind="place", why="y")
    assert "There is no such mention" in text


def test_words_that_are_not_there_are_refused(client: TestClient) -> None:
    one = rule_url(client, "person", "Ann Exemplar")
    assert "do not stand on the page" in send(client, one, act="correct", kind="person", words="Bob", why="x")


@pytest.mark.parametrize(
    "fields",
    [{"act": "add", "why": "x"}, {"act": "dismiss"}, {"act": "dismiss", "why": " "}, {"act": "correct", "kind": "x"}],
)
def test_rulings_that_make_no_sense_change_nothing(client: TestClient, fields: dict[str, str]) -> None:
    one = rule_url(client, "person", "Ann Exemplar")
    assert client.post(one, data={"form_token": token(client), **fields}).status_code == 400
    assert "Nothing was ruled yet" in client.get("/mentions/rulings").text


def test_the_cases_own_names_are_looked_for(client: TestClient) -> None:
    until_looked_through(client)
    text = send(client, "/mentions/names", names='Old Hall,place\r\n"Hall, Old",place,Old Hall\r\n')
    assert "2 names" in text
    assert "Old Hall,place" in text
    until_looked_through(client)
    assert "Old Hall" in client.get("/mentions/place").text


def test_a_file_of_names_goes_before_what_was_typed(client: TestClient) -> None:
    files = {"file": ("n.csv", "\ufeffname,kind\nLuo Wenqiao,person,L. W.\n".encode())}
    client.post("/mentions/names", data={"form_token": token(client), "names": "x y"}, files=files)
    assert "Luo Wenqiao,person,L. W." in client.get("/mentions/names").text
    bad = client.post("/mentions/names", data={"form_token": token(client)}, files={"file": ("n.csv", b"\xff\xfe\xfa")})
    assert bad.status_code == 400


def test_a_list_too_long_is_refused_by_its_length(client: TestClient) -> None:
    answer = client.post("/mentions/names", content=b"x" * 9_000_000, headers={"content-type": "multipart/form-data"})
    assert answer.status_code == 400
    assert "longer than 8 MiB" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        *("/mentions", "/mentions/person", "/mentions/name", "/mentions/email", "/mentions/rulings", "/mentions/names"),
        "/mentions/person?part=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_hostile_words_stay_words(client: TestClient, address: str) -> None:
    texts = [client.get(address).text]
    for link in re.findall(r'href="(/mentions/[a-z]+/[0-9a-f]{16})"', texts[0])[:10]:
        texts.append(client.get(link).text)
        texts += [client.get(at).text for at in re.findall(r'href="(/mentions/at/[^"]+)"', texts[-1])[:2]]
    for text in texts:
        parser = Strict()
        parser.feed(text)
        assert parser.complaints == []
        assert "\u202e" not in re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    "address",
    [
        *("/mentions/nothing", "/mentions/person/zz", "/mentions/person/0000000000000000", "/mentions/person?page=0"),
        *(f"/mentions/at/{'0' * 64}/1/person/0/5", f"/mentions/at/{'0' * 64}/99999999999999999999/person/0/5"),
        f"/mentions/of/{'0' * 64}?page=1",
    ],
)
def test_addresses_that_lead_nowhere_say_so(client: TestClient, address: str) -> None:
    assert client.get(address).status_code in {400, 404}


def test_a_stranger_sees_nothing(site: Site) -> None:
    stranger = site.client(logged_in=False)
    for address in ("/mentions", "/mentions/person", "/mentions/progress", "/mentions/names"):
        assert stranger.get(address).status_code == 401


def test_the_reader_has_a_panel_that_is_filled_later(client: TestClient) -> None:
    address = link_to(client, link_to(client, "/mentions/person", "Luo Wenqiao"), "memo.txt")
    text = client.get(address).text
    panel = re.search(r'data-mentions="([^"]+)"', text)
    assert panel is not None
    part = client.get(panel[1] + "&part=1").text
    assert "<html" not in part
    assert "Luo Wenqiao" in part


def test_new_documents_are_looked_through_beside_the_pages(client: TestClient, case: CaseFolder) -> None:
    until_looked_through(client)
    (case.derived / "mentions.db").unlink()
    client.app.state.mentions.again()  # type: ignore[attr-defined]  # the state is the application's own
    assert client.get("/mentions").status_code == 200
    until_looked_through(client)
    assert "Luo Wenqiao" in client.get("/mentions").text


def test_long_lists_of_names_are_not_put_into_the_page() -> None:
    many = [ListedName(f"name {number}", Kind.PERSON, f"name {number}") for number in range(names.MOST_SHOWN + 1)]
    assert not names.shown(many).is_whole
    assert names.shown(many[:-1]).text.count("\n") == names.MOST_SHOWN


def test_covering_keeps_lengths_and_covers_what_reaches_over_the_edge(case: CaseFolder) -> None:
    [found] = app.pages_with(case, Kind.IDENTITY, IDENTITY)
    start, end = found.mention.start, found.mention.end
    assert covered("x" + IDENTITY + "y", start - 1, [found]) == "x" + "•" * 16 + "2Xy"
    assert covered(IDENTITY[4:9], start + 4, [found]) == "•" * 5
    assert len(covered(IDENTITY[:3], start, [found])) == 3
    assert end - start == len(IDENTITY)


def test_the_api_tells_the_same_and_masks(client: TestClient) -> None:
    kinds = {one["kind"]: one for one in client.get("/api/mentions").json()["kinds"]}
    assert kinds["identity"] == {"kind": "identity", "values": 1, "sensitive": True}
    [identity] = client.get("/api/mentions/identity").json()["values"]
    assert identity["value"] == "•" * 16 + "2X"
    [place] = client.get(f"/api/mentions/identity/{identity['key']}").json()["mentions"]
    assert place["words"] == identity["value"]
    told = client.get(f"/api/mentions/of/{place['sha256']}?page=1&limit=1").json()
    assert told["more"]
    assert IDENTITY not in client.get(f"/api/mentions/of/{place['sha256']}").text
    assert client.get("/api/mentions/identity?part=110105").status_code == 400
    assert client.get("/api/mentions/person?part=wenq").json()["values"][0]["value"] == "Luo Wenqiao"
