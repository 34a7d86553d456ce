"""The ledger on a database: SQLite for a laptop, through SQLAlchemy Core so that PostgreSQL can follow."""
