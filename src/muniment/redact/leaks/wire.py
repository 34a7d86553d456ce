"""What passes between our process and the sandboxed one that looks: values, checked against these bounds."""

from typing import Annotated

import msgspec
from msgspec import Meta

from muniment.redact.leaks.report import Kind

MAX_FOUND = 400
"""Characters of what was found that a report shows: enough to know what it is, short enough to be read."""

MAX_LEAKS = 500
"""Leaks told of one page, or of the file apart from its pages: whoever has more has seen enough to start again."""

MAX_SAYS = 500
"""Characters of a sentence of ours."""

MAX_WORDS = 20_000
"""Hidden words of one page that are looked for in the rest of the file."""

FARTHEST = 1_000_000.0
"""Points from the corner of a page that a place may lie away: no page is longer than 14,400."""

Found = Annotated[str, Meta(max_length=MAX_FOUND)]
Sentence = Annotated[str, Meta(max_length=MAX_SAYS)]
Points = Annotated[float, Meta(ge=-FARTHEST, le=FARTHEST)]
PageNumber = Annotated[int, Meta(ge=1, le=2**31)]
HiddenWord = Annotated[str, Meta(max_length=200)]


class SeenLeak(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """See ``report.Leak``."""

    page: PageNumber | None
    place: tuple[Points, Points, Points, Points] | None
    kind: Kind
    found: Found
    says: Sentence
    certain: bool


class Gap(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """See ``report.NotChecked``."""

    what: Sentence
    why: Sentence


Leaks = Annotated[tuple[SeenLeak, ...], Meta(max_length=MAX_LEAKS)]
Gaps = Annotated[tuple[Gap, ...], Meta(max_length=MAX_LEAKS)]


class AskCount(msgspec.Struct, tag=True, frozen=True):
    """Say how many pages there are."""


class AskPages(msgspec.Struct, tag=True, frozen=True):
    """Look at pages ``first`` to ``last``; one ``PageSeen`` for each."""

    first: int
    last: int
    terms: tuple[str, ...]


class AskFile(msgspec.Struct, tag=True, frozen=True):
    """Look at all that is not on a page, knowing what the pages hide and whether they look redacted."""

    terms: tuple[str, ...]
    hidden: tuple[str, ...]
    looks_redacted: bool


class PagesCounted(msgspec.Struct, tag=True, frozen=True, forbid_unknown_fields=True):
    """The number of pages."""

    count: Annotated[int, Meta(ge=0, le=2**31)]


class PageSeen(msgspec.Struct, tag=True, frozen=True, forbid_unknown_fields=True):
    """One page: what leaks, the words it hides, and whether something on it looks like a redaction."""

    page: PageNumber
    leaks: Leaks
    notes: Leaks
    gaps: Gaps
    hidden: Annotated[tuple[HiddenWord, ...], Meta(max_length=MAX_WORDS)]
    looks_redacted: bool


class FileSeen(msgspec.Struct, tag=True, frozen=True, forbid_unknown_fields=True):
    """The file apart from its pages; several of them add up."""

    leaks: Leaks
    notes: Leaks
    gaps: Gaps


Question = AskCount | AskPages | AskFile
Reply = PagesCounted | PageSeen | FileSeen

_encoder = msgspec.msgpack.Encoder()
_questions: msgspec.msgpack.Decoder[Question] = msgspec.msgpack.Decoder(Question)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def encode(value: Question | Reply) -> bytes:
    """``value`` as bytes."""
    return _encoder.encode(value)


def decode_question(body: bytes) -> Question:
    """A question; it comes from our own process."""
    return _questions.decode(body)


def decode_untrusted(untrusted_body: bytes) -> Reply:
    """A checked reply. Raises ``msgspec.DecodeError``."""
    return _replies.decode(untrusted_body)


def shortened(text: str) -> str:
    """``text`` fit to be sent: no lone surrogates, blanks made single, cut at ``MAX_FOUND``."""
    whole = " ".join(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").split())
    return whole if len(whole) <= MAX_FOUND else whole[: MAX_FOUND - 1] + "…"
