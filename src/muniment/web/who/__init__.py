"""Who sits at the workbench, and who takes part in the case."""
