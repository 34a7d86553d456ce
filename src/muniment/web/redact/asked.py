"""From the forms of marks, whose every field may say anything, to marks."""

import re
from dataclasses import replace

from starlette.datastructures import FormData

from muniment.app.evidence.quotes import Pages, Quoter, Selected
from muniment.errors import UsageError
from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.model import PageKind
from muniment.redact.covering import PATTERNS
from muniment.redact.marks import Extent

_EDGES = ("left", "top", "right", "bottom")
_TOLD = ("words", "nth", "start", "end", "kind", "row", "column", "reason", "where", "extent", *_EDGES)
_NUMBER = re.compile(r"[0-9]{1,8}", re.ASCII)
_HUNDREDTHS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?", re.ASCII)
_BACK = re.compile(r"/(?:redact/)?document/[0-9a-f]{64}(?:\?[0-9A-Za-z%&=._~+-]*)?", re.ASCII)


def asked_everywhere(form: FormData, original: str) -> Mark:
    """The mark on a term or on kinds of numbers that a form asks for. Raises ``UsageError``."""
    term, reason = str(form.get("term", "")).strip(), str(form.get("reason", ""))
    patterns = tuple(str(one) for one in form.getlist("patterns") if one in PATTERNS)
    if bool(term) == bool(patterns):
        raise UsageError("Say one thing to mark.", "A term, or kinds of numbers.")
    scope = Scope.CASE if not original else Scope.ALIKE if form.get("alike") else Scope.DOCUMENT
    shape = Shape.TERM if term else Shape.PATTERN
    return Mark("", shape, reason.strip(), scope, original, exact=term, patterns=patterns)


def asked_here(quoter: Quoter, form: FormData, original: str, number: int) -> list[Mark]:
    """The marks that a form asks for on one page: a passage may be several. Raises ``UsageError``."""
    told = {name: str(form.get(name, "")).strip() for name in _TOLD}
    mark = Mark(
        "", Shape.WORDS, told["reason"], _scope(told["where"]), original, number, extent=_extent(told["extent"])
    )
    if told["start"] or told["words"]:
        return _words(quoter, told, mark)
    if any(told[name] for name in _EDGES):
        left, top, right, bottom = (_share(told[name]) for name in _EDGES)
        return [_on_pages(replace(mark, shape=Shape.REGION, boxes=((left, top, right, bottom),)))]
    for shape in (Shape.ROW, Shape.COLUMN):
        if told[shape.value]:
            return [_on_pages(replace(mark, shape=shape, at=_lines(told[shape.value])))]
    raise UsageError("Say one thing to mark.", "Words, a region, a row or a column.")


def way_back(form: FormData) -> str:
    """The reader's or the preview's address that a form came from; "" if it came from elsewhere."""
    untrusted_address = str(form.get("back", ""))
    return untrusted_address if _BACK.fullmatch(untrusted_address) else ""


def _words(quoter: Quoter, told: dict[str, str], mark: Mark) -> list[Mark]:
    if told["start"]:
        kind = PageKind(told["kind"]) if told["kind"] in set(PageKind) else PageKind.TEXT
        selected = Selected(mark.page, kind, _whole(told["start"]), _whole(told["end"]))
        places = quoter.at(mark.original, [selected])
    else:
        only = Pages(mark.page, mark.page)
        places = quoter.one(mark.original, told["words"], only, nth=_whole(told["nth"] or "0"))
    if mark.scope is not Scope.HERE:
        return [replace(mark, page=0, exact=one.exact) for one in places]
    return [replace(mark, page_kind=one.page.kind, start=one.start, end=one.end, exact=one.exact) for one in places]


def _on_pages(mark: Mark) -> Mark:
    """A region, row or column that holds in the whole document holds on each of its pages."""
    return replace(mark, page=0) if mark.scope is Scope.DOCUMENT else mark


def _scope(untrusted_text: str) -> Scope:
    return Scope(untrusted_text) if untrusted_text in {Scope.DOCUMENT, Scope.ALIKE} else Scope.HERE


def _extent(untrusted_text: str) -> str:
    return untrusted_text if untrusted_text in set(Extent) else Extent.LINE.value


def _whole(untrusted_text: str) -> int:
    if not _NUMBER.fullmatch(untrusted_text):
        raise UsageError("A whole number is missing.", "Rows and columns count from 1.")
    return int(untrusted_text)


def _share(untrusted_text: str) -> float:
    if not _HUNDREDTHS.fullmatch(untrusted_text):
        raise UsageError("An edge of the region is missing.", "All four are in hundredths of the page: 0 to 100.")
    return float(untrusted_text) / 100


def _lines(untrusted_text: str) -> tuple[int, ...]:
    """Rows or columns counted from 0: "7", or "7 8" for several."""
    return tuple(_whole(one) - 1 for one in untrusted_text.split())
