"""What may stand in an evidence file: its sections, and the keys of each record with what they take.

One table, from which files are read, written, and described to other programs (``schema``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from muniment.evidence.records import (
    Act,
    ActorKind,
    Bearing,
    Kind,
    Ruling,
    SourceKind,
    Step,
    Verdict,
    Weight,
)
from muniment.model import PageKind

VERSION = 1
"""The version of the format that is read and written."""

TOP = "muniment_evidence"
"""The key at the top that says what the file is, and of which version."""


class Form(Enum):
    """What a key takes."""

    LINE = "a line of text"
    TEXT = "text, over several lines if need be"
    EXACT = "words exactly as they stand on the page"
    DATE = "a date, as exact as it is known: 2017-11-05, 2017-11, 2017, late 2017, before 2018, 2017/2019"
    ID = "an id: a-z, 0-9, dot, dash, underscore"
    NUMBER = "a whole number"
    FRACTION = "a number"
    YES_NO = "yes or no"
    PAGES = "the number of a page, or of pages that follow one another: 3, or 3-4"
    DOCUMENT = "a document of the case: its path, the end of its path, or its SHA-256"
    CHOICE = "one of the words given"
    REF = "the id of a record"
    QUOTE = "the id of a quote, or the quote itself: {document, page, words}"
    PART = "keys of its own"
    BOX = "left, top, right, bottom as fractions of the page"


@dataclass(frozen=True, slots=True)
class Field:
    """What one key takes. ``many`` takes a list (or one value instead of a list of one)."""

    form: Form
    says: str
    needed: bool = False
    many: bool = False
    target: Kind | None = None
    choice: type[StrEnum] | None = None
    part: "Part | None" = None
    alias: str = ""
    """Another name for the key, as comes naturally where there is only one value."""
    to: str = ""
    """The record's field, where it is called otherwise."""


Shape = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Part:
    """A value with keys of its own; a plain text instead stands for the key ``short``."""

    name: str
    shape: Shape
    short: str = ""


NAME = Part(
    "name",
    {
        "text": Field(Form.LINE, "The name as it is written somewhere.", needed=True),
        "language": Field(Form.LINE, "The code of its language (ISO 639): en, zh, ug."),
    },
    "text",
)

ROLE = Part(
    "role",
    {
        "title": Field(Form.LINE, "What the actor was.", needed=True),
        "at": Field(Form.LINE, "Where."),
        "since": Field(Form.DATE, "From when on."),
        "until": Field(Form.DATE, "Until when."),
    },
    "title",
)

TRANSLATION = Part(
    "translation",
    {
        "text": Field(Form.TEXT, "The quote in another language.", needed=True),
        "language": Field(Form.LINE, "The code of that language.", needed=True),
        "by": Field(Form.LINE, "Who made the translation.", needed=True),
        "how": Field(Form.LINE, "How: by hand; by machine, checked by hand."),
    },
)

_SPAN: Shape = {
    "page": Field(Form.NUMBER, "The page, from 1.", needed=True),
    "words": Field(Form.EXACT, "The words on that page.", needed=True, to="exact"),
    "prefix": Field(Form.EXACT, "What stands right before the words."),
    "suffix": Field(Form.EXACT, "What stands right after the words."),
    "start": Field(Form.NUMBER, "Where the words begin: code points of the page's raw text before them."),
    "end": Field(Form.NUMBER, "Where they end, exclusive."),
    "kind": Field(Form.CHOICE, "Whether the page is printed text or was recognised.", choice=PageKind),
    "boxes": Field(Form.BOX, "Where the words are on the picture of the page, a box for each line.", many=True),
    "confidence": Field(Form.FRACTION, "Of recognised words: how sure the least sure one is, from 0 to 1."),
}

SPAN = Part("span", _SPAN)

ANCHOR_KEYS = frozenset({"start", "end", "kind", "boxes", "confidence", "reader", "path"})
"""Keys that the program writes once it has found the words; whoever writes by hand leaves them out."""

