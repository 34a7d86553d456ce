"""Facts put side by side: where two agree, where they differ, and where no more can be said than both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

from muniment.acquire.names import text_of
from muniment.evidence.authenticity.appeared import too_early
from muniment.evidence.authenticity.circumstances import Arrival
from muniment.evidence.authenticity.facts import Basis, Fact, Pair, Relation, Side
from muniment.evidence.authenticity.moments import Moment, Order, apart, moment_of, order
from muniment.evidence.authenticity.text import Looked, Named
from muniment.index.kinds import family_of
from muniment.read.examine.trait import Key

MOST_PAIRS = 200
"""Pairs told of one document: beyond, nobody reads them, and the facts are all there."""

MOST_OF_A_KIND = 12
"""Facts of one kind that are put beside others: a file may name a thousand authors, honest ones name few."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of a document when its facts are put side by side."""

    size: int
    media_type: str
    language: str
    facts: Sequence[Fact]
    arrivals: Sequence[Arrival]
    looked: Looked

    def told(self, *keys: Key) -> list[Fact]:
        """The facts of some kinds, the first of each."""
        return [
            fact for key in keys for fact in islice((one for one in self.facts if one.key == key.value), MOST_OF_A_KIND)
        ]

    def dated(self, *keys: Key) -> list[Fact]:
        """The facts of some kinds, each different value once: a file made and changed in one go says one time twice."""
        return list({fact.value: fact for fact in self.told(*keys)[::-1]}.values())[::-1]


def side_by_side(material: Material) -> tuple[Pair, ...]:
    """The pairs in the order of the sheet: what differs first, then what agrees, then the rest."""
    found = [pair for rule in _RULES for pair in rule(material)]
    unique = list(dict.fromkeys(found))
    rank = (Relation.DIFFER, Relation.BESIDE, Relation.AGREE)
    return tuple(sorted(unique, key=lambda pair: rank.index(pair.relation))[:MOST_PAIRS])


# the file with itself -----------------------------------------------------------------------------------------------

_SAID_TWICE = (Key.PRODUCER, Key.CREATOR, Key.AUTHOR, Key.TITLE, Key.CREATED, Key.MODIFIED, Key.TEMPLATE)
_DATES = frozenset({Key.CREATED, Key.MODIFIED})


def _said_twice(material: Material) -> Iterator[Pair]:
    """What stands in two places of the file."""
    for key in _SAID_TWICE:
        facts = material.told(key)
        for fact in facts:
            for one, other in pairwise(fact.bases[:MOST_OF_A_KIND]):
                yield Pair(fact.name, Relation.AGREE, _at(fact, one), _at(fact, other))
        for left, right in combinations(facts, 2):
            if left.basis.where != right.basis.where and not _hold_one_in_common(left, right, facts):
                relation = _same_instant(left, right) if key in _DATES else _same_words(left.value, right.value)
                yield Pair(left.name, relation, _side(left), _side(right), _between(left.value, right.value))


def _hold_one_in_common(left: Fact, right: Fact, facts: Sequence[Fact]) -> bool:
    """Whether the places of two facts agree on a third: then one tells more than the other, not something else."""
    places = {left.basis.where, right.basis.where}
    return any(places <= {basis.where for basis in fact.bases} for fact in facts)


def _same_instant(left: Fact, right: Fact) -> Relation:
    one, other = moment_of(left.value), moment_of(right.value)
    if one is None or other is None:
        return Relation.BESIDE
    return {Order.SAME: Relation.AGREE, Order.OPEN: Relation.BESIDE}.get(order(one, other), Relation.DIFFER)


def _same_words(left: str, right: str) -> Relation:
    """Whether two names are the same; no more is said where one holds the other, as a list holds its parts."""
    one, other = (" ".join(text.split()).casefold() for text in (left, right))
    if one == other:
        return Relation.AGREE
    return Relation.BESIDE if one in other or other in one else Relation.DIFFER


