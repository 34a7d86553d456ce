"""Sound and film: named for what they are, with their length and tags; nobody's voice is transcribed here."""

from collections.abc import Iterator

import tinytag

from muniment.read.reader import Document, Empty, FactFound, Found, Reader

_SOUNDS = {
    "audio/mpeg": "MP3",
    "audio/wav": "WAV",
    "audio/x-wav": "WAV",
    "audio/vnd.wave": "WAV",
    "audio/ogg": "Ogg",
    "audio/opus": "Opus",
    "audio/flac": "FLAC",
    "audio/x-flac": "FLAC",
    "audio/mp4": "M4A",
    "audio/x-m4a": "M4A",
    "audio/aac": "AAC",
    "audio/aiff": "AIFF",
    "audio/x-aiff": "AIFF",
    "audio/amr": "AMR",
    "audio/midi": "MIDI",
    "audio/basic": "AU",
    "audio/x-ms-wma": "WMA",
    "audio/x-caf": "CAF",
    "audio/silk": "Silk",
    "audio/x-ape": "APE",
    "audio/x-wavpack": "WavPack",
}
_FILMS = {
    "video/mp4": "MP4",
    "video/quicktime": "QuickTime",
    "video/x-msvideo": "AVI",
    "video/avi": "AVI",
    "video/x-matroska": "Matroska",
    "video/webm": "WebM",
    "video/mpeg": "MPEG",
    "video/x-flv": "Flash video",
    "video/x-ms-wmv": "WMV",
    "video/x-ms-asf": "ASF",
    "video/3gpp": "3GP",
    "video/3gpp2": "3GP",
    "video/ogg": "Ogg",
    "video/mp2t": "MPEG",
    "video/x-m4v": "MP4",
    "video/vnd.rn-realvideo": "RealVideo",
}

_TAGS = ("title", "artist", "album", "albumartist", "composer", "genre", "year", "comment")

_FACT_CHARS = 4_000
"""Length of one fact; a tag that holds more holds something else than a tag."""


class MediaReader:
    """Sound and film: length and tags by way of tinytag, then the statement that there is nothing to read."""

    name = "tinytag"
    version = tinytag.__version__
    media_types = frozenset({*_SOUNDS, *_FILMS})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the tags as facts, then raise ``Empty`` with what the file is."""
        is_sound = document.media_type in _SOUNDS
        kind = "a sound recording" if is_sound else "a film"
        details = [_SOUNDS.get(document.media_type) or _FILMS[document.media_type]]
        tag = _tag(document)
        if tag is None:
            yield FactFound("length", "not known: the file's own account of it cannot be read")
        else:
            if tag.duration:
                details.append(spoken_length(tag.duration))
                yield FactFound("length", details[-1])
            yield from _facts(tag)
        raise Empty(f"{kind} ({', '.join(details)}): Muniment does not transcribe")


READERS: tuple[Reader, ...] = (MediaReader(),)


def _tag(document: Document) -> tinytag.TinyTag | None:
    document.file.seek(0)
    try:
        return tinytag.TinyTag.get(filename=f"file{document.suffix}", file_obj=document.file)
    except Exception:  # noqa: BLE001 - hostile bytes may raise anything here, and only the tags are lost; the caller says so
        return None


def _facts(tag: tinytag.TinyTag) -> Iterator[FactFound]:
    for name in _TAGS:
        value = getattr(tag, name, None)
        if value:
            yield FactFound("author" if name == "artist" else name, str(value)[:_FACT_CHARS])


def spoken_length(seconds: float) -> str:
    """A length as a person says it: ``3 min 12 s``. ``seconds`` is not negative."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
