"""How values look on a page. Whatever comes from a document goes through ``shown`` or ``passage``."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from muniment.acquire.names import one_line, shown, text_of
from muniment.counting import counted
from muniment.index.kinds import family_of

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi", "ckb", "dv"})
"""Languages written from right to left, as ISO 639 codes; Kazakh and others only in their Arabic script."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z")

LANGUAGES = {
    "ar": "Arabic", "az": "Azerbaijani", "bn": "Bengali", "bo": "Tibetan", "cs": "Czech", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ky": "Kyrgyz", "mn": "Mongolian",
    "ms": "Malay", "my": "Burmese", "nl": "Dutch", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tg": "Tajik", "th": "Thai", "tk": "Turkmen",
    "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yue": "Cantonese", "zh": "Chinese",
}  # fmt: skip
"""English names of ISO 639 codes; a code without one is shown as it is."""


def name(path: bytes) -> str:
    """A path as it may be shown."""
    return shown(text_of(path))


def last_part(path: bytes) -> str:
    """The last part of a path as it may be shown."""
    return name(path.rstrip(b"/").rpartition(b"/")[2])


def chain(path: bytes) -> list[str]:
    """The folders and containers on the way to an entry, outermost first, without its own name."""
    return [name(part) for part in path.rstrip(b"/").split(b"/")[:-1] if part]


def passage(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A snippet in runs, each with whether it matched; ``spans`` count code points of ``text``, in order."""
    runs, at = [], 0
    for start, end in spans:
        runs += [(one_line(text[at:start]), False), (one_line(text[start:end]), True)]
        at = end
    runs.append((one_line(text[at:]), False))
    return [run for run in runs if run[0]]


def number(count: float) -> str:
    """A count with its thousands apart."""
    return f"{count:,.0f}"


def size(count: float) -> str:
    """Bytes in the unit that reads best (binary multiples)."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024:  # noqa: PLR2004 - binary multiples
            return f"{count:,.0f} {unit}" if unit == "bytes" or count >= 100 else f"{count:,.1f} {unit}"  # noqa: PLR2004 - three digits are enough
        count /= 1024
    return f"{count:,.1f} TiB"


def percent(share: float) -> str:
    """A share of one."""
    return f"{share:.0%}"


def language(code: str) -> str:
    """A language's English name."""
    return LANGUAGES.get(code.partition("-")[0], shown(code)) if code else "unknown"


def direction(code: str) -> str:
    """``rtl`` or ``ltr`` where the language tells, else ``auto``: the first strong letter decides (HTML's ``dir``)."""
    if not code:
        return "auto"
    if "-Arab" in code or (code.partition("-")[0] in RIGHT_TO_LEFT and "-Latn" not in code and "-Cyrl" not in code):
        return "rtl"
    return "auto"


def language_tag(code: str) -> str:
    """``code`` if it is fit for HTML's ``lang`` (BCP 47), else ""."""
    return code if _LANGUAGE_TAG.match(code) else ""


FAMILIES = {
    "pdf": "PDF",
    "mail": "mail",
    "sheet": "spreadsheet",
    "slides": "slides",
    "word": "text document",
    "html": "web page",
    "database": "database",
    "book": "e-book",
    "archive": "archive",
    "drawing": "drawing",
    "image": "picture",
    "audio": "sound",
    "video": "film",
    "text": "plain text",
    "other": "other",
    "": "unknown",
}
"""Families of media types (``muniment.index.kinds``) as people call them."""


def media_type(untrusted_type: str) -> str:
    """The family of a media type, as people call it."""
    return FAMILIES.get(family_of(untrusted_type), shown(untrusted_type))


def moment(iso: str) -> str:
    """A time of ours (ISO 8601, UTC) to the minute."""
    return f"{iso[:10]} {iso[11:16]} UTC" if len(iso) >= len("2017-05-03T10:00") else shown(iso)


FILTERS: dict[str, Callable[..., Any]] = {
    "shown": shown,
    "name": name,
    "last_part": last_part,
    "chain": chain,
    "one_line": one_line,
    "number": number,
    "counted": counted,
    "size": size,
    "percent": percent,
    "media_type": media_type,
    "moment": moment,
    "language": language,
    "direction": direction,
    "language_tag": language_tag,
}
"""What templates may use, beside Jinja's own."""
