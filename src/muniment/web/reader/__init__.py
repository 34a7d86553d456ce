"""The reader: one document, its pages as pictures and as text, and all that is known about it."""
