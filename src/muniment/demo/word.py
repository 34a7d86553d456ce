"""Word documents, written part by part: text, headings, a footnote, comments, header and properties."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from muniment.demo.packing import zipped
from muniment.demo.texts import BANNER

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WRITTEN = "2031-06-02T09:30:00Z"

_PARTS = ("styles", "footnotes", "comments", "header1")
"""Parts beside the main one, each with the last word of its type and relation (a digit is not part of either)."""


@dataclass(frozen=True, slots=True)
class WordText:
    """What goes into a Word document."""

    title: str
    author: str
    paragraphs: tuple[str, ...]
    language: str = "en-GB"
    right_to_left: bool = False
    comments: dict[str, str] = field(default_factory=dict)
    """Start of a paragraph, and the remark made on it."""
    footnotes: dict[str, str] = field(default_factory=dict)
    """Start of a paragraph, and the note at its foot."""


def document(text: WordText) -> bytes:
    """The document as the bytes of a ``.docx`` file."""
    return zipped(
        [
            ("[Content_Types].xml", _content_types().encode()),
            ("_rels/.rels", _package_relations().encode()),
            ("docProps/core.xml", _properties(text).encode()),
            ("word/document.xml", _main(text).encode()),
            ("word/_rels/document.xml.rels", _document_relations().encode()),
            ("word/styles.xml", _styles(text).encode()),
            ("word/footnotes.xml", _footnotes(text).encode()),
            ("word/comments.xml", _comments(text).encode()),
            ("word/header1.xml", f"{_XML}<w:hdr {_W}><w:p>{_run(BANNER)}</w:p></w:hdr>".encode()),
        ]
    )


def _main(text: WordText) -> str:
    body = "".join(_paragraph(line, text) for line in text.paragraphs)
    title = _styled(_run(text.title, text.right_to_left), "Title", text.right_to_left)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return f"{_XML}<w:document {_W} {_R}><w:body>{title}{body}{section}</w:body></w:document>"


def _paragraph(line: str, text: WordText) -> str:
    if line.startswith("# "):
        return _styled(_run(line[2:], text.right_to_left), "Heading1", text.right_to_left)
    runs = _run(line, text.right_to_left)
    for number, start in enumerate(text.comments):
        if line.startswith(f"{start}."):
            runs = _commented(runs, number)
    for number, start in enumerate(text.footnotes, 1):
        if line.startswith(f"{start}."):
            runs += (
                f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
            )
    return _styled(runs, "Normal", text.right_to_left)


def _styled(runs: str, style: str, right_to_left: bool) -> str:
    direction = "<w:bidi/>" if right_to_left else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{runs}</w:p>'


def _run(words: str, right_to_left: bool = False) -> str:
    direction = "<w:rPr><w:rtl/></w:rPr>" if right_to_left else ""
    return f'<w:r>{direction}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _commented(runs: str, number: int) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def _comments(text: WordText) -> str:
    remarks = "".join(
        f'<w:comment w:id="{number}" w:author="{escape(text.author)}" w:date="{_WRITTEN}" w:initials="DO">'
        f"<w:p>{_run(remark)}</w:p></w:comment>"
        for number, remark in enumerate(text.comments.values())
    )
    return f"{_XML}<w:comments {_W}>{remarks}</w:comments>"


def _footnotes(text: WordText) -> str:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p>{_run(note)}</w:p></w:footnote>'
        for number, note in enumerate(text.footnotes.values(), 1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    return f"{_XML}<w:footnotes {_W}>{separators}{notes}</w:footnotes>"


def _styles(text: WordText) -> str:
    language = "w:bidi" if text.right_to_left else "w:val"
    styles = "".join(
        f'<w:style w:type="paragraph" {default}w:styleId="{name}"><w:name w:val="{label}"/>'
        f'<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, label, size, bold, default in (
            ("Normal", "Normal", 22, "", 'w:default="1" '),
            ("Heading1", "heading 1", 26, "<w:b/>", ""),
            ("Title", "Title", 34, "<w:b/>", ""),
        )
    )
    defaults = f'<w:rPrDefault><w:rPr><w:lang {language}="{text.language}"/></w:rPr></w:rPrDefault>'
    return f"{_XML}<w:styles {_W}><w:docDefaults>{defaults}</w:docDefaults>{styles}</w:styles>"


def _properties(text: WordText) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(text.title)}</dc:title><dc:creator>{escape(text.author)}</dc:creator>"
        f"<dc:description>{BANNER}</dc:description><dc:language>{text.language}</dc:language>"
        f'<cp:revision>3</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:modified></cp:coreProperties>'
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD_TYPE}.{part.rstrip("1")}+xml"/>' for part in _PARTS
    )
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_PROPERTIES_TYPE}"/>'
        f"{overrides}</Types>"
    )


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relations([(f"{_RELATION}/officeDocument", "word/document.xml"), (core, "docProps/core.xml")])


def _document_relations() -> str:
    return _relations([(f"{_RELATION}/{part.rstrip('1')}", f"{part}.xml") for part in _PARTS])


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
