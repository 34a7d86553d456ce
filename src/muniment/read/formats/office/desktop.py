"""Documents of desktop publishing: InDesign markup (.idml) and FrameMaker interchange (.mif)."""

import re
from collections.abc import Iterator

from muniment.read.formats.office.ole import decode
from muniment.read.formats.office.ooxml import resolve
from muniment.read.formats.office.package import Element, Package, attribute, iterwalk, local
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, FactFound, Found, Unsupported

_IDML_FACTS = {"title": "title", "creator": "author", "CreateDate": "created", "ModifyDate": "modified"}
_IDML_FACTS |= {"CreatorTool": "application", "description": "description", "subject": "subject"}


class IdmlReader:
    """Gives the stories of an InDesign document in its order, notes and master pages told apart."""

    name = "idml"
    version = "1"
    media_types = frozenset({"application/x-idml"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and linked files' names. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        stories = _stories(package)
        if not stories:
            raise Damaged("the document has no text parts")
        meta = package.xml("META-INF/metadata.xml")
        for element in meta.iter() if meta is not None else ():
            name = _IDML_FACTS.get(local(element), "")
            value = " ".join("".join(str(text) for text in element.itertext()).split()) if name else ""
            if value:
                yield FactFound(name, value)
        yield from pages_of_sections(_idml_sections(package, stories))
        yield from package.told()


def _stories(package: Package) -> list[str]:
    root = package.xml("designmap.xml")
    named = (
        [resolve("designmap.xml", attribute(e, "src")) for e in root.iter() if local(e) == "Story"]
        if root is not None
        else []
    )
    found = [name for name in package.names() if name.lower().startswith("stories/")]
    return list(dict.fromkeys([*(name for name in named if name in package), *found]))


def _idml_sections(package: Package, stories: list[str]) -> Iterator[Section]:
    body, notes, links = [], [], []
    for name in stories:
        root = package.xml(name)
        if root is not None:
            text, noted = _story(root)
            body.append(text)
            notes.append(noted)
    for name in package.names():
        if name.lower().startswith(("spreads/", "masterspreads/")):
            root = package.xml(name)
            links += (
                [attribute(e, "LinkResourceURI") for e in root.iter() if local(e) == "Link"] if root is not None else []
            )
    yield Section("", "\n".join(text for text in body if text.strip()))
    yield Section("notes", "\n".join(text for text in notes if text.strip()))
    yield Section("links", "\n".join(dict.fromkeys(filter(None, links))))


def _story(root: Element) -> tuple[str, str]:
    """The words of a story, and those of the editors' notes in it."""
    out: tuple[list[str], list[str]] = ([], [])
    depth = 0
    for event, element in iterwalk(root):
        name = local(element)
        if event == "start":
            depth += name == "Note"
            if name == "Content":
                out[depth > 0].append(element.text or "")
            elif name == "Br":
                out[depth > 0].append("\n")
        else:
            depth -= name == "Note"
            if name in {"ParagraphStyleRange", "Cell", "Note"}:
                out[depth > 0].append("\n")
    return "".join(out[0]).replace("\u2028", "\n"), "".join(out[1])


_MIF_TOKEN = re.compile(rb"<(\w+)|`((?:[^'\\]|\\.)*)'|>|#[^\n]*|[^<>`#]+", re.DOTALL)
_MIF_CHARS = {
    "Tab": "\t",
    "HardSpace": "\u00a0",
    "SoftHyphen": "\u00ad",
    "HardHyphen": "\u2011",
    "DiscHyphen": "\u00ad",
    "Cent": "\u00a2",
    "Pound": "\u00a3",
    "Yen": "\u00a5",
    "EnDash": "\u2013",
    "EmDash": "\u2014",
    "Dagger": "\u2020",
    "DoubleDagger": "\u2021",
    "Bullet": "\u2022",
    "HardReturn": "\n",
    "NumberSpace": "\u2007",
    "ThinSpace": "\u2009",
    "EnSpace": "\u2002",
    "EmSpace": "\u2003",
}
_MIF_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2}) ?|(u)([0-9a-fA-F]{4})|(.))")
_MIF_LETTERS = {"t": "\t", ">": ">", "q": "'", "Q": "`", "\\": "\\", "n": "\n", "s": " "}
_MIF_UNICODE_SINCE = 8.0


class MifReader:
    """Gives the paragraphs of a FrameMaker interchange file, master pages included."""

    name = "mif"
    version = "1"
    media_types = frozenset({"application/x-mif"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield pages. Raises ``Unsupported`` for FrameMaker's own binary form."""
        raw = document.content()
        head = re.match(rb"\s*<MIFFile\s+([\d.]+)", raw)
        if head is None:
            raise Unsupported("this is FrameMaker's own binary form, which cannot be read here")
        encoding = "utf-8" if float(head[1].rstrip(b".") or b"0") >= _MIF_UNICODE_SINCE else "mac-roman"
        yield from pages_of("".join(_mif_words(raw, encoding)))


def _mif_words(raw: bytes, encoding: str) -> Iterator[str]:
    """The strings of all text lines, a new line after each paragraph and cell."""
    open_elements: list[str] = []
    for token in _MIF_TOKEN.finditer(raw):
        if token[1]:
            open_elements.append(token[1].decode())
        elif token[2] is not None and open_elements[-1:] in (["String"], ["MText"], ["PgfNumString"]):
            text = _mif_text(token[2], encoding)
            yield f"{text} " if open_elements[-1] == "PgfNumString" else text
        elif token[0] == b">" and open_elements:
            if open_elements.pop() in {"Para", "Marker"}:
                yield "\n"
        elif open_elements[-1:] == ["Char"]:
            yield _MIF_CHARS.get(token[0].strip().decode("ascii", "replace"), "")


def _mif_text(raw: bytes, encoding: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if match[1]:
            return decode(bytes([int(match[1], 16)]), 10000)
        if match[2]:
            return chr(int(match[3], 16))
        return _MIF_LETTERS.get(match[4], match[4])

    return _MIF_ESCAPE.sub(letter, raw.decode(encoding, "replace"))
