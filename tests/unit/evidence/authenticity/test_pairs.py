"""Facts set side by side: stated, with where they were read, and never concluded from."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.authenticity import appeared, pairs
from muniment.evidence.authenticity.circumstances import Arrival, Carrier, came
from muniment.evidence.authenticity.facts import Fact, Pair, Relation, gathered
from muniment.evidence.authenticity.pairs import MOST_PAIRS, Material, names_to_look_for, side_by_side
from muniment.evidence.authenticity.text import Looked, look_through
from muniment.evidence.authenticity.traits import NAMES, from_kept, from_traits
from muniment.read.examine.trait import Key, Trait

INFO, XMP = "information dictionary", "XMP"
PDF = "application/pdf"


def arrival(**changes: object) -> Arrival:
    known = {
        "path": b"leak/order.pdf", "kind": "file", "modified": "", "acquisition": 1, "source": "", "operator": "o",
        "started": "2026-05-03T10:00:00+00:00", "ended": "", "program": "p", "sealed": "", "carriers": (),
    }  # fmt: skip
    return Arrival(**(known | changes))  # type: ignore[arg-type]  # each test gives what it needs


def material(
    *traits: Trait, text: str = "", arrivals: Sequence[Arrival] = (), size: int = 100, language: str = ""
) -> Material:
    facts = gathered(list(from_traits(traits)))
    looked = look_through([(1, text)] if text else [], names_to_look_for(facts))
    return Material(size, PDF, language, facts, arrivals, looked)


def between(found: Sequence[Pair], about: str) -> list[tuple[Relation, str, str, str]]:
    return [(one.relation, one.left.value, one.right.value, one.remark) for one in found if one.about == about]


def test_the_day_in_the_text_stands_beside_the_day_in_the_file() -> None:
    made = Trait(Key.CREATED, "2019-03-12T10:00:00+08:00", INFO)
    found = side_by_side(material(made, text="Order of 5 November 2017."))
    assert between(found, "text and file") == [
        (
            Relation.DIFFER,
            "5 November 2017 (2017-11-05)",
            "2019-03-12T10:00:00+08:00",
            "The second is about 16 months later.",
        )
    ]
    (pair,) = [one for one in found if one.about == "text and file"]
    assert (pair.left.basis.page, pair.left.basis.start, pair.left.basis.end) == (1, 9, 24)


def test_the_same_day_agrees_whatever_else_the_text_names() -> None:
    made = Trait(Key.CREATED, "2017-11-05", INFO)
    found = side_by_side(material(made, text="Done on 2017-11-05, to begin on 2018-01-01."))
    assert [one[0] for one in between(found, "text and file")] == [Relation.BESIDE, Relation.AGREE]


def test_dates_that_two_places_of_the_file_give_are_compared_as_instants() -> None:
    same = [Trait(Key.CREATED, "2017-11-05T10:00:00+08:00", INFO), Trait(Key.CREATED, "2017-11-05T02:00:00Z", XMP)]
    other = [same[0], Trait(Key.CREATED, "2019-01-01T00:00:00Z", XMP)]
    assert between(side_by_side(material(*same)), "made")[0][0] is Relation.AGREE
    assert between(side_by_side(material(*other)), "made")[0][0] is Relation.DIFFER


def test_what_stands_twice_word_for_word_agrees() -> None:
    found = side_by_side(material(Trait(Key.PRODUCER, "Writer 3", INFO), Trait(Key.PRODUCER, "Writer 3", XMP)))
    (pair,) = [one for one in found if one.about == "written by the program"]
    assert (pair.relation, pair.left.basis.where, pair.right.basis.where) == (Relation.AGREE, INFO, XMP)


def test_a_file_changed_before_it_was_made_does_not_agree_with_itself() -> None:
    found = side_by_side(material(Trait(Key.CREATED, "2019-01-02", INFO), Trait(Key.MODIFIED, "2019-01-01", INFO)))
    assert between(found, "order of dates") == [
        (Relation.DIFFER, "2019-01-02", "2019-01-01", "The second is 1 day earlier.")
    ]


def test_a_file_made_after_the_mail_that_brought_it_is_told() -> None:
    mail = Carrier("a" * 64, b"0001.eml", "message/rfc822", "2017-11-05T10:00:00Z")
    found = side_by_side(
        material(Trait(Key.CREATED, "2017-11-06T10:00:00Z", INFO), arrivals=[arrival(carriers=(mail,))])
    )
    ((relation, _, sent, remark),) = between(found, "file and mail")
    assert (relation, sent, remark) == (Relation.DIFFER, "2017-11-05T10:00:00Z", "The second is 24 hours earlier.")
    (pair,) = [one for one in found if one.about == "file and mail"]
    assert pair.right.basis.original == "a" * 64


def test_hops_of_a_mail_that_run_backwards_do_not_agree() -> None:
    hops = [
        Trait(Key.RECEIVED, f"2017-11-05T{hour}:00:00Z; from a", f"Received header {hour}") for hour in ("12", "11")
    ]
    found = side_by_side(material(Trait(Key.SENT, "2017-11-05T11:30:00Z", "Date header"), *hops))
    assert [one[0] for one in between(found, "way of the mail")] == [Relation.DIFFER, Relation.AGREE]


def test_a_signature_that_ends_before_the_file_is_set_beside_its_length() -> None:
    signed = Trait(Key.SIGNATURE, "A. Clerk; covers the file up to byte 1,050", "signature dictionary")
    assert between(side_by_side(material(signed, size=2_000)), "reach of the signature")[0][0] is Relation.DIFFER
    assert between(side_by_side(material(signed, size=1_050)), "reach of the signature")[0][0] is Relation.AGREE


def test_a_name_that_promises_another_kind_is_told() -> None:
    found = side_by_side(material(arrivals=[arrival(path=b"leak/order.docx"), arrival()]))
    assert [one[0] for one in between(found, "name and kind")] == [Relation.DIFFER, Relation.AGREE]


def test_languages_are_compared_by_their_first_part() -> None:
    assert (
        between(side_by_side(material(Trait(Key.LANGUAGE, "zh-CN", INFO), language="zh")), "language")[0][0]
        is Relation.AGREE
    )
    assert (
        between(side_by_side(material(Trait(Key.LANGUAGE, "en_US", INFO), language="zh")), "language")[0][0]
        is Relation.DIFFER
    )


def test_a_name_in_the_file_leads_to_its_place_in_the_text() -> None:
    found = side_by_side(material(Trait(Key.AUTHOR, "A. Clerk", INFO), text="Signed: A. Clerk, deputy"))
    (pair,) = [one for one in found if one.about == "author"]
    assert (pair.relation, pair.right.basis.start, pair.right.basis.end) == (Relation.AGREE, 8, 16)


@pytest.mark.parametrize(
    ("trait", "day", "relation"),
    [
        (Trait(Key.FONT, "Calibri (embedded in part)", "fonts"), "3 March 2001", Relation.DIFFER),
        (Trait(Key.FONT, "Calibri", "fonts"), "3 March 2006", Relation.BESIDE),
        (Trait(Key.FONT, "Calibri", "fonts"), "3 March 2007", None),
        (Trait(Key.FORMAT, "PDF 2.0", "head"), "3 March 2010", Relation.DIFFER),
        (Trait(Key.FORMAT, "PDF 1.4", "head"), "3 March 2010", None),
        (Trait(Key.PRODUCER, "Microsoft Office Word 16.0000", "app"), "3 March 2012", Relation.DIFFER),
        (Trait(Key.CREATOR, "Microsoft® Word 2016", "info"), "3 March 2012", Relation.DIFFER),
        (Trait(Key.CREATOR, "Writer 12.2016.5", "info"), "3 March 2012", None),
    ],
)
def test_what_did_not_exist_at_the_date_is_set_beside_it(trait: Trait, day: str, relation: Relation | None) -> None:
    found = between(side_by_side(material(trait, text=f"Given on {day}.")), "when it could be made")
    assert [one[0] for one in found] == ([relation] if relation else [])


def test_a_list_that_holds_more_than_another_does_not_contradict_it() -> None:
    titles = [Trait(Key.TITLE, "Order", INFO), Trait(Key.TITLE, "Order", XMP), Trait(Key.TITLE, "Verordnung", XMP)]
    assert [one[0] for one in between(side_by_side(material(*titles)), "title")] == [Relation.AGREE]


def test_only_the_last_date_of_a_file_is_set_beside_the_day_it_was_taken_in() -> None:
    traits = [Trait(Key.CREATED, "2017-01-01", INFO), Trait(Key.MODIFIED, "2031-01-01", INFO)]
    found = side_by_side(material(*traits, arrivals=[arrival()]))
    assert [(one[0], one[1]) for one in between(found, "file and acquisition")] == [(Relation.DIFFER, "2031-01-01")]


def test_a_language_that_nobody_could_tell_is_set_beside_nothing() -> None:
    assert between(side_by_side(material(Trait(Key.LANGUAGE, "en", INFO), language="unknown")), "language") == []


def test_dates_that_a_reader_filled_up_are_not_told_beside_the_exact_ones() -> None:
    exact = list(from_traits([Trait(Key.CREATED, "2017-11", "core")]))
    assert list(from_kept({"created": "2017-11-01T00:00:00"}, "word", exact, "a/b")) == []
    assert [fact.value for fact in from_kept({"created": "2017-11-01"}, "rtf", [], "application/rtf")] == ["2017-11-01"]
    assert [fact.key for fact in from_kept({"date": "2017-11-01"}, "html", [], "text/html")] == ["created"]


def test_every_appearance_was_tested_before_it_was_sold() -> None:
    for one in appeared.APPEARANCES:
        assert one.tested <= one.sold
        assert one.key in {Key.FONT, Key.FORMAT, Key.PRODUCER}


def test_every_kind_of_trait_has_its_place_on_the_sheet() -> None:
    assert set(NAMES) == set(Key)


def test_kept_facts_are_told_unless_the_examiner_told_them() -> None:
    seen = list(from_traits([Trait(Key.AUTHOR, "A. Clerk", "core")]))
    kept = list(
        from_kept({"author": "A. Clerk", "company": "Office", "thread": "x", "odd": "y"}, "word 2", seen, "a/b")
    )
    assert [(fact.key, fact.value) for fact in kept] == [("company", "Office"), ("other", "odd: y")]


def test_how_it_came_names_acquisition_seal_and_carriers() -> None:
    mail = Carrier("a" * 64, b"0001.eml", "message/rfc822", "2017-11-05")
    told = {fact.name: fact.value for fact in came([arrival(carriers=(mail,), source="envelope")], 5)}
    assert told["handed over by"] == "envelope"
    assert told["seal"] == "not sealed"
    assert told["came in"] == "0001.eml"
    assert told["found in"].startswith("5 places")


def test_a_file_that_names_a_thousand_authors_costs_no_more_than_one_with_few() -> None:
    crowd = [Trait(Key.AUTHOR, f"Clerk {number}", f"place {number}") for number in range(1_000)]
    found = side_by_side(material(*crowd, text="nobody"))
    assert len(found) <= MOST_PAIRS


_JUDGING = re.compile(r"suspicious|genuine|fake|forged|authentic|score|likely|doubtful|tamper", re.IGNORECASE)


@given(st.lists(st.builds(Trait, st.sampled_from(Key), st.text(min_size=1, max_size=20), st.just(INFO)), max_size=8))
def test_no_word_of_ours_concludes(traits: list[Trait]) -> None:
    for pair in side_by_side(material(*traits, text="On 2017-11-05.", arrivals=[arrival()])):
        ours = f"{pair.about} {pair.left.says} {pair.right.says} {pair.remark}"
        assert not _JUDGING.search(ours)


def test_facts_that_say_the_same_are_joined_with_all_their_places() -> None:
    facts = [*from_traits([Trait(Key.TITLE, "Order", INFO), Trait(Key.TITLE, "Order", XMP)])]
    (joined,) = gathered(facts)
    assert isinstance(joined, Fact)
    assert [basis.where for basis in joined.bases] == [INFO, XMP]


def test_looking_through_nothing_finds_nothing() -> None:
    assert side_by_side(Material(0, "", "", (), (), Looked())) == ()
    assert pairs._domain("nobody") == ""
