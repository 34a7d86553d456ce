"""Putting out what was found, so that a stranger can check it."""
