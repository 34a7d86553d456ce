"""The words of WordprocessingML in document order: Word 2003 XML, 2007 and later, and the Strict kind alike."""

from dataclasses import dataclass, field

from muniment.read.formats.office.fields import LINKS, tells_something
from muniment.read.formats.office.package import Element, attribute, iterwalk, local
from muniment.read.formats.office.wordnumbers import Lists, Numbers
from muniment.read.formats.sections import Section

_SKIPPED = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tcPr",
        "trPr",
        "sectPr",
        "tblGrid",
        "sdtPr",
        "sdtEndPr",
        "fldData",
        "binData",
        "proofErr",
        "docPr",
        "styles",
        "fonts",
        "lists",
    ]
)
"""Elements without words of their own, or whose words are looked at on entry only."""

_TEXT = frozenset({"t", "delText"})
_INSERTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PRIVATE_USE = 0xF000
"""Symbol fonts put their 256 signs here; the sign's code in the font is what is added."""


@dataclass(slots=True)
class WordText:
    """What a walk gathers: the words, and what stands beside them."""

    words: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    editors: dict[str, None] = field(default_factory=dict)
    """Names of those who made tracked changes."""

    def text(self) -> str:
        """The words, lines and cells parted."""
        return "".join(self.words)

    def beside(self) -> list[Section]:
        """What is not part of the running words, each kind under its label."""
        return [
            Section("deleted text (tracked changes)", "\n".join(self.deleted)),
            Section("form fields", "\n".join(dict.fromkeys(self.fields))),
            Section("descriptions of pictures", "\n".join(dict.fromkeys(self.descriptions))),
            Section(LINKS, "\n".join(dict.fromkeys(self.instructions))),
        ]


@dataclass(slots=True)
class _Walk:
    """The state of one walk."""

    out: WordText
    skip: int = 0
    """Depth inside elements that are passed over."""
    deletions: list[list[str]] = field(default_factory=list)
    code: list[str] | None = None
    """Pieces of the field instruction being read."""
    ruby: list[str] | None = None
    """Pieces of the reading aid that stands above a word; given after the word, in brackets."""
    in_reading: bool = False
    numbers: Numbers | None = None
    choices: list[bool] = field(default_factory=list)
    """For each open AlternateContent: whether one of its alternatives was taken."""

    def put(self, text: str) -> None:
        if self.deletions:
            self.deletions[-1].append(text)
        elif self.in_reading and self.ruby is not None:
            self.ruby.append(text)
        else:
            self.out.words.append(text)

    def last(self) -> str:
        return self.out.words[-1] if self.out.words else "\n"


def words_of(root: Element, lists: Lists | None = None) -> WordText:
    """Everything a reader could see below ``root``, and what is hidden from view; ``lists`` number its paragraphs."""
    walk = _Walk(WordText(), numbers=Numbers(lists) if lists is not None else None)
    for event, element in iterwalk(root):
        name = local(element)
        if event == "start":
            _enter(walk, name, element)
        else:
            _leave(walk, name, element)
    _end_code(walk)
    return walk.out


def _enter(walk: _Walk, name: str, element: Element) -> None:  # noqa: C901, PLR0912 - one flat list of cases
    if name == "pPr" and not walk.skip:
        _number(walk, element)
    if walk.skip or _is_passed_over(walk, name, element):
        walk.skip += 1
        return
    if name in _TEXT:
        walk.put(element.text or "")
    elif name in _INSERTED:
        walk.put(_INSERTED[name])
    elif name == "sym":
        walk.put(_symbol(element))
    elif _is_deletion(name, element):
        walk.deletions.append([])
        _note_editor(walk, element)
    elif name in {"ins", "moveTo"}:
        _note_editor(walk, element)
    elif name in {"instrText", "delInstrText"}:
        walk.code = [*(walk.code or []), element.text or ""]
    elif name == "fldChar":
        _end_code(walk)
    elif name in {"fldSimple", "hlink"}:
        _instruction(walk, attribute(element, "instr") or attribute(element, "dest"))
    elif name == "rt":
        walk.ruby, walk.in_reading = [], True
    elif name == "txbxContent" and not walk.last().endswith("\n"):
        walk.put("\n")
    elif name == "AlternateContent":
        walk.choices.append(False)


