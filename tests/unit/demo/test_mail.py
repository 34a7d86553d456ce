import email
import mailbox
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from muniment.demo.leak import DIRECTIVE, MAILBOX, PASSWORD, POINTS


@pytest.fixture
def mails(leak: Path) -> list[EmailMessage]:
    box = mailbox.mbox(leak / MAILBOX, create=False)
    try:
        return [email.message_from_bytes(box.get_bytes(key), policy=default) for key in box.keys()]  # noqa: SIM118  # a mailbox is no mapping to iterate over
    finally:
        box.close()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_eight_mails_in_order_of_date(mails: list[EmailMessage]) -> None:
    dates = [mail["Date"].datetime for mail in mails]

    assert len(mails) == 8
    assert dates == sorted(dates)


def test_answers_name_the_mails_that_they_answer(mails: list[EmailMessage]) -> None:
    known = {mail["Message-ID"] for mail in mails}
    answers = [mail for mail in mails if mail["References"]]

    assert len(answers) == 4
    assert all(set(mail["References"].split()) < known for mail in answers)
    assert all(mail["References"].split()[-1] == mail["In-Reply-To"] for mail in answers)


def test_one_mail_and_no_other_tells_the_password(mails: list[EmailMessage]) -> None:
    assert len([mail for mail in mails if PASSWORD in text_of(mail)]) == 1


def test_attachments_are_the_files_of_the_leak(mails: list[EmailMessage], leak: Path) -> None:
    attached = {part.get_filename(): part.get_content() for mail in mails for part in mail.iter_attachments()}

    assert attached == {Path(path).name: (leak / path).read_bytes() for path in (DIRECTIVE, POINTS)}


def test_one_mail_is_in_gb18030(mails: list[EmailMessage]) -> None:
    charsets = [mail.get_content_charset() for mail in mails if not mail.is_multipart()]

    assert charsets.count("gb18030") == 1
    assert any("份号000037" in text_of(mail) for mail in mails)


def test_subjects_are_in_three_scripts(mails: list[EmailMessage]) -> None:
    subjects = " ".join(mail["Subject"] for mail in mails)

    assert "关于印发" in subjects
    assert "Urgent" in subjects
    assert "ئۇقتۇرۇش" in subjects


def test_the_exported_mail_stands_in_the_mailbox_too(mails: list[EmailMessage], leak: Path) -> None:
    exported = email.message_from_bytes((leak / "03 mail/Re Urgent wording.eml").read_bytes(), policy=default)

    assert text_of(exported) in [text_of(mail) for mail in mails]
