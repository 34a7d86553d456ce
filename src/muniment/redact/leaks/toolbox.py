"""The tools of children that look for leaks: those of all readers, and the one that answers questions about leaks."""

from dataclasses import replace

from muniment.read.toolbox import HELPING
from muniment.redact.leaks.examine import examine

TOOLS = replace(HELPING, examine=examine)
