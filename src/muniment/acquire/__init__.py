"""Acquiring: walking what was handed over, and naming what is found there."""
