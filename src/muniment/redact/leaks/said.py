"""What a file says to people apart from its pages: titles, bookmarks, comments, values of fields, addresses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf
import regex
from pikepdf import Array, Dictionary, Name, Stream, String

from muniment.index.letters import is_spaceless
from muniment.redact.leaks import holdings, jpegs
from muniment.redact.leaks.report import Kind
from muniment.redact.leaks.terms import squashed

_TECHNICAL = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"})
"""Properties that programs write about themselves."""

_WORDS_OF_XMP = regex.compile(
    r"<((?:dc:(?:title|description|subject|creator|contributor))|pdf:Keywords|photoshop:[A-Z]\w+)\b[^>]*>(.*?)</\1>",
    regex.DOTALL,
)
_TAG = regex.compile(r"<[^>]*>")
_WORD = regex.compile(r"\p{L}{3,}|\p{Han}+")
_FIELD_KEYS = frozenset({"/V", "/DV", "/TU", "/Opt", "/Name", "/Reason", "/Location", "/ContactInfo"})
"""Of fields, those of signatures too (ISO 32000-2, 12.7.4 and 12.8)."""

_ELSEWHERE = frozenset(
    {(Kind.LINK, "/URI"), (Kind.STRUCTURE, "/Alt"), (Kind.STRUCTURE, "/ActualText"), (Kind.STRUCTURE, "/E")}
)
_HIDES_NOTHING = frozenset({"/Popup", "/Link"})
_LEAST_WORDS = 10
"""Words that pages must have for the lack of one to say something: scans have none."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A text for people, hostile. ``may_be_meant`` where it is what a page would have shown: a comment, a value."""

    kind: Kind
    text: str
    page: int | None
    may_be_meant: bool


def sayings(pdf: pikepdf.Pdf) -> Iterator[Saying]:
    """What the file says for people to read, each once."""
    yield from dict.fromkeys(_all(pdf))


def _all(pdf: pikepdf.Pdf) -> Iterator[Saying]:
    yield from _properties(pdf)
    yield from _notes(pdf)
    for photograph in jpegs.photographs(pdf):
        if told := jpegs.says_of_itself(photograph):
            yield Saying(Kind.METADATA, told, None, may_be_meant=False)
    texts = list(holdings.texts(pdf))
    choices = {held.text for held in texts if held.key == "/Opt"}  # shown by another name
    for held in texts:
        if held.kind is Kind.BOOKMARK and held.key == "/Title":
            yield Saying(Kind.BOOKMARK, held.text, None, may_be_meant=True)
        elif held.kind is Kind.FORM_VALUE and held.key in _FIELD_KEYS:
            is_value = held.key == "/V" and held.text not in choices
            yield Saying(Kind.FORM_VALUE, held.text, held.page, may_be_meant=is_value)
        elif (held.kind, held.key) in _ELSEWHERE:
            yield Saying(held.kind, held.text, held.page, may_be_meant=False)


def _properties(pdf: pikepdf.Pdf) -> Iterator[Saying]:
    for key, value in pdf.docinfo.items():
        if key not in _TECHNICAL and isinstance(value, String):
            yield Saying(Kind.METADATA, str(value)[: holdings.MOST_TEXT], None, may_be_meant=False)
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Type") == Name.Metadata:
            text = holdings.data_of(item)[: holdings.MOST_TEXT].decode("utf-8", "replace")
            for match in _WORDS_OF_XMP.finditer(text):
                yield Saying(Kind.METADATA, " ".join(_TAG.sub(" ", match[2]).split()), None, may_be_meant=False)


def _notes(pdf: pikepdf.Pdf) -> Iterator[Saying]:
    for number, page in enumerate(pdf.pages, 1):
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, Array) else []:
            if not isinstance(note, Dictionary) or str(note.get("/Subtype", "")) in _HIDES_NOTHING:
                continue
            if holdings.is_out_of_sight(note):
                continue  # told of by themselves
            for key in ("/Contents", "/RC", "/Subj", "/T"):
                value = note.get(key)
                if isinstance(value, String) and not (key == "/T" and "/FT" in note):
                    text = _TAG.sub(" ", str(value)[: holdings.MOST_TEXT])
                    yield Saying(Kind.ANNOTATION, text, number, may_be_meant=key in {"/Contents", "/RC"})


def programs_data(pdf: pikepdf.Pdf) -> Iterator[tuple[Kind, str]]:
    """What the file carries for programs, each with a sentence that says so."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        yield Kind.FORM_VALUE, "The file carries a second form (XFA), which only some viewers show."
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        yield Kind.SCRIPT, "The file carries programs, which were not run."
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/PieceInfo" in item:
            yield Kind.PRIVATE_DATA, "A program kept data of its own in the file."


class Vocabulary:
    """The words that a reader of the pages sees, folded; of scans, too few are known to miss any: not ``is_large``."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self.is_large = len(self._words) >= _LEAST_WORDS
        self._whole = "\n".join(sorted(self._words))

    def lacks(self, text: str) -> bool:
        """Whether ``text`` has a word that is not among them; numbers and words of two letters do not count."""
        return any(self._lacks(squashed(word)) for word in _WORD.findall(text))

    def _lacks(self, letters: str) -> bool:
        if letters and is_spaceless(letters[0]):
            return not all(letter in self._whole for letter in letters)
        return letters not in self._words and letters not in self._whole
