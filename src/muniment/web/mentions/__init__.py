"""Who and what is mentioned, in the browser."""
