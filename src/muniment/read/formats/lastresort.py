"""When no reader knows a format: the runs of plausible words in its bytes, and an honest word on what that is worth."""

import re
from collections.abc import Iterator

from muniment.limits import MIB
from muniment.read.charset import COMMON_HAN_KANA
from muniment.read.flow import Pager
from muniment.read.formats.text import TextReader
from muniment.read.language import UNKNOWN, language_of
from muniment.read.reader import CHUNK, Document, FactFound, Found, PageFound, Reader, Shortfall, Unsupported

_NAMES = {
    "application/octet-stream": "this kind of file (it is not known what it is)",
    "application/x-ole-storage": "this kind of compound file (an older Windows program's)",
    "application/vnd.wordperfect": "WordPerfect documents",
    "application/x-quattro-pro": "Quattro Pro spreadsheets",
    "application/vnd.lotus-1-2-3": "Lotus 1-2-3 spreadsheets",
    "application/vnd.ms-works": "Microsoft Works documents",
    "application/x-ms-works-spreadsheet": "Microsoft Works spreadsheets",
    "application/x-mspublisher": "Microsoft Publisher documents",
    "application/vnd.ms-project": "Microsoft Project plans",
    "application/vnd.visio": "older Visio drawings",
    "application/vnd.ms-htmlhelp": "compiled Windows help files",
    "application/onenote": "OneNote notebooks of this sort",
    "application/x-hwp": "older Hangul word processor documents",
    "application/x-hwp-v5": "Hangul word processor documents of this sort",
    "application/msword": "Word documents of this sort",
    "application/vnd.ms-powerpoint": "PowerPoint presentations of this sort",
    "application/vnd.ms-excel": "Excel workbooks of this sort",
    "application/x-framemaker": "FrameMaker documents in their binary form",
    "image/x-cad": "drawings from design programs (CAD)",
    "image/x-wpg": "WordPerfect graphics",
    "application/x-shockwave-flash": "Flash films",
    "application/x-msaccess": "Access databases of this sort",
    "application/vnd.ms-tnef": "Outlook attachments (winmail.dat) of this sort",
    "application/x-dbf": "dBase tables of this sort",
}
"""What no built-in reader can read, or could not this time, as a person would call it."""

_NO_WORDS = {
    "application/x-executable": "this is a program: it was not run, and it holds no pages",
    "application/x-font": "this is a typeface: it holds no pages",
    "application/x-disk-image": (
        "this is the image of a whole disk, of a kind not opened here: mount it, then take in its files"
    ),
    "application/x-lzip": "this is a compressed file of a kind (lzip) that is not opened here",
}
"""What holds no words for people."""

_LABELS_STAND_ALONE = frozenset(
    {
        "application/vnd.wordperfect",
        "application/x-quattro-pro",
        "application/vnd.lotus-1-2-3",
        "application/x-ms-works-spreadsheet",
        "application/x-msaccess",
        "application/x-dbf",
    }
)
"""Formats whose cells hold single words: elsewhere a single word is more often rubbish that looks like one."""

_MAX_BYTES = 256 * MIB
"""Bytes searched for words: no document is longer, and a disk image that nobody recognised is not worth the hours."""

_NARROW = re.compile(rb"(?:[\t\r\n\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}){5,}")
"""Runs of ASCII or UTF-8."""

_WIDE = re.compile(
    rb"(?:[\t\r\n\x20-\x7e\xa0-\xff]\x00|[\x10-\x5f]\x04|[\x20-\xff]\x06"
    rb"|[\x00-\xff][\x30\x4e-\x9f]|[\x00-\x60]\xff|[\x10-\x3f]\x20){5,}"
)
"""Runs of UTF-16: Latin, Cyrillic, Arabic, Chinese and Japanese characters and their marks."""

_STOPS = rb"[ ,.;:!?()\r\n\t-]{1,3}"
_EIGHT_BIT: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("cp1251", re.compile(rb"(?:[\xc0-\xff]?[\xe0-\xff]{1,30}" + _STOPS + rb"){4,2000}")),
    ("koi8-r", re.compile(rb"(?:[\xc0-\xff]?[\xc0-\xdf]{1,30}" + _STOPS + rb"){4,2000}")),
    ("cp866", re.compile(rb"(?:[\x80-\x9f]?[\xa0-\xaf\xe0-\xef]{1,30}" + _STOPS + rb"){4,2000}")),
    ("gb18030", re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]|[\t\r\n\x20-\x7e]){8,60000}")),
)
"""Runs in old encodings of Russian and Chinese, shaped so that other bytes hardly ever match: whole words in a row."""

_LONGEST_RUN = 1 * MIB

