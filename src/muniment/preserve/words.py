r"""What a seal commits to of a page: its words one by one, so that any of them can be shown and any kept back.

A page's raw text is cut into *lines* after each line feed, a line into *tokens*: a run of visible characters with the
white space after it, each Han character, kana or hangul syllable a token of its own. Joined, the tokens are the line,
and the lines are the page. Whoever checks a proof never cuts a text; they join what they are shown.

Every token is a leaf with a salt of its own, so that nobody can try out what a hidden one might be. The leaves of a
line are filled up with others that cannot be told from them, so that nobody can count the hidden ones either. All salts
come from one secret by HMAC-SHA-256, each from the one above it; to show a line or a page whole it is enough to show
the salt of that line or page. ``docs/proof-format.md`` has every byte.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from muniment.preserve.canonical import canonical
from muniment.preserve.merkle import RootBuilder, leaf_hash, node_hash

LEAST_LEAVES = 16
"""Leaves of a line, and four times as many until its tokens fit: how many words are hidden shows no more exactly."""

_FILL_FACTOR = 4

_TOKEN = re.compile(
    r"(?:[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
    r"|[^\s\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+)\s*|\s+"
)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as it was read: its number, where its words come from ("text" or "ocr"), its raw text."""

    number: int
    kind: str
    text: str


def lines_of(text: str) -> list[str]:
    """The lines of a raw text, each with the line feed that ends it; an empty text has none."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def tokens_of(line: str) -> list[str]:
    """The tokens of a line; joined, they are the line."""
    return _TOKEN.findall(line)


def reading_salt(seal_salt: bytes, sha256: str, suffix: str, edition: int) -> bytes:
    """The salt from which all those of one reading come."""
    return _derived(seal_salt, f"words {sha256} {edition} {suffix}")


def page_salt(salt: bytes, page: PageText) -> bytes:
    """The salt from which all those of a page come."""
    return _derived(salt, f"page {page.number} {page.kind}")


def line_salt(salt: bytes, line: int) -> bytes:
    """The salt from which all those of a line come; lines count from 0."""
    return _derived(salt, f"line {line}")


def token_salt(salt: bytes, token: int) -> bytes:
    """The salt of a token; tokens count from 0."""
    return _derived(salt, f"token {token}")


def token_leaf(salt: bytes, token: str) -> bytes:
    """The hash of a token's leaf."""
    return leaf_hash(salt + token.encode("utf-8", "surrogatepass"))


def line_leaves(salt: bytes, tokens: Sequence[str]) -> list[bytes]:
    """The hashes of a line's leaves: its tokens, then those that fill it up."""
    leaves = [token_leaf(token_salt(salt, number), token) for number, token in enumerate(tokens)]
    leaves += [_derived(salt, f"fill {number}") for number in range(len(leaves), width_of(len(leaves)))]
    return leaves


def width_of(tokens: int) -> int:
    """How many leaves a line with this many tokens has."""
    width = LEAST_LEAVES
    while width < tokens:
        width *= _FILL_FACTOR
    return width


def line_root(salt: bytes, line: str) -> bytes:
    """What stands for a line."""
    level = line_leaves(salt, tokens_of(line))
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def head_leaf(page: PageText, lines: int) -> bytes:
    """The hash of a page's first leaf: which page it is, and how many lines it has."""
    return leaf_hash(canonical({"kind": page.kind, "lines": lines, "page": page.number}))


def page_leaves(salt: bytes, page: PageText) -> list[bytes]:
    """The hashes of a page's leaves: its head, then one for each line. ``salt`` is the page's."""
    lines = lines_of(page.text)
    roots = (line_root(line_salt(salt, number), line) for number, line in enumerate(lines))
    return [head_leaf(page, len(lines)), *(leaf_hash(root) for root in roots)]


def page_root(salt: bytes, page: PageText) -> bytes:
    """What stands for a page. ``salt`` is the page's."""
    return RootBuilder(page_leaves(salt, page)).root()


def page_roots(salt: bytes, pages: Iterable[PageText]) -> Iterator[bytes]:
    """What stands for each page of a reading. ``salt`` is the reading's."""
    for page in pages:
        yield page_root(page_salt(salt, page), page)


def reading_root(salt: bytes, pages: Iterable[PageText]) -> bytes:
    """What stands for all the words of a reading, its pages in the order of number and kind."""
    return RootBuilder(leaf_hash(root) for root in page_roots(salt, pages)).root()


def _derived(salt: bytes, name: str) -> bytes:
    return hmac.digest(salt, name.encode("utf-8", "surrogatepass"), "sha256")
