"""PDF: one page for each page, then what else it holds; forms, notes, bookmarks, attached files, earlier revisions."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise

from muniment.limits import MIB
from muniment.read.formats.pages import pdfparts
from muniment.read.formats.pages.pdftext import page_text
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    Locked,
    PageFound,
    Reader,
    Refused,
    Shortfall,
    Unlocked,
)

_WHOLE_BYTES = 64 * MIB
"""Up to this size the file is held in memory, which is quicker; larger ones are read piece by piece."""

_MOST_REVISIONS = 12
"""Earlier revisions whose words are compared: a document rarely has more than three."""

_REVISION_PAGES = 500
"""Pages up to which revisions are compared: each revision costs as much as reading the document."""

_BOOKMARK_DEPTH = 15


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document that PDFium has open; ``password`` opened it ("" if none was needed)."""

    pdf: pypdfium2.PdfDocument
    password: str
    was_mended: bool


@dataclass(slots=True)
class _Extras:
    """Hands out the numbers of the pages that follow the printed ones."""

    number: int
    pages_text: list[str] = field(default_factory=list)

    def page(self, label: str, text: str) -> PageFound:
        self.number += 1
        return PageFound(self.number, text, label)


class PdfReader:
    """PDF by way of PDFium (words, pictures) and qpdf (structure)."""

    name = "pdfium"
    version = str(pypdfium2.version.PYPDFIUM_INFO)
    media_types = frozenset({"application/pdf"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the pages in order, then what else the document holds."""
        opened = open_pdf(document)
        with closing(opened.pdf) as pdf:
            if opened.password:
                yield Unlocked(opened.password)
            if opened.was_mended:
                yield FactFound("mended", "the file was damaged; it was read after its table of contents was rebuilt")
            extras = _Extras(len(pdf))
            yield from _pages(document, pdf, extras)
            yield from _bookmarks(pdf, extras)
        yield from _structure(document, opened.password, extras)
        yield from _earlier_revisions(document, opened.password, extras)


READERS: tuple[Reader, ...] = (PdfReader(),)


def open_pdf(document: Document) -> _Opened:
    """Open ``document`` with PDFium, mended by qpdf if it must be. Raises ``Locked``, ``Damaged``."""
    source: bytes | BinaryIO = document.content() if document.size <= _WHOLE_BYTES else document.file
    try:
        pdf, password = _open_with(source, document.passwords)
    except pypdfium2.PdfiumError:
        pdf = None
    if pdf is not None and _has_pages(pdf):
        return _Opened(pdf, password, was_mended=False)
    mended, password = _mended(document)
    try:
        return _Opened(pypdfium2.PdfDocument(mended), password, was_mended=True)
    except pypdfium2.PdfiumError as error:
        raise Damaged("the file breaks the rules of PDF, and mending it did not help") from error


def held_pdf(document: Document) -> pypdfium2.PdfDocument:
    """``document`` opened with PDFium once, and kept open as long as it is. Raises as ``open_pdf`` does."""
    return document.held.once(lambda: open_pdf(document).pdf)


def _open_with(source: bytes | BinaryIO, passwords: tuple[str, ...]) -> tuple[pypdfium2.PdfDocument, str]:
    for password in ("", *passwords):
        try:
            return pypdfium2.PdfDocument(source, password=password or None), password
        except pypdfium2.PdfiumError as error:
            if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
                raise Locked("it is locked in a way that a password does not open, such as a rights server") from error
            if error.err_code != pdfium_c.FPDF_ERR_PASSWORD:
                raise
    raise Locked("a password is needed to open it")


def _has_pages(pdf: pypdfium2.PdfDocument) -> bool:
    try:
        return len(pdf) > 0 and bool(pdf[0])
    except pypdfium2.PdfiumError:
        return False


def _mended(document: Document) -> tuple[bytes, str]:
    for password in ("", *document.passwords):
        try:
            with pikepdf.open(io.BytesIO(document.content()), password=password) as broken:
                out = io.BytesIO()
                broken.save(out, encryption=False)
                return out.getvalue(), password
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise Damaged("the file breaks the rules of PDF so badly that no page can be found in it") from error
    raise Locked("a password is needed to open it")


def _pages(document: Document, pdf: pypdfium2.PdfDocument, extras: _Extras) -> Iterator[Found]:
    if len(pdf) > document.limits.pages:
        raise Refused(f"it has {len(pdf)} pages, more than the {document.limits.pages} allowed")
    for index in range(len(pdf)):
        try:
            page = pdf[index]
            found = page_text(page)
        except (pypdfium2.PdfiumError, ValueError) as error:
            extras.pages_text.append("")
            yield Shortfall(f"page {index + 1}: it cannot be opened ({error})".replace("PDFium", "the PDF library"))
            continue
        extras.pages_text.append(found.text)
        yield PageFound(index + 1, found.text, _label(pdf, index), found.wants_ocr)
        page.close()


def _label(pdf: pypdfium2.PdfDocument, index: int) -> str:
    label: str = pdf.get_page_label(index)
    return "" if label == str(index + 1) else label


def _bookmarks(pdf: pypdfium2.PdfDocument, extras: _Extras) -> Iterator[Found]:
    lines = []
    try:
        for mark in pdf.get_toc(max_depth=_BOOKMARK_DEPTH):
            title = mark.get_title().strip()
            if title:
                lines.append("  " * mark.level + title)
    except (pypdfium2.PdfiumError, ValueError):
        yield Shortfall("its bookmarks could not all be read")
    if lines:
        yield extras.page("bookmarks", "\n".join(lines))


def _structure(document: Document, password: str, extras: _Extras) -> Iterator[Found]:
    """Facts, forms, notes and attachments, which qpdf finds; a failure costs only these."""
    document.file.seek(0)
    try:
        with pikepdf.open(document.file, password=password) as pdf:
            yield from _parts(pdf, extras)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, LookupError) as error:
        yield Shortfall(f"its form fields, notes and attached files could not all be listed ({type(error).__name__})")


def _parts(pdf: pikepdf.Pdf, extras: _Extras) -> Iterator[Found]:
    yield from pdfparts.facts(pdf)
    yield FactFound("pdf-version", str(pdf.pdf_version))
    if pdf.is_encrypted:
        yield FactFound("encrypted", "yes")
    seen_in_it = pdfparts.survey(pdf)
    if seen_in_it.has_script:
        yield FactFound("javascript", "the document carries a program; it was not run")
    form = pdfparts.form_text(pdf)
    if form:
        yield extras.page("form fields", form)
    for number in range(1, len(pdf.pages) + 1):
        notes = pdfparts.notes(pdf, number)
        if notes:
            yield extras.page(f"notes on page {number}", notes.text)
    yield from pdfparts.attachments(pdf, seen_in_it)


def _earlier_revisions(document: Document, password: str, extras: _Extras) -> Iterator[Found]:
    """What pages said before the file was changed and saved again."""
    if document.size > _WHOLE_BYTES:
        return
    content = document.content()
    ends = pdfparts.revision_ends(content)
    if len(ends) < 2:  # noqa: PLR2004 - one end is one revision: nothing was changed
        return
    yield FactFound("revisions", str(len(ends)))
    if len(ends) > _MOST_REVISIONS or len(extras.pages_text) > _REVISION_PAGES:
        yield FactFound("revisions-compared", "no: there are too many")
        return
    seen = {text.strip() for text in extras.pages_text}
    for number, end in enumerate(ends[:-1], 1):
        yield from _revision_pages(content[:end], password, f"revision {number} of {len(ends)}", seen, extras)


def _revision_pages(content: bytes, password: str, name: str, seen: set[str], extras: _Extras) -> Iterator[Found]:
    try:
        pdf = pypdfium2.PdfDocument(content, password=password or None)
    except pypdfium2.PdfiumError:
        yield FactFound("revision-unreadable", f"{name} cannot be opened by itself")
        return
    with closing(pdf):
        for index in range(len(pdf)):
            try:
                text = page_text(pdf[index]).text
            except (pypdfium2.PdfiumError, ValueError):
                yield FactFound("revision-unreadable", f"page {index + 1} of {name} cannot be opened")
                continue
            if text.strip() and text.strip() not in seen:
                seen.add(text.strip())
                yield extras.page(f"page {index + 1} as it was in {name}", text)
