"""What is alike: copies, near-duplicates, revisions, and passages that one document takes from another."""
