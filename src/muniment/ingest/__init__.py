"""Taking in: the run that joins acquiring, preserving, reading and indexing."""
