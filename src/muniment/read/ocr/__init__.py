"""Recognising text in pictures of pages: engines, and which of them reads which script."""
