"""What passes between our process and a sandboxed child: length-prefixed MessagePack, checked field by field.

Everything a child sends is hostile until ``decode_untrusted`` has accepted it; what it accepts is still only *data*:
names are not paths, text is not markup, numbers obey the bounds below.
"""

import dataclasses
import struct
from typing import Annotated

import msgspec
from msgspec import Meta

from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.read.examine.trait import MAX_TRAITS, Key

MAX_FRAME = 48 * 1024 * 1024
"""Bytes of one message: the longest page text allowed, four bytes a character, twice over for its words' boxes."""

HEADER = struct.Struct(">I")

Label = Annotated[str, Meta(max_length=2_000)]
Reason = Annotated[str, Meta(max_length=4_000)]
ShortName = Annotated[str, Meta(max_length=200)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Ordinal = Annotated[int, Meta(ge=1, le=2**31)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Box = tuple[float, float, float, float]


class Message(msgspec.Struct, tag=True, frozen=True, forbid_unknown_fields=True):
    """The base of all messages."""


class ReadJob(Message, frozen=True):
    """Read the file whose descriptor comes along."""

    size: Count
    suffix: str
    passwords: tuple[str, ...]
    limits: dict[str, int | float]
    skip: int = 0
    gathers: bool = False
    """Whether small messages may wait for the next page: quicker, but they are lost if the child is lost before it."""


class FileJob(Message, frozen=True):
    """The base of jobs about one file whose kind is known; its descriptor comes along first."""

    size: Count
    suffix: str
    media_type: str
    passwords: tuple[str, ...]
    limits: dict[str, int | float]


class RenderJob(FileJob, frozen=True):
    """Draw one page of the file (first descriptor) as pixels into the second descriptor."""

    number: Ordinal
    dpi: Ordinal


class ShowJob(FileJob, frozen=True):
    """Draw one page of the file (first descriptor) for a person, in colour if it has any, into the second descriptor.

    ``side`` is the length of its longer side in pixels.
    """

    number: Ordinal
    side: Ordinal


class PlacesJob(FileJob, frozen=True):
    """Tell where the words of one page of the file stand on it."""

    number: Ordinal


class TraitsJob(FileJob, frozen=True):
    """Tell what the file says of its own making."""


class RecogniseJob(Message, frozen=True):
    """Recognise the pixels in the descriptor that comes along."""

    width: Ordinal
    height: Ordinal
    channels: Ordinal
    languages: tuple[str, ...]


class ExamineJob(FileJob, frozen=True):
    """Answer ``question`` about the file (first descriptor): a later stage asks it, whose tools the nursery has."""

    question: bytes


class TypeTold(Message, frozen=True):
    """What the file is, by its bytes."""

    media_type: Annotated[str, Meta(pattern=r"^[a-z0-9.+-]{1,60}/[A-Za-z0-9.+_-]{1,120}$")]


class Attempt(Message, frozen=True):
    """A reader begins; what follows is its."""

    reader: ShortName
    version: ShortName


class AttemptOver(Message, frozen=True):
    """The attempt that began last is over."""

    state: State
    reason: Reason


class WordBox(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One word of a recognised page; see ``model.Word``."""

    start: Count
    end: Count
    box: Box
    confidence: Share


class Page(Message, frozen=True):
    """One page of the current attempt."""

    number: Ordinal
    text: str
    label: Label
    wants_ocr: Reason
    kind: PageKind
    language: ShortName
    words: tuple[WordBox, ...] = ()


class MemberBegin(Message, frozen=True):
    """A member begins; its bytes follow as ``Chunk`` up to ``MemberEnd``."""

    name: Annotated[bytes, Meta(max_length=16_384)]
    kind: EntryKind
    modified: ShortName
    has_content: bool
    state: State | None
    reason: Reason


class Chunk(Message, frozen=True):
    """Bytes of the member that began last."""

    data: bytes


class MemberEnd(Message, frozen=True):
    """The member is complete, or broke off with a state and a reason."""

    state: State | None = None
    reason: Reason = ""


class Fact(Message, frozen=True):
    """Something the document says about itself."""

    name: ShortName
    value: Annotated[str, Meta(max_length=20_000)]


class Short(Message, frozen=True):
    """Something is missing from this attempt. Kept for the record; ``Ended`` carries the summed-up reason."""

    reason: Reason


class Opened(Message, frozen=True):
    """The password that opened the document."""

    password: Annotated[str, Meta(max_length=1_000)]


class Ended(Message, frozen=True):
    """The reading is over; ``kept`` is the attempt whose findings stand, or -1."""

    kept: Annotated[int, Meta(ge=-1, le=100)]
    state: State
    reason: Reason


class Drawn(Message, frozen=True):
    """The page stands in the descriptor given, as raw pixels."""

    width: Ordinal
    height: Ordinal
    channels: Annotated[int, Meta(ge=1, le=3)]


class Recognised(Message, frozen=True):
    """The words recognised in a picture."""

    text: str
    words: tuple[WordBox, ...]
    confidence: Share
    language: ShortName
    engine: ShortName
    version: ShortName
    shortfall: Reason


class Placed(Message, frozen=True):
    """The text of a page and where its words stand; offsets count in ``text``."""

    text: str
    words: tuple[WordBox, ...]


class SeenTrait(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One thing seen; see ``read.examine.trait.Trait``."""

    key: Key
    value: Reason
    where: ShortName


class TraitsSeen(Message, frozen=True):
    """What was seen in the file, and what could not be looked at."""

    traits: Annotated[tuple[SeenTrait, ...], Meta(max_length=MAX_TRAITS)]
    gaps: Annotated[tuple[Reason, ...], Meta(max_length=MAX_TRAITS)]


class Answer(Message, frozen=True):
    """A part of the answer to a question: whoever asked knows its form, and checks it."""

    body: bytes


class Examined(Message, frozen=True):
    """The question is answered in full."""


class NotDone(Message, frozen=True):
    """A page could not be drawn or recognised."""

    state: State
    reason: Reason


class Ready(Message, frozen=True):
    """The child has closed its sandbox and waits for work."""

    protections: tuple[ShortName, ...]


FromChild = (
    TypeTold
    | Attempt
    | AttemptOver
    | Page
    | MemberBegin
    | Chunk
    | MemberEnd
    | Fact
    | Short
    | Opened
    | Ended
    | Drawn
    | Recognised
    | Placed
    | TraitsSeen
    | Answer
    | Examined
    | NotDone
    | Ready
)
ToChild = ReadJob | RenderJob | ShowJob | PlacesJob | TraitsJob | ExamineJob | RecogniseJob

_encoder = msgspec.msgpack.Encoder()
_from_child: msgspec.msgpack.Decoder[FromChild] = msgspec.msgpack.Decoder(FromChild)
_to_child: msgspec.msgpack.Decoder[ToChild] = msgspec.msgpack.Decoder(ToChild)


class ProtocolBrokenError(Exception):
    """A child sent something that is no message of ours."""


def encode(message: Message) -> bytes:
    """One frame: four bytes of length, big-endian, then the message."""
    body = _encoder.encode(message)
    return HEADER.pack(len(body)) + body


def decode_untrusted(untrusted_body: bytes | memoryview) -> FromChild:
    """A checked message. Raises ``ProtocolBrokenError``."""
    try:
        return _from_child.decode(untrusted_body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolBrokenError(str(error)[:200]) from error


def decode_job(body: bytes) -> ToChild:
    """A job; it comes from our own process."""
    return _to_child.decode(body)


def clean(text: str, limit: int | None = None) -> str:
    """``text`` fit to be sent: lone surrogates, which no encoding can carry, become U+FFFD; cut at ``limit``."""
    if not text.isascii():
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


def limits_as_numbers(limits: Limits) -> dict[str, int | float]:
    """The fields of ``Limits`` by name, for a job."""
    return dataclasses.asdict(limits)
