"""Suggesting which source has its information from which: from attributions, passages in common and copies.

Nothing is stored and nothing decided here: a person confirms or rejects each suggestion.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from muniment.evidence.attributions.attribution import Attribution, Hedge, Relation
from muniment.evidence.attributions.find import attributions_in
from muniment.evidence.attributions.matching import KnownSource, Matched, Matcher
from muniment.evidence.attributions.naming import folded
from muniment.evidence.attributions.own import is_own, is_repeated, is_unnamed_media
from muniment.evidence.attributions.reuse import Reporter, Reuse, Shared, Taking, reuse_suggestions

MOST_ATTRIBUTIONS = 2_000
"""Attributions of one document that are looked at: a whole book of press cuttings has fewer."""

MOST_PLACES = 20
"""Places told for one suggestion; the first says enough, the rest is there to be looked up."""

_LONGEST_WORDS = 400

Basis = Literal["attribution", "passage", "copy"]
Strength = Literal["strong", "weak"]
_BASES: tuple[Basis, ...] = ("attribution", "copy", "passage")


@dataclass(frozen=True, slots=True)
class Where:
    """A run of raw characters on a page (from 1) of an original; code points, end-exclusive."""

    sha256: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page's number (from 1), raw text and language."""

    number: int
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """An attribution and the page it stands on."""

    page: int
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document of a source, as ``suggest`` needs it: its attributions, when it came out (may be empty), what it is.

    ``primary`` says that it is no report, but what reports are about: part of a cache, a document.
    """

    sha256: str
    source: str
    published: str = ""
    attributions: tuple[Located, ...] = ()
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That the source ``child`` may have its information from ``parent``.

    ``parent`` is the id of a known source, or None: then ``named`` is what the text calls it, for a person to make a
    source of, or says in words what is unknown. ``relation`` is a ``Relation`` or a ``Taking``. ``words`` stand at
    ``where``; ``further`` are more such places. ``key`` is the same whenever the same is suggested again.
    """

    key: str
    child: str
    parent: str | None
    named: str
    basis: Basis
    relation: str
    words: str
    where: Where
    says: str
    strength: Strength
    further: tuple[Where, ...] = ()


def attributions_of(pages: Iterable[Page]) -> tuple[Located, ...]:
    """The attributions of a document, page by page; no more than ``MOST_ATTRIBUTIONS``."""
    found: list[Located] = []
    for page in pages:
        found.extend(Located(page.number, one) for one in attributions_in(page.text, page.language))
        if len(found) >= MOST_ATTRIBUTIONS:
            break
    return tuple(found[:MOST_ATTRIBUTIONS])


def suggest(
    documents: Sequence[SourceText], known: Sequence[KnownSource], reuse: Iterable[Shared] = ()
) -> tuple[Suggestion, ...]:
    """What the documents suggest, each child and parent once, the strong ones first.

    ``known`` are all sources of the case, also those without documents.
    """
    matcher = Matcher(known)
    found = [one for document in documents for one in _from_text(document, matcher)]
    found.extend(_from_reuse(documents, matcher, reuse))
    return _merged(found)


_UNNAMED = "sources that are not named"
_LEAK = "documents that somebody gave out"


def _from_text(document: SourceText, matcher: Matcher) -> Iterator[Suggestion]:
    holds_documents = any(
        located.attribution.relation in (Relation.OBTAINED, Relation.SEEN)
        and _is_self(
            located.attribution.named,
            document.source,
            matcher.source_of(located.attribution.named)
            or matcher.short_for(located.attribution.named, {document.source}),
        )
        for located in document.attributions
    )
    citing: str | None = None
    told = {document.source}
    for located in document.attributions:
        one = located.attribution
        matched = matcher.source_of(one.named) or matcher.short_for(one.named, told)
        if matched is not None:
            told.add(matched.id)
        child = citing if one.order and citing is not None else document.source
        if suggestion := _of_attribution(document, located, child, matched, holds_documents=holds_documents):
            yield suggestion
        if not one.order:
            citing = matched.id if matched and one.relation in (Relation.RELAYS, Relation.AGENCY) else None


