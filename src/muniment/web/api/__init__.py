"""The same things for scripts, as JSON."""
