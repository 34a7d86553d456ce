"""Who and what is mentioned: dates, numbers and names as spans of pages. Spans of words only, never facts of persons."""
