"""The authenticity sheet in the browser: facts side by side, and what people hold of a document."""