_IN_ORDER = ((Key.CREATED, Key.MODIFIED), (Key.CREATED, Key.PRINTED), (Key.MODIFIED, Key.METADATA_CHANGED))


def _order_of_dates(material: Material) -> Iterator[Pair]:
    """Dates of which one should come first, each pair from one place of the file."""
    for earlier, later in _IN_ORDER:
        for first in material.told(earlier):
            for second in material.told(later):
                if first.basis.where == second.basis.where:
                    yield from _in_order("order of dates", _side(first), _side(second))


def _in_order(about: str, first: Side, second: Side) -> Iterator[Pair]:
    one, other = moment_of(first.value), moment_of(second.value)
    if one is None or other is None:
        return
    how = order(one, other)
    relation = {Order.AFTER: Relation.DIFFER, Order.OPEN: Relation.BESIDE}.get(how, Relation.AGREE)
    yield Pair(about, relation, first, second, _distance(one, other))


def _mail(material: Material) -> Iterator[Pair]:
    """The date a mail bears beside the dates that servers gave it, hop by hop; its id beside its sender."""
    hops = [(fact, value) for fact in material.told(Key.RECEIVED) if (value := fact.value.partition(";")[0])]
    sides = [Side("a server says it took the mail on", value, fact.basis) for fact, value in hops]
    for sent in material.told(Key.SENT)[:1]:
        for side in sides[:1]:
            yield from _in_order("way of the mail", _side(sent), side)
    for first, second in pairwise(sides):
        yield from _in_order("way of the mail", first, second)
    for sender in material.told(Key.AUTHOR)[:1]:
        for name in material.told(Key.MESSAGE_ID)[:1]:
            one, other = (_domain(fact.value) for fact in (sender, name))
            if one and other:
                relation = Relation.AGREE if one == other else Relation.BESIDE
                yield Pair("sender and Message-ID", relation, _side(sender), _side(name))


def _domain(untrusted_address: str) -> str:
    """The last two labels of what stands behind the at sign."""
    behind = untrusted_address.rpartition("@")[2].strip("<> \t\"'").lower()
    return ".".join(behind.split(".")[-2:]) if "." in behind else ""


def _signed(material: Material) -> Iterator[Pair]:
    """How far a signature reaches, beside the length of the file."""
    for fact in material.told(Key.SIGNATURE):
        _, _, reach = fact.value.rpartition("up to byte ")
        if reach.replace(",", "").isdecimal():
            size = Side("the file is this long:", f"{material.size:,} bytes", Basis("its bytes"))
            relation = Relation.AGREE if int(reach.replace(",", "")) == material.size else Relation.DIFFER
            yield Pair("reach of the signature", relation, _side(fact), size)


# the file with its name, text and way -------------------------------------------------------------------------------

_FAMILIES = {
    "pdf": "pdf", "doc": "word", "docx": "word", "docm": "word", "rtf": "word", "odt": "word", "wps": "word",
    "xls": "sheet", "xlsx": "sheet", "ods": "sheet", "csv": "sheet", "ppt": "slides", "pptx": "slides", "odp": "slides",
    "eml": "mail", "msg": "mail", "mbox": "mail", "pst": "mail", "htm": "html", "html": "html", "zip": "archive",
    "rar": "archive", "7z": "archive", "gz": "archive", "jpg": "image", "jpeg": "image", "png": "image",
    "tif": "image", "tiff": "image", "gif": "image", "heic": "image", "txt": "text", "epub": "book",
}  # fmt: skip
"""What endings of names promise, as families of ``muniment.index.kinds``."""


_SECRETIVE = frozenset({"", "application/x-ooxml-encrypted"})
"""Media types that do not say what kind of document it is."""


