import base64
import contextlib
import datetime as dt
from email.header import Header
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.formats.mail.mail import EmailReader
from muniment.read.reader import Refused

READER = EmailReader()


def eml(headers: str, body: bytes = b"", newline: str = "\n") -> bytes:
    return headers.replace("\n", newline).encode("utf-8", "surrogateescape") + newline.encode() * 2 + body


def test_headers_and_body_stand_on_one_page() -> None:
    found = read(
        READER, eml("From: A <a@x.org>\nTo: b@x.org\nSubject: Hello\nDate: Mon, 6 Sep 2010 05:25:34 -0400", b"Words.\n")
    )
    assert (
        found.text == "From: A <a@x.org>\nTo: b@x.org\nDate: Mon, 6 Sep 2010 05:25:34 -0400\nSubject: Hello\n\nWords."
    )
    assert found.said["date"] == "2010-09-06T05:25:34-04:00"


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "windows-1251", "koi8-r", "utf-8", "big5"])
def test_encoded_subjects_are_decoded(charset: str) -> None:
    words = "Секретный приказ" if charset in {"windows-1251", "koi8-r"} else "教育中心"
    encoded = Header(words, charset).encode()
    assert read(READER, eml(f"Subject: {encoded}")).said["subject"] == words


def test_a_character_split_between_two_encoded_words_survives() -> None:
    raw = "中文".encode("gb2312")
    split = " ".join(f"=?gb2312?B?{base64.b64encode(part).decode()}?=" for part in (raw[:3], raw[3:]))
    assert read(READER, eml(f"Subject: {split}")).said["subject"] == "中文"


def test_raw_8bit_headers_are_read_in_the_charset_of_the_body() -> None:
    subject = "Отчёт".encode("koi8-r")
    data = b"Subject: " + subject + b"\nContent-Type: text/plain; charset=koi8-r\n\n" + "слово".encode("koi8-r")
    found = read(READER, data)
    assert found.said["subject"] == "Отчёт"
    assert "слово" in found.text


