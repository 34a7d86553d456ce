"""Traits that an examiner saw, and facts that a reader gave, as facts of the sheet."""

from collections.abc import Iterable, Iterator, Mapping

from muniment.evidence.authenticity.facts import Basis, Fact, Topic
from muniment.read.examine.trait import Key, Trait

NAMES: Mapping[Key, tuple[Topic, str]] = {
    Key.FORMAT: (Topic.MADE, "format"),
    Key.PRODUCER: (Topic.MADE, "written by the program"),
    Key.CREATOR: (Topic.MADE, "made in the program"),
    Key.TEMPLATE: (Topic.MADE, "made from the template"),
    Key.CAMERA: (Topic.MADE, "camera"),
    Key.BUILD: (Topic.MADE, "how it is put together"),
    Key.ADDRESS: (Topic.MADE, "address it names"),
    Key.OTHER: (Topic.MADE, "also says"),
    Key.AUTHOR: (Topic.PEOPLE, "author"),
    Key.LAST_AUTHOR: (Topic.PEOPLE, "last saved by"),
    Key.CHANGED_BY: (Topic.PEOPLE, "changed or commented by"),
    Key.COMPANY: (Topic.PEOPLE, "organisation"),
    Key.MANAGER: (Topic.PEOPLE, "manager"),
    Key.TITLE: (Topic.MADE, "title"),
    Key.LANGUAGE: (Topic.MADE, "language"),
    Key.CREATED: (Topic.DATES, "made"),
    Key.MODIFIED: (Topic.DATES, "last changed"),
    Key.PRINTED: (Topic.DATES, "last printed"),
    Key.METADATA_CHANGED: (Topic.DATES, "metadata last changed"),
    Key.SENT: (Topic.DATES, "sent"),
    Key.RECEIVED: (Topic.DATES, "taken by a mail server"),
    Key.EVENT: (Topic.STATES, "history"),
    Key.REVISION: (Topic.STATES, "times saved, as its program counts"),
    Key.MINUTES: (Topic.STATES, "minutes edited, as its program counts"),
    Key.SESSIONS: (Topic.STATES, "editing sessions that left a mark"),
    Key.SAVED_STATE: (Topic.STATES, "saved state"),
    Key.IDENTIFIER: (Topic.MARKS, "identifier"),
    Key.MESSAGE_ID: (Topic.MARKS, "Message-ID"),
    Key.IN_REPLY_TO: (Topic.MARKS, "in reply to"),
    Key.SIGNATURE: (Topic.MARKS, "signature (not checked)"),
    Key.LOCK: (Topic.MARKS, "lock"),
    Key.PLACE: (Topic.MARKS, "position"),
    Key.FONT: (Topic.LOOK, "font"),
    Key.PAGE_SIZE: (Topic.LOOK, "page size"),
    Key.MARGINS: (Topic.LOOK, "margins"),
    Key.ATTACHMENT: (Topic.STATES, "attached file"),
}
"""Where each trait stands on the sheet, and what it is called."""

_IN_MAIL: Mapping[str, str] = {"From header": "sender", "Subject header": "subject"}
"""What mails call an author and a title."""

_KEPT: Mapping[str, Key] = {
    "producer": Key.PRODUCER,
    "creator": Key.CREATOR,
    "application": Key.PRODUCER,
    "program": Key.PRODUCER,
    "software": Key.PRODUCER,
    "mailer": Key.CREATOR,
    "author": Key.AUTHOR,
    "from": Key.AUTHOR,
    "last-author": Key.LAST_AUTHOR,
    "tracked-changes-by": Key.CHANGED_BY,
    "company": Key.COMPANY,
    "organization": Key.COMPANY,
    "manager": Key.MANAGER,
    "title": Key.TITLE,
    "subject": Key.TITLE,
    "language": Key.LANGUAGE,
    "template": Key.TEMPLATE,
    "created": Key.CREATED,
    "modified": Key.MODIFIED,
    "printed": Key.PRINTED,
    "date": Key.SENT,
    "revision": Key.REVISION,
    "message-id": Key.MESSAGE_ID,
    "in-reply-to": Key.IN_REPLY_TO,
    "camera": Key.CAMERA,
    "gps": Key.PLACE,
}
"""Facts that readers give, and the traits they are."""

_NOT_OF_MAKING = frozenset(
    {"thread", "to", "cc", "bcc", "keywords", "description", "references", "delivered-to", "trapped", "pixels"}
    | {"pdf-version", "revisions", "application-version"}
)
"""Facts that tell nothing of a document's making, or that an examiner tells better."""


def from_traits(traits: Iterable[Trait]) -> Iterator[Fact]:
    """What an examiner saw."""
    for trait in traits:
        topic, name = NAMES[trait.key]
        name = _IN_MAIL.get(trait.where, name)
        yield Fact(topic, trait.key.value, name, trait.value, (Basis(trait.where),))


_DATES = frozenset({Key.CREATED, Key.MODIFIED, Key.PRINTED, Key.SENT})


def from_kept(facts: Mapping[str, str], reader: str, known: Iterable[Fact], media_type: str) -> Iterator[Fact]:
    """Facts that the ledger keeps from reading, without those that ``known`` ones tell as well or better."""
    told = list(known)
    is_mail = "message-id" in facts or "from" in facts
    where = f"told by the reader {reader} when it was taken in" if reader else "told when it was taken in"
    for name, value in facts.items():
        bare = name.partition(" (")[0]
        key = _kept_key(bare, is_mail=is_mail)
        if bare in _NOT_OF_MAKING or not value.strip() or _is_told(key, value.strip(), told, media_type):
            continue
        topic, called = NAMES[key]
        said = f"{name}: {value}" if key is Key.OTHER else value
        yield Fact(topic, key.value, called, said, (Basis(where),))


def _kept_key(bare: str, *, is_mail: bool) -> Key:
    """What a kept fact is; a web page's date is when it was published, and only mails have their title as a subject."""
    key = _KEPT.get(bare, Key.OTHER)
    if key is Key.SENT and not is_mail:
        return Key.CREATED
    return Key.OTHER if bare == "subject" and not is_mail else key


def _is_told(key: Key, value: str, told: Iterable[Fact], media_type: str) -> bool:
    """Whether an examiner told it. Its dates are as exact as the file's, those of a reader may be filled up."""
    if key in _DATES and (media_type == "application/pdf" or any(fact.key == key.value for fact in told)):
        return True
    return any(value == fact.value.strip() or (fact.key == key.value and value in fact.value) for fact in told)
