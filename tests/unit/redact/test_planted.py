"""Thirty people nobody tuned the forms for: what is found of them on a page, and what the way out refuses."""

from collections.abc import Sequence
from functools import cache

import pytest
from tests.unit.redact.planted import Planted, planted

from muniment.evidence.withheld import Protected
from muniment.redact.guarding import Guard
from muniment.redact.protected import Decisions
from muniment.redact.sightings import Matcher

OUT_OF_REACH = {
    "费现秋",  # one character of three misread, by one that does not look like it
    "Au Yeung Chai Ng",  # Cantonese, of characters that the tables do not have
    "Chia Nan",  # Wade and Giles, of two syllables
    "波拉提江·斯日克塔什",  # by ear, of a surname that no table has
}
"""What the documentation says is not found; a form that comes to be found must be taken out."""

NORMAL = {
    "as it is",
    "unseen signs",
    "layout",
    "order",
    "case",
    "handle",
    "hyphen",
    "accents lost",
    "full width",
    "twins",
}


@cache
def matcher(person: Protected) -> Matcher:
    return Matcher([person])


def missed(forms: Sequence[Planted]) -> set[str]:
    """Forms of which no letter is covered."""
    return {
        one.form
        for one in forms
        if not any(
            hit.start < one.start + len(one.form) and one.start < hit.end for hit in matcher(one.person).find(one.text)
        )
    }


def test_all_but_what_is_known_to_be_out_of_reach_is_found() -> None:
    forms = list(planted())
    assert len(forms) > 1500
    assert missed(forms) == OUT_OF_REACH


@pytest.mark.parametrize("kind", sorted(NORMAL))
def test_the_way_out_refuses_every_form_that_is_only_laid_out_otherwise(kind: str) -> None:
    let_out = [
        one.form
        for one in planted()
        if one.kind == kind and not Guard(matcher(one.person), Decisions(())).handle_names(one.text)
    ]
    assert not let_out


def test_the_others_of_the_register_are_not_taken_for_them() -> None:
    by_person = {one.person: one.person.names[0] for one in planted()}
    everybody = "\n".join(by_person.values())
    for person, name in by_person.items():
        others = everybody.replace(name, "")
        assert not [hit.words for hit in matcher(person).find(others)], name
