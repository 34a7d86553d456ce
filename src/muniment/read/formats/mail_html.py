"""The words of a message that came as HTML, in reading order."""

import re

from lxml import etree, html

_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figure", "footer", "form"}
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    }
)
_CELLS = frozenset({"td", "th"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def meta_charset(untrusted_markup: bytes) -> str:
    """The charset that the markup names for itself; "" if it names none."""
    found = _META_CHARSET.search(untrusted_markup[:8192])
    return found[1].decode("ascii") if found else ""


def text_of_html(untrusted_markup: str) -> str:
    """The visible words of some HTML: blocks on lines of their own, cells of a table apart by tabs."""
    if not untrusted_markup.strip():
        return ""
    # Bytes with a charset of our choosing: what the markup says about its own charset no longer holds.
    utf8 = untrusted_markup.replace("\0", "").encode("utf-8", "replace")
    parser = html.HTMLParser(
        huge_tree=True, recover=True, remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(utf8, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    pieces: list[str] = []
    _gather(root, pieces)
    return _tidied("".join(pieces))


def _gather(root: html.HtmlElement, pieces: list[str]) -> None:
    """Walk by events, not by recursion: hostile markup nests deeper than any stack."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if not silent:
                pieces.append(_before(tag, element))
                pieces.append(_SPACE.sub(" ", element.text or ""))
        else:
            if not silent:
                pieces.append("\n" if tag in _BLOCKS else "\t" if tag in _CELLS else "")
            silent -= tag in _SILENT
            if not silent and element is not root:
                pieces.append(_SPACE.sub(" ", element.tail or ""))


def _before(tag: str, element: html.HtmlElement) -> str:
    if tag == "br" or tag in _BLOCKS:
        return "\n"
    if tag == "img":
        return str(element.get("alt") or "")
    return ""


def _tidied(text: str) -> str:
    lines = [line.strip(" ").rstrip("\t") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
