"""Quotes as W3C Web Annotations (JSON-LD, recommendation of 23 February 2017)."""

import base64
from collections.abc import Callable
from typing import Any

from muniment.evidence.records import Quote, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PDF = "application/pdf"

PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"
"""What “page=3” of a PDF conforms to; RFC 8118 took the place of RFC 3778, which the recommendation names."""

MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
HTML_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"

Shown = Callable[[Quote, Span], str]
"""Gives the address of a published page, relative to the file of the annotations, on which part of a quote stands."""


def annotation(
    quote: Quote, *, media_type: str = "", creator: str = "", created: str = "", shown: Shown | None = None
) -> dict[str, Any]:
    """``quote`` as an annotation: a target for each page, a body for each translation.

    The source of a target is the original by its SHA-256 (an ``ni`` URI of RFC 6920). A page is a FragmentSelector,
    refined by TextQuoteSelector, by TextPositionSelector, which counts the code points of that page's text, and by
    the region of the page where its words stand, in per cent. With ``shown`` the source is the published page instead,
    and the fragment the anchor of the quote on it. ``created`` is ISO 8601.
    """
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"urn:x-muniment:quote:{quote.id}",
        "type": "Annotation",
        "motivation": "highlighting",
    }
    if creator:
        value["creator"] = {"type": "Person", "name": creator}
    if created:
        value["created"] = created
    if bodies := _bodies(quote):
        value["body"] = bodies
    if shown is None:
        targets = [_target(quote, span, media_type) for span in quote.spans]
    else:
        targets = [_published(quote, span, shown(quote, span)) for span in quote.spans]
    value["target"] = targets[0] if len(targets) == 1 else targets
    return value


def source_iri(sha256: str) -> str:
    """The name of an original by its SHA-256, given in hexadecimal (RFC 6920)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _bodies(quote: Quote) -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = [
        {
            "type": "TextualBody",
            "purpose": "describing",
            "value": one.text,
            "format": "text/plain",
            "language": one.language,
            **({"creator": {"type": "Person", "name": one.by}} if one.by else {}),
        }
        for one in quote.translations
    ]
    if quote.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": quote.note, "format": "text/plain"})
    return bodies


def _target(quote: Quote, span: Span, media_type: str) -> dict[str, Any]:
    page: dict[str, Any] = {"type": "FragmentSelector", "value": f"page={span.page}"}
    if media_type == PDF:
        page["conformsTo"] = PDF_FRAGMENTS
    page["refinedBy"] = _selectors(span)
    target: dict[str, Any] = {"type": "SpecificResource", "source": source_iri(quote.original), "selector": page}
    if media_type:
        target["format"] = media_type
    return target


def _published(quote: Quote, span: Span, source: str) -> dict[str, Any]:
    anchor = {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENTS, "value": quote.id}
    words = {"type": "TextQuoteSelector", "exact": span.exact}
    return {"type": "SpecificResource", "source": source, "selector": {**anchor, "refinedBy": words}}


def _selectors(span: Span) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}
    ]
    if span.end > span.start:
        found.append({"type": "TextPositionSelector", "start": span.start, "end": span.end})
    if span.boxes:
        found.append(
            {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENTS, "value": f"xywh=percent:{_region(span)}"}
        )
    return found


def _region(span: Span) -> str:
    """What holds all its boxes: selectors side by side are taken for alternatives, so there can be only one."""
    left, top = min(box[0] for box in span.boxes), min(box[1] for box in span.boxes)
    right, bottom = max(box[2] for box in span.boxes), max(box[3] for box in span.boxes)
    return ",".join(f"{100 * side:.3f}" for side in (left, top, right - left, bottom - top))
