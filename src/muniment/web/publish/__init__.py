"""Pages that publish: what would go out, what stands in the way, making it, and what went out before."""
