"""The editors' own words, from their file."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.publish.manifest import PublicationError
from muniment.publish.told import MAX_BYTES, Told, ToldDocument, read_told, told_in

GUIDE = Path(__file__).parents[3] / "docs" / "publication.md"


def test_the_example_of_the_documentation_is_read_as_it_says() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    told = told_in(example, "about.yaml")
    assert told.by == ("Ana Example", "Ben Example")
    assert told.method == (
        "Two of us read every page that is shown here.",
        "An empty line begins a new paragraph.",
    )
    assert (told.limits, told.translators) == (("One cache, one province. We have not been there.",), False)
    [document] = told.documents
    assert document == ToldDocument(
        "leak/order.pdf", "The order of March 2031", "Nine pages, of which those that are quoted are shown."
    )


def test_lists_stand_for_paragraphs_and_one_name_for_a_list_of_one() -> None:
    told = told_in("by: Ana\nmethod: [one, two]\nlimits:\ndocuments: {document: a.pdf}", "x")
    assert told == Told(by=("Ana",), method=("one", "two"), documents=(ToldDocument("a.pdf"),))
    assert told_in("", "x") == Told()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel: A", "about.yaml:1:1: there is no key “titel”; did you mean “title”?"),
        ("title: A: b", "about.yaml:1:9: this cannot be read as YAML"),
        ("title: A\nlead: [a, b]", "about.yaml:2:7: here goes a line of text, not a list"),
        ("translators: perhaps", "about.yaml:1:14: “perhaps” is neither yes nor no"),
        ("documents:\n  - title: A", "about.yaml:2:5: which document this is about is missing"),
        ("documents:\n  - {document: a, name: b}", "about.yaml:2:19: there is no key “name”"),
        ("- a", "about.yaml:1:1: here go keys with values"),
        ("title: &a b\nlead: *a", "anchors (&name) are not taken here"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, says: str) -> None:
    with pytest.raises(PublicationError) as refused:
        told_in(text, "about.yaml")
    assert says in refused.value.message


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_plain_words(text: str) -> None:
    with suppress(PublicationError):
        assert isinstance(told_in(text, "x"), Told)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for data in (b"title: \xff", b"#" * (MAX_BYTES + 1)):
        (tmp_path / "about.yaml").write_bytes(data)
        with pytest.raises(PublicationError):
            read_told(tmp_path / "about.yaml")
    with pytest.raises(PublicationError):
        read_told(tmp_path)
    (tmp_path / "about.yaml").write_bytes("\ufefftitle: Ё".encode())
    assert read_told(tmp_path / "about.yaml").title == "Ё"
