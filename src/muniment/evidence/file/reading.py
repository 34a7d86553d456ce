"""From nodes to loose records: keys and values are checked against the table of shapes, every fault is noted."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muniment.evidence.file.loose import Asked, Documents, Loose, Reference
from muniment.evidence.file.nodes import ListNode, MapNode, Node, TextNode
from muniment.evidence.file.places import Faults, Mark
from muniment.evidence.file.shape import (
    SECTIONS,
    SHAPES,
    TOP,
    UNKNOWN_WORD,
    VERSION,
    Field,
    Form,
    Part,
    Shape,
)
from muniment.evidence.file.values import (
    WRONG,
    WrongValueError,
    is_absent,
    items_of,
    quoted,
    single,
    suggestion,
    text_of,
)
from muniment.evidence.records import UNKNOWN, Kind, derivation_id
from muniment.preserve.canonical import canonical

_OTHER = re.compile(r"[^0-9a-z]+")
_SLUG_CHARS = 40
_DIGEST_CHARS = 8
_LAST_PAGE = 2**31
_MOST_TOLD = 5
_OWN_KEYS = frozenset({"derives_from", "parts", "evidence"})
"""Keys that hold records of their own."""


@dataclass(slots=True)
class _Read:
    """A mapping as read: values by the record's fields, and their places."""

    values: dict[str, Any]
    marks: dict[str, Mark]
    is_broken: bool = False


