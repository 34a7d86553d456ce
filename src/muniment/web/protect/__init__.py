"""Pages of the register of protected persons, and of what was found of them."""
