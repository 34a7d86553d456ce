"""Protected persons are found in every form that a page may hold them in, and not where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.withheld import Protected
from muniment.redact.sightings import Hit, Matcher
from muniment.redact.terms import Sure

LUO = Protected("p1", ("Luo Wenqiao", "罗闻桥"), ("110101199003074258", "+86 138 1234 5678"), "fictional")
TAVASH = Protected("p2", ("Mirel Tavash",), ("B-772 QX",), "fictional")
MATCHER = Matcher([LUO, TAVASH])


def found(text: str) -> tuple[Hit, ...]:
    return MATCHER.find(text)


@pytest.mark.parametrize(
    "form",
    [
        "Luo Wenqiao", "LUO WENQIAO", "Wenqiao Luo", "Luo, Wenqiao", "Luo Wen-\nqiao", "L. Wenqiao",
        "罗闻桥", "羅聞橋", "罗 闻 桥", "罗闻\n桥", "罗间桥", "Ло Вэньцяо", "لو ۋېنچياۋ",
        "Lu0 Wenqiao", "Luo Wenqia", "Luo Wenqioa", "Luò Wénqiáo",
        "110101199003074258", "1101 0119 9003 0742 58", "110101-19900307-4258", "110101900307425",
        "１１０１０１１９９００３０７４２５８",
        "110101199003O74258", "+86 138 1234 5678", "008613812345678", "138-1234-5678", "13812345678",
        "Mirel Tavash", "Tavash, Mirel", "Tavaš Mirel", "Мирель Таваш", "Мирелем Тавашем", "Mirel Tavesh",
        "Rnirel Tavash",
        "MireI Tavash", "M. Tavash", "tavashmirel@example.org", "scan_MirelTavash_2.pdf", "Mr Tavash",
        "B772QX", "b-772-qx",
    ],
)  # fmt: skip
def test_every_form_is_found_and_covered_whole(form: str) -> None:
    text = f"Before it, {form}; after it."
    hits = found(text)
    assert hits, f"{form!r} is not found"
    covered = {at for hit in hits for at in range(hit.start, hit.end)}
    letters = {at for at in range(11, 11 + len(form)) if text[at].isalnum()}
    left = "".join(text[at] for at in sorted(letters - covered))
    assert left in {"", "Mr", "scan", "scan2pdf", "exampleorg", "00", "ем"}, f"{left!r} of {form!r} is left"


@pytest.mark.parametrize(
    "text",
    [
        "The director of the office asked for a report.",
        "a luminous question of quiet locks",
        "the mire and the lavash on the table",
        "110101199003074 and 58, pages 138 to 1234",
        "罗马的桥，新闻",
        "B-77 and QX",
        "",
        "   \n\t",
    ],
)
def test_what_is_somebody_else_is_not_found(text: str) -> None:
    assert not found(text)


@given(st.text(max_size=200))
def test_offsets_lead_to_the_words_of_the_raw_text(text: str) -> None:
    for hit in found(f"{text} Luo Wenqiao {text}"):
        assert f"{text} Luo Wenqiao {text}"[hit.start : hit.end] == hit.words


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_that_stands_by_itself_is_found_whatever_is_around(before: str, after: str) -> None:
    text = f"{before}\nMirel Tavash\n{after}"
    start = len(before) + 1
    assert any(hit.start <= start and hit.end >= start + 12 for hit in found(text) if hit.protected == "p2")


def test_how_sure_it_is_is_said_in_words() -> None:
    (hit,) = found("L. Wenqiao")
    assert (hit.sure, hit.sure.says, hit.why) == (Sure.POSSIBLE, "possible", "one of the names with initials")


def test_a_name_far_down_a_huge_page_is_found() -> None:
    text = "Mirel said so, Tavash said so. " * 20_000 + "Ло Вэньцяо"
    assert any(hit.protected == "p1" and hit.words == "Ло Вэньцяо" for hit in Matcher([LUO]).find(text))


def test_what_follows_a_name_on_the_next_line_is_not_taken_along() -> None:
    matcher = Matcher([Protected("p", ("A. B. Tavash-Orley jr.",))])
    assert [hit.words for hit in matcher.find("Dear A. B. Tavash-Orley jr.,\nthe locks")] == ["A. B. Tavash-Orley jr"]
    assert [hit.words for hit in matcher.find("Dear A. B. Tavash-\nOrley jr.,")] == ["A. B. Tavash-\nOrley jr"]


@given(st.text(max_size=80), st.text("ab\u0301\uac00\u1100\u1161\u3099\u30ab \u0649\u0654№\u2168ﬁ", max_size=40))
def test_a_name_stands_where_the_folded_text_says_whatever_letters_are_made_of(some: str, more: str) -> None:
    text = f"{some}{more} Mirel Tavash {more}"
    (hit, *_) = [one for one in found(text) if one.words == "Mirel Tavash"]
    assert text[hit.start : hit.end] == "Mirel Tavash"


def test_a_number_with_its_middle_starred_is_found_and_another_with_the_same_ends_is_not() -> None:
    assert found("card 110101********4258")
    assert found("card 110101xxxxxxxx4258")
    assert not found("card 1101014258")
