"""What stands in the query language beyond words, phrases and connectives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import QueryError
from muniment.search.parse import MAX_OPEN_WORDS, parse
from muniment.search.query import (
    Among,
    And,
    Boosted,
    Dates,
    Favouring,
    Fuzzy,
    InField,
    NameLike,
    Near,
    Not,
    Numbers,
    Or,
    Phrase,
    Query,
    Regex,
    Value,
    ValueStart,
    Wildcard,
    Word,
)
from muniment.search.render import rendered

A, B = Word("a"), Word("b")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a b"~5', Near("a b", 5)),
        ('"a b"~0', Phrase("a b")),
        ("word~", Fuzzy("word", 1)),
        ("longer~", Fuzzy("longer", 2)),
        ("word~1", Fuzzy("word", 1)),
        ("words~2", Fuzzy("words", 2)),
        ("word~0", Word("word")),
        ("习近平~", Fuzzy("习近平", 1)),
        ("w*d", Wildcard("w*d")),
        ("wo?d", Wildcard("wo?d")),
        ("*stan", Wildcard("*stan")),
        ("习*平", Wildcard("习*平")),
        ("/wor[dk]s?/", Regex("wor[dk]s?")),
        ("a^2", Boosted(A, 2)),
        ("a^1", A),
        ('"a b"^3', Boosted(Phrase("a b"), 3)),
        ('"a b"~4^0.5', Boosted(Near("a b", 4), 0.5)),
        ("(a b)^2", Boosted(Or((A, B)), 2)),
        ("word~1^2", Boosted(Fuzzy("word", 1), 2)),
        ('name~:"Zhu Hailun"', NameLike("Zhu Hailun")),
        ("name~:(a OR b)", Or((NameLike("a"), NameLike("b")))),
        ("path:a", InField("path", A)),
        ("from:(a OR b)", InField("from", Or((A, B)))),
        ("from:(a b)^2", Boosted(InField("from", Or((A, B))), 2)),
        ('subject:"a b"~2', InField("subject", Near("a b", 2))),
        ("name:list*", InField("name", Wildcard("list*"))),
        ("title:/op.*n/", InField("title", Regex("op.*n"))),
        ("path:/etc/passwd", InField("path", Word("/etc/passwd"))),
        ("source:desk", InField("source", Word("desk"))),
        ("type:pdf", Value("type", "pdf")),
        ("type:.DOCX", Value("type", "docx")),
        ("type:image/*", ValueStart("type", "image/")),
        ("lang:ZH", Value("lang", "zh")),
        ("lang:(zh OR ug)", Or((Value("lang", "zh"), Value("lang", "ug")))),
        ("state:partial", Value("state", "partial")),
        ("kind:ocr", Value("kind", "ocr")),
        ("sha256:AbCd", ValueStart("sha256", "abcd")),
        ("sha256:" + "ab" * 32, Value("sha256", "ab" * 32)),
        ("page:3", Numbers("page", 3, 3)),
        ("page:>=3", Numbers("page", 3, None)),
        ("page:[2 TO 9}", Numbers("page", 2, 9, with_high=False)),
        ("ocr:<0.8", Numbers("ocr", None, 0.8, with_high=False)),
        ("ocr:<=80%", Numbers("ocr", None, 0.8)),
        ("date:2017", Dates(date(2017, 1, 1), date(2017, 12, 31))),
        ("date:2016-02", Dates(date(2016, 2, 1), date(2016, 2, 29))),
        ("date:2017-11-05", Dates(date(2017, 11, 5), date(2017, 11, 5))),
        ("date:[2017-01 TO 2017-12]", Dates(date(2017, 1, 1), date(2017, 12, 31))),
        ("date:{2017-01 TO 2017-12}", Dates(date(2017, 2, 1), date(2017, 11, 30))),
        ("date:[* TO 2017]", Dates(None, date(2017, 12, 31))),
        ("date:>2017-05", Dates(date(2017, 6, 1), None)),
        ("date:<2017", Dates(None, date(2016, 12, 31))),
        ("date:>=2017", Dates(date(2017, 1, 1), None)),
        ("date:*", Dates()),
        ("+from:a b", Favouring(InField("from", A), (B,))),
        ("-type:mail a", And((A, Not(Value("type", "mail"))))),
    ],
)
def test_a_search_is_understood_as(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("lang:zh a", Among(A, Value("lang", "zh"))),
        ("a lang:zh b type:pdf", Among(Or((A, B)), And((Value("lang", "zh"), Value("type", "pdf"))))),
        ("lang:zh lang:ug a", Among(A, Or((Value("lang", "zh"), Value("lang", "ug"))))),
        ("lang:zh type:pdf", And((Value("lang", "zh"), Value("type", "pdf")))),
        ("from:x a", Among(A, InField("from", Word("x")))),
        ("name~:x a", Among(A, NameLike("x"))),
        ("a OR lang:zh", Or((A, Value("lang", "zh")))),
        ("a subject:b^2", Or((A, Boosted(InField("subject", B), 2)))),
    ],
)
def test_a_field_beside_words_is_a_condition(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "Subject: foo",
        "12:30",
        "http://example.org/a?b",
        "from: to:",
        "colour:red",
        "(from:)",
        "Is it Xinjiang?",
        "and/or",
        "/etc/passwd",
        "C:\\Users\\x",
        "date: 2017",
        "a ~ b ^ c",
        '"a b"~',
    ],
)
def test_prose_stays_prose(text: str) -> None:
    tree = parse(text)
    parts = tree.parts if isinstance(tree, Or) else (tree,)
    assert all(isinstance(part, Word | Phrase) for part in parts)


@pytest.mark.parametrize("text", ["path\\:a", "a\\*b", "\\-a", "word\\~", "a\\?b"])
def test_a_backslash_takes_the_meaning_from_a_sign(text: str) -> None:
    assert parse(text) == Word(text.replace("\\", ""))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("date:tomorrow", 5, "a date such as 2017"),
        ("x date:2017-13", 7, "which the calendar has"),
        ("date:[2018 TO 2017]", 5, "the earlier date first"),
        ("date:[2018", 5, "a closing ]"),
        ("date:(2017 OR x)", 14, "a date such as"),
        ("page:0.5", 5, "a whole number"),
        ("page:x", 5, "a number"),
        ("page:[9 TO 2]", 5, "the smaller number first"),
        ("ocr:3", 4, "from 0 to 1"),
        ("state:done", 6, "one of read, partial"),
        ("kind:scan", 5, "one of text, ocr"),
        ("lang:chinese", 5, "a language's code"),
        ("sha256:xyz", 7, "digits of a hash"),
        ("type:!", 5, "a type was expected"),
        ("from:()", 5, "a value was expected after from:"),
        ('path:"..."', 5, "a word was expected"),
        ("name:...", 5, "a word was expected"),
        ("word~3", 4, "0, 1 or 2"),
        ("a^0", 2, "a weight from 0.01 to 100"),
        ("(a b)^1000", 6, "a weight from 0.01 to 100"),
        ("/a(b/", 2, "a closing parenthesis"),
        ('"a b"~500', 5, "at most 100 words between"),
    ],
)
def test_an_unusable_value_is_told_by_its_place(text: str, place: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.place, f"character {place + 1}" in caught.value.message) == (place, True)
    assert expected in caught.value.message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a*", "at least 2 letters"),
        ("*ab", "at least 3 letters"),
        ("ab~", "at least 3 letters"),
        ("abcd~2", "at least 5 letters"),
        ("习近~", "at least 3 letters"),
        ("/.*/", "at least 2 letters that every match has"),
        ("/a|.*bc/", "at least 2 letters that every match has"),
        ("习*近*平*主*席", "at most 3 wildcards"),
        (" ".join(f"word{number}*" for number in range(MAX_OPEN_WORDS + 1)), f"at most {MAX_OPEN_WORDS} words"),
        ('"' + "a " * 13 + '"~3', "at most 12 words near one another"),
        ("name~:" + "x" * 300, "at most 200 characters"),
    ],
)
def test_what_would_cost_too_much_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        parse(text)


PIECES = st.sampled_from(
    [
        *"ab中\"()+-?:/\\*~^[]{}“”「」é\u0301.,'!&|<>=",
        *(" ", " ", " AND ", " OR ", " NOT ", "习近平", "word", "~1", "^2", "name~:", "path:", "from:", "date:"),
        *("2017-05", "[2017 TO 2018]", "page:", "ocr:", "<0.8", "type:", "pdf", "lang:", "zh", "source:", "state:"),
        *("/wor[dk]s?/", "read", "sha256:", "abcd", '"a b"~3', "\\", "{1,2}", "12"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text())
def test_a_tree_typed_anew_is_the_same_and_an_error_points_into_the_text(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError as failure:
        assert failure.place is None or 0 <= failure.place <= len(text)  # noqa: PT017  # either outcome is right
        return
    assert parse(rendered(tree)) == tree
