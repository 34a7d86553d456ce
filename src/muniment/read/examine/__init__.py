"""Examining one file for what it tells of its own making; done in the sandbox, on request, apart from reading it."""
