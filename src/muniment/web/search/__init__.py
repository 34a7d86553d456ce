"""Searching in the browser."""
