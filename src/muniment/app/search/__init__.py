"""Finding: searches, lists, what is alike, who is mentioned."""