QUOTE_SHAPE: Shape = {
    "id": Field(Form.ID, "What the quote is called; made of its words if left out."),
    "document": Field(Form.DOCUMENT, "The document that is quoted.", needed=True, to="original"),
    "path": Field(Form.LINE, "Where it was found; written by the program."),
    "reader": Field(Form.LINE, "Which reader's text it is; written by the program."),
    "language": Field(Form.LINE, "The code of the language of the words."),
    "page": Field(Form.PAGES, "The page, or pages 3-4; all pages are looked through if left out."),
    "words": Field(
        Form.EXACT, "The words. Blanks, line breaks and hyphens need not be as they are on the page.", to="exact"
    ),
    "nth": Field(Form.NUMBER, "Which place is meant, from 1, where the words stand several times."),
    **{name: one for name, one in _SPAN.items() if name not in {"page", "words"}},
    "spans": Field(Form.PART, "The words page by page, once they were found on several.", many=True, part=SPAN),
    "translations": Field(Form.PART, "The quote in other languages.", many=True, part=TRANSLATION, alias="translation"),
    "note": Field(Form.TEXT, "A note for those who work on the case."),
}

QUOTE = Part("quote", QUOTE_SHAPE)

DERIVATION = Part(
    "derivation",
    {
        "source": Field(Form.REF, "The source that this one has it from.", target=Kind.SOURCE, to="parent"),
        "unknown": Field(Form.YES_NO, "Yes, instead of a source, where it is from somebody nobody knows."),
        "how": Field(Form.LINE, "How it took it over: relays, quotes, translates."),
        "ruling": Field(Form.CHOICE, "Whether that link is confirmed (as usual) or rejected.", choice=Ruling),
        "quote": Field(Form.QUOTE, "The words that show it.", target=Kind.QUOTE),
        "suggestion": Field(Form.LINE, "The suggestion that was ruled on; written by the program."),
        "note": Field(Form.TEXT, "A note."),
    },
)

UNKNOWN_WORD = "unknown"
"""Stands under ``derives_from`` for somebody nobody knows."""

_NOTE = Field(Form.TEXT, "A note for those who work on the case.")

EVIDENCE_SHAPE: Shape = {
    "id": Field(Form.ID, "What it is called; made of claim and quote if left out."),
    "claim": Field(Form.REF, "The claim it bears on; left out where it stands below a claim.", target=Kind.CLAIM),
    "quote": Field(Form.QUOTE, "The quote.", needed=True, target=Kind.QUOTE),
    "bearing": Field(Form.CHOICE, "How the quote bears on the claim.", needed=True, choice=Bearing),
    "weight": Field(Form.CHOICE, "What sort of knowledge it is.", needed=True, choice=Weight),
    "source": Field(
        Form.REF, "Where it comes from, if not from the document's own source: a witness.", target=Kind.SOURCE
    ),
    "note": _NOTE,
}

