"""Searching: queries, hits, snippets, and the engine's port."""
