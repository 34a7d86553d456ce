"""Independence on graphs that were worked out by hand: docs/evidence-model.md tells the same examples."""

from itertools import pairwise

import pytest

from muniment.evidence.lineage import CycleError, Lineage, cycle, refuse_cycle, said
from muniment.evidence.records import UNKNOWN, Derivation, Ruling, Source, SourceKind, derivation_id


def sources(*ids: str, withdrawn: str = "") -> dict[str, Source]:
    return {
        one: Source(one, SourceKind.OUTLET, one.upper(), withdrawn="2019" if one in withdrawn.split() else "")
        for one in ids
    }


def links(*pairs: str, ruling: Ruling = Ruling.CONFIRMED) -> list[Derivation]:
    """``child<parent``; nothing after the sign for somebody unknown."""
    found = []
    for pair in pairs:
        child, _, parent = pair.partition("<")
        found.append(Derivation(derivation_id(child, parent), child, parent, ruling))
    return found


def test_a_source_that_derives_from_none_is_its_own_root() -> None:
    standing = Lineage(sources("a", "b"), []).standing(["a", "b"])
    assert standing.roots == ("a", "b")
    assert standing.independent == 2


def test_a_chain_of_relay_is_one_source() -> None:
    lineage = Lineage(sources("article", "wire", "leak"), links("article<wire", "wire<leak"))
    standing = lineage.standing(["article", "wire", "leak"])
    assert standing.roots == ("leak",)
    assert said(standing) == "3 reports, 1 independent source"


def test_a_diamond_counts_its_top_once() -> None:
    lineage = Lineage(sources("d", "b", "c", "a"), links("d<b", "d<c", "b<a", "c<a"))
    assert lineage.standing(["d", "b", "c"]).roots == ("a",)


def test_a_source_with_two_roots_brings_both() -> None:
    lineage = Lineage(sources("article", "leak", "witness"), links("article<leak", "article<witness"))
    assert lineage.standing(["article"]).roots == ("leak", "witness")


def test_fourteen_reports_can_be_two_sources() -> None:
    reports = [f"r{number}" for number in range(14)]
    to_wire = [f"{one}<wire" for one in reports[:11]]
    to_ngo = [f"{one}<ngo" for one in reports[11:]]
    lineage = Lineage(sources(*reports, "wire", "leak", "ngo"), links(*to_wire, *to_ngo, "wire<leak"))
    assert said(lineage.standing(reports)) == "14 reports, 2 independent sources"


def test_suggested_and_rejected_links_do_not_count() -> None:
    lineage = Lineage(sources("a", "b"), links("a<b", ruling=Ruling.REJECTED))
    assert lineage.standing(["a", "b"]).independent == 2


def test_an_unknown_origin_is_counted_apart() -> None:
    lineage = Lineage(sources("a", "b", "leak"), links("a<", "b<leak"))
    standing = lineage.standing(["a", "b"])
    assert standing.roots == ("leak",)
    assert standing.unknown == ("a",)
    assert said(standing) == "2 reports, 1 independent source, 1 of unknown origin"


def test_two_who_derive_from_one_of_unknown_origin_have_one_unknown_behind_them() -> None:
    lineage = Lineage(sources("a", "b", "blog"), links("a<blog", "b<blog", "blog<"))
    standing = lineage.standing(["a", "b"])
    assert standing.roots == ()
    assert standing.unknown == ("blog",)


def test_a_withdrawn_root_takes_with_it_what_rests_on_nothing_else() -> None:
    graph = links("a<wire", "b<wire", "b<leak")
    lineage = Lineage(sources("a", "b", "wire", "leak", withdrawn="wire"), graph)
    standing = lineage.standing(["a", "b"])
    assert standing.reports == ("b",)
    assert standing.roots == ("leak",)
    assert standing.fallen == ("a",)


def test_a_withdrawn_source_in_the_middle_cuts_the_way_to_the_root() -> None:
    lineage = Lineage(sources("a", "wire", "leak", withdrawn="wire"), links("a<wire", "wire<leak"))
    assert lineage.standing(["a"]).roots == ()
    assert lineage.standing(["a"]).fallen == ("a",)


def test_a_withdrawn_report_leaves_its_own_sources_standing() -> None:
    lineage = Lineage(sources("a", "leak", withdrawn="a"), links("a<leak"))
    assert lineage.standing(["a", "leak"]).reports == ("leak",)


def test_what_an_unknown_somebody_said_stands_when_a_known_parent_falls() -> None:
    lineage = Lineage(sources("a", "wire", withdrawn="wire"), links("a<wire", "a<"))
    assert lineage.standing(["a"]).unknown == ("a",)
    assert lineage.standing(["a"]).fallen == ()


def test_what_would_fall_with_a_source_is_told() -> None:
    lineage = Lineage(sources("a", "b", "c", "wire", "leak"), links("a<wire", "b<wire", "b<leak", "c<a"))
    assert lineage.falls_with("wire") == {"wire", "a", "c"}
    assert lineage.falls_with("leak") == {"leak"}


def test_documents_of_no_source_are_counted_apart() -> None:
    standing = Lineage(sources("a"), []).standing(["a", "", ""])
    assert standing.unassigned == 2
    assert said(standing) == "1 report, 1 independent source, 2 documents of no named source"


def test_a_cycle_is_refused_and_its_way_told() -> None:
    with pytest.raises(CycleError, match="A ← B ← C ← A"):
        refuse_cycle(sources("a", "b", "c"), links("a<b", "b<c", "c<a"))


def test_a_rejected_link_makes_no_cycle() -> None:
    refuse_cycle(sources("a", "b"), [*links("a<b"), *links("b<a", ruling=Ruling.REJECTED)])


def test_two_of_unknown_origin_make_no_cycle() -> None:
    assert cycle(links("a<", "b<", "a<b")) == ()


def test_a_chain_of_twenty_thousand_is_followed_to_its_end() -> None:
    ids = [f"s{number}" for number in range(20_000)]
    chain = links(*(f"{child}<{parent}" for child, parent in pairwise(ids)))
    assert Lineage(sources(*ids), chain).roots("s0") == {ids[-1]}
    assert len(cycle([*chain, Derivation(derivation_id(ids[-1], "s0"), ids[-1], "s0")])) == 20_001


def test_nothing_stands_behind_no_evidence() -> None:
    assert Lineage(sources("a"), links(f"a<{UNKNOWN}")).standing([]).independent == 0
