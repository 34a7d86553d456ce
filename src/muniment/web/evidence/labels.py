"""What records are called on a page, in one line each, and where their pages are."""

from collections.abc import Callable, Mapping
from typing import Any

from muniment.evidence.held import Held
from muniment.evidence.lineage import said
from muniment.evidence.records import (
    WITHHELD,
    Actor,
    Claim,
    Derivation,
    Event,
    Evidence,
    Finding,
    Judgement,
    Kind,
    Quote,
    Record,
    Review,
    Source,
    Statement,
    kind_of,
)

MAX_LABEL_CHARS = 160
"""Characters of a label: about two lines; the record's own page shows the rest."""

FEW_NAMED = 3
"""Names of actors that a label lists before it counts the others."""

PLACES: Mapping[Kind, str] = {
    Kind.ACTOR: "actors",
    Kind.SOURCE: "sources",
    Kind.QUOTE: "quotes",
    Kind.CLAIM: "claims",
    Kind.STATEMENT: "statements",
    Kind.EVIDENCE: "evidence",
    Kind.EVENT: "events",
    Kind.FINDING: "findings",
}
"""The part of the address below /evidence where records of a kind have pages of their own."""


def address(kind: Kind, record_id: str) -> str:
    """Where a record's page is; a link between sources is shown with the one that derives."""
    if kind in PLACES:
        return f"/evidence/{PLACES[kind]}/{record_id}"
    if kind == Kind.DERIVATION:
        return f"/evidence/sources/{record_id.partition('<')[0]}#origin"
    return f"/evidence/history/of/{Kind(kind).value}/{record_id}"


def label(held: Held, record: Record) -> str:
    """One line that tells a record from others: hostile text, to be shown as such; no words of those withheld."""
    if kind_of(record) in WITHHELD:
        return f"{kind_of(record)} {record.id}"
    return short(_LABELS[kind_of(record)](held, record))


def label_of(held: Held, kind: Kind, record_id: str) -> str:
    """The label of the record with this id; the id itself if it is not there."""
    record = held.get(kind, record_id)
    return record_id if record is None else label(held, record)


def about(held: Held, record: Record) -> str:
    """A second line: what tells records with like labels apart."""
    tell = _ABOUT.get(kind_of(record))
    return short(", ".join(part for part in tell(held, record) if part)) if tell else ""


def short(text: str, most: int = MAX_LABEL_CHARS) -> str:
    """``text`` on one line, cut with an ellipsis where it is longer than ``most`` characters."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def name_of(actor: Actor) -> str:
    """The name under which an actor is shown."""
    return actor.names[0].text if actor.names else actor.id


def _actor(_: Held, one: Actor) -> str:
    return name_of(one)


def _source(_: Held, one: Source) -> str:
    return one.title


def _derivation(held: Held, one: Derivation) -> str:
    parent = label_of(held, Kind.SOURCE, one.parent) if one.parent else "somebody unknown"
    return f"{label_of(held, Kind.SOURCE, one.child)} ← {parent}"


def _quote(_: Held, one: Quote) -> str:
    return f"“{short(one.words)}”"


def _claim(_: Held, one: Claim) -> str:
    return one.text


def _statement(held: Held, one: Statement) -> str:
    said = [held.claims[claim].text for claim in one.claims if claim in held.claims]
    words = [_quote(held, held.quotes[quote]) for quote in one.quotes if quote in held.quotes]
    told = (said or words or [""])[0]
    return f"{who(held, one.actors)} {one.act}" + (f": {told}" if told else "")


def _evidence(held: Held, one: Evidence) -> str:
    quote = held.quotes.get(one.quote)
    words = _quote(held, quote) if quote else one.quote
    return f"{short(words, 80)} {one.bearing} “{label_of(held, Kind.CLAIM, one.claim)}”"


def _event(_: Held, one: Event) -> str:
    return f"{one.title} ({one.date})"


def _finding(_: Held, one: Finding) -> str:
    return one.wording


def _review(held: Held, one: Review) -> str:
    return f"{one.person}: {one.step} “{label_of(held, Kind.FINDING, one.finding)}”"


def _judgement(_: Held, one: Judgement) -> str:
    return f"{one.original[:12]}… {one.verdict}"


def who(held: Held, actors: tuple[str, ...]) -> str:
    """The names of some actors, the first few, and how many more."""
    names = [label_of(held, Kind.ACTOR, one) for one in actors[:FEW_NAMED]]
    more = len(actors) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")


_LABELS: Mapping[Kind, Callable[[Held, Any], str]] = {
    Kind.ACTOR: _actor,
    Kind.SOURCE: _source,
    Kind.DERIVATION: _derivation,
    Kind.QUOTE: _quote,
    Kind.CLAIM: _claim,
    Kind.STATEMENT: _statement,
    Kind.EVIDENCE: _evidence,
    Kind.EVENT: _event,
    Kind.FINDING: _finding,
    Kind.REVIEW: _review,
    Kind.JUDGEMENT: _judgement,
}


def _about_actor(_: Held, one: Actor) -> tuple[str, ...]:
    return (one.kind.value, *(name.text for name in one.names[1:]))


def _about_source(_: Held, one: Source) -> tuple[str, ...]:
    return (one.kind.value, one.published, "withdrawn" if one.withdrawn else "", *(name.text for name in one.names))


def _about_quote(_: Held, one: Quote) -> tuple[str, ...]:
    pages = [span.page for span in one.spans]
    return (one.path or one.original[:12], f"page {pages[0]}" if pages else "")


def _about_claim(_: Held, one: Claim) -> tuple[str, ...]:
    return one.where, one.when


def _about_statement(_: Held, one: Statement) -> tuple[str, ...]:
    return one.date, one.venue


def _about_evidence(_: Held, one: Evidence) -> tuple[str, ...]:
    return one.weight.value, one.note


def _about_event(_: Held, one: Event) -> tuple[str, ...]:
    return (one.where,)


_ABOUT: Mapping[Kind, Callable[[Held, Any], tuple[str, ...]]] = {
    Kind.ACTOR: _about_actor,
    Kind.SOURCE: _about_source,
    Kind.QUOTE: _about_quote,
    Kind.CLAIM: _about_claim,
    Kind.STATEMENT: _about_statement,
    Kind.EVIDENCE: _about_evidence,
    Kind.EVENT: _about_event,
}


FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = {
    "address": address,
    "label_of": label_of,
    "label": label,
    "short": short,
    "kind_of": kind_of,
    "said": said,
}
"""What every template may call; kinds may be given by their words."""
