"""The case of the reader's tests serves here too."""

from tests.unit.web.reader.conftest import bookcase, readable

__all__ = ["bookcase", "readable"]
