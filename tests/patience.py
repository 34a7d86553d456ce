"""How long a test waits for what comes in a moment, or never."""

PATIENCE = 60.0
"""Seconds. A machine may stand still for half a minute while another writes to its disk;
only what is broken takes longer."""
