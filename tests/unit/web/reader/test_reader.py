"""The reader's pages, over HTTP without a browser."""

import io
import json
import re
from urllib.parse import urlencode

import pytest
from PIL import Image
from tests.unit.web.reader.conftest import LONG_LINES, Bookcase

from muniment.adapters.case_folder import CaseFolder
from muniment.app.opening import ledger_of
from muniment.preserve.custody import Act


def custody_records(case: CaseFolder) -> list[dict[str, object]]:
    with ledger_of(case, read_only=True) as database, database.read() as connection:
        rows = connection.exec_driver_sql("select record from custody order by number")
        return [json.loads(row[0]) for row in rows]


def test_text_stands_on_the_page_with_its_hits_marked(bookcase: Bookcase) -> None:
    assert "<mark>words</mark>" in bookcase.get("printed.pdf", "?q=words")


def test_markup_in_a_text_is_words(bookcase: Bookcase) -> None:
    shown = bookcase.get("markup.txt", "?q=bold")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;" in shown


def test_signs_that_reverse_or_hide_are_named_not_obeyed(bookcase: Bookcase) -> None:
    shown = bookcase.get("bidi.txt")
    assert "\u202e" not in shown
    assert 'data-sign="U+202E"' in shown
    assert 'data-sign="U+200B"' in shown


def test_no_name_is_believed(bookcase: Bookcase) -> None:
    shown = bookcase.get("<img src=x>\u202e.txt")
    assert "<img src=x>" not in shown
    assert "\u202e" not in shown


def test_a_table_has_letters_and_row_numbers(bookcase: Bookcase) -> None:
    shown = re.sub(r"\s+", " ", re.sub(r"</?a\b[^>]*>", "", bookcase.get("table.csv")))
    assert '<th scope="col">B</th>' in shown
    assert re.search(
        r'<th scope="row">2</th><td dir="auto" data-start="\d+">KL-05</td><td dir="auto" data-start="\d+">900</td>',
        shown,
    )


def test_messages_of_one_conversation_stand_together_by_date(bookcase: Bookcase) -> None:
    shown = bookcase.get("2.eml")
    thread = shown[shown.index("Conversation") :]
    first, second = (thread.index(f'href="/document/{bookcase.sha256(name)}"') for name in ("1.eml", "2.eml"))
    assert first < second


def test_quoted_lines_are_folded_unless_something_was_found_in_them(bookcase: Bookcase) -> None:
    assert re.search(r'<details class="quoted" >', bookcase.get("2.eml"))
    assert re.search(r'<details class="quoted" open>', bookcase.get("2.eml", "?q=needed"))


def test_a_long_page_comes_in_parts_that_miss_nothing(bookcase: Bookcase) -> None:
    sha256 = bookcase.sha256("long.log")
    seen = []
    pages = bookcase.client.get(f"/api/documents/{sha256}").json()["pages"]
    for page in pages:
        address = f"/document/{sha256}/part?page={page['number']}"
        while address:
            part = bookcase.client.get(address).text
            seen += re.findall(r"needle(\d+)", part)
            further = re.search(r'data-further="([^"]+)"', part)
            address = further[1].replace("&amp;", "&") if further else ""
    assert [int(number) for number in seen] == list(range(LONG_LINES))


def test_hits_are_listed_page_by_page_to_the_end(bookcase: Bookcase) -> None:
    sha256 = bookcase.sha256("long.log")
    page, found = 1, []
    while page:
        told = bookcase.client.get(
            f"/api/documents/{sha256}/hits?{urlencode({'q': 'needle11999', 'page': page})}"
        ).json()
        found += told["pages"]
        page = told["next_page"]
    assert [one["hits"] for one in found] == [1]


def test_a_query_that_cannot_be_read_is_said_beside_the_text(bookcase: Bookcase) -> None:
    shown = bookcase.get("printed.pdf", "?" + urlencode({"q": '"open'}))
    assert 'role="alert"' in shown
    assert "Upper left words" in shown


@pytest.mark.parametrize("rest", ["?page=99", "?page=0", "?page=-1", "?start=-1"])
def test_pages_that_are_not_there_are_said_to_be_missing(bookcase: Bookcase, rest: str) -> None:
    answer = bookcase.client.get(f"/document/{bookcase.sha256('printed.pdf')}{rest}")
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("rest", ["?zoom=7&turn=3&pane=x&kind=y", "?names=1&q=x"])
def test_odd_looks_are_passed_over(bookcase: Bookcase, rest: str) -> None:
    assert "Upper left words" in bookcase.get("printed.pdf", rest)


