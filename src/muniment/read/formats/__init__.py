"""One module for each family of formats. Each holds readers; ``registry`` says which is tried when."""
