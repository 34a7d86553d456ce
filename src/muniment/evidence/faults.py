"""What is wrong with a record, by itself and among the others: said of the field that is at fault."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from muniment.errors import MunimentError, UsageError
from muniment.evidence.dates import DateError, dated
from muniment.evidence.held import Held, names_in
from muniment.evidence.records import (
    Actor,
    Claim,
    Derivation,
    Event,
    Finding,
    Judgement,
    Kind,
    Quote,
    Record,
    Review,
    Source,
    Statement,
    derivation_id,
    kind_of,
)
from muniment.evidence.withheld import Clearance, Decision, Mark, Protected, Scope, Shape, Sighting

MAX_ID_CHARS = 80
"""Characters of an id: it stands in addresses, files and on paper."""

MAX_LINE_CHARS = 500
"""Characters of a name, title or the wording of a claim: it stands in tables and lists."""

MAX_TEXT_CHARS = 20_000
"""Characters of a note or of reasons: ten pages; more is a document of its own."""

MAX_QUOTE_CHARS = 20_000
"""Characters of a quote on one page: nobody checks more by eye."""

MAX_LISTED = 5_000
"""Names, pages, signatories, documents … in one field: more comes from a mistake."""

RESERVED_IDS = frozenset({"new"})
"""Ids that would stand in the way of an address of the workbench: /evidence/claims/new is the form for a new one."""

_ID = re.compile(r"[0-9a-z](?:[0-9a-z._-]*[0-9a-z])?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")
_LINES = frozenset({"text", "title", "venue", "where", "how", "at", "wording", "by", "language", "path", "reader"})
_DATES = {"published", "withdrawn", "date", "when", "since", "until"}
_BREAKS = frozenset("\n\t\r")


class EvidenceError(UsageError):
    """Records cannot be as they were given; ``faults`` says each thing that is wrong."""

    code = "evidence"
    http_status = 422

    def __init__(self, faults: "Sequence[Fault]") -> None:
        first = faults[0]
        more = f" {len(faults) - 1:,} more things are wrong." if len(faults) > 1 else ""
        super().__init__(f"{first.of}: {first.says}{more}", first.advice or "Correct it; nothing was changed.")
        self.faults = tuple(faults)


class ConflictError(MunimentError):
    """Somebody else changed a record since it was read."""

    code = "conflict"
    exit_status = 11
    http_status = 409


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: with which record, in which field ("spans.0.page"), and what."""

    kind: Kind
    id: str
    field: str
    says: str
    advice: str = ""

    @property
    def of(self) -> str:
        """The record and field, for people."""
        return f"{self.kind} {self.id}, {self.field}" if self.field else f"{self.kind} {self.id}"


def faults_of(record: Record) -> list[Fault]:
    """What is wrong with a record by itself."""
    kind = kind_of(record)
    return [Fault(kind, record.id, field, says) for field, says in _wrong(record)]


def faults_among(held: Held, record: Record) -> list[Fault]:
    """What is wrong with a record among the others: names of records that are not there."""
    kind = kind_of(record)
    return [
        Fault(kind, record.id, "", f"it names the {target} “{name}”, which is not there")
        for target, name in names_in(record)
        if held.get(target, name) is None
    ]


def _wrong(record: Record) -> Iterator[tuple[str, str]]:
    if not isinstance(record, Derivation):
        yield from _wrong_id(record.id)
    yield from _wrong_values(record, "")
    check = _CHECKS.get(kind_of(record))
    if check is not None:
        yield from check(record)


def _wrong_id(record_id: str) -> Iterator[tuple[str, str]]:
    if len(record_id) > MAX_ID_CHARS or not _ID.fullmatch(record_id):
        yield "id", f"an id has 1 to {MAX_ID_CHARS} of the characters a-z, 0-9, dot, dash and underscore"
    elif record_id in RESERVED_IDS:
        yield "id", f"“{record_id}” is a word of the workbench's own addresses and cannot be an id"


