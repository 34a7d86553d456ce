"""The second try at documents of many kinds: the kreuzberg library, which takes in much and keeps mostly the body."""

from collections.abc import Iterator

import kreuzberg

from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, FactFound, Found, Locked, Unsupported

_FACTS = {
    "title": "title",
    "subject": "subject",
    "created_by": "author",
    "modified_by": "last-author",
    "created_at": "created",
    "modified_at": "modified",
}
"""What the library calls the facts that we keep, and what we call them."""


class KreuzbergReader:
    """Gives the body of a document as running text."""

    name = "kreuzberg"
    version = kreuzberg.__version__

    def __init__(self, media_types: dict[str, str]) -> None:
        """``media_types`` maps our types to what the library calls them."""
        self._theirs = media_types
        self.media_types = frozenset(media_types)

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts and pages. Raises ``Damaged``, ``Locked`` or ``Unsupported``."""
        result = self._extract(document)
        for theirs, ours in _FACTS.items():
            if value := result.metadata.get(theirs):
                yield FactFound(ours, str(value))
        yield from pages_of(result.content)

    def _extract(self, document: Document) -> kreuzberg.ExtractionResult:
        config = kreuzberg.ExtractionConfig(  # type: ignore[call-arg]  # the library's stubs lag behind it
            use_cache=False, disable_ocr=True, enable_quality_processing=False, output_format="plain"
        )
        try:
            return kreuzberg.extract_bytes_sync(document.content(), self._theirs[document.media_type], config=config)
        except kreuzberg.ParsingError as error:
            if "password" in str(error).lower() or "encrypt" in str(error).lower():
                raise Locked("a password is needed") from error
            raise Damaged("the file breaks the rules of its format, or is of a variant not known here") from error
        except (kreuzberg.ValidationError, kreuzberg.MissingDependencyError) as error:
            raise Unsupported("this variant of the format cannot be read here") from error
