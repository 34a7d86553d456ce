"""Running an examiner over bytes made for a test."""

import io
from pathlib import Path

from muniment.read.examine.examine import examine
from muniment.read.examine.trait import Gap, Key, Trait
from muniment.read.reader import Document


def seen_in(content: bytes, media_type: str, passwords: tuple[str, ...] = ()) -> tuple[list[Trait], list[str]]:
    """The traits and the gaps of a file with these bytes."""
    document = Document(io.BytesIO(content), len(content), "", media_type, Path("/nowhere"), passwords)
    everything = list(examine(document))
    return [one for one in everything if isinstance(one, Trait)], [
        one.reason for one in everything if isinstance(one, Gap)
    ]


def values(traits: list[Trait], key: Key) -> list[str]:
    """The values of one kind."""
    return [trait.value for trait in traits if trait.key is key]
