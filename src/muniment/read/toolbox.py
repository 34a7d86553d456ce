"""The tools that children work with: all readers, the renderer, the engines. Importing it loads every library."""

from muniment.read.charset import guess
from muniment.read.detect import detect
from muniment.read.examine.examine import examine
from muniment.read.language import language_of
from muniment.read.ocr.page import recognise_page
from muniment.read.registry import readers_for
from muniment.read.render import render
from muniment.read.showing import places, show
from muniment.read.tools import Tools


def _warm() -> None:
    """Load what loads on first use, and starts no thread, so that children find it done."""
    guess(b"\xe9\xe8\xe0 abc")
    language_of("Loaded once, in the parent of all children.")


TOOLS = Tools(detect, readers_for, render, recognise_page, language_of, _warm, show, places, examine)
