"""Names across scripts: whether two are alike, keys to find them by, and a query that finds them on a page.

Pure: knows nothing of the engine or the ledger, and reads nothing but its own tables.
"""
