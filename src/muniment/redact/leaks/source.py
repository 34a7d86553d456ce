"""The PDF under examination, opened in the ways that looking at it needs. Runs inside the sandbox only."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker

from muniment.read.formats.pages.pdf import open_pdf
from muniment.read.reader import Document
from muniment.redact.leaks import appearances
from muniment.redact.leaks.canvas import Canvas


class Source:
    """One file. ``pdf`` shows it as a viewer does, with appearances for annotations that come without."""

    def __init__(self, document: Document) -> None:
        opened = open_pdf(document)
        self.password: str = opened.password
        self.content = document.content()
        self.was_mended = opened.was_mended
        self.pdf: pypdfium2.PdfDocument = opened.pdf
        self._layered: pypdfium2.PdfDocument | None = None
        self.has_layers = False
        self._prepare()
        self.pdf.init_forms()

    def _prepare(self) -> None:
        with self.structure() as structure:
            self.has_layers = "/OCProperties" in structure.Root
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
                    del structure.Root["/OCProperties"]
                    self._layered = pypdfium2.PdfDocument(_saved(structure))
                    self._layered.init_forms()
            return Canvas(self._layered, index)

        return opened

    def close(self) -> None:
        """Let go of the file."""
        if self._layered is not None:
            self._layered.close()
        self.pdf.close()


def _saved(structure: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    structure.save(out, encryption=False)
    return out.getvalue()
