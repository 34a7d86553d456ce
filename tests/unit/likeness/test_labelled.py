"""Precision and recall of clusters on the labelled set; the figures are in docs/alike.md."""

from collections import Counter, defaultdict
from itertools import combinations

import pytest
from tests.unit.likeness.labelled import CORPORA, Case, Label, cases, forms
from tests.unit.likeness.pipeline import linked

from muniment.adapters.likeness_store import LikenessStore
from muniment.likeness.comparison import Kind
from muniment.likeness.linking import Linker

Run = tuple[list[Case], Linker, LikenessStore]

needs_corpora = pytest.mark.skipif(
    not (CORPORA / "languages").is_dir(), reason="the corpora are not there: precision and recall are NOT tested"
)


@pytest.fixture(scope="module")
def run() -> Run:
    every = [*cases(), *forms()]
    return every, *linked([[case.text] for case in every])


def _truth(number: int, case: Case) -> str:
    """What a text should be in one cluster with; one text in two forms of Han script is one text."""
    if case.label is not Label.ALIKE:
        return f"only {number}"
    return case.base.replace("cmn_hant", "cmn_hans")


@needs_corpora
def test_clusters_are_what_is_alike_and_nothing_else(run: Run) -> None:
    every, linker, _ = run
    truth = [_truth(number, case) for number, case in enumerate(every)]
    roots = [linker.groups.root(number) for number in range(len(every))]
    together, met = Counter(truth), Counter(zip(truth, roots, strict=True))
    found = sum(count * (count - 1) // 2 for count in Counter(roots).values())
    right = sum(count * (count - 1) // 2 for count in met.values())
    meant = sum(count * (count - 1) // 2 for count in together.values())
    assert right / found >= 0.99
    assert right / meant >= 0.99


@needs_corpora
def test_what_is_only_part_of_another_is_told_and_kept_apart(run: Run) -> None:
    every, linker, store = run
    originals = {case.base: number for number, case in enumerate(every) if case.how == "as it is"}
    told: dict[Label, Counter[bool]] = defaultdict(Counter)
    for number, case in enumerate(every):
        if case.label in {Label.PART, Label.REUSE}:
            original = originals[case.base]
            verdict = store.known(*sorted((number, original)))
            kinds = {Kind.CONTAINS, Kind.PART_OF, Kind.REUSES}
            is_right = verdict is not None and verdict.kind in kinds
            told[case.label][is_right and linker.groups.root(number) != linker.groups.root(original)] += 1
    for label, counts in told.items():
        assert counts[True] / counts.total() >= 0.95, label


@needs_corpora
def test_papers_made_from_one_form_are_never_put_together(run: Run) -> None:
    every, linker, _ = run
    papers = [number for number, case in enumerate(every) if case.label is Label.APART]
    assert len(papers) == 24
    assert not [pair for pair in combinations(papers, 2) if linker.groups.root(pair[0]) == linker.groups.root(pair[1])]


@needs_corpora
def test_translations_are_not_put_together(run: Run) -> None:
    every, linker, _ = run
    declarations = {
        case.base: linker.groups.root(number)
        for number, case in enumerate(every)
        if case.base.startswith("udhr") and case.how == "as it is"
    }
    assert declarations.pop("udhr cmn_hant") == declarations["udhr cmn_hans"]
    assert len(set(declarations.values())) == len(declarations)
