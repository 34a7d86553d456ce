"""A spaCy pipeline of the user's own: used where it is installed, refused in plain words where it is not."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from muniment.errors import SettingsError
from muniment.mentions.extract import extractors, mentions_in, signature
from muniment.mentions.mention import Kind
from muniment.mentions.pipeline import WINDOW_CHARS, SpacyNames, pipeline


@dataclass
class Entities:
    """Stands for a pipeline where spaCy is not installed: calls each "Brinkmoor" what it is told to."""

    label: str
    meta: dict[str, str] = field(default_factory=lambda: {"lang": "en", "name": "small", "version": "3.8"})

    def __call__(self, text: str) -> Any:
        start = text.find("Brinkmoor")
        found = SimpleNamespace(label_=self.label, text="Brinkmoor", start_char=start, end_char=start + 9)
        return SimpleNamespace(ents=[found] if start >= 0 else [])


def test_without_a_setting_there_is_no_pipeline() -> None:
    assert pipeline("") == ()


def test_a_pipeline_that_is_not_there_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(SettingsError, match="no_such_pipeline"):
        pipeline("no_such_pipeline")


def test_what_a_pipeline_finds_is_counted_in_the_whole_text() -> None:
    text = "x" * WINDOW_CHARS + " brinkmoor, Brinkmoor"
    (found,) = SpacyNames(Entities("PERSON")).find(text)
    assert (text[found.start : found.end], found.kind) == ("Brinkmoor", Kind.PERSON)


def test_groups_of_people_are_not_taken_over() -> None:
    assert list(SpacyNames(Entities("NORP")).find("Brinkmoor")) == []


def test_another_pipeline_means_looking_again() -> None:
    by = extractors(more=[SpacyNames(Entities("PERSON"))])
    assert signature(by) != signature(extractors())
    assert [one.extractor for one in mentions_in("a Brinkmoor b", by)] == ["spacy en_small 3.8"]


def test_a_real_blank_pipeline_finds_what_its_ruler_says() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: its own pipeline is not tested")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Kelmar"}])
    (found,) = SpacyNames(nlp).find("the road to Kelmar")
    assert (found.kind, found.value) == (Kind.PLACE, "Kelmar")
