"""Names for members that have none of their own, or one that can't stand as a file name."""

import mimetypes
import re

_LONGEST = 120
"""Bytes of a made-up name: file systems take 255, and names are nested in paths."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


_TYPES = mimetypes.MimeTypes()
"""The types that the library itself knows, made before a sandbox closes: the machine's own list would need reading."""


def suffix_for(untrusted_media_type: str) -> str:
    """The usual suffix, dot and all, of files of a type; "" if there is none."""
    return _TYPES.guess_extension(untrusted_media_type.partition(";")[0].strip().lower()) or ""


def message_name(number: int, untrusted_subject: str, suffix: str = ".eml") -> bytes:
    """A name such as ``0001 Subject.eml`` for the ``number``-th message of a mailbox or folder."""
    words = " ".join(_UNSAFE.sub(" ", untrusted_subject).split()).strip(". ")
    short = words.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")
    return f"{number:04d}{' ' if short else ''}{short}{suffix}".encode()


def safe_part(untrusted_name: str, fallback: str) -> str:
    """One part of a path, without the signs that part paths or hide what is written."""
    words = " ".join(_UNSAFE.sub(" ", untrusted_name).split())
    short = words.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").strip()
    return fallback if short in {"", ".", ".."} else short
