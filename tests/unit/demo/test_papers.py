"""What comes with the example leak: the evidence, and what readers of its publication are told."""

from pathlib import Path

import yaml

from muniment import demo
from muniment.demo.leak import Leak
from muniment.publish.told import read_told


def paths() -> set[str]:
    """Where the files of the leak lie, as the case names them."""
    return {f"leak/{path}" for path, _ in Leak().files() if isinstance(path, str)}


def test_every_document_that_readers_are_told_of_is_in_the_leak(tmp_path: Path) -> None:
    demo.write_papers(tmp_path)
    told = read_told(tmp_path / demo.ABOUT)
    assert {one.document for one in told.documents} <= paths()
    assert all(one.title for one in told.documents)
    assert all((told.title, told.lead, told.by, told.method, told.limits))


def test_every_document_quoted_for_a_finding_has_a_title_for_readers(tmp_path: Path) -> None:
    demo.write_papers(tmp_path)
    evidence = yaml.safe_load(demo.evidence())
    quotes = {one["id"]: one["document"] for one in evidence["quotes"]}
    claims = [part for one in evidence["claims"] for part in (one, *one.get("parts", ()))]
    found = {one["claim"] for one in evidence["findings"]}
    rests_on = [one["quote"] for claim in claims if claim["id"] in found for one in claim["evidence"]]
    documents = {quotes[one] if isinstance(one, str) else one["document"] for one in rests_on}
    assert documents
    titled = {one.document for one in read_told(tmp_path / demo.ABOUT).documents}
    assert documents <= titled
