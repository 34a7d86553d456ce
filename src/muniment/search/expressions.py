"""Regular expressions over single words: the small language that every engine, and Python, understands alike.

An expression matches a whole word in its folded form. It may hold letters and digits, ``.`` for any one of them,
``[abc]``, ``[a-z]``, ``[^abc]``, ``\\d`` for a digit, groups, ``|``, and the repeats ``*``, ``+``, ``?`` and
``{2,5}``. There are no repeats inside repeats, which makes every match quick, and no signs, for no word holds any.
"""

from dataclasses import dataclass

from muniment.index.folding import fold, is_spaceless_term

MAX_EXPRESSION_CHARS = 200
"""An expression that a person can check by reading it."""

MAX_REPEAT = 20
"""Times something may be asked for: words are short, and engines unfold each repeat."""

MIN_LITERALS = 2
"""Letters that every match must have: an expression without them stands for most words of the case."""

SET_WEIGHT = 0.5
"""What a set of letters counts towards ``MIN_LITERALS``: four digits in a row are narrow enough to look for."""

MAX_GROUPS = 20
"""Groups inside groups: more cannot be read, and the stack of this parser is finite."""


class ExpressionError(ValueError):
    """An expression cannot be understood or costs too much; ``place`` counts its characters from 0."""

    def __init__(self, expected: str, place: int) -> None:
        super().__init__(expected)
        self.expected = expected
        self.place = place


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of an expression, folded, with how many letters every match of it names."""

    pattern: str
    literals: float
    repeats: bool = False


def folded_expression(pattern: str) -> str:
    """Check ``pattern`` and fold its letters as words are folded. Raises ``ExpressionError``."""
    if len(pattern) > MAX_EXPRESSION_CHARS:
        raise ExpressionError(f"at most {MAX_EXPRESSION_CHARS} characters of an expression were expected", 0)
    whole = _Reader(pattern).read()
    if whole.literals < MIN_LITERALS:
        raise ExpressionError(f"at least {MIN_LITERALS} letters that every match has were expected", 0)
    return whole.pattern


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._depth = 0

    def read(self) -> _Part:
        part = self._choice()
        if self._at < len(self._pattern):
            raise self._expected("an opening parenthesis before this closing one was")
        return part

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _expected(self, what: str) -> ExpressionError:
        return ExpressionError(f"{what} expected", self._at)

    def _choice(self) -> _Part:
        ways = [self._sequence()]
        while self._next() == "|":
            self._at += 1
            ways.append(self._sequence())
        return _Part(
            "|".join(way.pattern for way in ways),
            min(way.literals for way in ways),
            any(way.repeats for way in ways),
        )

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        if not parts:
            raise self._expected("a letter was")
        return _Part(
            "".join(part.pattern for part in parts),
            sum(part.literals for part in parts),
            any(part.repeats for part in parts),
        )

    def _repeated(self, part: _Part) -> _Part:
        sign = self._next()
        if sign not in ("*", "+", "?", "{") or not sign:
            return part
        if part.repeats:
            raise self._expected("no repeat of what repeats already was")
        if not part.pattern:
            raise self._expected("a letter was")
        least, how_often = self._counts() if sign == "{" else (int(sign == "+"), sign)
        self._at += sign != "{"
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise self._expected("a letter was")
        return _Part(part.pattern + how_often, part.literals * least, repeats=True)

    def _counts(self) -> tuple[int, str]:
        end = self._pattern.find("}", self._at)
        least, comma, most = self._pattern[self._at + 1 : max(end, 0)].partition(",")
        known = [count for count in (least, most) if count]
        if not least or not all(count.isascii() and count.isdigit() and len(count) <= 2 for count in known):  # noqa: PLR2004 - two digits reach beyond the limit
            raise self._expected("a repeat such as {2} or {2,5} was")
        if int(known[-1]) > MAX_REPEAT or int(known[-1]) < int(least):
            raise self._expected(f"at most {MAX_REPEAT} times, the smaller number first, was")
        self._at = end + 1
        return int(least), "{" + str(int(least)) + comma + (str(int(most)) if most else "") + "}"

    def _atom(self) -> _Part:
        match char := self._next():
            case "(":
                return self._group()
            case "[":
                return self._set()
            case ".":
                self._at += 1
                return _Part(".", 0)
            case "\\":
                return self._digit()
            case _:
                folded = self._folded(char)
                self._at += 1
                return _Part(folded if len(folded) < 2 else f"({folded})", len(folded))  # noqa: PLR2004 - one or several

    def _group(self) -> _Part:
        opened = self._at
        self._at += 1
        self._depth += 1
        if self._depth > MAX_GROUPS:
            raise self._expected(f"at most {MAX_GROUPS} groups inside one another were")
        part = self._choice()
        if self._next() != ")":
            self._at = opened
            raise self._expected("a closing parenthesis was")
        self._at += 1
        self._depth -= 1
        return _Part(f"({part.pattern})", part.literals, part.repeats)

    def _digit(self) -> _Part:
        if self._pattern[self._at + 1 : self._at + 2] != "d":
            raise self._expected("a letter, or \\d for a digit, was")
        self._at += 2
        return _Part("[0-9]", SET_WEIGHT)

    def _set(self) -> _Part:
        self._at += 1
        negated = self._next() == "^"
        self._at += negated
        members = []
        while self._next() not in ("", "]"):
            members.append(self._range())
        if not members or not self._next():
            raise self._expected("letters and a closing ] were")
        self._at += 1
        return _Part(f"[{'^' * negated}{''.join(members)}]", 0 if negated else SET_WEIGHT)

    def _range(self) -> str:
        first = self._single()
        if self._next() != "-":
            return first
        self._at += 1
        last = self._single()
        if last < first:
            raise self._expected("the earlier letter first was")
        return f"{first}-{last}"

    def _single(self) -> str:
        folded = self._folded(self._next(), in_set=True)
        if len(folded) != 1:
            raise self._expected("one letter was")
        self._at += 1
        return folded

    def _folded(self, char: str, *, in_set: bool = False) -> str:
        """How ``char`` stands in a word; nothing for a mark that leaves no trace."""
        folded = fold(char)
        if folded.strip() and not in_set and is_spaceless_term(folded.strip()):
            raise self._expected("a phrase, or * and ? between the characters, was")
        folded = folded.strip() if in_set and len(folded.strip()) == 1 else folded
        if " " in folded or not char:
            raise self._expected("a letter or a digit (no word holds signs) was")
        return folded
