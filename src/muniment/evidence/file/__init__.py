"""The evidence ledger as a file that people write by hand: reading it with every fault placed, and writing it."""
