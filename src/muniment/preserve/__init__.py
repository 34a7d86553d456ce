"""Preserving: originals, the ledger, the custody log, seals and their verification."""
