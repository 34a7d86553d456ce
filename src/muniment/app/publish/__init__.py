"""Publishing: what stands in the way, making a publication, attacking and checking it."""
