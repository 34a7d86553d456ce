"""What of the records goes out as data: under permanent names, and without what could be turned against anybody.

No SHA-256 of an original: copies of one document often differ in a byte that tells whose copy it was, and whoever has
all of a document but a name could try names until the hash fits. No offsets and no regions: behind something withheld
they tell how long it is. No file names, no readers, no days on which somebody worked. A quote that no page shows has no
words here either.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from muniment.evidence.exporting.tables import FINDINGS, TABLES, Table
from muniment.evidence.held import TARGETS, Held
from muniment.evidence.records import UNKNOWN, Derivation, Kind, Quote, Record, Source, Span, derivation_id, kind_of
from muniment.evidence.weighing import Scales
from muniment.publish.site.naming import Names, address
from muniment.publish.site.outgoing import Outgoing

FOLDER = "data"
"""Where it lies in a publication, which makes it the payload of a bag."""

ANNOTATIONS = "annotations.jsonld"

_OWN = frozenset({"note", "path", "folders", "documents", "reader", "confidence", "start", "end"})
"""Columns that are for those who work on the case."""


def tables() -> Sequence[Table]:
    """The tables that are published, with the columns that are."""
    return [replace(one, columns=[name for name in one.columns if name not in _OWN]) for one in (FINDINGS, *TABLES)]


def released(outgoing: Outgoing, kept_back: Collection[str]) -> Scales:
    """The records under the names that they have in the publication; ``kept_back`` are names of quotes not shown."""
    release = _Release(outgoing.names, frozenset(kept_back))
    by_kind: dict[Kind, dict[str, Record]] = {}
    for record in outgoing.held:
        made = release.record(record)
        by_kind.setdefault(kind_of(made), {})[made.id] = made
    named = {release.document(one): release.name(Kind.SOURCE, source) for one, source in _sources(outgoing).items()}
    return Scales(Held(by_kind), named)


def shown_quotes(held: Held) -> Held:
    """Only the quotes whose words can be seen."""
    return Held({Kind.QUOTE: {one.id: one for one in held.quotes.values() if one.words}})


def place_of(quote: Quote, span: Span) -> str:
    """The published page on which part of a released quote stands, from the folder of the data."""
    return f"../{address(quote.original, span.page, span.kind.value)}"


def _sources(outgoing: Outgoing) -> Mapping[str, str]:
    found = {one.original: outgoing.scales.source_of_quote(one) for one in outgoing.held.quotes.values()}
    return {original: source for original, source in found.items() if source}


class _Release:
    """Copies records under their permanent names."""

    def __init__(self, names: Names, kept_back: Collection[str]) -> None:
        self._names = names
        self._kept_back = kept_back

    def name(self, kind: Kind, record_id: str) -> str:
        """The permanent name of a record; "" of none, and nobody unknown is given one."""
        return self._names.of(kind.value, record_id) if record_id not in {"", UNKNOWN} else record_id

    def document(self, original: str) -> str:
        """The permanent name of a document."""
        return self._names.document(original)

    def record(self, one: Record) -> Record:
        """The record as it is published."""
        kind = kind_of(one)
        changed: dict[str, Any] = {"id": self.name(kind, one.id)}
        for each in fields(one):
            target = TARGETS.get((kind, each.name))
            if target is not None:
                changed[each.name] = self._named(target, getattr(one, each.name))
        made = replace(one, **changed)
        if isinstance(made, Derivation):
            return replace(made, id=derivation_id(made.child, made.parent))
        if isinstance(made, Source):
            return replace(made, documents=(), folders=())
        return self._quote(made) if isinstance(made, Quote) else made

    def _named(self, kind: Kind, value: str | Sequence[str]) -> str | tuple[str, ...]:
        if isinstance(value, str):
            return self.name(kind, value)
        return tuple(self.name(kind, one) for one in value)

    def _quote(self, one: Quote) -> Quote:
        is_hidden = one.id in self._kept_back
        spans = tuple(Span(span.page, "" if is_hidden else span.exact, kind=span.kind) for span in one.spans)
        language, translations = ("", ()) if is_hidden else (one.language, one.translations)
        return Quote(one.id, self.document(one.original), spans, language=language, translations=translations)
