"""The words of a message that came as HTML, in reading order, and the files written into the markup."""

import re
from typing import Any, cast

from lxml import etree

from muniment.read.formats.html import HtmlWords
from muniment.read.markup import Opening
from muniment.read.reader import MemberFound

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 8192
"""Bytes at the start of markup in which it may name its charset: browsers look at the first 1024."""

_AT_A_TIME = 1 << 16


def meta_charset(untrusted_markup: bytes) -> str:
    """The charset that the markup names for itself; "" if it names none."""
    found = _META_CHARSET.search(untrusted_markup[:_CHARSET_WITHIN])
    return found[1].decode("ascii") if found else ""


def text_of_html(untrusted_markup: str) -> str:
    """The visible words of some HTML: blocks on lines of their own, cells of a table apart by tabs."""
    return words_and_files(untrusted_markup)[0]


def words_and_files(untrusted_markup: str) -> tuple[str, list[MemberFound]]:
    """The visible words of some HTML, and the pictures and files that are written into it."""
    if not untrusted_markup.strip():
        return "", []
    words = HtmlWords()
    parser = etree.HTMLParser(target=cast("Any", words), encoding="utf-8", huge_tree=True, no_network=True)
    markup = Opening().without_doctype(untrusted_markup.replace("\0", ""))
    for start in range(0, len(markup), _AT_A_TIME):
        parser.feed(markup[start : start + _AT_A_TIME].encode("utf-8", "replace"))
    parser.close()
    return words.flow.take().strip("\n"), [found for found in words.take_found() if isinstance(found, MemberFound)]
