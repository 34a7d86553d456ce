"""Books made of web pages: each chapter read as the web page that it is."""

import io
from collections.abc import Iterator
from dataclasses import replace

from muniment.read.formats.html import HtmlReader
from muniment.read.reader import Document, FactFound, Found, MemberFound, PageFound


def chapter(document: Document, untrusted_page: bytes, label: str, first_number: int) -> Iterator[Found]:
    """The pages of one chapter, numbered from ``first_number``; files written into it and shortfalls as they come.

    What the chapter says about itself is left out: the book speaks for itself.
    """
    page = replace(document, file=io.BytesIO(untrusted_page), size=len(untrusted_page), media_type="text/html")
    for found in HtmlReader().read(page):
        if isinstance(found, PageFound):
            yield replace(found, number=first_number + found.number - 1, label=label)
        elif not isinstance(found, FactFound):
            yield found


def name_within(found: Found, folder: str) -> Found:
    """A file found in a chapter, under the chapter's name."""
    if isinstance(found, MemberFound):
        return replace(found, name=folder.encode("utf-8", "surrogateescape") + b"/" + found.name)
    return found
