"""Keeping protected persons out of whatever leaves the case: refuse, or put a word that says so in their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from typing import Any
from urllib.parse import unquote

from muniment.errors import ProtectedError
from muniment.evidence.held import TARGETS, Held
from muniment.evidence.records import WITHHELD, Derivation, Kind, Record, Span, derivation_id, kind_of
from muniment.redact.protected import Decisions
from muniment.redact.sightings import Hit, Matcher

PUT_INSTEAD = "[withheld]"
"""What stands in the place of a protected person's name or number."""

MOST_KEPT = 20_000
"""Texts whose outcome is remembered: the rows of a table repeat the same paths and titles."""

MOST_KEPT_CHARS = 2_000
"""Characters of the longest text that is remembered."""

_DIGESTS = frozenset({"original", "documents", "digest", "public_key", "signature", "sha256"})
"""Fields of hexadecimal digits, in which a number could only stand by chance."""

_HANDLES = frozenset({"path", "link", "file", "name"})
"""Fields in which names are often written without capitals."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a protected person would have gone out: in what, and in which field of it."""

    of: str
    field: str

    @property
    def says(self) -> str:
        """For people; never the words themselves."""
        return f"{self.of}, {self.field}" if self.field else self.of


class Guard:
    """Finds what must not leave. May be used by several threads; made for the register as it is now."""

    def __init__(self, matcher: Matcher, decisions: Decisions) -> None:
        self._matcher = matcher
        self._decisions = decisions
        self._known: dict[tuple[str, str], tuple[Hit, ...]] = {}

    @classmethod
    def of(cls, held: Held) -> "Guard":
        """The guard of all whom a case protects."""
        return cls(Matcher(held.protected.values()), Decisions(held.sightings.values()))

    def __bool__(self) -> bool:
        return bool(self._matcher)

    def find(self, untrusted_text: str, original: str = "") -> tuple[Hit, ...]:
        """What names protected persons in a text, less what was decided to stay as it is.

        With ``original`` decisions about that document count, too.
        """
        if not self._matcher:
            return ()
        key = untrusted_text, original
        if key in self._known:
            return self._known[key]
        ruled = self._decisions.ruled(self._matcher.find(untrusted_text), original)
        found = tuple(one.hit for one in ruled if one.is_withheld)
        if len(untrusted_text) <= MOST_KEPT_CHARS:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = found
        return found

    def names(self, untrusted_text: str, original: str = "") -> bool:
        """Whether a text names anybody protected, also where it is percent-encoded."""
        decoded = unquote(untrusted_text) if "%" in untrusted_text else untrusted_text
        return bool(self.find(untrusted_text, original) or (decoded != untrusted_text and self.find(decoded, original)))

    def handle_names(self, untrusted_handle: str, original: str = "") -> bool:
        """The same for an id, a path or the name of a file, where names are often written without capitals."""
        return self.names(untrusted_handle, original) or self.names(untrusted_handle.title(), original)

    def cleaned(self, untrusted_text: str, original: str = "") -> str:
        """The text with ``PUT_INSTEAD`` for whatever names them."""
        found = self.find(untrusted_text, original)
        if found:
            return without(untrusted_text, [(hit.start, hit.end) for hit in found])
        return PUT_INSTEAD if self.names(untrusted_text, original) else untrusted_text

    def require_clean(self, untrusted_text: str, of: str, field: str = "") -> None:
        """Raise ``ProtectedError`` if a text names anybody; ``of`` and ``field`` say what it is."""
        if self.handle_names(untrusted_text):
            raise refused([Place(of, field)])


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with ``PUT_INSTEAD`` for each run of it that ``spans`` cover."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], PUT_INSTEAD]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def refused(places: Sequence[Place], more: int = 0) -> ProtectedError:
    """The refusal to hand out what names protected persons in these places."""
    named = "; ".join(place.says for place in places[:_NAMED])
    rest = max(0, len(places) - _NAMED) + more
    count = f" and {rest:,} more places" if rest else ""
    return ProtectedError(
        f"Somebody protected would go out in {named}{count}.",
        f"Nothing was written. Take it out, decide on it with muniment protect, or add --withhold to put {PUT_INSTEAD} "
        "in its place.",
    )


