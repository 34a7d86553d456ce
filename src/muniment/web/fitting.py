"""Text in the drawings of pages: see ``evidence.fitting``, which publications use, too."""

from muniment.evidence.fitting import lines, one_line

__all__ = ["lines", "one_line"]
