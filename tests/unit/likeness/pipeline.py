"""The whole way from texts to clusters, in memory."""

from collections.abc import Sequence

from muniment.adapters.likeness_store import LikenessStore, Sketched
from muniment.likeness.document import Document, PageRead
from muniment.likeness.linking import Linker, OneByOne
from muniment.likeness.sketch import sketches_of


class TextsInMemory:
    """Documents by number, from 0, each a sequence of page texts."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._documents = documents

    def document(self, reading: int) -> Document:
        pages = self._documents[reading]
        return Document([PageRead(reading * 1000 + number, number, text) for number, text in enumerate(pages, 1)])


def linked(documents: Sequence[Sequence[str]]) -> tuple[Linker, LikenessStore]:
    """The linker, done, and the store in which its verdicts are."""
    store = LikenessStore(None)
    sketched = []
    for number, pages in enumerate(documents):
        whole, parts = sketches_of(pages)
        sketched.append(Sketched(number, "", "", 0.0, whole, tuple(enumerate(parts, 1))))
    store.add(sketched)
    linker = Linker(store.sketches(), OneByOne(TextsInMemory(documents)), store)
    linker.link(store)
    return linker, store
