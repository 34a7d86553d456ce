"""Muniment takes in a leaked cache of documents and lets anyone check what is said about it."""

__version__ = "0.1.0"