@pytest.mark.parametrize(
    ("declared", "real", "words"),
    [
        ("us-ascii", "utf-8", "naïve café"),
        ("iso-8859-1", "utf-8", "Ürümçi 乌鲁木齐"),
        ("iso-8859-1", "windows-1251", "Совершенно секретно. Приказ о создании учебных центров в автономном районе."),
        ("iso-8859-1", "gb18030", "关于进一步加强职业技能教育培训中心工作的意见，各地州市党委政法委。"),
        ("x-no-such-charset", "utf-8", "Совершенно секретно"),
        ("gb2312", "gb18030", "㐂朱镕基"),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_words(declared: str, real: str, words: str) -> None:
    data = eml(f"Content-Type: text/plain; charset={declared}", words.encode(real))
    assert words in read(READER, data).text


@pytest.mark.parametrize("charset", ["zip", "rot13", "idna", "punycode", "unicode_escape", "base64", "\u0130"])
def test_a_charset_that_is_none_is_not_used(charset: str) -> None:
    found = read(READER, eml(f"Content-Type: text/plain; charset={charset}", b"plain \\u0041 words"))
    assert "plain \\u0041 words" in found.text


def test_html_alone_gives_its_words() -> None:
    body = b"<html><style>p{}</style><p>One</p><p>Two<br>Three</p><table><tr><td>a</td><td>b</td></tr></table>"
    text = read(READER, eml("Content-Type: text/html", body)).text
    assert text == "One\n\nTwo\nThree\n\na\tb"


def alternative(plain: str, html: str) -> bytes:
    message = MIMEMultipart("alternative")
    message["Subject"] = "s"
    message.attach(MIMEText(plain, "plain", "utf-8"))
    message.attach(MIMEText(html, "html", "utf-8"))
    return message.as_bytes()


def test_the_html_version_is_left_out_if_it_says_the_same() -> None:
    words = "The meeting is moved to the seventh of November. " * 10
    found = read(READER, alternative(words, f"<div>{words}</div>"))
    assert [page.label for page in found.pages] == [""]


def test_the_html_version_becomes_a_page_if_it_says_more() -> None:
    hidden = "The list of those to be detained is in the second annex, see there. " * 3
    found = read(READER, alternative("See the HTML version.", f"<p>{hidden}</p>"))
    assert [page.label for page in found.pages] == ["", "HTML version"]
    assert hidden.strip() in found.pages[1].text
    assert [page.number for page in found.pages] == [1, 2]


def test_flowed_lines_are_joined() -> None:
    body = b"A line that \nflows on.\n> quoted \n> too\n-- \nsignature\n"
    text = read(READER, eml("Content-Type: text/plain; format=flowed", body)).text
    assert text == "A line that flows on.\n> quoted too\n-- \nsignature"


def with_attachment(disposition: str, content: bytes, kind: str = "application/pdf", encoding: str = "base64") -> bytes:
    coded = base64.encodebytes(content) if encoding == "base64" else content
    head = 'Subject: s\nContent-Type: multipart/mixed; boundary="b"'
    part = f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n{disposition}\n\n".encode()
    return eml(head, b"--b\nContent-Type: text/plain\n\nbody\n" + part + coded + b"\n--b--\n")


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("Content-Disposition: attachment; filename*=utf-8''%E5%90%8D%E5%8D%95.pdf", "名单.pdf"),
        ("Content-Disposition: attachment; filename*0*=gb2312''%C3%FB; filename*1*=%B5%A5.pdf", "名单.pdf"),
        ("Content-Disposition: attachment; filename==?gb2312?B?w/u1pQ==?=.pdf", "名单.pdf"),
        ('Content-Disposition: attachment;\n filename="=?utf-8?B?5ZCN?=\n =?utf-8?B?5Y2V?=.pdf"', "名单.pdf"),
        ("Content-Disposition: attachment", "attachment-1.pdf"),
        ('Content-Disposition: attachment; filename="a/../../b.pdf"', "a_.._.._b.pdf"),
        ("Content-Description: none", "attachment-1.pdf"),
    ],
)
def test_attachment_names_are_decoded_or_made(disposition: str, name: str) -> None:
    (member,) = read(READER, with_attachment(disposition, b"%PDF")).members
    assert (member.title, member.data, member.kind) == (name, b"%PDF", EntryKind.ATTACHMENT)


def test_an_8bit_attachment_name_is_decoded() -> None:
    data = with_attachment("Content-Disposition: attachment; filename=NAME", b"x").replace(b"NAME", "名单.pdf".encode())
    assert read(READER, data).members[0].title == "名单.pdf"


