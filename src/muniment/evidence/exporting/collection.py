"""All quotes as one AnnotationCollection of the W3C (Web Annotation Data Model, sections 5.1 and 5.2)."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from muniment.evidence.annotations import CONTEXT, Shown, annotation
from muniment.evidence.held import Held
from muniment.evidence.records import Quote

COLLECTION = "urn:x-muniment:quotes"

About = Callable[[Quote], tuple[str, str, str]]
"""Gives for a quote the media type of its document, who made it, and when (ISO 8601); "" for what is not known."""


def collection(held: Held, about: About = lambda _: ("", "", ""), shown: Shown | None = None) -> Iterator[bytes]:
    """The collection as JSON-LD, an annotation on each line, in the order in which quotes were made.

    ``shown`` is given for a publication: see ``annotation``.
    """
    label = "Quotes of a case" if shown is None else "Quotes of a publication"
    head = {"@context": CONTEXT, "id": COLLECTION, "type": "AnnotationCollection", "label": label}
    page = {"id": f"{COLLECTION}:1", "type": "AnnotationPage", "partOf": COLLECTION, "startIndex": 0}
    total = len(held.quotes)
    yield _opened({**head, "total": total})
    if total:
        yield b', "first": ' + _opened(page) + b', "items": ['
        for number, quote in enumerate(held.quotes.values()):
            yield (b",\n" if number else b"\n") + _json(_annotation(quote, about, shown))
        yield b"\n]}"
    yield b"}\n"


def _annotation(quote: Quote, about: About, shown: Shown | None) -> dict[str, Any]:
    media_type, creator, created = about(quote)
    value = annotation(quote, media_type=media_type, creator=creator, created=created, shown=shown)
    del value["@context"]  # that of the collection holds for all of it
    return value


def _opened(value: dict[str, Any]) -> bytes:
    return _json(value)[:-1]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()
