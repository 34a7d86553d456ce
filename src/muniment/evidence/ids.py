"""Ids for records that a person makes in the workbench: short, readable, never used twice."""

import re
import unicodedata

from muniment.evidence.held import Held
from muniment.evidence.records import Kind

MAX_WORD_CHARS = 40
"""Characters of an id that are made of words."""

_OTHER = re.compile(r"[^0-9a-z]+")


def new_id(held: Held, kind: Kind, words: str = "") -> str:
    """An id that no record of ``kind`` has had: of the words' ASCII letters and digits, else the kind and a number."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = _OTHER.sub("-", ascii_words).strip("-")[:MAX_WORD_CHARS].strip("-")
    if slug and not held.version(kind, slug):
        return slug
    stem = slug or kind.value
    number = sum(1 for one, _ in held.versions if one is kind) + 1 if not slug else 2
    while held.version(kind, f"{stem}-{number}"):
        number += 1
    return f"{stem}-{number}"