class FileReader:
    """Reads one file. ``records`` are in the order of the file, ``references`` all places where one names another."""

    def __init__(self, documents: Documents, faults: Faults) -> None:
        self.records: list[Loose] = []
        self.references: list[Reference] = []
        self._documents = documents
        self._faults = faults
        self._known: dict[tuple[Kind, str], Loose] = {}
        self._hashes: dict[str, str] = {}

    def read(self, root: Node | None) -> None:
        """Take in the whole file."""
        if not isinstance(root, MapNode):
            mark = root.mark if root is not None else Mark()
            self._faults.add(mark, f"this is no evidence file: it begins with the line “{TOP}: {VERSION}”")
            return
        if not self._is_of_known_version(root):
            return
        for name, (mark, node) in root.pairs.items():
            if name in SECTIONS:
                self._section(SECTIONS[name], name, node)
            elif name != TOP:
                self._faults.add(mark, f"there is no section {quoted(name)}{suggestion(name, SECTIONS)}")

    def _is_of_known_version(self, root: MapNode) -> bool:
        mark, node = root.pairs.get(TOP, (root.mark, None))
        text = node.text if isinstance(node, TextNode) else ""
        if node is None or not text.isdecimal():
            says = f"the line “{TOP}: {VERSION}” is missing: it says what this file is"
        elif int(text[:9]) > VERSION:
            says = f"this file is of version {text[:9]}; this program reads {VERSION}. Use a newer Muniment"
        elif text != str(VERSION):
            says = f"there is no version {quoted(text)} of this format; write “{TOP}: {VERSION}”"
        else:
            return True
        self._faults.add(node.mark if node is not None else mark, says)
        return False

    def _section(self, kind: Kind, name: str, node: Node) -> None:
        if is_absent(node):
            return
        if not isinstance(node, ListNode):
            self._faults.add(node.mark, f"under “{name}” goes a list: begin each with a dash")
            return
        for item in node.items:
            self._record(kind, item)

    def _record(self, kind: Kind, node: Node, given: Mapping[str, str] | None = None) -> str:
        """Take in a record, and those that stand within it; returns its id, "" if there is none."""
        read = self._mapping(node, SHAPES[kind], kind.value)
        if read is None:
            return ""
        read.values.update(given or {})
        loose = Loose(kind, read.values.get("id", ""), node.mark, read.values, read.marks, is_broken=read.is_broken)
        if kind is Kind.QUOTE:
            self._shape_quote(loose)
        elif kind is Kind.EVIDENCE:
            self._name_evidence(loose)
        elif kind is Kind.JUDGEMENT and not loose.id:
            loose.id = f"judgement-{read.values.get('original', '')[:_DIGEST_CHARS]}"
        loose.values["id"] = loose.id
        if not self._is_new(loose):
            if "id" not in loose.marks:
                return loose.id
            loose.is_broken = True  # another has its id; what else is wrong with it, and within it, is told as well
        self.records.append(loose)
        self._within(loose, node)
        return loose.id

    def _is_new(self, loose: Loose) -> bool:
        if not loose.id:
            return True  # that it has none was told; the rest of it is looked at
        before = self._known.setdefault((loose.kind, loose.id), loose)
        if before is loose:
            return True
        is_given = "id" in loose.marks
        if not is_given and (before.is_broken or loose.is_broken):
            return False  # what is wrong with it is said already
        if is_given or (before.values, before.asked) != (loose.values, loose.asked):
            hint = "choose another id" if is_given else "give one of them an id of its own, or write it once"
            says = f"there is a {loose.kind} {quoted(loose.id)} already, at line {before.mark.line}; {hint}"
            self._faults.add(loose.mark_of("id"), says)
        return False

    def _within(self, loose: Loose, node: Node) -> None:
        """The records that stand within one: derivations of a source, parts and evidence of a claim."""
        if not isinstance(node, MapNode):
            return
        for key in _OWN_KEYS & node.pairs.keys():
            if is_absent(node.pairs[key][1]):
                continue
            for item in items_of(node.pairs[key][1]):
                if key == "derives_from":
                    self._derivation(loose.id, item)
                elif key == "parts":
                    self._record(Kind.CLAIM, item, {"parent": loose.id})
                else:
                    self._record(Kind.EVIDENCE, item, {"claim": loose.id})

    def _derivation(self, child: str, node: Node) -> None:
        part = SHAPES[Kind.SOURCE]["derives_from"].part
        if part is None or is_absent(node):
            return
        if isinstance(node, TextNode):
            parent = UNKNOWN if node.text == UNKNOWN_WORD else node.text
            read = _Read({"parent": parent}, {"parent": node.mark})
            if parent != UNKNOWN:
                self.references.append(Reference(node.mark, Kind.SOURCE, parent))
        else:
            found = self._mapping(node, part.shape, part.name)
            if found is None:
                return
            read = found
            is_unknown = read.values.pop("unknown", False)
            if is_unknown == bool(read.values.get("parent")) and not read.is_broken:
                self._faults.add(node.mark, "say from which source, or “unknown: yes”: one of the two")
            read.values.setdefault("parent", UNKNOWN)
        read.values["child"] = child
        record_id = derivation_id(child, read.values["parent"])
        read.values["id"] = record_id
        loose = Loose(Kind.DERIVATION, record_id, node.mark, read.values, read.marks, is_broken=read.is_broken)
        loose.is_broken = loose.is_broken or not child
        if child and self._known.setdefault((Kind.DERIVATION, record_id), loose) is not loose:
            self._faults.add(node.mark, "this source is listed here already")
            return
        self.records.append(loose)

    def _shape_quote(self, loose: Loose) -> None:
        """Sort out what is asked of a quote: words to be found, or a place that is known already."""
        values = loose.values
        pages = values.pop("page", None)
        spot = {name: values.pop(name) for name in _SPOT_FIELDS if name in values}
        nth = values.pop("nth", 0)
        if "spans" in values:
            if spot or pages or nth:
                self._wrong(loose, "spans", "a quote has “spans”, or page and words of its own, not both")
        elif not spot.get("exact", "").strip():
            self._wrong(loose, "", "the “words” of the quote are missing")
        elif "start" in spot:
            self._spot(loose, spot, pages)
        else:
            first, last = pages or (1, _LAST_PAGE)
            loose.asked = Asked(spot["exact"], first, last, spot.get("prefix", ""), spot.get("suffix", ""), nth)
        if not loose.id:
            loose.id = _quote_id(values.get("original", ""), pages, spot.get("exact", ""), nth)

    def _spot(self, loose: Loose, spot: dict[str, Any], pages: tuple[int, int] | None) -> None:
        if pages is None or pages[0] != pages[1]:
            self._wrong(loose, "page", "where “start” is given, the one page must be, too")
            return
        spot.setdefault("end", spot["start"] + len(spot["exact"]))
        loose.values["spans"] = [{"page": pages[0], **spot}]
        loose.marks.update({f"spans.0.{name}": loose.marks[name] for name in spot if name in loose.marks})
        loose.marks["spans.0.page"] = loose.marks["page"]

    def _name_evidence(self, loose: Loose) -> None:
        values = loose.values
        if not values.get("claim"):
            if "claim" not in loose.marks and "claim" not in values:
                self._wrong(loose, "", "“claim” is missing: which one does it bear on?")
            loose.is_broken = True
        if not loose.id:
            parts = [values.get("claim", ""), values.get("quote", ""), values.get("source", "")]
            loose.id = f"{parts[0][:_SLUG_CHARS].strip('._-') or 'evidence'}.{_digest(parts)}"

    def _wrong(self, loose: Loose, field: str, says: str) -> None:
        self._faults.add(loose.mark_of(field), says)
        loose.is_broken = True

    def _mapping(self, node: Node, shape: Shape, what: str) -> _Read | None:
        """The values of a mapping; None if it is none."""
        if not isinstance(node, MapNode):
            keys = ", ".join(name for name, one in shape.items() if one.needed or name == "id")
            self._faults.add(node.mark, f"here goes {_article(what)} with its keys ({keys}, …)")
            return None
        read = _Read({}, {})
        aliases = {one.alias: name for name, one in shape.items() if one.alias}
        for key, (mark, value) in node.pairs.items():
            name = aliases.get(key, key)
            if name not in shape:
                known = [*shape, *aliases]
                hint = suggestion(key, known) or (_COMMA_HINT if is_absent(value) else "")
                self._faults.add(mark, f"{_article(what)} has no {quoted(key)}{hint}")
                read.is_broken = True
            elif name != key and name in node.pairs:
                self._faults.add(mark, f"“{key}” and “{name}” mean the same: keep one of the two")
            elif name not in _OWN_KEYS and not is_absent(value):
                self._take(read, name, shape[name], value)
        self._miss(read, node, shape, aliases)
        return read

    def _miss(self, read: _Read, node: MapNode, shape: Shape, aliases: Mapping[str, str]) -> None:
        present = {aliases.get(key, key) for key, (_, value) in node.pairs.items() if not is_absent(value)}
        for name, one in shape.items():
            if one.needed and name not in present:
                self._faults.add(node.mark, f"“{name}” is missing: {one.says[:1].lower()}{one.says[1:].rstrip('.')}")
                read.is_broken = True

    def _take(self, read: _Read, name: str, field: Field, node: Node) -> None:
        to = field.to or name
        read.marks[to] = node.mark
        if not field.many:
            value = self._value(field, node, to, read)
        else:
            value = []
            for item in items_of(node):  # places count what is kept
                one = self._value(field, item, f"{to}.{len(value)}", read)
                value += [] if one is WRONG else [one]
        if value is not WRONG:
            read.values[to] = value

    def _value(self, field: Field, node: Node, path: str, read: _Read) -> Any:
        read.marks[path] = node.mark
        try:
            return self._found(field, node, path, read)
        except WrongValueError as error:
            self._faults.add(error.mark, error.says)
            read.is_broken = True
            return WRONG

    def _found(self, field: Field, node: Node, path: str, read: _Read) -> Any:
        if field.form is Form.PART and field.part is not None:
            return self._part(field.part, node, path, read)
        if field.form is Form.QUOTE and isinstance(node, MapNode):
            return self._record(Kind.QUOTE, node) or WRONG
        value = single(field, node)
        if field.form is Form.DOCUMENT:
            return self._hash(text_of(node, field), node.mark)
        if field.target is not None:
            self.references.append(Reference(node.mark, field.target, value))
        return value

    def _part(self, part: Part, node: Node, path: str, read: _Read) -> Any:
        if part.short and isinstance(node, TextNode):
            read.marks[f"{path}.{part.short}"] = node.mark
            return {part.short: text_of(node, part.shape[part.short])}
        found = self._mapping(node, part.shape, part.name)
        if found is None:
            read.is_broken = True
            return WRONG
        read.is_broken = read.is_broken or found.is_broken
        read.marks.update({f"{path}.{name}": mark for name, mark in found.marks.items()})
        return found.values

    def _hash(self, what: str, mark: Mark) -> str:
        """The SHA-256 of the one document that is meant. Raises ``WrongValueError``."""
        if what not in self._hashes:
            found = self._documents.meant(what) if what.strip() else ()
            if not found:
                says = f"no document of this case is called {quoted(what)}; muniment books --list shows every path"
                raise WrongValueError(mark, says)
            if len(found) > 1:
                told = "; ".join(f"{one.path} ({one.sha256[:12]})" for one in found[:_MOST_TOLD])
                more = f"; and {len(found) - _MOST_TOLD:,} more" if len(found) > _MOST_TOLD else ""
                says = f"{len(found):,} documents are called {quoted(what)}: {told}{more}. Give more of the path"
                raise WrongValueError(mark, says)
            self._hashes[what] = found[0].sha256
        return self._hashes[what]


_COMMA_HINT = "; if it belongs to the words before the comma, put them all in quotation marks"
_SPOT_FIELDS = ("exact", "prefix", "suffix", "start", "end", "kind", "boxes", "confidence")


def _quote_id(original: str, pages: tuple[int, int] | None, words: str, nth: int) -> str:
    """An id that the same words of the same document always get."""
    ascii_words = unicodedata.normalize("NFKD", words[: 4 * _SLUG_CHARS]).encode("ascii", "ignore").decode().lower()
    slug = _OTHER.sub("-", ascii_words).strip("-")[:_SLUG_CHARS].strip("-") or "quote"
    return f"{slug}.{_digest([original, list(pages or ()), ' '.join(words.split()), nth])}"


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()[:_DIGEST_CHARS]


def _article(what: str) -> str:
    return f"an {what}" if what[:1] in "aeo" else f"a {what}"
