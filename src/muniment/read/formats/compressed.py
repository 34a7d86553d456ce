"""Readers of this family."""

from muniment.read.reader import Reader

READERS: tuple[Reader, ...] = ()
