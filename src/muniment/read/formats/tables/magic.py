"""Telling whether bytes kept in a table are a file."""

_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"bplist00",
    b"SQLite format 3\0",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\0",
    b"{\\rtf",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"\x1aE\xdf\xa3",
)
"""How files of the usual kinds begin."""

_RIFF, _FTYP = b"RIFF", b"ftyp"


def has_known_magic(untrusted: bytes) -> bool:
    """Whether ``untrusted`` begins as a file of a kind worth reading does."""
    return untrusted.startswith((*_MAGIC, _RIFF)) or untrusted[4:8] == _FTYP
