"""Quotes in the browser: made from what is selected in the reader, listed, looked at with their pixels, found again."""
