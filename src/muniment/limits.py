"""The limits within which a stranger's file may use our machine. Each has its reason; each can be set."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB

MAX_DEPTH = 24
"""Containers inside containers. Honest caches rarely pass six (mailbox, mail, archive, archive, document, picture)."""

MAX_MEMBERS = 500_000
"""Members of one container. A very large mailbox holds some 300,000 messages."""

MAX_ENTRIES_PER_FILE = 1_000_000
"""Entries below one file that was handed over: stops archives that multiply level by level."""

MAX_EXPANDED_BYTES = 64 * GIB
"""What one container may unpack to. A mailbox of 50 GB is real; more is split by whoever makes it."""

MAX_RATIO = 250
"""Unpacked bytes for each packed byte. Text packs about 5:1, logs up to 100:1; deflate's own ceiling is 1032:1."""

RATIO_GRACE_BYTES = 64 * MIB
"""Below this the ratio is not looked at: a small file of blanks is no bomb."""

MAX_EXPANDED_PER_FILE_GRACE = 1 * GIB
"""Below this the total unpacked below one handed-over file is not held against its size."""

MAX_PAGE_CHARS = 5_000_000
"""Characters on one page. A page is for reading; a longer run is cut into further pages where the format allows."""

MAX_DOCUMENT_CHARS = 2_000_000_000
"""Characters in one document: about 2 GB of text."""

MAX_PAGES = 200_000
"""Pages of one document."""

PART_CHARS = 6_000
"""Length aimed at when flowing text is divided into pages: about two printed pages, quick to show and to cite."""

MAX_READ_SECONDS = 120.0
"""Wall-clock seconds for one attempt at one file, plus ``SECONDS_PER_MIB`` for its size."""

SECONDS_PER_MIB = 2.0
"""Further seconds for each MiB of the file: the slowest honest reader manages half a MiB a second."""

MAX_OCR_SECONDS = 180.0
"""Wall-clock seconds for recognising one page, which takes 2 to 10 on a slow core."""

MAX_READER_MEMORY = 2 * GIB
"""Address space a reader may add to what its parent had: page images of large scans need several hundred MiB."""

MAX_OCR_MEMORY = 4 * GIB
"""The same for recognition, whose models and buffers are larger."""

MAX_SCRATCH_BYTES = 4 * GIB
"""What a reader may write into its scratch folder (one file)."""

MAX_RENDER_PIXELS = 60_000_000
"""Pixels of one rendered page: A4 at 600 dpi is 35 million. Larger pages are rendered at a lower resolution."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force for one acquisition. The defaults are the constants above."""

    depth: int = MAX_DEPTH
    members: int = MAX_MEMBERS
    entries_per_file: int = MAX_ENTRIES_PER_FILE
    expanded_bytes: int = MAX_EXPANDED_BYTES
    ratio: int = MAX_RATIO
    page_chars: int = MAX_PAGE_CHARS
    document_chars: int = MAX_DOCUMENT_CHARS
    pages: int = MAX_PAGES
    read_seconds: float = MAX_READ_SECONDS
    ocr_seconds: float = MAX_OCR_SECONDS
    reader_memory: int = MAX_READER_MEMORY
    ocr_memory: int = MAX_OCR_MEMORY
    render_pixels: int = MAX_RENDER_PIXELS

    def seconds_for(self, size: int) -> float:
        """Wall-clock seconds allowed for one attempt at a file of ``size`` bytes."""
        return self.read_seconds + SECONDS_PER_MIB * size / MIB

    def may_expand_to(self, packed_size: int) -> int:
        """Bytes that a container of ``packed_size`` bytes may unpack to."""
        return min(self.expanded_bytes, max(RATIO_GRACE_BYTES, self.ratio * packed_size))
