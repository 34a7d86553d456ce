"""Findings on their way from draft to reviewed."""
