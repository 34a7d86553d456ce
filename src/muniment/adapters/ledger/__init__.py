"""The ledger on a database: SQLite for a laptop, through SQLAlchemy Core so that PostgreSQL can follow."""

LEDGER_FILE = "case.db"
"""The ledger's name in the folder of a case."""
