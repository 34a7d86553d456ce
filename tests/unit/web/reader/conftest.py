"""A small case with something of each sort that the reader shows in its own way."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # the library has no type marker

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app import taking
from muniment.web.access import Access
from muniment.web.server import create_app

PORT = 47114
ORIGIN = f"http://127.0.0.1:{PORT}"
LONG_LINES = 12_000
MARKUP = "<script>alert(1)</script> & <b>bold</b>"

MINUTES = """\
Minutes of the meeting on the second floor. All were present but the keeper of the keys, who had been sent to the gate.
The committee heard the report on the boiler and the pipes, and thanked whoever had written it.
It was resolved that the term of study be not less than six months, and that nobody leave before the bell has rung.
The next meeting is held on the first day of the month, in the room beside the kitchen, if the stove can be lit.
Those who keep the list are asked to bring it, and those who keep no list are asked to begin one before the snow comes.
"""
CHANGED_MINUTES = MINUTES.replace("six months", "one year")

MAIL = """\
From: {who} <{who}@example.org>
To: all@example.org
Date: Mon, 0{day} May 2017 10:00:00 +0000
Subject: {subject}
Message-ID: <{day}@example.org>
{references}Content-Type: text/plain; charset=utf-8

{body}
"""


def printed_pdf() -> bytes:
    """Two pages; the second lies on its side."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 600), invariant=1)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(50, 500, "Upper left words")
    canvas.drawString(50, 80, "Lower lines end here")
    canvas.showPage()
    canvas.setPageRotation(90)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(50, 300, "Turned sideways")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def frames() -> bytes:
    """A TIFF of two frames, black and white."""
    out = io.BytesIO()
    black, white = Image.new("L", (80, 40), 0), Image.new("L", (40, 80), 255)
    black.save(out, "TIFF", save_all=True, append_images=[white])
    return out.getvalue()


def mails() -> Iterator[tuple[str, str]]:
    first = MAIL.format(who="anna", day=1, subject="Keys", references="", body="Who has the second key?")
    reply = "> Who has the second key?\n> It is needed.\n> Today.\nNobody alone."
    yield "1.eml", first
    yield (
        "2.eml",
        MAIL.format(who="boris", day=2, subject="Re: Keys", references="References: <1@example.org>\n", body=reply),
    )


@pytest.fixture(scope="session")
def readable(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("reader")
    leak = folder / "leak"
    leak.mkdir()
    (leak / "printed.pdf").write_bytes(printed_pdf())
    (leak / "same again.pdf").write_bytes(printed_pdf())
    (leak / "frames.tif").write_bytes(frames())
    (leak / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that holds together")
    (leak / "table.csv").write_text("name,beds\nKL-05,900\nKL-06,560\n", "utf-8")
    (leak / "bidi.txt").write_text("before \u202egnp.exe\u202c after, \u200bhidden\n", "utf-8")
    (leak / "markup.txt").write_text(f"What they typed into the form was this: {MARKUP}\n", "utf-8")
    (leak / "long.log").write_text("".join(f"line {n} needle{n} of a long log\n" for n in range(LONG_LINES)), "utf-8")
    (leak / "<img src=x>\u202e.txt").write_text("harmless words\n", "utf-8")
    (leak / "minutes.txt").write_text(MINUTES, "utf-8")
    (leak / "minutes <b>again.txt").write_text(CHANGED_MINUTES, "utf-8")
    for name, text in mails():
        (leak / name).write_text(text, "utf-8")
    made = taking.init(folder / "case")
    taking.ingest(made, [leak], taking.IngestOptions(source="a test"), lambda _: None)
    return made


@dataclass
class Bookcase:
    """The case, and a client that is logged in to its workbench."""

    case: CaseFolder
    client: TestClient

    def sha256(self, name: str) -> str:
        with_database = self.case.open_ledger(read_only=True)
        try:
            return Queries(with_database).find(name.encode())[0].sha256
        finally:
            with_database.close()

    def get(self, name: str, rest: str = "") -> str:
        answer = self.client.get(f"/document/{self.sha256(name)}{rest}")
        assert answer.status_code == 200, answer.text
        return str(answer.text)


@pytest.fixture(scope="session")
def bookcase(readable: CaseFolder) -> Iterator[Bookcase]:
    access = Access()
    with TestClient(create_app(readable, access, PORT), base_url=ORIGIN, raise_server_exceptions=False) as client:
        client.get(f"/login?token={access.new_link_token()}")
        yield Bookcase(readable, client)


@pytest.fixture(scope="session")
def leak_folder(readable: CaseFolder) -> Path:
    return readable.folder.parent / "leak"