def _is_self(named: str, source: str, matched: Matched | None) -> bool:
    return is_own(named) or (matched is not None and matched.id == source)


def _of_attribution(
    document: SourceText, located: Located, child: str, matched: Matched | None, *, holds_documents: bool
) -> Suggestion | None:
    one = located.attribution
    parent = matched.id if matched else None
    if one.hedge is Hedge.DISPUTED or (parent is None and (one.relation is Relation.SPEAKS or is_repeated(one.named))):
        # a person who said something is an actor, and becomes a source only if somebody makes them one; whoever is
        # meant by "the paper" was named before
        return None
    if _is_self(one.named, child, matched):
        if one.relation not in (Relation.OBTAINED, Relation.SEEN):
            return None
        return _suggestion(document.sha256, located, child, None, _LEAK, "weak", _SAYS_LEAK)
    if one.relation is Relation.ANONYMOUS or (parent is None and is_unnamed_media(one.named)):
        unnamed = replace(located, attribution=replace(one, relation=Relation.ANONYMOUS))
        return _suggestion(document.sha256, unnamed, child, None, _UNNAMED, "weak", _SAYS_UNNAMED)
    strength = _strength(one, is_own_child=child == document.source, holds_documents=holds_documents)
    return _suggestion(document.sha256, located, child, parent, one.named, strength, _SAYS[one.relation])


def _strength(one: Attribution, *, is_own_child: bool, holds_documents: bool) -> Strength:
    if one.hedge or not one.sure or not is_own_child or one.relation in (Relation.SPEAKS, Relation.SEEN):
        return "weak"
    return "weak" if one.relation is Relation.OBTAINED and holds_documents else "strong"


_SAYS = {
    Relation.RELAYS: "The text says that it has this from {named}.",
    Relation.AGENCY: "The text is, or uses, one of {named}.",
    Relation.OBTAINED: "The text rests on documents that {named} received.",
    Relation.SEEN: "The text rests on documents that {named} has seen.",
    Relation.SPEAKS: "The text gives what {named} said.",
}
_SAYS_NEAR = (
    "The text names {named} where it tells of reports or documents; whether it has something from there is to be read."
)
_SAYS_LEAK = (
    "The text says that it rests on documents which were given to those who publish it: the root is who gave them."
)
_SAYS_UNNAMED = "The text has something from persons or media whom it does not name."


def _suggestion(
    original: str, located: Located, child: str, parent: str | None, named: str, strength: Strength, says: str
) -> Suggestion:
    one = located.attribution
    return Suggestion(
        key_of(child, parent, named),
        child,
        parent,
        named,
        "attribution",
        one.relation.value,
        _cut(one.words),
        Where(original, located.page, one.start, one.end),
        (says if one.sure else _SAYS_NEAR).format(named=named)
        + (" It says that this is not confirmed." if one.hedge else ""),
        strength,
    )


