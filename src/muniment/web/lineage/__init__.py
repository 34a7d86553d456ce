"""The lineage in the browser: from whom sources have what they say, drawn and listed, with what is suggested."""
