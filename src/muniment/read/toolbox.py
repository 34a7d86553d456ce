"""The tools that children work with: all readers, the renderer, the engines. Importing it loads every library."""

from muniment.read.detect import detect
from muniment.read.language import language_of
from muniment.read.ocr.page import recognise_page
from muniment.read.registry import readers_for
from muniment.read.render import render
from muniment.read.tools import Tools

TOOLS = Tools(detect, readers_for, render, recognise_page, language_of)
