"""Known sources are recognised by their names in any script, and never by a guess at a translation."""

import pytest

from muniment.evidence.attributions.matching import KnownSource, Matcher

KNOWN = (
    KnownSource("beacon", ("The Evening Beacon",)),
    KnownSource("vestnik", ("Бережной вестник",)),
    KnownSource("post", ("Northmoor Post", "《北沼邮报》")),
    KnownSource("marl", ("Radio Marl",)),
    KnownSource("one", ("Kestrel",)),
    KnownSource("two", ("Kestrel",)),
)


@pytest.mark.parametrize(
    ("named", "source"),
    [
        ("Evening Beacon", "beacon"),
        ("the evening beacon", "beacon"),
        ("«Бережного вестника»", "vestnik"),
        ("Berezhnoy Vestnik", "vestnik"),
        ("北沼邮报", "post"),
        ("Радио Марл", "marl"),
        ("Northmoor Daily Post", None),
        ("Morning Beacon", None),
        ("晚灯塔报", None),
        ("Kestrel", None),
        ("", None),
        ("\x00\u202e", None),
        ("x" * 10_000, None),
    ],
)
def test_who_is_meant(named: str, source: str | None) -> None:
    found = Matcher(KNOWN).source_of(named)
    assert (found.id if found else None) == source


def test_a_match_says_why() -> None:
    found = Matcher(KNOWN).source_of("Berezhnoy Vestnik")
    assert found is not None
    assert "sounds like" in found.reason


def test_a_short_name_means_the_only_one_of_those_told_that_ends_so() -> None:
    matcher = Matcher((KnownSource("a", ("Quillon Review",)), KnownSource("b", ("Lake Review",))))
    found = matcher.short_for("the Review", {"a"})
    assert found is not None
    assert found.id == "a"
    assert matcher.short_for("the Review", {"a", "b"}) is None
    assert matcher.short_for("Quillon Review", {"a"}) is None
