"""The authenticity sheet: what speaks for and against a document's being what it claims to be. Facts, no verdict."""
