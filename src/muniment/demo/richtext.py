"""Rich text as offices with Cyrillic keyboards wrote it: one byte a letter, each byte spelt out."""

from muniment.demo.texts import Text

_ENCODING = "cp1251"
_HEAD = (
    r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\froman\fcharset204 Times New Roman;}}"
    r"{\info{\title %s}{\author K. O.}{\creatim\yr2031\mo4\dy7\hr10\min5}}\lang1049\fs24 "
)
_ASCII_LIMIT = 0x80


def rich_text(text: Text) -> bytes:
    """The text as the bytes of an ``.rtf`` file."""
    title = r"\b " + _spelt(text["Title"]) + r"\b0\par" + "\n"
    body = "".join(_spelt(line) + "\\par\n" for line in text.paragraphs)
    return (_HEAD % _spelt(text["Title"]) + title + body + "}").encode("ascii")


def _spelt(words: str) -> str:
    return "".join(_letter(byte) for byte in words.encode(_ENCODING))


def _letter(byte: int) -> str:
    character = chr(byte)
    if byte >= _ASCII_LIMIT:
        return f"\\'{byte:02x}"
    return f"\\{character}" if character in "\\{}" else character
