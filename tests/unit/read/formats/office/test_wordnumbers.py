import io

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.read.formats.office.word import WordReader
from muniment.read.formats.tables.numerals import in_numerals

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(number: int, pattern: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def document(levels: str, items: list[tuple[int, int, str]], second_list: str = "") -> bytes:
    """A document with one list design, used by list 71 and, changed by ``second_list``, by list 72."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="70">{levels}</w:abstractNum>'))
    for number, changes in ((71, ""), (72, second_list)):
        numbering.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="70"/>{changes}</w:num>'))
    for number, at, words in items:
        paragraph = made.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lines(content: bytes) -> list[str]:
    return [line for line in read(WordReader(), content).page("").splitlines() if line]


def test_articles_are_numbered_as_on_paper() -> None:
    content = document(level(0, "第%1条", "chineseCounting", 13), [(71, 0, "严防逃跑"), (71, 0, "严防闹事")])
    assert lines(content) == ["第十三条 严防逃跑", "第十四条 严防闹事"]


def test_lower_levels_begin_anew_and_show_the_higher_ones() -> None:
    levels = level(0, "%1.") + level(1, "%1.%2") + level(2, "(%3)", "lowerLetter")
    steps = [(71, 0, "a"), (71, 1, "b"), (71, 1, "c"), (71, 2, "d"), (71, 0, "e"), (71, 1, "f")]
    assert lines(document(levels, steps)) == ["1. a", "1.1 b", "1.2 c", "(a) d", "2. e", "2.1 f"]


def test_a_level_that_was_left_out_counts_as_begun() -> None:
    levels = level(0, "%1.") + level(1, "%1.%2")
    assert lines(document(levels, [(71, 1, "a"), (71, 0, "b")])) == ["1.1 a", "2. b"]


def test_another_list_of_the_same_design_goes_on_unless_it_starts_anew() -> None:
    steps = [(71, 0, "a"), (72, 0, "b"), (72, 0, "c")]
    assert lines(document(level(0, "%1)"), steps)) == ["1) a", "2) b", "3) c"]
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    assert lines(document(level(0, "%1)"), steps, anew)) == ["1) a", "5) b", "6) c"]


def test_legal_numbering_is_in_digits_whatever_the_levels_say() -> None:
    levels = level(0, "%1", "upperRoman") + level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")
    assert lines(document(levels, [(71, 0, "a"), (71, 1, "b")])) == ["I a", "1.1 b"]


def test_bullets_are_not_words() -> None:
    assert lines(document(level(0, "•", "bullet"), [(71, 0, "a")])) == ["a"]


def test_a_style_can_number_its_paragraphs() -> None:
    made = docx.Document(io.BytesIO(document(level(0, "Art. %1"), [])))
    style = made.styles.add_style("Article", 1)
    style.base_style = made.styles["Normal"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {_W}><w:numId w:val="71"/></w:numPr>'))
    made.add_paragraph("Prevent escapes", style)
    made.add_paragraph("Between")
    made.add_paragraph("Prevent trouble", style)
    out = io.BytesIO()
    made.save(out)
    assert lines(out.getvalue()) == ["Art. 1 Prevent escapes", "Between", "Art. 2 Prevent trouble"]


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "japaneseCounting", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (3, "russianUpper", "В"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimalZero", "07"),
        (7, "never heard of", "7"),
        (7, "none", ""),
    ],
)
def test_numerals_are_written_as_asked(number: int, form: str, words: str) -> None:
    assert in_numerals(number, form) == words


@given(
    st.integers(0, 2_000_000),
    st.sampled_from(["upperRoman", "lowerLetter", "chineseCounting", "ideographZodiac", "arabicAbjad", "decimalZero"]),
)
def test_every_count_has_a_numeral(number: int, form: str) -> None:
    assert in_numerals(number, form)
