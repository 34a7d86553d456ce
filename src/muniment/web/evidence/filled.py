"""What somebody typed into a form of a record: kept as it is until it can be saved, with what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData, QueryParams

from muniment.evidence.faults import Fault
from muniment.evidence.records import Record

WHOLE = ""
"""The field that faults of the record as a whole are told at."""

MAX_INPUT_CHARS = 500_000
"""Characters of one input: 5,000 lines of a hundred; more was pasted by mistake, and is said rather than kept."""


@dataclass(slots=True)
class Filled:
    """Inputs by name, each with all its values; faults by field, as sentences.

    ``made`` are records that are made along with this one. ``asks`` says that something is still to be looked for or
    chosen, so that nothing is to be saved yet.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    made: list[Record] = field(default_factory=list)
    asks: bool = False

    def first(self, name: str) -> str:
        """The first value of an input; "" if it has none."""
        values = self.values.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        """All values of an input."""
        return self.values.get(name, [])

    def put(self, name: str, *values: str) -> None:
        """Give an input other values."""
        self.values[name] = list(values)

    def blame(self, name: str, says: str) -> None:
        """Say that something is wrong with a field, in a sentence."""
        told = self.faults.setdefault(name, [])
        sentence = _sentence(says)
        if sentence not in told:
            told.append(sentence)

    def blame_all(self, faults: Iterable[Fault], record_id: str, fields: Iterable[str]) -> None:
        """Say at its field each thing that is wrong with a record, and above all fields what is wrong elsewhere.

        A field that something was said of before is left at that: it says more closely the same.
        """
        known, told_of = set(fields), set(self.faults)
        for one in faults:
            name, _, rest = one.field.partition(".")
            number = rest.partition(".")[0]
            where = f"line {int(number) + 1}: " if number.isdecimal() else ""
            if one.id == record_id and name in told_of:
                continue
            if one.id == record_id and name in known:
                self.blame(name, f"{where}{one.says}")
            else:
                told = f"{one.of}: {one.says}" if one.id != record_id else one.says
                self.blame(WHOLE, f"{told}. {one.advice}" if one.advice else told)


def filled_from(form: FormData) -> Filled:
    """What a form holds; uploaded files are left out, line ends become our own."""
    filled = Filled()
    for name, untrusted_value in form.multi_items():
        if isinstance(untrusted_value, str):
            text = untrusted_value.replace("\r\n", "\n")
            if len(text) > MAX_INPUT_CHARS:
                filled.blame(WHOLE, f"at most {MAX_INPUT_CHARS:,} characters fit in one place; the rest was cut")
            filled.values.setdefault(name, []).append(_proper(text[:MAX_INPUT_CHARS]))
    return filled


def filled_with(params: QueryParams, names: Mapping[str, str]) -> Filled:
    """What an address says is to stand in a new form: ``names`` gives the input for each name in the address."""
    filled = Filled()
    for name, value in params.multi_items():
        if name in names:
            filled.values.setdefault(names[name], []).append(_proper(value[:MAX_INPUT_CHARS]))
    return filled


def lines_of(text: str) -> Sequence[str]:
    """The lines of a text that are not blank, each once, without the space around them."""
    return list(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _proper(text: str) -> str:
    """A form may name a charset that makes lone surrogates, which no file and no page can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _sentence(says: str) -> str:
    text = says[:1].upper() + says[1:]
    return text if text.endswith((".", "!", "?", "…", ":", "”")) else text + "."
