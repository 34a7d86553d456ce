"""The command line: parse, call ``muniment.app``, render. Nothing else."""
