"""What the example case holds to be so, for tests of the pages below /evidence."""

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.evidence.records import (
    Act,
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Derivation,
    Event,
    Evidence,
    Name,
    Quote,
    Role,
    Source,
    SourceKind,
    Span,
    Statement,
    Weight,
    derivation_id,
)
from muniment.people import Person
from muniment.people import Role as Right

ANNA = Person("Anna", Right.EDITOR)
WORDS = "own free will"
STATES = 22


def tell(case: CaseFolder) -> None:
    """Write it down. The quotes are of documents that the example holds."""
    directive = _quote(case, "Directive 12 (English translation).docx", "q-directive")
    letter = _quote(case, "joint_letter_22_states.docx", "q-letter")
    harbour = _quote(case, "2031-06-04 Harbour Ledger.html", "q-harbour")
    states = [Actor(f"state-{number}", ActorKind.STATE, (Name(f"State {number}"),)) for number in range(1, STATES + 1)]
    signatories = tuple(one.id for one in states)
    with recorder_of(case) as recorder:
        recorder.make(
            ANNA,
            Actor(
                "castellane",
                ActorKind.PERSON,
                (Name("Ambassador Castellane", "en"), Name("卡斯特兰大使", "zh")),
                (Role("Ambassador", "Calder", since="2028"),),
            ),
            *states,
            Source("cache", SourceKind.CACHE, "The Kelmar cache", documents=(directive.original, letter.original)),
            Source(
                "ledger", SourceKind.OUTLET, "Harbour Ledger", published="2031-06-04", documents=(harbour.original,)
            ),
            Source("taken-back", SourceKind.OUTLET, "A report taken back", withdrawn="2031-07"),
            Derivation(derivation_id("ledger", "cache"), "ledger", "cache", how="was given the papers"),
            directive,
            letter,
            harbour,
            Claim("voluntary", "Attendance at the halls is voluntary", "Kelmar", "2031"),
            Claim("prescribed", "Staff are told what to answer relatives", parent="voluntary"),
            Claim("unproved", "Nothing speaks for this yet"),
            Claim("by-two", "Two people write this"),
            Evidence(
                "e-directive", "voluntary", "q-directive", Bearing.DISPUTES, Weight.INSTRUCTION, note="An answer."
            ),
            Evidence("e-ledger", "voluntary", "q-harbour", Bearing.DISPUTES, Weight.HEARSAY),
            Evidence("e-letter", "voluntary", "q-letter", Bearing.SUPPORTS, Weight.HEARSAY),
            Statement(
                "letter",
                signatories,
                Act.ASSERTS,
                ("voluntary",),
                ("q-letter",),
                "July 2031",
                "Letter",
            ),
            Statement("denial", ("castellane",), Act.DENIES, ("prescribed",), date="2031-06-07"),
            Event("in-force", "The directive takes effect", "1 April 2031", quotes=("q-directive",)),
        )


def _quote(case: CaseFolder, path: str, quote_id: str) -> Quote:
    with ledger_of(case, read_only=True) as database:
        queries = Queries(database)
        entry = queries.find(path.encode())[0]
        page = next(one for one in queries.pages_of(entry.id) if WORDS in one.text)
    at = page.text.index(WORDS)
    span = Span(page.number, WORDS, page.text[max(0, at - 32) : at], page.text[at + 13 : at + 45], at, at + len(WORDS))
    return Quote(quote_id, entry.sha256, (span,), path=entry.path.decode(), reader=entry.reader, language="en")