SHAPES: Mapping[Kind, Shape] = {
    Kind.ACTOR: {
        "id": Field(Form.ID, "What the actor is called in this file.", needed=True),
        "kind": Field(Form.CHOICE, "Who or what it is.", needed=True, choice=ActorKind),
        "names": Field(
            Form.PART, "All its names, the one to be shown first.", needed=True, many=True, part=NAME, alias="name"
        ),
        "roles": Field(Form.PART, "What it was, where and when.", many=True, part=ROLE, alias="role"),
        "note": _NOTE,
    },
    Kind.SOURCE: {
        "id": Field(Form.ID, "What the source is called in this file.", needed=True),
        "kind": Field(Form.CHOICE, "What it is.", needed=True, choice=SourceKind),
        "title": Field(Form.LINE, "Its title.", needed=True),
        "names": Field(Form.PART, "Other names under which it is cited.", many=True, part=NAME, alias="name"),
        "actor": Field(Form.REF, "Whose it is.", target=Kind.ACTOR),
        "published": Field(Form.DATE, "When it was published."),
        "documents": Field(Form.DOCUMENT, "Documents of the case that are part of it.", many=True, alias="document"),
        "folders": Field(Form.LINE, "Folders of the case that are part of it.", many=True, alias="folder"),
        "acquisitions": Field(Form.NUMBER, "Acquisitions that are part of it.", many=True, alias="acquisition"),
        "withdrawn": Field(Form.DATE, "When it took back what it said; left out if it stands."),
        "withdrawn_why": Field(Form.TEXT, "Why it was withdrawn."),
        "derives_from": Field(
            Form.PART,
            "The sources that it has what it says from; unknown for nobody knows whom.",
            many=True,
            part=DERIVATION,
        ),
        "note": _NOTE,
    },
    Kind.QUOTE: QUOTE_SHAPE,
    Kind.CLAIM: {
        "id": Field(Form.ID, "What the claim is called in this file.", needed=True),
        "text": Field(Form.LINE, "What is claimed, as a sentence that is true or not.", needed=True),
        "where": Field(Form.LINE, "Where it is to hold."),
        "when": Field(Form.DATE, "When it is to hold."),
        "parent": Field(Form.REF, "The broader claim; left out where it stands below it.", target=Kind.CLAIM),
        "evidence": Field(Form.PART, "Evidence for or against it.", many=True, part=Part("evidence", EVIDENCE_SHAPE)),
        "parts": Field(Form.PART, "Narrower claims.", many=True),
        "note": _NOTE,
    },
    Kind.STATEMENT: {
        "id": Field(Form.ID, "What the statement is called in this file.", needed=True),
        "actors": Field(
            Form.REF, "Who said it: all who signed.", needed=True, many=True, target=Kind.ACTOR, alias="actor"
        ),
        "act": Field(Form.CHOICE, "What they did by saying it.", needed=True, choice=Act),
        "claims": Field(Form.REF, "The claims it speaks to.", many=True, target=Kind.CLAIM, alias="claim"),
        "quotes": Field(Form.QUOTE, "Where it stands.", many=True, target=Kind.QUOTE, alias="quote"),
        "date": Field(Form.DATE, "When it was said."),
        "venue": Field(Form.LINE, "Where it was said."),
        "on_behalf_of": Field(Form.REF, "For whom they spoke.", target=Kind.ACTOR),
        "note": _NOTE,
    },
    Kind.EVIDENCE: EVIDENCE_SHAPE,
    Kind.EVENT: {
        "id": Field(Form.ID, "What the event is called in this file.", needed=True),
        "title": Field(Form.LINE, "What happened.", needed=True),
        "date": Field(Form.DATE, "When.", needed=True),
        "where": Field(Form.LINE, "Where."),
        "actors": Field(Form.REF, "Who took part.", many=True, target=Kind.ACTOR, alias="actor"),
        "claims": Field(Form.REF, "The claims it matters to.", many=True, target=Kind.CLAIM, alias="claim"),
        "quotes": Field(Form.QUOTE, "What shows it.", many=True, target=Kind.QUOTE, alias="quote"),
        "note": _NOTE,
    },
    Kind.FINDING: {
        "id": Field(Form.ID, "What the finding is called in this file.", needed=True),
        "claim": Field(Form.REF, "The claim it is about.", needed=True, target=Kind.CLAIM),
        "wording": Field(Form.LINE, "How it would be published.", needed=True),
        "limits": Field(Form.TEXT, "What the evidence does not show."),
        "looked_for": Field(Form.TEXT, "What was looked for and not found."),
        "against": Field(Form.TEXT, "What speaks against it."),
        "nothing_against": Field(Form.YES_NO, "Yes, if nothing was found that speaks against it."),
        "note": _NOTE,
    },
    Kind.REVIEW: {
        "id": Field(Form.ID, "What the step is called.", needed=True),
        "finding": Field(Form.REF, "The finding.", needed=True, target=Kind.FINDING),
        "step": Field(Form.CHOICE, "What was done with it.", needed=True, choice=Step),
        "person": Field(Form.LINE, "Who did it.", needed=True),
        "at": Field(Form.LINE, "When (UTC, ISO 8601).", needed=True),
        "digest": Field(Form.LINE, "Stands for all that the person had before them.", needed=True),
        "at_change": Field(Form.NUMBER, "The last change of the case when it was done."),
        "reason": Field(Form.TEXT, "Why it was given back."),
        "opened": Field(Form.REF, "The quotes that the person opened.", many=True, target=Kind.QUOTE),
        "public_key": Field(Form.LINE, "The key (Ed25519, hexadecimal) that checks the signature."),
        "signature": Field(Form.LINE, "The signature (hexadecimal) over all the rest."),
    },
    Kind.JUDGEMENT: {
        "id": Field(Form.ID, "What the judgement is called; made of the document if left out."),
        "document": Field(Form.DOCUMENT, "The document.", needed=True, to="original"),
        "verdict": Field(Form.CHOICE, "What is held of it.", needed=True, choice=Verdict),
        "why": Field(Form.TEXT, "For what reasons.", needed=True),
    },
}

SECTIONS: Mapping[str, Kind] = {
    "actors": Kind.ACTOR,
    "sources": Kind.SOURCE,
    "claims": Kind.CLAIM,
    "quotes": Kind.QUOTE,
    "statements": Kind.STATEMENT,
    "evidence": Kind.EVIDENCE,
    "events": Kind.EVENT,
    "findings": Kind.FINDING,
    "reviews": Kind.REVIEW,
    "judgements": Kind.JUDGEMENT,
}
"""The sections of a file, in the order in which they are written."""
