"""Telling XML by its root element, and HTML by its tags, without parsing either."""

import re

from muniment.read.detection.containers import declared_type

_ROOTS: dict[str, str] = {
    "svg": "image/svg+xml",
    "fictionbook": "application/x-fictionbook+xml",
    "xliff": "application/xliff+xml",
    "tmx": "application/x-tmx",
    "rdf": "application/rdf+xml",
    "xmpmeta": "application/rdf+xml",
    "xapmeta": "application/rdf+xml",
}
"""Root elements (without prefix, in lower case) that say what the document is."""

_MARKS: tuple[tuple[str, str, str], ...] = (
    ("package", "schemas.microsoft.com/office/2006/xmlPackage", "application/vnd.ms-word2006ml+xml"),
    ("worddocument", "schemas.microsoft.com/office/word/2003", "application/vnd.ms-wordml+xml"),
    ("workbook", "urn:schemas-microsoft-com:office:spreadsheet", "application/vnd.ms-spreadsheetml+xml"),
    ("plist", "WebMainResource", "application/x-webarchive"),
)
"""Root elements that others use as well: ``(root, what must stand near the start, type)``."""

_START_TAG = re.compile(r"<([A-Za-z_][\w.-]{0,80}:)?([A-Za-z_][\w.-]{0,80})([^<>]{0,20000})")
_FLAT_ODF = re.compile(r"office:mimetype\s*=\s*[\"']([^\"']{1,100})[\"']")
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|script|style|table|div|p|br|h[1-6]|a|img|font|span|ul|ol|frameset|iframe)[\s/>]",
    re.IGNORECASE,
)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".xht", ".asp", ".aspx", ".php", ".jsp", ".hta"})
_ENOUGH_TAGS = 3
"""Different HTML tags that make a fragment HTML, where neither its name nor its beginning says so."""


def markup_type(text: str, suffix: str) -> str:
    """The type of a text that starts with ``text``, where it is markup; "" where it is not."""
    rest, is_xml, doctype = _after_prolog(text)
    tag = _START_TAG.match(rest)
    if tag is None:
        return "text/html" if suffix in _HTML_SUFFIXES and _HTML_TAG.search(text) else ""
    name = tag[2].lower()
    if (
        doctype == "html"
        or name in {"html", "head", "body"}
        or (tag[1] is None and not is_xml and _is_html(rest, suffix))
    ):
        return "application/xhtml+xml" if "http://www.w3.org/1999/xhtml" in tag[3] and is_xml else "text/html"
    if found := _by_root(name, tag[3], text):
        return found
    if is_xml or doctype or "xmlns" in tag[3] or suffix in {".xml", ".xsd", ".xsl", ".opml", ".rss", ".kml", ".gpx"}:
        return "application/xml"
    return "application/xml" if f"</{tag[0][1 : 1 + len(tag[1] or '') + len(tag[2])]}>" in text else ""


def _by_root(name: str, attributes: str, text: str) -> str:
    if name.startswith("document") and (flat := _FLAT_ODF.search(attributes)):
        declared = declared_type(flat[1].encode())
        return f"{declared}-flat" if declared else "application/xml"
    for root, mark, media_type in _MARKS:
        if name == root and mark in text:
            return media_type
    return _ROOTS.get(name, "")


def _is_html(rest: str, suffix: str) -> bool:
    tags = {match[0][:3].lower() for match in _HTML_TAG.finditer(rest)}
    return len(tags) >= _ENOUGH_TAGS or (bool(tags) and suffix in _HTML_SUFFIXES)


def _after_prolog(text: str) -> tuple[str, bool, str]:
    """What follows declaration, comments and document type; whether XML was declared; the type's name in lower case."""
    at, is_xml, doctype = 0, False, ""
    while True:
        at = _skip_blank(text, at)
        if text.startswith("<?", at):
            is_xml = is_xml or text.startswith("<?xml", at)
            end = text.find("?>", at)
            step = 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
            step = 3
        elif text[at : at + 9].lower() == "<!doctype":
            words = text[at + 9 : at + 100].split(maxsplit=1)
            doctype = re.split(r"[\s>\[]", words[0])[0].lower() if words else ""
            end, step = _doctype_end(text, at)
        else:
            return text[at:], is_xml, doctype
        if end < 0:
            return "", is_xml, doctype
        at = end + step


def _doctype_end(text: str, at: int) -> tuple[int, int]:
    close, bracket = text.find(">", at), text.find("[", at)
    if 0 <= bracket < close:
        match = re.compile(r"\]\s{0,20}>").search(text, bracket)
        return (match.start(), match.end() - match.start()) if match else (-1, 1)
    return close, 1


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in "\ufeff\x00"):
        at += 1
    return at