_FILLING = re.compile(rb"\x00{16,}|\xff{64,}")
"""What no run above reaches across: images of disks are mostly this, and looking through it takes minutes."""


class LettersReader:
    """Takes the runs of plausible words out of bytes whose format nobody knows."""

    name = "letters"
    version = "1"
    media_types = frozenset(_NAMES) | frozenset(_NO_WORDS)
    only_after_failure = True

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the words found, and that they are no more than that. Raises ``Unsupported`` where there are none."""
        if document.media_type in _NO_WORDS:
            raise Unsupported(_NO_WORDS[document.media_type])
        kind, pages, pager = _NAMES[document.media_type], 0, Pager(document.limits)
        for found in _paged(_enough(_runs(document), document.size), pager):
            pages += 1
            yield found
        if not pages:
            raise Unsupported(f"no reader for {kind} is built in, and no words stand in it in plain letters")
        yield Shortfall(f"no reader for {kind} is built in: only the runs of plain letters in it were taken")
        if document.size > _MAX_BYTES:
            yield Shortfall(f"only its first {_MAX_BYTES // MIB} MiB were searched for words")


_FEWEST_BYTES, _MORE_EVERY, _ENOUGH_BYTES = 10, 20_000, 40
"""All that was found may be chance below 10 bytes (in UTF-8) and one more for each 20,000 of the file, but 40 suffice:
three megabytes of random bytes give about ten characters."""


def _enough(runs: Iterator[str], size: int) -> Iterator[str]:
    """The runs, or none of them where they are too few to be believed."""
    held: list[str] = []
    enough = min(_ENOUGH_BYTES, _FEWEST_BYTES + size // _MORE_EVERY)
    for run in runs:
        held.append(run)
        if sum(len(text.encode()) for text in held) >= enough:
            break
    else:
        return
    yield from held
    yield from runs


def _paged(runs: Iterator[str], pager: Pager) -> Iterator[PageFound]:
    for run in runs:
        yield from pager.add(run + "\n")
    yield from pager.end()


def _runs(document: Document) -> Iterator[str]:
    """Plausible runs in the order of the file, each once."""
    alone = document.media_type in _LABELS_STAND_ALONE
    is_wordperfect = document.media_type == "application/vnd.wordperfect"
    seen: set[int] = set()
    for chunk in _chunks(document):
        letters = chunk.translate(_WORDPERFECT) if is_wordperfect else chunk
        for piece in _without_filling(letters):
            for _, run in sorted(_runs_in(piece, labels_stand_alone=alone)):
                if hash(run) not in seen:
                    seen.add(hash(run))
                    yield run


def _without_filling(chunk: bytes) -> Iterator[bytes]:
    start = 0
    for filling in _FILLING.finditer(chunk):
        yield chunk[start : filling.start() + 1]  # its first byte may be the second half of a letter
        start = filling.end()
    yield chunk[start:]


_WORDPERFECT = bytes(
    {0x80: 0x20, 0x81: 0x20, 0x82: 0x2D, 0x83: 0x2D, 0x84: 0x2D, 0xA9: 0x2D, 0xCC: 0x0A, 0xCF: 0x20}.get(code, code)
    for code in range(256)
)
"""WordPerfect 6 and later write blanks, hyphens and line ends as codes above ASCII."""


def _chunks(document: Document) -> Iterator[bytes]:
    """The file in pieces that end where a run of letters ends, so that no word is cut."""
    document.file.seek(0)
    held, taken = b"", 0
    while taken < _MAX_BYTES and (chunk := document.file.read(CHUNK)):
        taken += len(chunk)
        held += chunk
        end = max(held.rfind(b"\x00\x00\x00"), held.rfind(b"\xff\xff"), held.rfind(b"\x01\x00\x00"))
        if end < 0 and len(held) < _LONGEST_RUN:
            continue
        end = end if end > 0 else len(held)
        yield held[:end]
        held = held[end:]
    yield held


def _runs_in(chunk: bytes, *, labels_stand_alone: bool) -> Iterator[tuple[int, str]]:
    for pattern, encoding in ((_WIDE, "utf-16-le"), (_NARROW, "utf-8")):
        for match in pattern.finditer(chunk):
            for line in match[0].decode(encoding, "replace").splitlines():
                text = line.strip(" \t'\"^\\")
                if is_plausible(text, labels_stand_alone=labels_stand_alone):
                    yield match.start(), text
    for encoding, pattern in _EIGHT_BIT:
        for match in pattern.finditer(chunk):
            text = "" if match[0].isascii() else match[0].decode(encoding, "replace").strip()
            if "\ufffd" not in text and is_plausible(text) and language_of(text) != UNKNOWN:
                yield match.start(), text


_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_VOWEL = re.compile(r"[aeiouyàáâãäåèéêëìíîïòóôõöøùúûüœæ]", re.IGNORECASE)
_OTHER_WORDS = (
    re.compile(r"[\u0400-\u052f]+"),
    re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    re.compile(r"[\u05d0-\u05ea]+"),
    re.compile(r"[\u0620-\u06ff]+"),
    re.compile(r"[\uac00-\ud7a3]+"),
    re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+"),
    re.compile(r"[\u0900-\u0fff]+"),
)
"""Words in one script each: rubbish mixes them."""

_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WELL_CASED = re.compile(r"[^\W\d_]?[^\W\d_A-Z]+|[A-Z]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)

_LEAST_WORDY = 0.7
"""Share of the visible characters that must belong to plausible words."""

_LEAST_DENSE, _MANY_DENSE = 6, 16
"""Fewer Chinese or Japanese characters occur by chance; among fewer than 16 one of the most frequent must be."""

_LEAST_EVERYDAY = 0.85
"""Share of Chinese or Japanese characters that must be everyday ones; names and places have others."""


def is_plausible(text: str, *, labels_stand_alone: bool = False) -> bool:
    """Whether somebody may have written ``text``: words of proper shape, or frequent Chinese or Japanese characters."""
    visible = sum(not char.isspace() for char in text)
    if visible < 5:  # noqa: PLR2004 - too little to tell from rubbish
        return False
    dense = _HAN_OR_KANA.findall(text)
    if len(dense) > visible // 3:
        return len(dense) >= _LEAST_DENSE and _is_everyday(dense)
    words = [word for word in _WORD.findall(text) if _is_word(word)]
    letters = sum(len(word) for word in words)
    if letters < _LEAST_WORDY * visible:
        return False
    long_words = sum(len(word) > 2 for word in words)  # noqa: PLR2004 - shorter ones occur by chance
    return long_words > 1 or (labels_stand_alone and len(words) == 1 and letters > 3)  # noqa: PLR2004 - the same


_EVERYDAY = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("shift_jis", 0x82, 0x97))
"""Standards that set the everyday characters apart: first bytes of the 3,755, 5,401 and 3,000 that they begin with."""


def _is_everyday(characters: list[str]) -> bool:
    """Whether nearly all are everyday characters of one standard: of all that UTF-16 can hold, one in five is."""
    text = "".join(characters)
    if len(text) < _MANY_DENSE and not COMMON_HAN_KANA.intersection(text):
        return False
    for encoding, first, last in _EVERYDAY:
        leads = (char.encode(encoding, "ignore")[:1] for char in text)
        if sum(bool(lead) and first <= lead[0] <= last for lead in leads) >= _LEAST_EVERYDAY * len(text):
            return True
    return False


def _is_word(word: str) -> bool:
    if _LATIN_WORD.fullmatch(word) is None:
        return len(word) > 1 and any(script.fullmatch(word) for script in _OTHER_WORDS)
    if len(word) == 1:
        return word in "aAIiyoeàOE"
    plain = sum(char < "\x7f" for char in word)
    shaped = bool(_VOWEL.search(word)) and bool(_WELL_CASED.fullmatch(word)) and not _CONSONANTS.search(word)
    return shaped and plain * 2 >= len(word)


class PlainReader(TextReader):
    """Shows the bare characters of a text format whose own reader gave nothing."""

    only_after_failure = True

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the pages as they stand in the file, marks and all, and say so."""
        for found in super().read(document):
            if not isinstance(found, FactFound):
                yield found
        yield Shortfall("its own reader gave nothing: it is shown as bare text, with all its marks")


_TEXT_FORMATS = frozenset(
    {
        *(
            "text/html",
            "application/xhtml+xml",
            "application/xml",
            "text/csv",
            "text/tab-separated-values",
            "text/x-dif",
        ),
        *(
            "application/xliff+xml",
            "application/x-tmx",
            "application/rdf+xml",
            "application/x-fictionbook+xml",
            "application/x-mif",
        ),
        *(
            "message/rfc822",
            "application/x-emlx",
            "application/mbox",
            "text/vcard",
            "text/calendar",
            "application/x-http-response",
        ),
        *("application/vnd.ms-wordml+xml", "application/vnd.ms-word2006ml+xml", "application/vnd.ms-spreadsheetml+xml"),
        *(
            f"application/vnd.oasis.opendocument.{kind}-flat"
            for kind in ("text", "spreadsheet", "presentation", "graphics")
        ),
    }
)

READERS: tuple[Reader, ...] = (LettersReader(), PlainReader("plain", _TEXT_FORMATS))
