"""Proving: what is recorded of a case, quotes, sources, review."""
