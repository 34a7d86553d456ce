"""What the tests of the whole program share: a small mixed cache, the command line, and a portrait of a case."""

import io
import json
import mailbox
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped] # the library has no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # likewise
from sqlalchemy import Connection, select

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger import tables
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.tantivy_index import TantivyEngine
from muniment.app.opening import ledger_of
from muniment.cli.main import main
from muniment.search.query import Everything

Row = tuple[object, ...]

RUN_SECONDS = 180
"""A command that takes longer hangs; most take two seconds, on a busy machine ten."""

# what a cache is made of ---------------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def drawn(words: str) -> Image.Image:
    """A picture of words, for recognition."""
    picture = Image.new("L", (900, 140), 255)
    ImageDraw.Draw(picture).text((30, 40), words, fill=0, font=ImageFont.load_default(size=44))
    return picture


def picture_of(words: str) -> bytes:
    """The same as a PNG."""
    packed = io.BytesIO()
    drawn(words).save(packed, "PNG")
    return packed.getvalue()


def pdf_of(text: str, scanned: str) -> bytes:
    """A PDF of two pages: one of text, one that is only a picture."""
    packed = io.BytesIO()
    canvas = Canvas(packed, invariant=True)
    canvas.drawString(72, 700, text)
    canvas.showPage()
    canvas.drawImage(ImageReader(drawn(scanned)), 60, 500, 450, 70)
    canvas.showPage()
    canvas.save()
    return packed.getvalue()