def test_a_nested_message_comes_out_byte_for_byte() -> None:
    head = b"From: x@y\r\nSubject: inner\r\n   folded\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n"
    inner = head + b"--q\r\n\r\n\xe4\r\n--q--\r\n"
    data = (
        b"Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    (member,) = read(READER, data).members
    assert member.kind is EntryKind.MESSAGE
    assert member.data == inner


@given(content=st.binary(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_any_attachment_comes_out_as_it_went_in(content: bytes) -> None:
    message = EmailMessage()
    message["Subject"] = "s"
    message.set_content("body")
    message.add_attachment(content, "application", "octet-stream", filename="x.bin")
    assert [member.data for member in read(READER, message.as_bytes()).members] == [content]


def test_what_decodes_of_broken_base64_is_kept_and_told() -> None:
    content = bytes(range(256)) * 2
    lines = base64.encodebytes(content).splitlines()
    lines[3] = lines[3][:20] + b"!!!!" + lines[3][24:]
    head, tail = with_attachment("Content-Disposition: attachment; filename=a.pdf", b"CUT").split(b"Q1VU\n")
    (member,) = read(READER, head + b"\n".join(lines) + b"\n" + tail).members
    assert member.data.startswith(content[:171])
    assert member.data.endswith(content[228:])
    assert member.state is State.DAMAGED
    assert "do not belong" in member.reason


def test_base64_made_piece_by_piece_is_whole() -> None:
    coded = base64.b64encode(b"first ") + b"\n" + base64.b64encode(b"second") + b"\n"
    data = with_attachment("Content-Disposition: attachment; filename=a", b"").replace(
        b"\n\n\n--b--", b"\n\n" + coded + b"--b--"
    )
    assert read(READER, data).members[0].data == b"first second"


def test_a_message_that_breaks_off_says_so() -> None:
    whole = with_attachment("Content-Disposition: attachment; filename=a.pdf", b"0123456789" * 30)
    found = read(READER, whole[:-40])
    assert found.members
    assert any("no end mark" in reason for reason in found.shortfalls)


def test_words_outside_the_parts_are_shown() -> None:
    data = with_attachment("Content-Disposition: attachment; filename=a", b"x") + b"after the end\n"
    assert "after the end" in read(READER, data).text


def test_an_encrypted_message_is_told_and_kept() -> None:
    body = (
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        b"--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nxx\n--b--\n"
    )
    found = read(READER, eml("Subject: s\nContent-Type: multipart/encrypted; boundary=b", body))
    assert any("encrypted" in reason for reason in found.shortfalls)
    assert found.members[-1].state is State.LOCKED
    assert b"BEGIN PGP MESSAGE" in found.members[-1].data


def smime_headers(kind: str) -> str:
    return (
        f"Subject: s\nContent-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n"
        "Content-Transfer-Encoding: base64"
    )


def signed_smime(inner: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "t")])
    day = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(day).not_valid_after(day + dt.timedelta(days=999)).sign(key, hashes.SHA256())
    )  # fmt: skip
    builder = pkcs7.PKCS7SignatureBuilder().set_data(inner).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_a_message_inside_its_signature_is_read() -> None:
    signed = signed_smime(b"Content-Type: text/plain; charset=utf-8\r\n\r\nwords under seal\r\n")
    headers = smime_headers("signed-data")
    found = read(READER, eml(headers, base64.encodebytes(signed)))
    assert "words under seal" in found.text
    assert not found.members


