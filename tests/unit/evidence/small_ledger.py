"""Records of a small fictional story for tests: a leak, a wire story that relays it, and an embassy that denies it."""

from muniment.evidence.held import Held
from muniment.evidence.records import (
    Act,
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Derivation,
    Event,
    Evidence,
    Kind,
    Name,
    Quote,
    Record,
    Ruling,
    Source,
    SourceKind,
    Span,
    Statement,
    Weight,
    derivation_id,
    kind_of,
)
from muniment.evidence.weighing import Scales


def held(*records: Record) -> Held:
    by_kind: dict[Kind, dict[str, Record]] = {}
    for one in records:
        by_kind.setdefault(kind_of(one), {})[one.id] = one
    return Held(by_kind, {(kind_of(one), one.id): 1 for one in records}, 1)


def scales(*records: Record) -> Scales:
    """Each source owns the document whose hash is made of its number; see ``quote``."""
    holds = held(*records)
    return Scales(holds, {sha256: one.id for one in holds.sources.values() for sha256 in one.documents})


def sha256(source: str) -> str:
    return source.encode().hex().ljust(64, "0")[:64]


def source(name: str, *, withdrawn: str = "", published: str = "") -> Source:
    return Source(
        name,
        SourceKind.OUTLET,
        name.capitalize(),
        documents=(sha256(name),),
        withdrawn=withdrawn,
        published=published,
    )


def link(child: str, parent: str, ruling: Ruling = Ruling.CONFIRMED) -> Derivation:
    return Derivation(derivation_id(child, parent), child, parent, ruling)


def quote(name: str, of: str, words: str = "No one may leave.") -> Quote:
    """A quote from the document of source ``of``; of a document of no source if there is none of that name."""
    return Quote(name, sha256(of), (Span(1, words, end=len(words)),), path=f"leak/{of}.txt")


def evidence(name: str, claim: str, of: str, bearing: Bearing = Bearing.SUPPORTS) -> Evidence:
    return Evidence(name, claim, of, bearing, Weight.INSTRUCTION)


def actor(name: str) -> Actor:
    return Actor(name, ActorKind.OFFICE, (Name(f"The {name}"),))


STORY: tuple[Record, ...] = (
    actor("embassy"),
    actor("ministry"),
    source("leak", published="2017-11-05"),
    source("wire", published="24 November 2019"),
    source("paper"),
    source("blog"),
    source("old", withdrawn="2020"),
    source("both"),
    source("briefing"),
    link("wire", "leak"),
    link("paper", "wire"),
    link("blog", ""),
    link("both", "briefing"),
    link("both", "leak"),
    quote("q-leak", "leak"),
    quote("q-wire", "wire", "The papers order that nobody leaves."),
    quote("q-blog", "blog"),
    quote("q-old", "old"),
    quote("q-both", "both"),
    quote("q-briefing", "briefing", "The embassy: “pure fabrication”."),
    quote("q-loose", "nobody"),
    Claim("locked", "The centres are locked", "Merava", "2017/2019"),
    Claim("doors", "The doors are double-locked", parent="locked"),
    Claim("schools", "The centres are schools"),
    Claim("cameras", "Cameras watch every room", parent="locked"),
    evidence("e1", "locked", "q-leak"),
    evidence("e2", "locked", "q-wire"),
    evidence("e3", "locked", "q-old"),
    evidence("e4", "locked", "q-briefing", Bearing.DISPUTES),
    evidence("e5", "doors", "q-leak"),
    evidence("e6", "schools", "q-loose"),
    evidence("e7", "schools", "q-blog", Bearing.QUALIFIES),
    Statement("denial", ("embassy",), Act.DENIES, ("locked",), ("q-briefing", "q-wire"), "late November 2019"),
    Statement("assertion", ("ministry", "embassy"), Act.ASSERTS, ("schools",), (), ""),
    Event("opened", "The first centre opens", "spring 2017", "Merava", claims=("locked",), quotes=("q-leak",)),
    Event("order", "The order is signed", "5 November 2017", claims=("doors",)),
    Event("plan", "A plan is drawn up", "before 2017"),
    Event("since", "Visits are forbidden", "since March 2018"),
    Event("about", "A second site is built", "about 2018"),
)
"""Two independent roots, one of unknown origin, one withdrawn, one source with two roots, one loose document."""
