"""The mailbox: plain threads, attachments, subjects in several scripts."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime

from muniment.demo.texts import Text

ATTACHMENT_TYPES = {
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_POLICY = SMTP.clone(linesep="\n")
_HOST = "xuetang.kelmar.example"


def mailbox(messages: Sequence[EmailMessage]) -> bytes:
    """The messages in order of their dates, as one ``.mbox`` file."""
    return b"".join(_envelope(message) + as_bytes(message) + b"\n" for message in sorted(messages, key=_moment))


def message(text: Text, attachments: Mapping[str, tuple[str, bytes]]) -> EmailMessage:
    """One mail; ``attachments`` has file name and content by the word that the text uses for them."""
    mail = EmailMessage(policy=_POLICY)
    for header in ("From", "To", "Cc", "Date", "Subject"):
        if header in text.fields:
            mail[header] = text[header]
    mail["Message-ID"] = _identifier(text["Id"])
    mail["X-Note"] = "Fictional example made for Muniment"
    if references := text.fields.get("References", "").split():
        mail["In-Reply-To"] = _identifier(references[-1])
        mail["References"] = " ".join(map(_identifier, references))
    mail.set_content(text.body + "\n", charset=text.fields.get("Charset", "utf-8"), cte="base64")
    if wanted := text.fields.get("Attach"):
        _attach(mail, *attachments[wanted], boundary=text["Id"])
    return mail


def as_bytes(mail: EmailMessage) -> bytes:
    """The mail as it stands in a mailbox, lines that begin with ``From`` marked."""
    out = io.BytesIO()
    BytesGenerator(out, mangle_from_=True, policy=_POLICY).flatten(mail)
    return out.getvalue()


def _attach(mail: EmailMessage, name: str, content: bytes, *, boundary: str) -> None:
    kind, subtype = ATTACHMENT_TYPES[name[name.rindex(".") :]]
    mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    mail.set_boundary(f"=====muniment-{boundary}=====")


def _envelope(mail: EmailMessage) -> bytes:
    return f"From muniment@example.org {_moment(mail):%a %b %d %H:%M:%S %Y}\n".encode()


def _moment(mail: EmailMessage) -> datetime:
    return parsedate_to_datetime(str(mail["Date"]))


def _identifier(number: str) -> str:
    return f"<{number}@{_HOST}>"
