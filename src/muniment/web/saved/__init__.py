"""Saved searches and lists of names, in the browser."""