def letter(subject: str, attachments: dict[str, bytes]) -> EmailMessage:
    """A mail with attachments."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "clerk@office.example", "chief@office.example", subject
    message["Date"], message["Message-ID"] = "Tue, 07 Mar 2017 10:00:00 +0000", f"<{subject}@office.example>"
    message.set_content(f"The body of {subject}, about the quarterly ledger.\n")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def mixed_cache(folder: Path) -> Path:
    """A cache of many kinds, with duplicates, damage, a bomb, scans and containers within containers."""
    (folder / "deep" / "er").mkdir(parents=True)
    inner = zipped({"inner.txt": b"the innermost apricot\n", "blank.txt": b""})
    table = b"name,amount\nAlim,12\nBahar,40\n"
    files = {
        "a.txt": b"plain words about apricots\n",
        "copy of a.txt": b"plain words about apricots\n",
        "long.txt": "\n\n".join(f"paragraph {n} on irrigation and canals " * 12 for n in range(60)).encode(),
        "deep/page.html": b"<html><title>Bulletin</title><body><p>The bulletin speaks of dams.</p></body></html>",
        "deep/table.csv": table,
        "deep/er/nested.zip": zipped({"inner.zip": inner, "beside.txt": b"beside the archive\n", "t.csv": table}),
        "deep/er/again.zip": zipped({"inner.zip": inner, "other.txt": b"the other side\n"}),
        "deep/er/inner.zip": inner,
        "damaged.pdf": b"%PDF-1.4\n1 0 obj\n<<broken" + bytes(range(256)),
        "bomb.zip": zipped({"zeros.bin": bytes(80 << 20)}),
        "blank.dat": b"",
        "scan.png": picture_of("harvest report"),
        "two.pdf": pdf_of("the first page is text", "second page scanned"),
    }
    for number in range(24):
        files[f"deep/note {number:02}.txt"] = f"note {number} mentions the reservoir\n".encode() * (number + 1)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    box = mailbox.mbox(folder / "mail.mbox")
    for number in range(6):
        box.add(letter(f"letter {number}", {"inner.zip": inner, f"n{number}.txt": b"attached %d\n" % number}))
    box.close()
    (folder / "link").symlink_to("a.txt")
    os.mkfifo(folder / "pipe")
    return folder


# the command line ----------------------------------------------------------------------------------------------------

PROGRAM = (sys.executable, "-m", "muniment.cli.main")


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]  # as scripts do it


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUNIMENT_")}
    return {**kept, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120", **extra}


def muniment(
    *arguments: str | bytes | Path, case: Path | None = None, prefix: Sequence[str] = (), **extra: str
) -> Said:
    """Run a command to its end."""
    chosen: list[str | bytes | Path] = ["-C", case] if case else []
    done = subprocess.run(
        [*prefix, *PROGRAM, *chosen, *arguments],
        capture_output=True,
        env=environment(**extra),
        timeout=RUN_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def called(*arguments: str | bytes | Path, case: Path | None = None) -> Said:
    """The same within this process: quicker, and no less the command line."""
    out, err = io.StringIO(), io.StringIO()
    chosen = [os.fsdecode(word) for word in (*(("-C", case) if case else ()), *arguments)]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(chosen)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Said(status, out.getvalue(), err.getvalue())


def new_case(folder: Path, settings: str = "") -> Path:
    """A case, made without starting a process."""
    case = CaseFolder.create(folder)
    if settings:
        (case.folder / "muniment.toml").write_text(settings)
    return folder


def states(case: Path) -> dict[str, str]:
    """``path -> state`` of every entry."""
    return {path: told[0] for path, told in reasons(case).items()}


def reasons(case: Path) -> dict[str, tuple[str, str]]:
    """``path -> (state, reason)`` of every entry."""
    with ledger_of(CaseFolder(case), read_only=True) as database:
        return {os.fsdecode(row.path): (row.state.value, row.reason) for row in Queries(database).rows()}


# a portrait ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Portrait:
    """All of a case that must not depend on how often its taking in was disturbed."""

    entries: list[Row]
    pages: list[Row]
    members: list[Row]
    indexed: list[Row]
    originals: list[str]
    by_state: dict[str, int]
    books: tuple[int, ...]


def portrait(folder: Path) -> Portrait:
    """The portrait of a finished case, without ids and times."""
    case = CaseFolder(folder)
    with ledger_of(case, read_only=True) as database, database.read() as connection:
        books = Queries(database).books()
        return Portrait(
            _sorted([*_listed(database), *_counted(connection)]),
            _sorted(row[1:] for row in _page_rows(connection)),
            _member_rows(connection),
            _indexed(connection, case),
            sorted(case.open_originals().all()),
            books.by_state,
            (books.entries, books.pending, books.originals, books.bytes, books.pages, books.indexed_pages),
        )


def _sorted(rows: Iterable[Sequence[object]]) -> list[Row]:
    return sorted(map(tuple, rows), key=repr)


def _listed(database: Database) -> Iterator[Row]:
    for row in Queries(database).rows():
        yield tuple(value for name, value in asdict(row).items() if name != "id")


def _counted(connection: Connection) -> Iterator[Sequence[object]]:
    entry = tables.entry.c
    counts = (entry.path, entry.position, entry.depth, entry.below, entry.below_bytes, entry.caveat)
    return iter(connection.execute(select(*counts)).all())


def _page_rows(connection: Connection) -> list[Row]:
    page, reading = tables.page.c, tables.reading.c
    columns = (page.id, reading.sha256, reading.suffix, page.number, page.kind, page.label, page.text)
    more = (page.language, page.ocr, page.ocr_reason, page.engine, page.indexed, page.words)
    beside = tables.page.join(tables.reading, reading.id == page.reading_id)
    return [tuple(row) for row in connection.execute(select(*columns, *more).select_from(beside))]


def _member_rows(connection: Connection) -> list[Row]:
    member, reading = tables.member.c, tables.reading.c
    columns = (reading.sha256, reading.suffix, *(column for column in member if column.name != "reading_id"))
    beside = tables.member.join(tables.reading, reading.id == member.reading_id)
    return _sorted(connection.execute(select(*columns).select_from(beside)).all())


def _indexed(connection: Connection, case: CaseFolder) -> list[Row]:
    """The pages that the index finds; a key that no page has stands there as stale."""
    by_key = {str(row[0]): row[1:5] for row in _page_rows(connection)}
    return _sorted(by_key.get(key, ("stale", key)) for key in indexed_keys(case))


def indexed_keys(case: CaseFolder) -> list[str]:
    """The keys of all pages that a search can find, each as often as it stands in the index."""
    hits = TantivyEngine(case.index).search(Everything(), 1_000_000)
    return [hit.key for hit in hits.hits]


def leftovers(folder: Path) -> list[str]:
    """What a finished run should have cleared away."""
    places = [folder / "originals" / "incoming", folder / "scratch"]
    return [str(path) for place in places if place.exists() for path in place.rglob("*")]


def processes_about(folder: Path) -> Iterator[int]:
    """Processes that have to do with a case: it stands in their arguments, or they hold something in it open."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid() and str(folder) in _holdings(entry):
            yield int(entry.name)


def _holdings(process: Path) -> str:
    """The arguments, working folder and open files of a process; "" of one that has gone."""
    with suppress(OSError):
        told = [(process / "cmdline").read_bytes().decode(errors="replace")]
        for link in [process / "cwd", *(process / "fd").iterdir()]:
            with suppress(OSError):  # closed meanwhile
                told.append(str(link.readlink()))
        return "\n".join(told)
    return ""
