"""Pages of marks, of what the public will see, and of a second person's clearance."""
