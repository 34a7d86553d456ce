"""What the case holds as tables: a row for each record, names beside ids, lists in one cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.evidence.held import Held
from muniment.evidence.lineage import said
from muniment.evidence.records import UNKNOWN, Bearing, Quote, Translation
from muniment.evidence.weighing import Scales

Row = Mapping[str, Any]
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Table:
    """A table by name: its columns and where its rows come from."""

    name: str
    columns: Sequence[str]
    rows: Callable[[Scales], Iterator[Row]]


def _findings(scales: Scales) -> Iterator[Row]:
    held = scales.held
    for one in held.findings.values():
        yield {
            "id": one.id, "claim": one.claim, "claim_text": held.claims[one.claim].text, "wording": one.wording,
            "limits": one.limits, "looked_for": one.looked_for, "against": one.against or "nothing was found",
            "note": one.note,
        }  # fmt: skip


def _claims(scales: Scales) -> Iterator[Row]:
    for one in scales.held.claims.values():
        weighed = scales.weigh(one.id)
        counted = {bearing.value: said(weighed.standing[bearing]) for bearing in Bearing}
        told = {bearing: words for bearing, words in counted.items() if not words.startswith("0 reports, 0 indep")}
        yield {
            "id": one.id, "text": one.text, "where": one.where, "when": one.when, "parent": one.parent, **told,
            "note": one.note,
        }  # fmt: skip


def _evidence(scales: Scales) -> Iterator[Row]:
    held = scales.held
    for one in held.evidence.values():
        source = scales.source_of(one)
        yield {
            "id": one.id, "claim": one.claim, "claim_text": held.claims[one.claim].text,
            "bearing": one.bearing.value, "weight": one.weight.value, "quote": one.quote,
            **_quoted(held.quotes[one.quote]), "source": source, "source_title": _title(held, source), "note": one.note,
        }  # fmt: skip


def _quotes(scales: Scales) -> Iterator[Row]:
    for one in scales.held.quotes.values():
        source = scales.source_of_quote(one)
        yield {
            "id": one.id, **_quoted(one), "start": one.spans[0].start, "end": one.spans[0].end,
            "language": one.language, "confidence": min(span.confidence for span in one.spans), "reader": one.reader,
            "translations": _BETWEEN.join(map(_translated, one.translations)),
            "source": source, "source_title": _title(scales.held, source), "note": one.note,
        }  # fmt: skip


def _translated(made: Translation) -> str:
    return f"{made.language}: {made.text}" + (f" ({made.by})" if made.by else "")


def _quoted(quote: Quote) -> Row:
    pages = _BETWEEN.join(str(span.page) for span in quote.spans)
    return {"words": quote.words, "document": quote.original, "path": quote.path, "page": pages}


def _statements(scales: Scales) -> Iterator[Row]:
    held = scales.held
    for one in scales.held.statements.values():
        behalf = held.actors[one.on_behalf_of].names[0].text if one.on_behalf_of else ""
        yield {
            "id": one.id, "date": one.date, "actors": _BETWEEN.join(one.actors),
            "actor_names": _BETWEEN.join(held.actors[actor].names[0].text for actor in one.actors),
            "act": one.act.value, "claims": _BETWEEN.join(one.claims), "venue": one.venue,
            "on_behalf_of": one.on_behalf_of, "on_behalf_of_name": behalf, "quotes": _BETWEEN.join(one.quotes),
            "words": _words(held, one.quotes), "note": one.note,
        }  # fmt: skip


def _sources(scales: Scales) -> Iterator[Row]:
    for one in scales.held.sources.values():
        roots = sorted(scales.lineage.roots(one.id))
        yield {
            "id": one.id, "kind": one.kind.value, "title": one.title,
            "names": _BETWEEN.join(name.text for name in one.names), "actor": one.actor, "published": one.published,
            "withdrawn": one.withdrawn, "withdrawn_why": one.withdrawn_why, "roots": _BETWEEN.join(roots),
            "of_unknown_origin": scales.lineage.is_of_unknown_origin(one.id),
            "fallen": one.id in scales.lineage.fallen, "documents": _BETWEEN.join(one.documents),
            "folders": _BETWEEN.join(one.folders), "note": one.note,
        }  # fmt: skip


def _derivations(scales: Scales) -> Iterator[Row]:
    for one in scales.held.derivations.values():
        yield {
            "source": one.child, "source_title": _title(scales.held, one.child),
            "derives_from": one.parent if one.parent != UNKNOWN else "unknown",
            "derives_from_title": _title(scales.held, one.parent), "ruling": one.ruling.value, "how": one.how,
            "quote": one.quote, "words": _words(scales.held, [one.quote] if one.quote else []), "note": one.note,
        }  # fmt: skip


def _actors(scales: Scales) -> Iterator[Row]:
    for one in scales.held.actors.values():
        roles = (" ".join(part for part in (role.title, role.at, role.since, role.until) if part) for role in one.roles)
        yield {
            "id": one.id, "kind": one.kind.value, "name": one.names[0].text,
            "other_names": _BETWEEN.join(name.text for name in one.names[1:]), "roles": _BETWEEN.join(roles),
            "note": one.note,
        }  # fmt: skip


def _events(scales: Scales) -> Iterator[Row]:
    held = scales.held
    for one in held.events.values():
        yield {
            "id": one.id, "date": one.date, "title": one.title, "where": one.where,
            "actors": _BETWEEN.join(held.actors[actor].names[0].text for actor in one.actors),
            "claims": _BETWEEN.join(one.claims), "quotes": _BETWEEN.join(one.quotes),
            "words": _words(held, one.quotes), "note": one.note,
        }  # fmt: skip


def _title(held: Held, source: str) -> str:
    return held.sources[source].title if source else ""


def _words(held: Held, quotes: Sequence[str]) -> str:
    return "\n".join(held.quotes[one].words for one in quotes)


FINDINGS = Table(
    "findings", ("id", "claim", "claim_text", "wording", "limits", "looked_for", "against", "note"), _findings
)
"""Only of what is published: in an export of the case a draft could be taken for a result."""

TABLES: Sequence[Table] = (
    Table("claims", ("id", "text", "where", "when", "parent", *(one.value for one in Bearing), "note"), _claims),
    Table(
        "evidence",
        ("id", "claim", "claim_text", "bearing", "weight", "quote", "words", "document", "path", "page", "source",
         "source_title", "note"),
        _evidence,
    ),
    Table(
        "quotes",
        ("id", "words", "document", "path", "page", "start", "end", "language", "confidence", "reader", "translations",
         "source", "source_title", "note"),
        _quotes,
    ),
    Table(
        "statements",
        ("id", "date", "actors", "actor_names", "act", "claims", "venue", "on_behalf_of", "on_behalf_of_name",
         "quotes", "words", "note"),
        _statements,
    ),
    Table(
        "sources",
        ("id", "kind", "title", "names", "actor", "published", "withdrawn", "withdrawn_why", "roots",
         "of_unknown_origin", "fallen", "documents", "folders", "note"),
        _sources,
    ),
    Table(
        "derivations",
        ("source", "source_title", "derives_from", "derives_from_title", "ruling", "how", "quote", "words", "note"),
        _derivations,
    ),
    Table("actors", ("id", "kind", "name", "other_names", "roles", "note"), _actors),
    Table("events", ("id", "date", "title", "where", "actors", "claims", "quotes", "words", "note"), _events),
)  # fmt: skip
"""Every table, by the name of its file."""