def test_an_smime_message_that_is_encrypted_is_locked() -> None:
    headers = smime_headers("enveloped-data")
    found = read(READER, eml(headers, base64.encodebytes(b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03\xa0\x80")))
    assert found.members[0].state is State.LOCKED


def test_a_file_written_into_the_text_is_taken_out() -> None:
    body = b"see this\nbegin 644 note.txt\n#:&D*\n`\nend\nbye\n"
    found = read(READER, eml("Subject: s", body))
    assert [(member.title, member.data) for member in found.members] == [("note.txt", b"hi\n")]
    assert found.text.endswith("see this\nbegin 644 note.txt\nend\nbye")


def test_a_stray_line_among_the_headers_does_not_hide_the_rest() -> None:
    data = eml("From: a@x\nX-Spam: one\ntwo three\nSubject: found\nContent-Type: text/html", b"<p>words</p>")
    found = read(READER, data)
    assert found.said["subject"] == "found"
    assert found.text.endswith("words")


def test_text_without_any_header_is_shown_as_it_is() -> None:
    assert read(READER, b"no header here\nnor here\n").text.strip() == "no header here\nnor here"


def test_replies_share_a_thread() -> None:
    first = read(READER, eml("Message-ID: <1@x>\nSubject: a")).said["thread"]
    second = read(READER, eml("Message-ID: <2@x>\nIn-Reply-To: <1@x>\nSubject: Re: a")).said["thread"]
    third = read(READER, eml("Message-ID: <3@x>\nReferences: <1@x> <2@x>\nIn-Reply-To: <2@x>")).said["thread"]
    assert first == second == third == "<1@x>"


def test_without_ids_the_subject_makes_the_thread() -> None:
    subjects = ["Lists", "Re: Lists", "FW: RE:  lists", "回复：Lists"]
    assert len({read(READER, eml(f"Subject: {subject}")).said["thread"] for subject in subjects}) == 1


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Tue, 3 Jun 2008 11:05:30 +0800", "2008-06-03T11:05:30+08:00"),
        ("16 May 2016 at 09:30:32  GMT+1", "2016-05-16T09:30:32+01:00"),
        ("Fri, 26 Nov 2010 19:57:53 -0000", "2010-11-26T19:57:53"),
        ("2017-03-01T12:00:00+02:00", "2017-03-01T12:00:00+02:00"),
    ],
)
def test_dates_are_understood(raw: str, iso: str) -> None:
    assert read(READER, eml(f"Date: {raw}")).said["date"] == iso


def test_a_date_that_is_none_is_kept_as_it_stands() -> None:
    facts = read(READER, eml("Date: 35 Foo 99:99")).said
    assert facts["date-raw"] == "35 Foo 99:99"
    assert "date" not in facts


def test_parts_nested_too_deep_are_shown_as_text() -> None:
    data = (
        "Subject: s\n"
        + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
        + "\nthe end"
    )
    found = read(READER, data.encode())
    assert "the end" in found.text
    assert any("too deep" in reason for reason in found.shortfalls)


def test_more_attachments_than_allowed_are_refused() -> None:
    message = MIMEMultipart()
    for _ in range(4):
        part = MIMEBase("application", "octet-stream")
        part.set_payload("x")
        message.attach(part)
    found = read(READER, message.as_bytes(), limits=Limits(members=3))
    assert len(found.members) == 3
    assert isinstance(found.stop, Refused)


@given(words=st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_subject_comes_out_as_it_went_in(words: str) -> None:
    words = " ".join(words.split())
    with contextlib.suppress(UnicodeEncodeError):
        encoded = Header(words, "utf-8").encode()
        assert read(READER, eml(f"Subject: {encoded}")).said.get("subject", "") == words.strip()


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_pages_members_or_a_reason(data: bytes) -> None:
    read(READER, data)
    read(READER, b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + data)


def test_apples_frame_is_taken_off() -> None:
    message = eml("Subject: framed", b"words\n")
    plist = (
        b'<?xml version="1.0"?><plist version="1.0"><dict><key>flags</key><integer>8590195717</integer></dict></plist>'
    )
    found = read(READER, f"{len(message)}\n".encode() + message + plist, "application/x-emlx")
    assert found.text == "Subject: framed\n\nwords"
    assert found.said["mail-flags"] == "8590195717"


def test_apples_message_that_breaks_off_says_so() -> None:
    found = read(READER, b"5000\n" + eml("Subject: framed", b"words\n"), "application/x-emlx")
    assert any("bytes are missing" in reason for reason in found.shortfalls)


def test_an_attachment_that_apple_keeps_elsewhere_is_told() -> None:
    data = with_attachment("X-Apple-Content-Length: 500\nContent-Disposition: attachment; filename=a.pdf", b"")
    assert any("a.pdf" in reason and "a file of its own" in reason for reason in read(READER, data).shortfalls)


def test_real_mails_give_what_they_hold() -> None:
    expected = {
        "mail/testGroupWiseEml.eml": ["test.eml", "Neues Textdokument.txt"],
        "mail/testRFC822_normal_zip": ["test.zip"],
        "mail/testRFC822_multipart_attachments.eml": ["Test TxtA.txt", "Test TxtB.txt"],
        "mail/testEmailWithPNGAtt.eml": ["testPNG.png"],
    }
    for name, members in expected.items():
        assert [member.title for member in read(READER, corpus(name)).members] == members
    assert "voilà!" in read(READER, corpus("mail/testRFC822_base64")).text


def test_a_short_html_version_that_is_another_letter_is_not_lost() -> None:
    found = read(READER, alternative("Lunch is at noon as usual, see you.", "<p>They come for him at dawn.</p>"))
    assert [page.text for page in found.pages if page.label == "HTML version"] == ["They come for him at dawn."]


def test_headers_that_tell_who_really_got_it_and_what_was_noted_are_facts() -> None:
    found = read(
        READER, eml("From: a@x.org\nDelivered-To: chief@y.org\nComments: read and destroy\nResent-From: c@x.org", b"W")
    )
    assert found.said["delivered-to"] == "chief@y.org"
    assert found.said["comments"] == "read and destroy"
    assert found.said["resent-from"] == "c@x.org"