@dataclass(slots=True)
class Exits:
    """One way out: cleans texts where ``withhold``, else notes where somebody protected stands."""

    guard: Guard
    withhold: bool = False
    places: list[Place] = field(default_factory=list)

    def text(self, untrusted_text: str, of: str, field: str, original: str = "") -> str:
        """The text as it may leave."""
        cleaned = self.guard.cleaned(untrusted_text, original)
        if field.rpartition(".")[2] in _HANDLES and self.guard.handle_names(cleaned, original):
            cleaned = PUT_INSTEAD
        if cleaned != untrusted_text:
            self.places.append(Place(of, field))
        return cleaned

    def value(self, value: Any, of: str, field: str, original: str = "") -> Any:
        """A value as it may leave: texts wherever they stand in it."""
        if isinstance(value, str):
            return value if isinstance(value, Enum) else self.text(value, of, field, original)
        if isinstance(value, Span):
            return self._span(value, of, field, original)
        if isinstance(value, tuple | list):
            return type(value)(self.value(one, of, f"{field}.{at}", original) for at, one in enumerate(value))
        if isinstance(value, dict):
            return {key: self.value(one, of, f"{field}.{key}".strip("."), original) for key, one in value.items()}
        return self._parts(value, of, field, original) if is_dataclass(value) else value

    def row(self, row: Mapping[str, Any], of: str) -> dict[str, Any]:
        """A row of a table as it may leave. What its ``sha256`` says was decided about that document counts."""
        original = str(row.get("sha256") or "")
        return {
            name: value if name in _DIGESTS else self.value(value, of, name, original) for name, value in row.items()
        }

    def settle(self) -> None:
        """Raise ``ProtectedError`` if anything was found and may not simply be withheld."""
        if self.places and not self.withhold:
            raise refused(self.places)

    def _parts(self, value: Any, of: str, field: str, original: str) -> Any:
        changed = {
            one.name: self.value(getattr(value, one.name), of, f"{field}.{one.name}".strip("."), original)
            for one in fields(value)
            if one.name not in _DIGESTS
        }
        return replace(value, **changed)

    def _span(self, span: Span, of: str, field: str, original: str) -> Span:
        """A quote's words with what stands around them: a name may begin in the one and end in the other."""
        parts = {"prefix": span.prefix, "exact": span.exact, "suffix": span.suffix}
        found = self.guard.find("".join(parts.values()), original)
        if not found:
            return span
        at, cleaned = 0, dict[str, Any]()
        for name, text in parts.items():
            inside = [(max(0, hit.start - at), min(len(text), hit.end - at)) for hit in found]
            cleaned[name] = without(text, [(start, end) for start, end in inside if start < end])
            at += len(text)
        self.places.append(Place(of, f"{field}.exact" if cleaned["exact"] != span.exact else f"{field}.prefix"))
        return replace(span, **cleaned)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What may leave of a case: its records, and what those with a telling id were called inside (kind, new id)."""

    held: Held
    former: Mapping[tuple[Kind, str], str]

    def inside(self, kind: Kind, record_id: str) -> str:
        """The id that a record has inside the case."""
        return self.former.get((kind, record_id), record_id)


def outgoing(held: Held, exits: Exits) -> Outgoing:
    """The records that may leave, none of ``WITHHELD`` among them. Raises ``ProtectedError``."""
    kept = [record for record in held if kind_of(record) not in WITHHELD]
    renamed = dict(_renamed(kept, exits))
    by_kind: dict[Kind, dict[str, Record]] = {}
    for record in kept:
        made = _cleaned(record, exits, renamed)
        by_kind.setdefault(kind_of(record), {})[made.id] = made
    exits.settle()
    versions = {key: number for key, number in held.versions.items() if key[0] not in WITHHELD}
    former = {(kind, new): old for (kind, old), new in renamed.items()}
    return Outgoing(Held(by_kind, versions, held.at_change), former)


def _renamed(records: Sequence[Record], exits: Exits) -> Iterator[tuple[tuple[Kind, str], str]]:
    """New ids for records whose own would tell."""
    for number, record in enumerate(records, 1):
        if not isinstance(record, Derivation) and exits.guard.handle_names(record.id):
            exits.places.append(Place(f"the id of {_article(kind_of(record))}", ""))
            yield (kind_of(record), record.id), f"withheld-{number}"


def _article(kind: Kind) -> str:
    return f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind}"


def _cleaned(record: Record, exits: Exits, renamed: Mapping[tuple[Kind, str], str]) -> Record:
    kind = kind_of(record)
    record_id = renamed.get((kind, record.id), record.id)
    of = f"{kind} {record_id}"
    original = getattr(record, "original", "")
    changed: dict[str, Any] = {"id": record_id}
    for one in fields(record):
        value = getattr(record, one.name)
        target = TARGETS.get((kind, one.name))
        if target is not None:
            changed[one.name] = _names(value, target, renamed)
        elif one.name != "id" and one.name not in _DIGESTS:
            changed[one.name] = exits.value(value, of, one.name, original)
    if isinstance(record, Derivation):
        changed["id"] = derivation_id(changed["child"], changed["parent"])
    return replace(record, **changed)


def _names(value: Any, target: Kind, renamed: Mapping[tuple[Kind, str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(renamed.get((target, one), one) for one in value)
    return renamed.get((target, value), value)


_NAMED = 10
