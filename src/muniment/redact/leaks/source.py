"""The PDF under examination, opened in the ways that looking at it needs. Runs inside the sandbox only."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker

from muniment.read.formats.pages.pdf import open_pdf
from muniment.read.reader import Document
from muniment.redact.leaks import appearances, shows
from muniment.redact.leaks.canvas import Canvas
from muniment.redact.leaks.glyphs import glyphs_of, words_of
from muniment.redact.leaks.terms import squashed


@dataclass(frozen=True, slots=True)
class PaintedText:
    """The text of one content stream; whether a page uses it, and whether it is how some lone field would look."""

    text: str
    is_used: bool
    is_look: bool


class Source:
    """One file. ``pdf`` shows it as a viewer does, with appearances for annotations that come without."""

    def __init__(self, document: Document) -> None:
        opened = open_pdf(document)
        self.password: str = opened.password
        self.content = document.content()
        self.was_mended = opened.was_mended
        self.pdf: pypdfium2.PdfDocument = opened.pdf
        self._layered: pypdfium2.PdfDocument | None = None
        self._words: frozenset[str] | None = None
        self._painted: tuple[PaintedText, ...] | None = None
        self.has_layers = self.has_form = False
        self._prepare()
        if self.has_form:  # without a form, PDFium draws lone fields as it draws other annotations
            self.pdf.init_forms()

    def _prepare(self) -> None:
        with self.structure() as structure:
            self.has_layers = "/OCProperties" in structure.Root
            self.has_form = "/AcroForm" in structure.Root
            if appearances.give(structure):
                self.pdf.close()
                self.pdf = pypdfium2.PdfDocument(_saved(structure))

    def structure(self) -> pikepdf.Pdf:
        """The file as qpdf sees it; to be closed by the caller."""
        return pikepdf.open(io.BytesIO(self.content), password=self.password)

    def canvas(self, index: int) -> Canvas:
        """Page ``index`` (from 0), to be drawn."""
        return Canvas(self.pdf, index)

    def layered(self, index: int) -> Callable[[], Canvas] | None:
        """Opens page ``index`` with every layer switched on; None where there are no layers."""
        if not self.has_layers:
            return None

        def opened() -> Canvas:
            if self._layered is None:
                with self.structure() as structure:
                    appearances.give(structure)
                    _switch_on(structure)
                    self._layered = pypdfium2.PdfDocument(_saved(structure))
                    if self.has_form:
                        self._layered.init_forms()
            return Canvas(self._layered, index)

        return opened

    def words_now(self) -> frozenset[str]:
        """The words of all pages, seen or not, folded; looked up once."""
        if self._words is None:
            self._words = frozenset(self._all_words())
        return self._words

    def _all_words(self) -> Iterator[str]:
        for index in range(len(self.pdf)):
            try:
                canvas = self.canvas(index)
            except pypdfium2.PdfiumError:
                continue  # a page that cannot be opened has no words; that it cannot is told when it is looked at
            with closing(canvas):
                yield from (squashed(word.text) for word in words_of(glyphs_of(canvas)))

    def painted(self) -> tuple[PaintedText, ...]:
        """What every stream paints, appearances of annotations and streams that no page uses too; looked up once."""
        if self._painted is None:
            with self.structure() as pdf:
                streams, _ = shows.painting(pdf)
                texts = shows.set_anew(pdf, streams)
                self._painted = tuple(
                    PaintedText(text, is_used=one.is_used, is_look=one.is_look)
                    for one, text in zip(streams, texts, strict=True)
                )
        return self._painted

    def words_painted(self) -> frozenset[str]:
        """The words of all pages and of what lies on them, seen or not, folded."""
        used = (one.text for one in self.painted() if one.is_used)
        return self.words_now() | {squashed(word) for text in used for word in text.split()}

    def close(self) -> None:
        """Let go of the file."""
        if self._layered is not None:
            self._layered.close()
        self.pdf.close()


def _switch_on(structure: pikepdf.Pdf) -> None:
    del structure.Root["/OCProperties"]
    for page in structure.pages:
        for note in appearances.annotations(page.obj):
            if "/OC" in note:
                del note["/OC"]


def _saved(structure: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    structure.save(out, encryption=False)
    return out.getvalue()
