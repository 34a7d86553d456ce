"""An index on a disk that cannot be written to, made searchable: Tantivy insists on locking even what it only reads."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lockable(folder: Path) -> Iterator[Path]:
    """``folder`` itself if a lock can be made in it, else a temporary folder of links to all that it holds."""
    if os.access(folder, os.W_OK) or not folder.is_dir():
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="muniment-index-") as name:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                Path(name, path.name).symlink_to(path)
        yield Path(name)
