"""Quotes as Web Annotations."""

import json

from muniment.evidence.annotations import annotation, source_iri
from muniment.evidence.records import Quote, Span, Translation
from muniment.model import PageKind

SPAN = Span(3, "locked twice", "be ", " at", 40, 52, PageKind.OCR, ((0.1, 0.2, 0.5, 0.25), (0.1, 0.3, 0.3, 0.35)), 0.9)
QUOTE = Quote("doors", "ab" * 32, (SPAN,), translations=(Translation("zweimal", "de", "A. Wolf"),))


def test_an_annotation_selects_the_page_and_within_it_words_position_and_region() -> None:
    value = annotation(QUOTE, media_type="application/pdf", creator="Anna", created="2031-01-01T00:00:00Z")
    json.dumps(value)
    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert value["creator"]["name"] == "Anna"
    assert value["body"][0]["language"] == "de"
    selector = value["target"]["selector"]
    assert selector["value"] == "page=3"
    assert selector["conformsTo"].endswith("rfc8118")
    words, position, region = selector["refinedBy"]
    assert (words["exact"], words["prefix"], words["suffix"]) == ("locked twice", "be ", " at")
    assert (position["start"], position["end"]) == (40, 52)
    assert region["value"] == "xywh=percent:10.000,20.000,40.000,15.000"


def test_a_quote_over_two_pages_has_two_targets() -> None:
    value = annotation(Quote("q", "ab" * 32, (SPAN, Span(4, "at all times"))))
    assert [one["selector"]["value"] for one in value["target"]] == ["page=3", "page=4"]
    assert [one["type"] for one in value["target"][1]["selector"]["refinedBy"]] == ["TextQuoteSelector"]


def test_an_original_is_named_by_its_hash() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert source_iri(empty) == "ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
