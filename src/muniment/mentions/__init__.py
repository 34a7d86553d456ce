"""Who and what is mentioned: dates, numbers and names as spans of pages, never facts about persons."""
