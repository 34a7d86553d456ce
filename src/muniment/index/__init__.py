"""Indexing: how text becomes terms, and the writer's port."""