def test_a_start_beyond_the_end_leads_back_to_the_top(bookcase: Bookcase) -> None:
    assert "From the top of the page" in bookcase.get("printed.pdf", "?start=999999")


@pytest.mark.parametrize("sha256", ["0" * 64, "nonsense", "..%2f..%2fcase.db", "A" * 64])
def test_what_is_no_document_is_not_found(bookcase: Bookcase, sha256: str) -> None:
    assert bookcase.client.get(f"/document/{sha256}").status_code == 404
    assert bookcase.client.get(f"/document/{sha256}/download").status_code == 404


def test_a_picture_is_one_of_ours_and_has_the_size_asked_for(bookcase: Bookcase) -> None:
    answer = bookcase.client.get(f"/api/documents/{bookcase.sha256('printed.pdf')}/pages/1/picture?size=thumb")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (160, 240)


def test_each_frame_of_a_picture_is_a_page(bookcase: Bookcase) -> None:
    sha256 = bookcase.sha256("frames.tif")
    found = [
        Image.open(io.BytesIO(bookcase.client.get(f"/api/documents/{sha256}/pages/{number}/picture").content))
        for number in (1, 2)
    ]
    assert [one.size for one in found] == [(80, 40), (40, 80)]
    assert [one.convert("L").getextrema() for one in found] == [(0, 0), (255, 255)]


def test_what_cannot_be_drawn_says_why(bookcase: Bookcase) -> None:
    answer = bookcase.client.get(f"/api/documents/{bookcase.sha256('broken.pdf')}/pages/1/picture")
    assert answer.status_code == 422
    assert answer.json()["code"] == "page-not-drawn"
    text = bookcase.client.get(f"/api/documents/{bookcase.sha256('markup.txt')}/pages/1/picture")
    assert (text.status_code, text.json()["code"]) == (422, "page-not-drawn")


def test_words_stand_where_the_eye_sees_them(bookcase: Bookcase) -> None:
    told = bookcase.client.get(f"/api/documents/{bookcase.sha256('printed.pdf')}/pages/1/words?q=lower").json()
    boxes = {told["text"][word[0] : word[1]]: word[2:6] for word in told["words"]}
    assert list(boxes) == ["Upper", "left", "words", "Lower", "lines", "end", "here"]
    left, top, right, bottom = boxes["Upper"]
    assert (left, bottom) == pytest.approx((50 / 400, 100 / 600), abs=0.02)
    assert top < bottom
    assert boxes["Lower"][1] > 0.8
    assert right < boxes["left"][0] + 0.01
    (start, end) = told["hits"][0]
    assert told["text"][start:end] == "Lower"


def test_words_of_a_turned_page_turn_with_it(bookcase: Bookcase) -> None:
    told = bookcase.client.get(f"/api/documents/{bookcase.sha256('printed.pdf')}/pages/2/words").json()
    left, top, right, bottom = told["words"][0][2:6]
    assert bottom - top > right - left
    assert left > 0.7


def test_an_original_is_never_sent_for_the_asking(bookcase: Bookcase) -> None:
    before = len(custody_records(bookcase.case))
    asked = bookcase.client.get(f"/document/{bookcase.sha256('printed.pdf')}/download")
    assert "%PDF" not in asked.text
    assert "custody log" in asked.text
    assert bookcase.client.post(f"/document/{bookcase.sha256('printed.pdf')}/download").status_code == 403
    assert len(custody_records(bookcase.case)) == before


def test_a_download_is_noted_and_cannot_be_shown_inline(bookcase: Bookcase) -> None:
    sha256 = bookcase.sha256("<img src=x>\u202e.txt")
    page = bookcase.client.get(f"/document/{sha256}/download").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token
    answer = bookcase.client.post(f"/document/{sha256}/download", data={"form_token": token[1]})
    assert answer.content == b"harmless words\n"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "%E2%80%AE" not in answer.headers["content-disposition"]
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    last = custody_records(bookcase.case)[-1]
    assert (last["act"], last["details"]) == (Act.ORIGINAL_TAKEN_OUT, {"sha256": sha256, "bytes": 15})


def test_copies_and_readers_are_told(bookcase: Bookcase) -> None:
    shown = bookcase.get("printed.pdf")
    assert "same again.pdf" in shown
    assert "pdfium" in shown
