"""Protecting: who must not be exposed, marks, burning in, looking for leaks."""
