"""Suggestions are merged, ordered, and keep their key, so that what was rejected stays rejected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.matching import KnownSource
from muniment.evidence.attributions.reuse import Shared, Stretch
from muniment.evidence.suggesting import Page, SourceText, Suggestion, attributions_of, suggest

KNOWN = (
    KnownSource("ledger", ("The Harbour Ledger",)),
    KnownSource("post", ("Northmoor Post",)),
    KnownSource("wire", ("Pan-Lakes Wire", "泛湖通讯社")),
    KnownSource("review", ("Quillon Review",)),
)


def document(sha: str, source: str, text: str, published: str = "") -> SourceText:
    return SourceText(sha, source, published, attributions_of([Page(1, text)]))


def shared(one: str, other: str, *, quoted: bool = False) -> Shared:
    return Shared(Stretch(one, 1, 0, 90, quoted), Stretch(other, 1, 5, 95, quoted), "the same words", 60)


def lines(found: tuple[Suggestion, ...]) -> list[tuple[str, str | None, str, str]]:
    return [(one.child, one.parent, one.basis, one.relation) for one in found]


def test_a_known_source_is_the_parent_and_an_unknown_one_is_named() -> None:
    found = suggest(
        [document("x", "ledger", "According to a Pan-Lakes Wire report, it is so. The Kestrel Times reported more.")],
        KNOWN,
    )
    assert [(one.parent, one.named) for one in found] == [(None, "Kestrel Times"), ("wire", "Pan-Lakes Wire")]
    assert {one.strength for one in found} == {"strong"}


def test_names_in_two_scripts_are_one_suggestion_with_two_places() -> None:
    text = "According to a Pan-Lakes Wire report, it is so.\n据泛湖通讯社报道，船已离港。"
    (one,) = suggest([document("x", "ledger", text)], KNOWN)
    assert one.parent == "wire"
    assert len(one.further) == 1
    assert text[one.where.start : one.where.end] == one.words


def test_a_paper_that_obtained_documents_itself_rests_on_whoever_gave_them() -> None:
    found = suggest(
        [document("x", "review", "The Quillon Review has obtained a scan. Two guards told the Review about it.")], KNOWN
    )
    assert lines(found) == [("review", None, "attribution", "obtained")]
    assert found[0].named == "documents that somebody gave out"


def test_another_papers_documents_make_it_the_parent() -> None:
    (one,) = suggest([document("x", "post", "It is so, according to documents obtained by the Pan-Lakes Wire.")], KNOWN)
    assert (one.parent, one.relation, one.strength) == ("wire", "obtained", "strong")


def test_a_chain_leads_from_the_one_who_cites_to_the_one_cited() -> None:
    found = suggest(
        [document("x", "post", "The Harbour Ledger, citing Pan-Lakes Wire, reported that it is so.")], KNOWN
    )
    assert {(one.child, one.parent, one.strength) for one in found} == {
        ("post", "ledger", "strong"),
        ("ledger", "wire", "weak"),
    }


def test_a_denial_is_no_derivation() -> None:
    text = "The spokesman demanded that the Pan-Lakes Wire withdraw its report."
    assert suggest([document("x", "ledger", text)], KNOWN) == ()


def test_an_outlet_that_only_stands_near_words_of_reporting_is_a_weak_parent() -> None:
    (one,) = suggest([document("x", "ledger", "Asked later by Reuters, he hid.")], KNOWN)
    assert (one.named, one.strength) == ("Reuters", "weak")


def test_unnamed_persons_are_one_unknown_parent() -> None:
    text = "Two people familiar with the matter said so. An official, who asked not to be named, agreed."
    (one,) = suggest([document("x", "ledger", text)], KNOWN)
    assert (one.parent, one.relation, one.strength) == (None, "anonymous", "weak")


def test_an_attribution_and_a_passage_for_the_same_two_are_merged() -> None:
    documents = [
        document("x", "ledger", "According to a Northmoor Post report, it is so.", "2031-06-09"),
        document("y", "post", "It is so.", "2031-06-04"),
    ]
    (one,) = suggest(documents, KNOWN, [shared("x", "y")])
    assert (one.child, one.parent, one.basis) == ("ledger", "post", "attribution")
    assert "stands in both" in one.says


def test_an_open_direction_gives_way_to_an_attribution() -> None:
    documents = [document("x", "ledger", "According to a Northmoor Post report, it is so."), document("y", "post", "")]
    assert lines(suggest(documents, KNOWN, [shared("x", "y")])) == [("ledger", "post", "attribution", "relays")]


def test_a_dateline_makes_the_agency_the_parent_of_all_who_share_the_story() -> None:
    documents = [document("x", "ledger", "OSMET (Pan-Lakes Wire) — It is so."), document("y", "post", "It is so.")]
    found = suggest(documents, KNOWN, [shared("x", "y")])
    assert {(one.child, one.parent) for one in found} == {("ledger", "wire"), ("post", "wire")}


def test_a_dateline_of_an_agency_that_is_no_source_yet_names_it() -> None:
    documents = [document("x", "ledger", "OSMET (Kestrel) — It is so."), document("y", "post", "It is so.")]
    found = suggest(documents, KNOWN, [shared("x", "y")])
    assert {(one.child, one.parent, one.named) for one in found} == {
        ("ledger", None, "Kestrel"),
        ("post", None, "Kestrel"),
    }


def test_a_shared_quotation_is_said_to_be_one() -> None:
    documents = [document("x", "ledger", ""), document("y", "post", "")]
    (one,) = suggest(documents, KNOWN, [shared("x", "y", quoted=True)])
    assert (one.relation, one.parent) == ("shared quotation", None)


@given(st.permutations(range(3)))
def test_the_order_in_which_documents_come_does_not_matter(order: list[int]) -> None:
    documents = [
        document("x", "ledger", "OSMET (Pan-Lakes Wire) — It is so.", "2031"),
        document("y", "post", "As first reported by the Kestrel Times. Sources said so.", "2030"),
        document("z", "review", "According to the Northmoor Post, it is so."),
    ]
    passages = [shared("x", "y"), shared("y", "z")]
    assert suggest([documents[at] for at in order], KNOWN, passages) == suggest(documents, KNOWN, passages[::-1])
    keys = [one.key for one in suggest(documents, KNOWN, passages)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The spokesman dismissed rumours in some media.", "en"),
        ("Several news outlets reported that the doors are locked.", "en"),
        ("Foreign media reported that the doors are locked.", "en"),
        ("据一些媒体报道，大门已上锁。", "zh"),
        ("记者：有通讯社称，大门已上锁。", "zh"),
        ("Местные СМИ сообщают, что двери заперты.", "ru"),
        ("وذكرت وسائل إعلام محلية أن الطريق مغلق.", "ar"),
    ],
)
def test_media_that_are_not_named_are_an_unknown_parent_and_weak(text: str, language: str) -> None:
    said = attributions_of([Page(1, text, language)])
    (one,) = suggest([SourceText("x", "ledger", "", said)], KNOWN)
    assert (one.parent, one.named, one.strength) == (None, "sources that are not named", "weak")
    assert one.relation == Relation.ANONYMOUS.value


def test_an_outlet_that_was_named_before_is_no_second_parent() -> None:
    text = "Газета Quillon Review опубликовала книги. Как пишет издание, продукты закупались."
    assert [one.parent for one in suggest([document("x", "ledger", text)], KNOWN)] == ["review"]