def _number(walk: _Walk, properties: Element) -> None:
    """Put what Word counts before the paragraph; Word 2003 has written it down."""
    words = walk.numbers.before(properties) if walk.numbers is not None else ""
    for told in properties:
        if local(told) == "listPr":
            words = next((attribute(child, "val") for child in told if local(child) == "t"), "")
    if any(char.isalnum() for char in words):
        walk.put(f"{words} ")


def _leave(walk: _Walk, name: str, element: Element) -> None:
    if walk.skip:
        walk.skip -= 1
        return
    if name == "p":
        _end_paragraph(walk)
    elif name == "tc":
        _end_cell(walk)
    elif name == "tr":
        _end_row(walk)
    elif _is_deletion(name, element):
        _end_deletion(walk, element)
    elif name == "ruby":
        reading = "".join(walk.ruby or [])
        walk.ruby = None
        if reading:
            walk.put(f"({reading})")
    elif name == "rt":
        walk.in_reading = False
    elif name == "AlternateContent" and walk.choices:
        walk.choices.pop()


def _is_deletion(name: str, element: Element) -> bool:
    """Whether the words below were struck out; Word 2003 says so in a type."""
    return name in {"del", "moveFrom"} or (name == "annotation" and attribute(element, "type") == "Word.Deletion")


def _is_passed_over(walk: _Walk, name: str, element: Element) -> bool:
    """Whether the element's content is not running text; what it says on itself is taken here."""
    if name == "Fallback":
        return bool(walk.choices) and walk.choices[-1]
    if name == "Choice" and walk.choices:
        taken, walk.choices[-1] = walk.choices[-1], True
        return taken
    if name in {"docPr", "cNvPr", "shape", "rect", "imagedata", "group"}:
        _describe(walk, element)
        return name == "docPr"
    if name == "ffData":
        _form_field(walk, element)
        return True
    if name == "sdtPr":
        _control(walk, element)
    if name in {"footnote", "endnote"} or (name == "annotation" and attribute(element, "type") == "Word.Comment"):
        parent = element.getparent()
        return parent is not None and local(parent) not in {"footnotes", "endnotes"} and bool(walk.out.words)
    return name in _SKIPPED or not name


def _describe(walk: _Walk, element: Element) -> None:
    for key in ("descr", "title", "alt"):
        if text := attribute(element, key).strip():
            walk.out.descriptions.append(text)


def _form_field(walk: _Walk, element: Element) -> None:
    for child in element.iter():
        if local(child) in {
            "name",
            "default",
            "result",
            "listEntry",
            "helpText",
            "statusText",
            "entryMacro",
            "exitMacro",
        }:
            value = attribute(child, "val")
            if value and not value.isdigit():
                walk.out.fields.append(value)


def _control(walk: _Walk, element: Element) -> None:
    """A content control: its name, and the choices that it offers."""
    for child in element.iter():
        name = local(child)
        if name in {"alias", "listItem"} and (value := attribute(child, "displayText") or attribute(child, "val")):
            walk.out.fields.append(value)


def _symbol(element: Element) -> str:
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    if _PRIVATE_USE <= code < _PRIVATE_USE + 256:
        code -= _PRIVATE_USE
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - Unicode's range


def _note_editor(walk: _Walk, element: Element) -> None:
    if author := attribute(element, "author"):
        walk.out.editors[author] = None


def _end_deletion(walk: _Walk, element: Element) -> None:
    text = "".join(walk.deletions.pop()) if walk.deletions else ""
    if text.strip():
        signed = ", ".join(
            filter(None, (attribute(element, "author"), attribute(element, "date") or attribute(element, "createdate")))
        )
        walk.out.deleted.append(f"{signed}: {text}" if signed else text)


def _instruction(walk: _Walk, instruction: str) -> None:
    if tells_something(instruction):
        walk.out.instructions.append(instruction.strip())


def _end_code(walk: _Walk) -> None:
    if walk.code is not None:
        _instruction(walk, "".join(walk.code))
        walk.code = None


def _end_paragraph(walk: _Walk) -> None:
    walk.put("\n")


def _end_cell(walk: _Walk) -> None:
    words = walk.out.words
    while words and words[-1] == "\n":
        words.pop()
    walk.put("\t")


def _end_row(walk: _Walk) -> None:
    words = walk.out.words
    if words and words[-1] == "\t":
        words.pop()
    walk.put("\n")
