"""The kinds of records that are written by form: what each is, and its fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.evidence.faults import faults_of
from muniment.evidence.records import (
    Act,
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Event,
    Evidence,
    Kind,
    Name,
    Record,
    Role,
    Source,
    SourceKind,
    Statement,
    Weight,
)
from muniment.web.evidence.documents import Acquisitions, Documents
from muniment.web.evidence.fields import Choice, Dated, Field, Lines, Long, Pick, Rows
from muniment.web.evidence.filled import Filled
from muniment.web.evidence.labels import PLACES
from muniment.web.evidence.signatories import Signatories
from muniment.web.evidence.view import View


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of records: ``words`` gives what ids of new ones are made of, ``teaches`` says what one is."""

    kind: Kind
    record: Callable[..., Record]
    title: str
    one: str
    words: Callable[[Any], str]
    teaches: Sequence[str]
    fields: tuple[Field, ...]

    @property
    def place(self) -> str:
        """The part of the address below /evidence."""
        return PLACES[self.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(one.name for one in self.fields)

    @property
    def aliases(self) -> Mapping[str, str]:
        """For each name that an address may use the input that it fills in: ``claim`` fills in ``claims``, too."""
        return {name: one.name for one in self.fields for name in (one.name, one.also) if name}

    def write(self, record: Record, view: View) -> Filled:
        """A record as it stands in the form."""
        filled = Filled()
        for field in self.fields:
            field.write(getattr(record, field.name), filled, view)
        return filled

    def read(self, filled: Filled, view: View, record_id: str) -> Record:
        """The record that was typed; all that is wrong with it by itself is told to ``filled``."""
        record = self.record(id=record_id, **{field.name: field.read(filled, view) for field in self.fields})
        filled.blame_all(faults_of(record), record_id, self.names)
        return record


_NOTE = Long(name="note", label="Note", hint="For those who work on the case; it is not published.")
_NAMES = Rows(
    name="names",
    label="Names",
    hint="In every script, the one to be shown first. The language is a code such as en, zh, ug; it may stay empty.",
    part=Name,
    columns=(("text", "Name"), ("language", "Language")),
    row="name",
)
_DATE_HINT = "2017-11-05, November 2017, late 2017, before 2018, or two of them with a slash between."

CLAIMS = Section(
    Kind.CLAIM,
    Claim,
    "Claims",
    "claim",
    lambda one: one.text,
    (
        "A claim is a proposition that the case must decide, such as “attendance is voluntary”: it is so or not.",
        "Write down what the other side says as well: a claim may be disputed by all your evidence.",
    ),
    (
        Field(name="text", label="What is claimed", hint="One sentence that is either so or not.", needed=True),
        Field(name="where", label="Where it is to hold"),
        Dated(name="when", label="When it is to hold", hint=_DATE_HINT),
        Pick(name="parent", label="Part of a broader claim", kind=Kind.CLAIM, none="It is part of none."),
        _NOTE,
    ),
)

ACTORS = Section(
    Kind.ACTOR,
    Actor,
    "Actors",
    "actor",
    lambda one: one.names[0].text if one.names else "",
    (
        "An actor is whoever does or says something in the story: a person, an office, a state, a newspaper.",
        "With all their names in all scripts you can search the case for all of them at once.",
    ),
    (
        Choice(
            name="kind",
            label="Is a",
            words=ActorKind,
            meanings={
                "person": "somebody with a name",
                "office": "whoever holds it: the embassy, the bureau",
                "state": "as it signs letters",
                "organisation": "a company, a party, a group",
                "outlet": "a newspaper, a broadcaster, an agency",
            },
            needed=True,
        ),
        _NAMES,
        Rows(
            name="roles",
            label="Roles over time",
            hint="What they were, where, and from when until when; dates may be partial or stay empty.",
            part=Role,
            columns=(("title", "Role"), ("at", "At"), ("since", "Since"), ("until", "Until")),
            row="role",
        ),
        _NOTE,
    ),
)

STATEMENTS = Section(
    Kind.STATEMENT,
    Statement,
    "Statements",
    "statement",
    lambda one: " ".join((*one.actors[:1], one.act.value, one.date)),
    (
        "A statement is that somebody asserted, denied, demanded or announced something, on a date, in a venue.",
        "An open letter of many is one statement with many signatories.",
    ),
    (
        Signatories(
            name="actors",
            label="Who said it",
            also="actor",
            kind=Kind.ACTOR,
            many=True,
            needed=True,
        ),
        Choice(
            name="act",
            label="What they did by saying it",
            words=Act,
            meanings={
                "asserts": "says that it is so",
                "denies": "says that it is not so",
                "demands": "says that it must be done",
                "announces": "says that it will be done",
            },
            needed=True,
        ),
        Pick(name="claims", label="Claims it speaks to", also="claim", kind=Kind.CLAIM, many=True),
        Pick(name="quotes", label="Where it is quoted", also="quote", kind=Kind.QUOTE, many=True),
        Dated(name="date", label="On which date", hint=_DATE_HINT),
        Field(name="venue", label="In which venue", hint="A press conference, a letter, a broadcast …"),
        Pick(name="on_behalf_of", label="On behalf of", kind=Kind.ACTOR, none="On their own behalf."),
        _NOTE,
    ),
)

SOURCES = Section(
    Kind.SOURCE,
    Source,
    "Sources",
    "source",
    lambda one: one.title,
    (
        "A source is where information comes from: the leaked cache, an agency's story, a newspaper, a witness.",
        "Say which documents belong to it and what it derives from, and independent sources can be counted.",
    ),
    (
        Field(name="title", label="What it is called", needed=True),
        Choice(
            name="kind",
            label="Is a",
            words=SourceKind,
            meanings={
                "cache": "documents that came together",
                "document": "one by itself",
                "outlet": "what a newspaper or broadcaster published",
                "agency": "a wire story",
                "person": "a witness, an insider",
                "statement": "an official statement, a press conference, an open letter",
                "other": "anything else",
            },
            needed=True,
        ),
        Dated(name="published", label="Published", hint=_DATE_HINT),
        Pick(name="actor", label="Whose it is", kind=Kind.ACTOR, none="Nobody's in particular."),
        Documents(
            name="documents",
            label="Its documents",
            hint="One on each line: a path in the case, or a SHA-256; what sha256sum prints will do.",
        ),
        Lines(
            name="folders",
            label="Its folders",
            hint="One path on each line; documents in them belong to it unless another source names them more closely.",
        ),
        Acquisitions(
            name="acquisitions", label="Whole acquisitions", hint="All documents of them that no other source names."
        ),
        Rows(
            name="names",
            label="Other names",
            hint="As other reports call it, so that it is recognised when they name it.",
            part=Name,
            columns=(("text", "Name"), ("language", "Language")),
            row="name",
        ),
        Dated(name="withdrawn", label="Withdrawn on", hint="Only if it took back what it said."),
        Long(name="withdrawn_why", label="Why it was withdrawn", rows=2),
        _NOTE,
    ),
)

EVIDENCE = Section(
    Kind.EVIDENCE,
    Evidence,
    "Evidence",
    "piece of evidence",
    lambda one: f"{one.claim[:30]} {one.bearing.value}",
    (
        "Evidence is a quote that supports, disputes or qualifies a claim, with a weight stated in words.",
        "Begin in the reader: select the words, press q, then choose “use as evidence”.",
    ),
    (
        Pick(name="claim", label="The claim", kind=Kind.CLAIM, needed=True),
        Pick(name="quote", label="The quote", kind=Kind.QUOTE, needed=True),
        Choice(
            name="bearing",
            label="How it bears on the claim",
            words=Bearing,
            meanings={
                "supports": "it speaks for the claim",
                "disputes": "it speaks against it",
                "qualifies": "it says under which conditions, or how far",
            },
            needed=True,
        ),
        Choice(
            name="weight",
            label="What sort of knowledge it is",
            words=Weight,
            meanings={
                "direct instruction": "an order, by whoever may give it",
                "first-hand account": "somebody tells what they saw or did",
                "inference": "it follows from what is said",
                "hearsay": "somebody tells what others told",
            },
            needed=True,
        ),
        Pick(
            name="source",
            label="Where the information comes from",
            hint="Only if that is not the source of the quoted document: a witness whom an article quotes, say.",
            kind=Kind.SOURCE,
            none="From the source that the document belongs to.",
        ),
        _NOTE,
    ),
)

EVENTS = Section(
    Kind.EVENT,
    Event,
    "Events",
    "event",
    lambda one: one.title,
    (
        "An event is something that happened, on a date as exact as it is known, with the quotes that show it.",
        "Events and statements together make the chronology.",
    ),
    (
        Field(name="title", label="What happened", needed=True),
        Dated(name="date", label="When", hint=_DATE_HINT, needed=True),
        Field(name="where", label="Where"),
        Signatories(name="actors", label="Who took part", also="actor", kind=Kind.ACTOR, many=True),
        Pick(name="claims", label="Claims it has to do with", also="claim", kind=Kind.CLAIM, many=True),
        Pick(name="quotes", label="Quotes that show it", also="quote", kind=Kind.QUOTE, many=True),
        _NOTE,
    ),
)

SECTIONS: Sequence[Section] = (CLAIMS, SOURCES, ACTORS, STATEMENTS, EVIDENCE, EVENTS)
"""All of them, in the order in which the overview tells of them."""
