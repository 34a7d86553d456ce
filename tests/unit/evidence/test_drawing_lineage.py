"""What is drawn of the lineage: which nodes there are, what is bundled, and which links cannot be drawn."""

from tests.unit.evidence.small_ledger import held, link, source

from muniment.evidence.drawing_lineage import Graph, Link, Shape, graph, reach
from muniment.evidence.lineage import Lineage
from muniment.evidence.records import Derivation, Ruling, Source

Records = tuple[Source | Derivation, ...]


def drawn(records: Records, *suggested: tuple[str, str], **asked: object) -> Graph:
    holds = held(*records)
    lineage = Lineage(holds.sources, holds.derivations.values())
    return graph(holds, lineage, suggested, **asked)  # type: ignore[arg-type]  # what is asked, by name


def many(count: int, *parents: str) -> Records:
    papers = [f"paper{number}" for number in range(count)]
    links = [link(paper, parent) for paper in papers for parent in parents]
    return (*(source(one) for one in papers), *links)


def links_of(made: Graph, kind: Link) -> set[tuple[str, str]]:
    return {(one.parent, one.child) for one in made.edges if one.link is kind}


def test_each_source_is_a_node_and_each_confirmed_link_an_edge() -> None:
    made = drawn((source("wire"), source("paper"), link("paper", "wire")))
    assert [one.key for one in made.nodes] == ["wire", "paper"]
    assert links_of(made, Link.CONFIRMED) == {("wire", "paper")}


def test_somebody_unknown_is_another_for_each_source() -> None:
    made = drawn((source("a"), source("b"), link("a", ""), link("b", "")))
    assert [one.key for one in made.nodes if one.shape is Shape.UNKNOWN] == ["?a", "?b"]
    assert links_of(made, Link.CONFIRMED) == {("?a", "a"), ("?b", "b")}


def test_rejected_links_are_drawn_only_if_asked_for() -> None:
    records = source("a"), source("b"), link("a", "b", Ruling.REJECTED)
    assert not drawn(records).edges
    assert links_of(drawn(records, rejected=True), Link.REJECTED) == {("b", "a")}


def test_a_suggestion_that_is_confirmed_already_is_drawn_once() -> None:
    made = drawn((source("a"), source("b"), link("a", "b")), ("b", "a"))
    assert [one.link for one in made.edges] == [Link.CONFIRMED]


def test_a_suggestion_that_would_lead_round_in_a_circle_is_not_drawn_and_told() -> None:
    made = drawn((source("a"), source("b"), source("c"), link("b", "a"), link("c", "b")), ("c", "a"), ("a", "c"))
    assert made.undrawn == (("c", "a"),)
    assert links_of(made, Link.SUGGESTED) == {("a", "c")}


def test_two_suggestions_that_contradict_each_other_are_not_both_drawn() -> None:
    assert drawn((source("a"), source("b")), ("a", "b"), ("b", "a")).undrawn == (("b", "a"),)


def test_many_reports_of_one_source_are_one_node() -> None:
    made = drawn((source("wire"), *many(12, "wire")), bundled_from=10)
    assert [one.key for one in made.nodes] == ["wire", "~wire"]
    assert len(made.nodes[1].members) == 12
    assert links_of(made, Link.CONFIRMED) == {("wire", "~wire")}


def test_a_bundle_can_be_opened() -> None:
    made = drawn((source("wire"), *many(12, "wire")), bundled_from=10, opened=frozenset({"~wire"}))
    assert len(made.nodes) == 13


def test_few_reports_are_drawn_one_by_one() -> None:
    assert len(drawn((source("wire"), *many(12, "wire"))).nodes) == 13


def test_reports_that_differ_are_not_bundled() -> None:
    """One was withdrawn, one has a report of its own, one is suggested to be from elsewhere."""
    records = (source("wire"), source("ngo"), *many(12, "wire"), source("blog"), link("blog", "paper3"))
    records += (source("old", withdrawn="2020"), link("old", "wire"))
    made = drawn(records, ("ngo", "paper5"), bundled_from=10)
    bundled = next(one.members for one in made.nodes if one.shape is Shape.BUNDLE)
    assert not {"paper3", "paper5", "old"} & set(bundled)
    assert len(bundled) == 10


def test_reports_of_unknown_origin_are_bundled_without_a_mark_of_their_own() -> None:
    made = drawn((*many(12, ""),), bundled_from=10)
    assert [(one.key, one.parents) for one in made.nodes] == [("~unknown", ("",))]
    assert not made.edges


def test_the_part_around_one_source_can_be_drawn_alone() -> None:
    records: Records = (source("leak"), source("wire"), source("paper"), source("other"), link("wire", "leak"))
    records += (link("paper", "wire"), link("paper", "other"))
    holds = held(*records)
    around = reach(Lineage(holds.sources, holds.derivations.values()), "wire")
    assert around == {"leak", "wire", "paper"}
    assert {one.key for one in drawn(records, around=around).nodes} == around
