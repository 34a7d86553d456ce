"""Names from a spaCy pipeline, where the user has installed one and named it in the settings."""

from collections.abc import Iterator
from typing import Any

from muniment.errors import SettingsError
from muniment.mentions.mention import Extractor, Found, Kind

WINDOW_CHARS = 50_000
"""Characters given to a pipeline at a time: it keeps its whole analysis of them in memory."""

_KINDS = {
    "PERSON": Kind.PERSON, "PER": Kind.PERSON, "GPE": Kind.PLACE, "LOC": Kind.PLACE, "FAC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
}  # fmt: skip
"""Labels of entities that are taken over; groups by nationality, religion or politics (NORP) never are."""


def pipeline(name: str) -> tuple[Extractor, ...]:
    """The extractor for the pipeline ``name``, a package or a folder; none for "". Raises ``SettingsError``."""
    if not name:
        return ()
    try:
        import spacy  # noqa: PLC0415 - only where the user wants it: it is large, and most do without

        return (SpacyNames(spacy.load(name)),)
    except (ImportError, OSError, ValueError) as error:
        raise SettingsError(
            f"The spaCy pipeline {name} cannot be used: {error}.",
            "Install spaCy and the pipeline beside Muniment, or take spacy out of muniment.toml.",
        ) from error


class SpacyNames:
    """Finds what a spaCy pipeline calls persons, places and organisations."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        meta = nlp.meta
        self.name = f"spacy {meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The names in the text; the value has single spaces."""
        for start in range(0, len(untrusted_text), WINDOW_CHARS):
            for entity in self._nlp(untrusted_text[start : start + WINDOW_CHARS]).ents:
                if kind := _KINDS.get(entity.label_):
                    value = " ".join(entity.text.split())
                    if value:
                        yield Found(start + entity.start_char, start + entity.end_char, kind, value)
