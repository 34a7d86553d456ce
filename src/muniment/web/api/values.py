"""What the API answers with: the names and shapes that scripts rely on (OpenAPI 3.1 at /api/openapi.json)."""

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """What every error looks like."""

    code: str = Field(description="a word that names the error; docs/guide.md lists all")
    message: str = Field(description="what happened, in one plain sentence")
    advice: str = Field(description="what to do next; may be empty")


class BooksOut(BaseModel):
    """The balance."""

    entries: int
    by_state: dict[str, int]
    pending: int
    balanced: bool
    bytes: int
    originals: int
    pages: int
    indexed_pages: int


class ProgressOut(BaseModel):
    """How far taking in has come."""

    running: bool = Field(description="whether a command changes the case right now")
    entries: int
    pending: int
    waiting_for_ocr: int
    pages: int
    indexed_pages: int


class EntryOut(BaseModel):
    """One line of the books. Bytes of a path that are no UTF-8 are written as backslash, x and two digits."""

    entry: int
    path: str
    parent: str
    sha256: str | None
    size: int
    media_type: str | None
    state: str
    reason: str
    reader: str | None
    pages: int
    language: str | None
    kind: str


class EntriesOut(BaseModel):
    """Some lines of the books, in the order of paths."""

    entries: list[EntryOut]
    next: int | None = Field(description="give it as `after` for the lines that follow; null at the end")


class HitOut(BaseModel):
    """One page that matches."""

    path: str | None
    sha256: str
    page: int
    kind: str
    score: float
    language: str | None
    snippet: str
    marks: list[tuple[int, int]] = Field(description="what matched: start and end in code points of the snippet")
    copies: int
    like: int = Field(description="other pages that are like it, where duplicates are folded")
    why: str = Field(description="why a name matched; empty elsewhere")


class CountOut(BaseModel):
    """A value and how many of the matching pages have it."""

    value: str
    count: int


class SearchOut(BaseModel):
    """The hits asked for."""

    total: int
    note: str = Field(description="what was not looked at, and what to do about it; empty if all was")
    hits: list[HitOut]
    facets: dict[str, list[CountOut]]
