"""What is alike: clusters of documents, and two documents side by side."""
