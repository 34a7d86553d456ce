"""What a computer leaves lying about, and a recording of silence."""

import io
import struct
import wave

_SECONDS, _RATE = 3, 8000
_SILENCE = b"\x80"
"""The middle of the range, in samples of eight bits."""

_APPLE_DOUBLE, _VERSION_2 = 0x00051607, 0x00020000
_FINDER_INFO, _RESOURCE_FORK = 9, 2


def silence() -> bytes:
    """A WAV file in which nobody speaks."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        sound.writeframes(_SILENCE * _RATE * _SECONDS)
    return out.getvalue()


def apple_double() -> bytes:
    """The second file that a Mac writes beside every file in an archive: finder notes, and an empty resource fork."""
    head = struct.pack(">II16xH", _APPLE_DOUBLE, _VERSION_2, 2)
    notes = b"XLSXXCEL".ljust(32, b"\0")
    start = len(head) + 2 * 12
    entries = struct.pack(">III", _FINDER_INFO, start, len(notes))
    entries += struct.pack(">III", _RESOURCE_FORK, start + len(notes), 0)
    return head + entries + notes


def folder_notes() -> bytes:
    """The start of a ``.DS_Store``, in which a Mac keeps how a folder looked."""
    return (struct.pack(">I", 1) + b"Bud1").ljust(4096, b"\0")
