"""Spreadsheets, databases and everything else in rows and columns."""
