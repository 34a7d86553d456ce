import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import QueryError
from muniment.search.parse import MAX_QUERY_CHARS, parse
from muniment.search.query import And, Everything, Favouring, Not, Or, Phrase, Query, Word

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("a b", Or((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a b AND c", Or((A, And((B, C))))),
        ("a OR b AND c", Or((A, And((B, C))))),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("NOT a", Not(A)),
        ("a NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("-a", Not(A)),
        ("+a", And((A,))),
        ("-a -b", And((Not(A), Not(B)))),
        ("a (-b -c)", Or((A, And((Not(B), Not(C)))))),
        ("+a b", Favouring(A, (B,))),
        ("+a +b c", Favouring(And((A, B)), (C,))),
        ("+a -(b c)", And((A, Not(Or((B, C)))))),
        ("a AND -b", And((A, Not(B)))),
        ('"a b" c', Or((Phrase("a b"), C))),
        ('-"a b" c', And((C, Not(Phrase("a b"))))),
        ("“a b”", Phrase("a b")),
        ("中国“再教育”营", Or((Word("中国"), Phrase("再教育"), Word("营")))),
        ("「中国」", Phrase("中国")),
        ("*", Everything()),
        ("and or not", Or((Word("and"), Word("or"), Word("not")))),
        ("TO", Word("TO")),
        ("a-b c", Or((Word("a-b"), C))),
        ("a - b", Or((A, B))),
        ("() a", A),
        ("a (())", A),
        ("john.doe@example.org", Word("john.doe@example.org")),
        ("〔2017〕12号", Word("〔2017〕12号")),
        ("中国，新疆", Or((Word("中国"), Word("新疆")))),
        ("हिन्दी", Word("हिन्दी")),
    ],
)
def test_a_search_is_understood_as(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "What is this?",
        "Who said: “nobody”?",
        "is 5:30 a.m. / p.m. right? [maybe] {or} ~2 ^3 \\",
        "What's O’Brien's e-mail?!",
        'who shouted stop?"',
        "这是什么？",
        "谁签署了《意见》（第12号）？",
        "ما هذا؟",
        "بۇ نېمە؟",
        "http://example.org/a?b=c&d=(e)",
        "/regex.*/",
        "a && b || !c",
        "-- + - a",
    ],
)
def test_a_question_works_as_typed(text: str) -> None:
    assert parse(text)


@pytest.mark.parametrize(
    ("text", "character", "expected"),
    [
        ("", 1, "a word or a phrase was expected"),
        ("?!", 1, "a word or a phrase was expected"),
        ('foo "bar', 5, 'another " was expected'),
        ("foo (bar", 5, "a closing one was expected"),
        ("foo bar)", 8, "an opening one was expected"),
        ("foo AND", 5, "was expected after AND"),
        ("AND foo", 1, "was expected before AND"),
        ("foo OR OR bar", 8, "was expected before OR"),
        ("foo (NOT) bar", 9, "was expected before )"),
        ("(" * 60 + "a" + ")" * 60, 51, "at most 50 levels were expected"),
    ],
)
def test_what_cannot_be_understood_is_told_by_place_and_by_what_was_expected(
    text: str, character: int, expected: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert f"character {character}" in caught.value.message
    assert expected in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("text", ["NOT " * 2000 + "a", "a" * (MAX_QUERY_CHARS + 1), "-(" * 1000 + "a" + ")" * 1000])
def test_what_nobody_types_is_refused_in_words(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)


PIECES = st.sampled_from([*"ab中\"()+-?:/\\*~^[]{}“”「」é\u0301.,'!&|", " ", " ", " AND ", " OR ", " NOT ", "习近平"])


@given(st.lists(PIECES).map("".join) | st.text())
def test_any_text_gives_a_tree_or_a_query_error(text: str) -> None:
    try:
        parse(text)
    except QueryError as failure:
        assert "expected" in failure.message  # noqa: PT017  # either outcome is right, any other error is not


@given(st.lists(st.text("abcé中", min_size=1), min_size=1))
def test_plain_words_all_come_back(words: list[str]) -> None:
    tree = parse(" ".join(words))
    parts = tree.parts if isinstance(tree, Or) else (tree,)
    assert parts == tuple(map(Word, words))