def _wrong_values(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Texts, dates and lists wherever they stand in a record."""
    for one in fields(value):  # type: ignore[arg-type]  # records and their parts are dataclasses
        if one.name not in {"id", "exact", "prefix", "suffix"}:
            yield from _wrong_value(getattr(value, one.name), one.name, f"{place}{one.name}")


def _wrong_value(value: object, name: str, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        if len(value) > MAX_LISTED:
            yield place, f"it lists {len(value):,}; {MAX_LISTED:,} is the most"
        elif len({one for one in value if isinstance(one, str)}) < sum(isinstance(one, str) for one in value):
            yield place, "it lists the same one twice"
        else:
            for number, one in enumerate(value):
                yield from _wrong_value(one, name, f"{place}.{number}")
    elif isinstance(value, str):
        yield from ((place, says) for says in _wrong_text(value, name))
    elif hasattr(value, "__dataclass_fields__"):
        yield from _wrong_values(value, f"{place}.")


def _wrong_text(text: str, name: str) -> Iterator[str]:
    line = name in _LINES or name in _DATES
    most = MAX_LINE_CHARS if line else MAX_TEXT_CHARS
    if len(text) > most:
        yield f"it has {len(text):,} characters; {most:,} is the most"
        return
    is_plain = text.isprintable()  # spares a look at each character
    if not is_plain and any(unicodedata.category(one) in {"Cc", "Cs"} and (line or one not in _BREAKS) for one in text):
        yield "it holds control characters, which cannot be seen"
    elif text and not _visible(text):
        yield "it holds nothing that can be seen"
    elif name in _DATES and text:
        try:
            dated(text)
        except DateError as error:
            yield f"{error.message} {error.advice}".strip()
    elif name == "language" and not _LANGUAGE.fullmatch(text):
        yield f"“{text}” is no code of a language, such as en, zh or ug"


def _visible(text: str) -> bool:
    return any(unicodedata.category(one)[0] not in "CZ" for one in text)


def _needed(text: str, field: str, what: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield field, f"{what} is missing"


def _actor(record: Actor) -> Iterator[tuple[str, str]]:
    if not record.names:
        yield "names", "a name is missing"
    for number, name in enumerate(record.names):
        yield from _needed(name.text, f"names.{number}", "the text of a name")
    for number, role in enumerate(record.roles):
        yield from _needed(role.title, f"roles.{number}.title", "what the role is")


def _source(record: Source) -> Iterator[tuple[str, str]]:
    yield from _needed(record.title, "title", "the title")
    for number, sha256 in enumerate(record.documents):
        if not _SHA256.fullmatch(sha256):
            yield f"documents.{number}", "a document is named by the 64 digits of its SHA-256"
    if record.withdrawn_why and not record.withdrawn:
        yield "withdrawn", "when it was withdrawn is missing"


def _derivation(record: Derivation) -> Iterator[tuple[str, str]]:
    if record.id != derivation_id(record.child, record.parent):
        yield "id", "it is not made of the ids of the two sources"
    if record.child == record.parent:
        yield "parent", "a source cannot derive from itself"


def _quote(record: Quote) -> Iterator[tuple[str, str]]:
    if not _SHA256.fullmatch(record.original):
        yield "original", "an original is named by the 64 digits of its SHA-256"
    if not record.spans:
        yield "spans", "the quoted words are missing"
    pages = [span.page for span in record.spans]
    if pages != sorted(set(pages)):
        yield "spans", "pages must follow one another, each once"
    for number, span in enumerate(record.spans):
        at = f"spans.{number}"
        yield from _needed(span.exact, f"{at}.exact", "the quoted words")
        if len(span.exact) > MAX_QUOTE_CHARS:
            yield f"{at}.exact", f"a quote has at most {MAX_QUOTE_CHARS:,} characters on a page"
        if span.page < 1:
            yield f"{at}.page", "pages count from 1"
        if span.start < 0 or (span.end - span.start not in {0, len(span.exact)}):
            yield f"{at}.start", "start and end do not fit the words"
    for number, translation in enumerate(record.translations):
        yield from _needed(translation.text, f"translations.{number}.text", "the translation")
        yield from _needed(translation.language, f"translations.{number}.language", "the language of the translation")
        yield from _needed(translation.by, f"translations.{number}.by", "who made the translation")


def _claim(record: Claim) -> Iterator[tuple[str, str]]:
    yield from _needed(record.text, "text", "what is claimed")
    if record.parent == record.id:
        yield "parent", "a claim cannot be part of itself"


def _statement(record: Statement) -> Iterator[tuple[str, str]]:
    if not record.actors:
        yield "actors", "who said it is missing"


def _event(record: Event) -> Iterator[tuple[str, str]]:
    yield from _needed(record.title, "title", "what happened")
    yield from _needed(record.date, "date", "when it happened")


def _finding(record: Finding) -> Iterator[tuple[str, str]]:
    yield from _needed(record.wording, "wording", "the wording of the finding")
    if record.against and record.nothing_against:
        yield "nothing_against", "it says that nothing speaks against it, and what does"


def _review(record: Review) -> Iterator[tuple[str, str]]:
    yield from _needed(record.person, "person", "who took this step")
    yield from _needed(record.at, "at", "when this step was taken")


def _judgement(record: Judgement) -> Iterator[tuple[str, str]]:
    if not _SHA256.fullmatch(record.original):
        yield "original", "an original is named by the 64 digits of its SHA-256"
    yield from _needed(record.why, "why", "the reason")


def _protected(record: Protected) -> Iterator[tuple[str, str]]:
    if not record.names and not record.numbers:
        yield "names", "a name or a number is missing"
    for field in ("names", "numbers"):
        for number, text in enumerate(getattr(record, field)):
            if sum(one.isalnum() for one in text) < _LEAST_LETTERS:
                yield (
                    f"{field}.{number}",
                    f"it has fewer than {_LEAST_LETTERS} letters or digits",
                )
            elif len(text) > MAX_LINE_CHARS or not text.isprintable():
                yield f"{field}.{number}", f"it must be one line of at most {MAX_LINE_CHARS} characters"
    yield from _needed(record.why, "why", "why this person is protected")


def _sighting(record: Sighting) -> Iterator[tuple[str, str]]:
    yield from _needed(record.words, "words", "the words that were decided on")
    if record.original and not _SHA256.fullmatch(record.original):
        yield "original", "an original is named by the 64 digits of its SHA-256"
    if record.decision is not Decision.PROTECT:
        yield from _needed(record.why, "why", "the reason for leaving this as it is")


def _mark(record: Mark) -> Iterator[tuple[str, str]]:
    yield from _needed(record.reason, "reason", "the reason that readers are told")
    if record.original and not _SHA256.fullmatch(record.original):
        yield "original", "an original is named by the 64 digits of its SHA-256"
    if record.scope is not Scope.CASE and not record.original:
        yield "original", "the document is missing"
    if record.scope is Scope.CASE and record.shape in _PLACED:
        yield "scope", f"a {record.shape} is marked in a document, not in the whole case"
    if record.shape in _PLACED and record.scope is not Scope.DOCUMENT and record.page < 1:
        yield "page", "the page is missing; pages count from 1"
    yield from _mark_parts(record)


def _mark_parts(record: Mark) -> Iterator[tuple[str, str]]:
    """What a mark of each shape must hold."""
    if record.shape in {Shape.WORDS, Shape.TERM}:
        yield from _needed(record.exact, "exact", "the words that are marked")
    if record.shape is Shape.WORDS and record.scope is Scope.HERE and record.end - record.start != len(record.exact):
        yield "start", "start and end do not fit the words"
    if record.shape is Shape.WORDS and record.scope is Scope.HERE and (record.page < 1 or record.start < 0):
        yield "page", "the page is missing; pages count from 1"
    if record.shape is Shape.REGION and not (record.boxes and all(_is_box(box) for box in record.boxes)):
        yield "boxes", "a region is left, top, right, bottom, each from 0 to 1"
    if record.shape in {Shape.ROW, Shape.COLUMN} and (not record.at or min(record.at) < 0):
        yield "at", f"which {record.shape} it is, counted from 0, is missing"
    if record.shape is Shape.PATTERN and not record.patterns:
        yield "patterns", "what is looked for is missing"


def _is_box(box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return 0 <= left < right <= 1 and 0 <= top < bottom <= 1


def _clearance(record: Clearance) -> Iterator[tuple[str, str]]:
    yield from _needed(record.person, "person", "who cleared it")
    if not _SHA256.fullmatch(record.original):
        yield "original", "an original is named by the 64 digits of its SHA-256"


_LEAST_LETTERS = 2
_PLACED = frozenset({Shape.REGION, Shape.ROW, Shape.COLUMN})
"""Shapes that mean a place, not words."""

_CHECKS: Mapping[Kind, Callable[[Any], Iterator[tuple[str, str]]]] = {
    Kind.ACTOR: _actor,
    Kind.SOURCE: _source,
    Kind.DERIVATION: _derivation,
    Kind.QUOTE: _quote,
    Kind.CLAIM: _claim,
    Kind.STATEMENT: _statement,
    Kind.EVENT: _event,
    Kind.FINDING: _finding,
    Kind.REVIEW: _review,
    Kind.JUDGEMENT: _judgement,
    Kind.PROTECTED: _protected,
    Kind.SIGHTING: _sighting,
    Kind.MARK: _mark,
    Kind.CLEARANCE: _clearance,
}
