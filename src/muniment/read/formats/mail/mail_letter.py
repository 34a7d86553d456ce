"""A letter, wherever it was kept, as pages and facts: mail files, Outlook items and TNEF all come through here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from muniment.read.formats.mail.mail_headers import Headers, facts_of, shown_block
from muniment.read.formats.mail.mail_html import words_and_files
from muniment.read.parts import pages_of
from muniment.read.reader import Found, Shortfall

_SHINGLE = 8
"""Characters compared at a time when two versions of a body are set against each other: about a word and a half."""

_MOST_COMPARED = 200_000
"""Characters of each version that are compared."""

_NEW_SHARE = 0.25
_NEW_LEAST = 80
"""The HTML version counts as saying more if this share of it, and this many characters, are not in the plain one."""

_OTHER_SHARE = 0.75
"""It also does, however short, if this share of it is not in the plain one: then it is another letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The headers and bodies of one message.

    ``hidden`` is text outside the parts that mail programs show; ``fault`` says why there is no body, if one was lost.
    """

    headers: Headers
    plain: str = ""
    markup: str = ""
    hidden: str = ""
    fault: str = ""


def found_in(letter: Letter) -> Iterator[Found]:
    """The facts and pages of a letter: headers and body first, then what only the HTML or the margins say."""
    yield from facts_of(letter.headers)
    if letter.fault:
        yield Shortfall(letter.fault)
    html_text, files = words_and_files(letter.markup)
    if letter.markup.strip() and not html_text and not letter.plain.strip() and "<img" not in letter.markup.lower():
        yield Shortfall("the body is HTML without any words that could be read")
    plain = letter.plain.strip("\n")
    body = plain if plain.strip() else html_text
    number = 0
    for page in pages_of("\n\n".join(filter(None, (shown_block(letter.headers), body)))):
        number = page.number
        yield page
    further = []
    if plain.strip() and says_more(html_text, plain):
        further.append(("HTML version", html_text))
    if letter.hidden.strip():
        further.append(("text outside the parts of the message", letter.hidden))
    for label, text in further:
        for page in pages_of(text, number + 1):
            number = page.number
            yield replace(page, label=label)
    yield from files


def says_more(longer: str, shorter: str) -> bool:
    """Whether ``longer`` holds considerably more than ``shorter``, line breaks and spacing aside."""
    there, here = ("".join(text[:_MOST_COMPARED].split()) for text in (longer, shorter))
    known = {here[at : at + _SHINGLE] for at in range(max(1, len(here) - _SHINGLE + 1))}
    steps = range(0, len(there) - _SHINGLE + 1, _SHINGLE)
    new = sum(there[at : at + _SHINGLE] not in known for at in steps)
    return new * _SHINGLE > max(_NEW_LEAST, len(there) * _NEW_SHARE) or new > max(1, len(steps) * _OTHER_SHARE)