def _name_and_kind(material: Material) -> Iterator[Pair]:
    """What the name promises beside what the bytes are."""
    kind = Side("its bytes are", material.media_type, Basis("found by its bytes"))
    for arrival in material.arrivals:
        name = text_of(arrival.path.rpartition(b"/")[2])
        promised = _FAMILIES.get(name.rpartition(".")[2].lower())
        if promised and material.media_type not in _SECRETIVE:
            relation = Relation.AGREE if promised == family_of(material.media_type) else Relation.DIFFER
            yield Pair("name and kind", relation, Side("it is called", name, Basis("the books")), kind)


def _language(material: Material) -> Iterator[Pair]:
    for fact in material.told(Key.LANGUAGE):
        said, read = (tag.lower().replace("_", "-").partition("-")[0] for tag in (fact.value, material.language))
        if said and read and read != "unknown":
            side = Side("the text reads as", material.language, Basis("language found by its words"))
            yield Pair("language", Relation.AGREE if said == read else Relation.DIFFER, _side(fact), side)


_NAMES = (Key.AUTHOR, Key.LAST_AUTHOR, Key.TITLE, Key.COMPANY)
_EXPECTED = frozenset({Key.AUTHOR.value, Key.TITLE.value})
"""Names that a paper often bears: that the text does not hold the others says nothing to anybody."""

MOST_NAME_CHARS = 200
"""Length of a name or title that is looked for in the text: longer ones are no names."""


def names_to_look_for(facts: Sequence[Fact]) -> list[str]:
    """The names and titles in the file that the text may hold as well."""
    wanted = {key.value for key in _NAMES}
    names = (name for fact in facts if fact.key in wanted and (name := _bare(fact)) and len(name) <= MOST_NAME_CHARS)
    return list(dict.fromkeys(names))[: MOST_OF_A_KIND * len(_NAMES)]


def _bare(fact: Fact) -> str:
    return fact.value.partition("<")[0].strip(" \"'") or fact.value.strip()


def _names_in_text(material: Material) -> Iterator[Pair]:
    """Names and titles of the file, and whether the text holds them."""
    is_mail = family_of(material.media_type) == "mail"
    for fact in material.told(*_NAMES) if material.looked.pages and not is_mail else ():
        name = _bare(fact)
        place = material.looked.standing.get(name)
        if place is not None:
            found = Side("the text holds it", name, Basis(f"page {place.page}", place.page, "", place.start, place.end))
            yield Pair(fact.name, Relation.AGREE, _side(fact), found)
        elif len(name) <= MOST_NAME_CHARS and fact.key in _EXPECTED:
            where = Basis(f"the pages up to {material.looked.pages}")
            yield Pair(fact.name, Relation.BESIDE, _side(fact), Side("the text does not hold these words", "", where))


def _text_and_file(material: Material) -> Iterator[Pair]:
    """Days that the text names, beside the days on which the file says it was made and changed."""
    days = [(one, moment) for one in material.looked.dates if (moment := moment_of(one.value)) and moment.is_a_day]
    if not days:
        return
    first, latest = days[0], max(days, key=lambda pair: pair[1].last)
    chosen = {"the first day that the text names is": first, "the latest day that the text names is": latest}
    if first[1].first == latest[1].first:
        chosen = {"the text names the day": first}
    for fact in material.dated(Key.CREATED, Key.MODIFIED, Key.SENT):
        made = moment_of(fact.value)
        if made is None:
            continue
        same = next(((one, moment) for one, moment in days if moment.first == made.first and made.is_a_day), None)
        if same is not None:
            yield Pair("text and file", Relation.AGREE, _text_side("the text names the day", same[0]), _side(fact))
        for says, (one, moment) in chosen.items():
            if same is None or moment.first != made.first:
                relation = _days_relation(moment, made) if same is None else Relation.BESIDE
                remark = _days_between(moment, made)
                yield Pair("text and file", relation, _text_side(says, one), _side(fact), remark)


def _days_relation(text: Moment, made: Moment) -> Relation:
    apart_for_sure = text.last < made.first or text.first > made.last
    return Relation.DIFFER if apart_for_sure else Relation.BESIDE


