"""Wiring: one function for each thing a user can do, one module for each group of commands."""
