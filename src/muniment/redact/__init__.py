"""Taking out what would harm somebody, and finding what was not taken out."""