def _days_between(text: Moment, made: Moment) -> str:
    """How far the file's day is from the text's, in whole days by the calendar each was written by."""
    return _distance(Moment(text.first, text.last), Moment(made.first, made.last))


def _text_side(says: str, one: Named) -> Side:
    place = one.place
    value = one.words if one.words == one.value else f"{one.words} ({one.value})"
    return Side(says, value, Basis(f"page {place.page}", place.page, "", place.start, place.end))


def _way(material: Material) -> Iterator[Pair]:
    """Dates of the file beside the mail it came with, and the last of them beside the day it was taken in."""
    dated = material.dated(Key.CREATED, Key.MODIFIED)
    for fact in dated:
        for carrier in (carrier for arrival in material.arrivals for carrier in arrival.carriers):
            basis = Basis("Date header", 0, carrier.original)
            yield from _in_order("file and mail", _side(fact), Side("it came in a mail of", carrier.sent, basis))
    known = [(moment.last, number) for number, fact in enumerate(dated) if (moment := moment_of(fact.value))]
    for arrival in material.arrivals if known else ():
        taken = Side("it was taken in on", arrival.started, Basis(f"acquisition {arrival.acquisition}"))
        yield from _in_order("file and acquisition", _side(dated[max(known)[1]]), taken)


def _place(material: Material) -> Iterator[Pair]:
    """When the file says it was last changed, beside what the disk or container says."""
    for fact in material.told(Key.MODIFIED):
        for arrival in material.arrivals:
            basis = Basis("the container" if arrival.carriers else "the disk it came on")
            place = Side("the place where it lay says it was last changed on", arrival.modified, basis)
            yield from _in_order("file and place", _side(fact), place)


def _too_early(material: Material) -> Iterator[Pair]:
    dated = [
        (_side(fact), moment) for fact in material.told(Key.CREATED, Key.SENT) if (moment := moment_of(fact.value))
    ]
    days = [(one, moment) for one in material.looked.dates if (moment := moment_of(one.value))]
    if days:
        latest = max(days, key=lambda pair: pair[1].last)
        dated.append((_text_side("the latest day that the text names is", latest[0]), latest[1]))
    yield from too_early(list(material.facts), dated)


_RULES: Sequence[Callable[[Material], Iterator[Pair]]] = (
    _text_and_file, _said_twice, _order_of_dates, _way, _place, _mail, _too_early, _signed, _name_and_kind, _language,
    _names_in_text,
)  # fmt: skip


# words --------------------------------------------------------------------------------------------------------------

_SAYS = {
    Key.CREATED.value: "the file says it was made on",
    Key.MODIFIED.value: "the file says it was last changed on",
    Key.PRINTED.value: "the file says it was last printed on",
    Key.METADATA_CHANGED.value: "the file says its metadata was last changed on",
    Key.SENT.value: "the mail says it was sent on",
    Key.AUTHOR.value: "the file names as its author",
    Key.TITLE.value: "the file gives as its title",
    Key.LANGUAGE.value: "the file gives as its language",
}


def _side(fact: Fact) -> Side:
    return _at(fact, fact.basis)


def _at(fact: Fact, basis: Basis) -> Side:
    says = "the mail gives as its sender" if fact.name == "sender" else _SAYS.get(fact.key)
    return Side(says or f"the file says, {fact.name}:", fact.value, basis)


def _between(left: str, right: str) -> str:
    one, other = moment_of(left), moment_of(right)
    return _distance(one, other) if one is not None and other is not None else ""


def _distance(one: Moment, other: Moment) -> str:
    """How the second stands to the first, in words."""
    how = order(one, other)
    if how is Order.SAME:
        return "The same time." if one.instant and other.instant else "The same day."
    if how is Order.OPEN:
        return "They cannot be told apart."
    return f"The second is {apart(one, other)} {'later' if how is Order.BEFORE else 'earlier'}."
