"""The tools that children work with: all readers, the renderer, the engines. Importing it loads every reader's library.

What many children need is loaded once, before they are forked. In an ingest few recognise, many pages each, and none
shows or examines anything: these tools are loaded where they are used. Where a person waits, all is loaded before.
"""

from collections.abc import Iterator
from dataclasses import replace

from muniment.read.charset import guess
from muniment.read.detect import detect
from muniment.read.examine.trait import Seen
from muniment.read.language import language_of
from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.reader import Document, PageFound, Picture
from muniment.read.registry import readers_for
from muniment.read.render import render
from muniment.read.tools import Tools


def _warm() -> None:
    """Load what loads on first use, and starts no thread, so that children find it done."""
    guess(b"\xe9\xe8\xe0 abc")
    language_of("Loaded once, in the parent of all children.")


def _warm_all() -> None:
    """The same, and what a person would else wait for with each child."""
    from muniment.read import showing  # noqa: F401, PLC0415 - see above
    from muniment.read.examine import examine  # noqa: F401, PLC0415
    from muniment.read.ocr import page  # noqa: F401, PLC0415

    _warm()


def _recognise(picture: Picture, languages: tuple[str, ...]) -> Recognised | NotReadable:
    from muniment.read.ocr.page import recognise_page  # noqa: PLC0415 - see above

    return recognise_page(picture, languages)


def _show(document: Document, number: int, side: int) -> Picture:
    from muniment.read.showing import show  # noqa: PLC0415 - see above

    return show(document, number, side)


def _places(document: Document, number: int) -> PageFound:
    from muniment.read.showing import places  # noqa: PLC0415 - see above

    return places(document, number)


def _traits(document: Document) -> Iterator[Seen]:
    from muniment.read.examine.examine import examine  # noqa: PLC0415 - see above

    return examine(document)


READING = Tools(detect, readers_for, render, _recognise, language_of, _warm, _show, _places, _traits)
HELPING = replace(READING, warm=_warm_all)
