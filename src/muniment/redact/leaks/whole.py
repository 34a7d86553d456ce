"""The file apart from what its pages show: what else it holds, what it was before, what nothing uses any more."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

import pikepdf
from pikepdf import Name, Stream

from muniment.redact.leaks import attached, holdings, jpegs, masks, revisions, said, shows
from muniment.redact.leaks.glyphs import letters_in
from muniment.redact.leaks.report import Kind, Leak, NotChecked
from muniment.redact.leaks.source import PaintedText, Source
from muniment.redact.leaks.terms import TermFinder, squashed

_SHARED = 0.6
"""Share of the pages' words that an attached file must have to be another version of them."""

_LEAST_SHARED = 15
"""Words that the two must have in common: two letters share as many by chance."""

_MOST_LACKING = 5
"""Bookmarks, comments or values with words that the pages lack, up to which these were left behind: more are usual."""

_LEAST_WORD = 3
_UNUSED_SIDE = 40
"""Pixels of the smaller side from which an unused picture may show something."""

_AROUND = 40
"""Characters shown before and after a term, so that it can be found again."""

_FONT_STREAM = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})


@dataclass(slots=True)
class FileFindings:
    """What was found apart from the pages."""

    leaks: list[Leak] = field(default_factory=list)
    notes: list[Leak] = field(default_factory=list)
    gaps: list[NotChecked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: the terms given, and what the pages hide; whether the pages look redacted."""

    terms: TermFinder
    hidden: TermFinder
    looks_redacted: bool

    def in_text(self, kind: Kind, text: str, page: int | None, where: str) -> Iterator[Leak]:
        """A leak for each term in a text, and one if it holds words that a page hides."""
        for term in self.terms.in_text(text):
            says = f"A term stands in {where}, {term.how}."
            yield Leak(page, None, kind, around(text, term.term), says, certain=True)
        for term in self.hidden.in_text(text)[:1]:
            says = f"Words that a page hides stand in {where}."
            yield Leak(page, None, kind, around(text, term.term), says, certain=True)


def around(text: str, term: str) -> str:
    """The part of a text in which a term stands; its beginning where the term cannot be found as it is."""
    at = text.casefold().find(term.casefold())
    if at < 0:
        return text[: 2 * _AROUND + len(term)]
    return text[max(0, at - _AROUND) : at + len(term) + _AROUND]


_WHERE = {
    Kind.ATTACHMENT: "what the file says of an attached file",
    Kind.FORM_VALUE: "a form field",
    Kind.ANNOTATION: "an annotation",
    Kind.BOOKMARK: "a bookmark",
    Kind.LINK: "the address of a link",
    Kind.NAME: "a name inside the file",
    Kind.METADATA: "what the file says about itself",
    Kind.PRIVATE_DATA: "data that a program kept for itself",
    Kind.SCRIPT: "a program in the file",
    Kind.STRUCTURE: "text meant for reading aloud",
    Kind.THUMBNAIL: "the data of a thumbnail",
    Kind.TERM_IN_FILE: "another part of the file",
}


def look_at_file(source: Source, wanted: Wanted) -> Iterator[FileFindings]:
    """All that can be found apart from the pages, part by part. A part that breaks is named, and the next goes on."""
    for what, part in _PARTS:
        found = FileFindings()
        try:
            part(source, wanted, found)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
            found.gaps.append(NotChecked(what, f"the file is broken there ({type(error).__name__})"))
        yield found


def _held(source: Source, wanted: Wanted, found: FileFindings) -> None:
    with source.structure() as pdf:
        _held_by(pdf, wanted, found, None)


def _held_by(pdf: pikepdf.Pdf, wanted: Wanted, found: FileFindings, state: str | None) -> None:
    """Strings and names of one state of the file; of an earlier one if ``state`` names it."""
    for held in holdings.texts(pdf):
        where = _WHERE[held.kind] + (f", as it was in {state}" if state else "")
        kind = Kind.EARLIER_REVISION if state else held.kind
        found.leaks.extend(wanted.in_text(kind, held.text, held.page, where))
        if not state and held.key == "/JS" and held.text:
            note = Leak(
                held.page, None, Kind.SCRIPT, held.text, "The file carries a program; it was not run.", certain=False
            )
            found.notes.append(note)


def _unspoken(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Text for reading aloud, and annotations that are not shown, with words that the pages lack."""
    now = source.words_now()
    with source.structure() as pdf:
        painted, _ = shows.painting(pdf)
        inline = [text for one in painted for text in shows.spoken_instead(one.stream)]
        held = [one.text for one in holdings.texts(pdf) if one.key in {"/ActualText", "/E"}]
        for text in inline:
            found.leaks.extend(wanted.in_text(Kind.STRUCTURE, text, None, _WHERE[Kind.STRUCTURE]))
        says = "Text meant for reading aloud has words that the pages lack."
        if wanted.looks_redacted:
            lacking = [text for text in (*inline, *held) if _lacking(text, now)]
            found.leaks.extend(Leak(None, None, Kind.STRUCTURE, text, says, certain=False) for text in lacking)
        elif lacking := list(dict.fromkeys(filter(said.Vocabulary(now).lacks, inline))):
            found.notes.append(Leak(None, None, Kind.STRUCTURE, " · ".join(lacking), says, certain=False))
        for one in holdings.out_of_sight(pdf):
            says = "An annotation that is not shown says something."
            note = Leak(one.page, None, Kind.ANNOTATION, one.text, says, certain=False)
            is_leak = wanted.looks_redacted and _lacking(one.text, now)
            (found.leaks if is_leak else found.notes).append(note)


def _lacking(text: str, now: frozenset[str]) -> bool:
    """Whether a text has a word that the pages lack."""
    words = (squashed(word) for word in text.split())
    return any(len(word) >= _LEAST_WORD and word not in now and word.isalpha() for word in words)


def _bytes(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Terms in streams, unpacked, and in the bytes of the file as they lie."""
    told = set()
    with source.structure() as pdf:
        for one in holdings.streams(pdf):
            terms = wanted.terms.in_bytes(one.data, is_text=one.is_text)
            if one.is_text:
                text = one.data[: holdings.MOST_TEXT].decode("utf-8", "replace")
                terms = (*terms, *wanted.terms.in_text(text), *wanted.terms.in_text(holdings.without_codes(text)))
                if one.kind is Kind.METADATA:
                    found.leaks.extend(
                        replace(wanted, terms=TermFinder(())).in_text(one.kind, text, None, _WHERE[one.kind])
                    )
            for term in terms:
                if (one.kind, term.term) not in told:
                    told.add((one.kind, term.term))
                    says = f"A term stands in the bytes of {_WHERE[one.kind]}, {term.how}."
                    found.leaks.append(Leak(None, None, one.kind, term.term, says, certain=True))
    for term in wanted.terms.in_bytes(source.content, is_text=False):
        says = f"A term stands in the bytes of the file, {term.how}."
        found.leaks.append(Leak(None, None, Kind.TERM_IN_FILE, term.term, says, certain=True))


def _painted(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Text of no size, text of streams that nothing uses, and terms in everything that is painted."""
    with source.structure() as pdf:
        painted, used = shows.painting(pdf)
        _unused_pictures(pdf, used, wanted, found)
        listed = [one for one in painted if one.is_used]
        for text in shows.set_anew(pdf, listed, only_without_size=True):
            if letters_in(text) > 1:
                says = "Text of no size is painted where nobody sees it."
                found.leaks.append(Leak(None, None, Kind.NO_SIZE, text, says, certain=True))
    now = source.words_painted()
    for one in source.painted():
        if not one.is_used:
            _unused_text(one, now, found)
        for term in wanted.terms.in_text(one.text):
            where = "what a page paints" if one.is_used else "a part that no page uses"
            kind = Kind.TERM_IN_FILE if one.is_used else Kind.UNUSED_OBJECT
            says = f"A term stands in {where}, {term.how}."
            found.leaks.append(Leak(None, None, kind, around(one.text, term.term), says, certain=True))


def _unused_text(painted: PaintedText, now: frozenset[str], found: FileFindings) -> None:
    """Words that only a part nobody uses has; the looks of fields that stand on no page are a note."""
    lost = [word for word in painted.text.split() if len(squashed(word)) >= _LEAST_WORD and squashed(word) not in now]
    whole = "".join(sorted(now))
    if lost and not all(squashed(word) in whole for word in lost):
        says = "Text that no page uses any more is still in the file."
        leak = Leak(None, None, Kind.UNUSED_OBJECT, painted.text, says, certain=not painted.is_look)
        (found.notes if painted.is_look else found.leaks).append(leak)


def _unused_pictures(pdf: pikepdf.Pdf, used: set[tuple[int, int]], wanted: Wanted, found: FileFindings) -> None:
    pictures = [item for item in pdf.objects if isinstance(item, Stream) and item.get("/Subtype") == Name.Image]
    parts = {item["/SMask"].objgen for item in pictures if isinstance(item.get("/SMask"), Stream)}
    parts |= {item["/Mask"].objgen for item in pictures if isinstance(item.get("/Mask"), Stream)}
    parts |= {page.obj["/Thumb"].objgen for page in pdf.pages if isinstance(page.obj.get("/Thumb"), Stream)}
    sizes = {(item.get("/Width"), item.get("/Height")) for item in pictures if item.objgen in used}
    for item in pictures:
        width, height = int(item.get("/Width", 0)), int(item.get("/Height", 0))
        if item.objgen in used or item.objgen in parts or min(width, height) < _UNUSED_SIDE:
            continue
        says = f"A picture of {width} by {height} pixels that no page uses is still in the file."
        leak = Leak(None, None, Kind.UNUSED_OBJECT, "", says, certain=False)
        is_twin = (item.get("/Width"), item.get("/Height")) in sizes
        (found.leaks if is_twin or wanted.looks_redacted else found.notes).append(leak)


def _before(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Earlier revisions, and objects that lie in the file unlisted."""
    states = revisions.earlier_states(source.content)
    now = set(source.words_now()) if states else set()
    known: set[tuple[int, str]] = set()
    for state in states:
        lost = list(revisions.words_lost(state, source.password, now, known))
        for page, place, text in lost:
            says = f"In {state.name}, this page has words that it no longer has."
            found.leaks.append(Leak(page, place, Kind.EARLIER_REVISION, text, says, certain=True))
        if not lost:
            found.leaks.extend(revisions.pictures_lost(state, source.password, source.pdf))
        _state_of_objects(state, source, wanted, found)


def _state_of_objects(state: revisions.State, source: Source, wanted: Wanted, found: FileFindings) -> None:
    try:
        with closing(_opened(state.content, source.password)) as pdf:
            _held_by(pdf, wanted, found, state.name)
            _no_longer_said(pdf, state, source, found)
            painted, _ = shows.painting(pdf)
            for one, text in zip(painted, shows.set_anew(pdf, painted), strict=True):
                where = f"what a page painted in {state.name}"
                found.leaks.extend(wanted.in_text(Kind.EARLIER_REVISION, text, None, where))
                if not one.is_used and (not one.is_guess or _is_readable(text, source.words_painted())):
                    lone = PaintedText(text, is_used=False, is_look=one.is_look)
                    _unused_text(lone, source.words_painted(), found)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        found.gaps.append(NotChecked(state.name, "it cannot be opened by itself"))


def _is_readable(text: str, now: frozenset[str]) -> bool:
    """Whether a text in fonts that were guessed shares most of its words with the pages: else the guess was wrong."""
    words = [squashed(word) for word in text.split()]
    return sum(word in now for word in words) > len(words) / 2


def _no_longer_said(pdf: pikepdf.Pdf, state: revisions.State, source: Source, found: FileFindings) -> None:
    """What the file said for people to read, in words that it does not have any more."""
    with source.structure() as now:
        words = {squashed(word) for one in said.sayings(now) for word in one.text.split()}
    vocabulary = said.Vocabulary(words | source.words_painted())
    for one in said.sayings(pdf):
        if vocabulary.lacks(one.text):
            says = f"In {state.name}, {_WHERE[one.kind]} has words that the file no longer has."
            found.leaks.append(Leak(one.page, None, Kind.EARLIER_REVISION, one.text, says, certain=False))


def _photographs(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Small pictures that photographs carry of themselves; whether the pages look redacted does not matter."""
    del wanted
    with source.structure() as pdf:
        for photograph in jpegs.photographs(pdf):
            if jpegs.shows_something_else(photograph):
                says = "A photograph carries a small picture of itself that shows something else."
                found.leaks.append(Leak(None, None, Kind.THUMBNAIL, "", says, certain=False))


def _cut_out(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """Print that masks keep from being seen; whether the pages look redacted does not matter."""
    del wanted
    with source.structure() as pdf:
        for width, height in masks.sizes_of_cut_out(pdf):
            says = f"A mask hides part of a picture of {width} by {height} pixels, which looks like print."
            found.leaks.append(Leak(None, None, Kind.PICTURE_OUTSIDE, "", says, certain=False))


def _said(source: Source, wanted: Wanted, found: FileFindings) -> None:
    """What the file says for people to read, in words that its pages lack."""
    shown = said.Vocabulary(source.words_painted())
    lacking: dict[tuple[Kind, int | None, bool], list[str]] = {}
    with source.structure() as pdf:
        for one in said.sayings(pdf):
            if shown.lacks(one.text):
                lacking.setdefault((one.kind, one.page, one.may_be_meant), []).append(one.text)
        carried = list(dict.fromkeys(said.programs_data(pdf)))
    found.notes.extend(Leak(None, None, kind, "", says, certain=False) for kind, says in carried)
    for (kind, page, may_be_meant), texts in lacking.items():
        says = f"Words that the pages lack stand in {_WHERE[kind]}."
        leaks = [Leak(page, None, kind, text, says, certain=False) for text in texts]
        if wanted.looks_redacted and may_be_meant and shown.is_large and len(leaks) <= _MOST_LACKING:
            found.leaks.extend(leaks)
        else:
            found.notes.append(replace(leaks[0], found=" · ".join(texts)))


def _opened(content: bytes, password: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content), password=password)


def _attachments(source: Source, wanted: Wanted, found: FileFindings) -> None:
    now = set(source.words_now())
    with source.structure() as pdf:
        for one in attached.attached(pdf):
            found.leaks.extend(wanted.in_text(Kind.ATTACHMENT, one.name, None, "the name of an attached file"))
            inside = list(wanted.in_text(Kind.ATTACHMENT, one.text, None, "an attached file"))
            for term in () if inside else wanted.terms.in_bytes(one.data, is_text=False):
                says = f"A term stands in the bytes of an attached file, {term.how}."
                inside.append(Leak(None, None, Kind.ATTACHMENT, term.term, says, certain=True))
            found.leaks.extend(inside)
            if not inside:
                _judge(one, now, wanted, found)
            if not one.is_whole:
                found.gaps.append(NotChecked("part of an attached file", "it is too large, or broken"))


def _judge(one: attached.Attached, now: set[str], wanted: Wanted, found: FileFindings) -> None:
    """Whether an attached file says more than the pages, of a document that looks redacted or is a version of it."""
    words = {squashed(word) for word in one.text.split()}
    words = {word for word in words if len(word) >= _LEAST_WORD}
    shared = words & now
    own = {word for word in now if len(word) >= _LEAST_WORD}
    is_version = len(shared) >= _LEAST_SHARED and len(shared) >= _SHARED * len(own)
    says_more = bool(words - now) or (one.is_named and bool(one.data) and not words)
    if says_more and (wanted.looks_redacted or is_version):
        says = "An attached file holds words that the pages do not show."
        found.leaks.append(Leak(None, None, Kind.ATTACHMENT, f"{one.name}: {one.text}", says, certain=is_version))
    else:
        says = "The file carries an attached file, which nobody sees on its pages."
        found.notes.append(Leak(None, None, Kind.ATTACHMENT, one.name, says, certain=False))


_PARTS: tuple[tuple[str, Callable[[Source, Wanted, FileFindings], None]], ...] = (
    ("strings and names inside the file", _held),
    ("text for reading aloud, and annotations that are not shown", _unspoken),
    ("titles, bookmarks, comments, values of fields and addresses", _said),
    ("what photographs carry", _photographs),
    ("what masks hide of pictures", _cut_out),
    ("the bytes of the file and its streams", _bytes),
    ("text that takes no room, and text and pictures that no page uses", _painted),
    ("what the file was before", _before),
    ("attached files", _attachments),
)
