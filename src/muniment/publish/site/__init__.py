"""The publication as pages: a folder that a browser opens from a USB stick, with no server, network or script."""
