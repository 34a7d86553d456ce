r"""What a seal commits to of a page: its words one by one, so that some can be shown and others kept back.

A page's raw text is cut into *stretches*, after each line feed and nowhere else: what is kept back is a line. Were it
cut further, at the ends of sentences for instance, the number of pieces kept back would tell something of a name that
stood there: that it ended in a full stop. A stretch is cut into *tokens*: a run of visible characters with the white
space after it, each Han character, kana or hangul syllable a token of its own. Joined, the tokens are the stretch, and
the stretches are the page. Whoever checks a proof never cuts a text; they join what they are shown.

The tokens of a stretch are hashed in two chains, one from its end to its beginning and one from its beginning to its
end, each begun with a secret. To show the first words it is enough to give the link of the first chain that stands
behind them; to show the last, the link of the second that stands before them. What lies between cannot be tried out,
for nobody knows the links inside, and not be counted, for a link looks the same however many lie behind it. A third
chain counts the tokens, so that words shown from both ends cannot overlap: one can prove that there are at least so
many, and not tell how many. All secrets come from one by HMAC-SHA-256; ``docs/proof-format.md`` has every byte.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from muniment.preserve.canonical import canonical
from muniment.preserve.merkle import RootBuilder, leaf_hash

_LINK = b"\2"
_COUNT = b"\3"
_STRETCH = b"\4"
"""Links, counts and stretches are hashed with prefixes unlike one another's and those of leaves (0) and nodes (1)."""

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


@dataclass(frozen=True, slots=True)
class Opened:
    """A stretch of which some words are shown: the first, the last, and what stands for those between.

    ``behind`` is the link behind the first words, ``ahead`` the one ahead of the last, ``more`` shows that the words
    shown do not overlap. 32 bytes each.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    behind: bytes
    ahead: bytes
    more: bytes


def stretches_of(text: str) -> list[str]:
    """The stretches of a raw text, its lines; joined, they are the text. An empty text has none."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def tokens_of(stretch: str) -> list[str]:
    """The tokens of a stretch; joined, they are the stretch."""
    return _TOKEN.findall(stretch)


def reading_salt(seal_salt: bytes, original: str, suffix: str, edition: int) -> bytes:
    """The salt from which all those of one reading come; ``original`` is the SHA-256 of what was read."""
    return _derived(seal_salt, f"words {original} {edition} {suffix}")


def page_salt(salt: bytes, page: PageText) -> bytes:
    """The salt from which all those of a page come. ``salt`` is the reading's."""
    return _derived(salt, f"page {page.number} {page.kind}")


def stretch_salt(salt: bytes, number: int) -> bytes:
    """The salt of a stretch; they count from 0. ``salt`` is the page's."""
    return _derived(salt, f"stretch {number}")


def stretch_hash(salt: bytes, tokens: Sequence[str]) -> bytes:
    """What stands for a stretch: the leaf of its page. ``salt`` is the stretch's."""
    front, back = _derived(salt, "forwards"), _derived(salt, "backwards")
    count = _derived(salt, "count")
    written = [_written(token) for token in tokens]
    for token in reversed(written):
        front = sha256(_LINK + front + token).digest()
    for token in written:
        back = sha256(_LINK + back + token).digest()
        count = sha256(_COUNT + count).digest()
    return _joined(front, back, count)


def opened(salt: bytes, tokens: Sequence[str], before: int, after: int) -> Opened:
    """A stretch with its first and last tokens shown. Raises ``ValueError`` unless at least one is kept back."""
    hidden = len(tokens) - before - after
    if hidden < 1 or before < 0 or after < 0:
        raise ValueError("the words shown leave none to keep back")
    end = len(tokens) - after
    behind, ahead, more = (_derived(salt, name) for name in ("forwards", "backwards", "count"))
    for token in reversed(tokens[before:]):
        behind = _link(behind, token)
    for token in tokens[:end]:
        ahead = _link(ahead, token)
    return Opened(tuple(tokens[:before]), tuple(tokens[end:]), behind, ahead, _counted(more, hidden))


def opened_hash(untrusted_stretch: Opened) -> bytes:
    """What stands for a stretch of which some words are shown; equals ``stretch_hash`` if they are its words."""
    front, back = untrusted_stretch.behind, untrusted_stretch.ahead
    for token in reversed(untrusted_stretch.before):
        front = _link(front, token)
    for token in untrusted_stretch.after:
        back = _link(back, token)
    shown = len(untrusted_stretch.before) + len(untrusted_stretch.after)
    return _joined(front, back, _counted(untrusted_stretch.more, shown))


def head_of(page: PageText, stretches: int) -> bytes:
    """The data of a page's first leaf: which page it is, and how many stretches it has."""
    return canonical({"kind": page.kind, "page": page.number, "stretches": stretches})


def page_leaves(salt: bytes, page: PageText) -> list[bytes]:
    """The hashes of a page's leaves: its head, then one for each stretch. ``salt`` is the page's."""
    stretches = stretches_of(page.text)
    hashes = (stretch_hash(stretch_salt(salt, number), tokens_of(one)) for number, one in enumerate(stretches))
    return [leaf_hash(head_of(page, len(stretches))), *hashes]


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
    return hmac.digest(salt, _written(name), "sha256")


def _written(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _link(neighbour: bytes, token: str) -> bytes:
    return sha256(_LINK + neighbour + _written(token)).digest()


def _counted(count: bytes, times: int) -> bytes:
    for _ in range(times):
        count = sha256(_COUNT + count).digest()
    return count


def _joined(front: bytes, back: bytes, count: bytes) -> bytes:
    return sha256(_STRETCH + front + back + count).digest()
