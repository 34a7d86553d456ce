"""The chronology in the browser: what happened and what was said, drawn on a line and listed."""