def key_of(child: str, parent: str | None, named: str) -> str:
    """What tells a suggestion from others for good: from the child, and the parent or, without one, its name."""
    whom = f"source\0{parent}" if parent is not None else f"name\0{folded(named)}"
    return sha256(f"{child}\0{whom}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS] + "…"


def _from_reuse(documents: Sequence[SourceText], matcher: Matcher, reuse: Iterable[Shared]) -> Iterator[Suggestion]:
    reporters: dict[str, Reporter] = {}
    names: dict[str, str] = {}
    for document in documents:
        agencies = dict(_agencies(document, matcher))
        names.update(agencies)
        reporters[document.sha256] = Reporter(
            document.sha256, document.source, document.published, tuple(sorted(agencies)), document.primary
        )
    ids = {name for name in names if not name.startswith(_BY_NAME)}
    for one in reuse_suggestions(reuse, reporters):
        yield _of_reuse(one, names, ids | {document.source for document in documents})


_BY_NAME = "\0"
"""Stands before a folded name, so that it is never taken for the id of a source."""


def _agencies(document: SourceText, matcher: Matcher) -> Iterator[tuple[str, str]]:
    for located in document.attributions:
        one = located.attribution
        if one.relation is Relation.AGENCY:
            matched = matcher.source_of(one.named)
            yield (matched.id if matched else _BY_NAME + folded(one.named)), one.named


def _of_reuse(one: Reuse, names: Mapping[str, str], ids: set[str]) -> Suggestion:
    parent = one.parent if one.parent in ids else None
    named = names.get(one.parent or "", "") if one.parent else ""
    if one.parent is None:
        named = _NAMED[one.taking].format(others=", ".join(one.others))
    key = key_of(one.child, parent, named)
    if one.taking is Taking.UNDECIDED:
        key = key_of("\0".join(sorted((one.child, one.others[0]))), None, one.taking.value)
    return Suggestion(
        key,
        one.child,
        parent,
        named,
        "copy" if one.shared.copy else "passage",
        one.taking.value,
        _cut(one.shared.words),
        Where(one.at.sha256, one.at.page, one.at.start, one.at.end),
        _says(one, named),
        "strong" if one.sure else "weak",
    )


_NAMED = {
    Taking.COMMON_UNKNOWN: "whoever wrote what this shares with {others}",
    Taking.SHARED_QUOTATION: "whoever is quoted here and by {others}",
}


_SAYS_OF_REUSE = {
    Taking.TAKES_OVER: "{what} stands in both, and this one came out later.",
    Taking.UNDECIDED: "{what} stands in both. One has it from the other, or both from a third: the dates do not tell.",
    Taking.OF_DOCUMENT: "{what} stands in that document, too: from there, or from whoever printed it.",
    Taking.QUOTES: "{what} stands here between quotation marks, and there without: the one quotes the other.",
    Taking.COMMON_PARENT: "{what} is shared by {many} sources, of which one says that it is of {named}.",
    Taking.COMMON_UNKNOWN: "{what} is shared by {many} sources, and none says from whom it is.",
    Taking.SHARED_QUOTATION: "{what} stands in both between quotation marks: "
    "both quote somebody, and neither need have it from the other.",
}


def _says(one: Reuse, named: str) -> str:
    what = "Nearly the whole text" if one.shared.copy else f"A passage of {one.shared.terms} words"
    return _SAYS_OF_REUSE[one.taking].format(what=what, many=len(one.others) + 1, named=named or one.parent)


def _merged(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    groups: dict[str, list[Suggestion]] = {}
    for one in found:
        groups.setdefault(one.key, []).append(one)
    merged = [_merge(group) for group in groups.values()]
    decided = {(one.child, one.parent) for one in merged if one.parent and one.relation != Taking.UNDECIDED.value}
    kept = (
        one
        for one in merged
        if one.relation != Taking.UNDECIDED.value or not {(one.child, one.parent), (one.parent, one.child)} & decided
    )
    return tuple(sorted(kept, key=_place))


def _merge(group: Sequence[Suggestion]) -> Suggestion:
    ranked = sorted(group, key=lambda one: (one.strength, _BASES.index(one.basis), *_at(one)))
    first = ranked[0]
    places = dict.fromkeys(one.where for one in ranked[1:])
    others = dict.fromkeys(one.says for one in ranked if one.basis != first.basis)
    return replace(
        first,
        says=" ".join([first.says, *others]),
        further=tuple(place for place in places if place != first.where)[:MOST_PLACES],
    )


def _at(one: Suggestion) -> tuple[str, int, int]:
    return one.where.sha256, one.where.page, one.where.start


def _place(one: Suggestion) -> tuple[str, str, str, str]:
    return one.strength, one.child, one.parent or "", one.key
