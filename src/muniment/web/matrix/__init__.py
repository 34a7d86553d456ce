"""The matrix in the browser: claims down, sources across."""
