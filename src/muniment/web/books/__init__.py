"""The books line by line in the browser."""
