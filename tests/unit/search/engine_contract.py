"""What every search engine must find. Matched sets, not rankings, but for one plain case."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.index.writer_contract import OpenIndex, keys, page

from muniment.search.parse import parse
from muniment.search.port import Engine
from muniment.search.query import AtLeast, Everything, Favouring, Not, Or, Phrase, Query, Word

HAN = "习近平主席视察新疆维吾尔自治区墨玉县第四职业技能教育培训中心"


class EngineContract:
    """Inherit, and give ``new_index``."""

    @classmethod
    def new_index(cls, folder: Path) -> OpenIndex:
        raise NotImplementedError

    @pytest.fixture
    def index(self, tmp_path: Path) -> OpenIndex:
        return self.new_index(tmp_path / "index")

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        return cls.new_index(tmp_path_factory.mktemp("engine") / "index").fill(
            page("en", "The quick brown fox can't jump over John.Doe@mail.example.org, says O’Brien."),
            page("fox", "A fox is a fox is a fox."),
            page("fr", "L’École normale, à Ürümqi"),
            page("trad", "習近平主席視察新疆維吾爾自治區"),
            page("simp", HAN),
            page("file", "新政办〔2017〕12号"),
            page("ar", "العَرَبِيّة والكتاب"),
            page("ug", "ئۇيغۇر ئاپتونوم رايونى ھەققىدە"),
            page("ru", "Ёлка стоит"),
            page("th", "ภาษาไทยง่ายนิดเดียว"),
            page("bo", "བོད་ཡིག་གི་དེབ"),
            page("ko", "신장 위구르족의 역사"),
            page("ja", "東京タワーへ行く"),
            page("named", "nothing here", paths=("dir/Karakax_List-2019.pdf", "other/copy.pdf")),
            page("named-2", "nothing here either", number=2, paths=("dir/Karakax_List-2019.pdf",)),
            page("mail", "body", facts={"from": "Zhu Hailun", "subject": "Opinions on training", "colour": "mauve"}),
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("quick", {"en"}),
            ("QUICK", {"en"}),
            ("quic", set()),
            ("quick École", {"en", "fr"}),
            ("quick AND fox", {"en"}),
            ("quick AND École", set()),
            ("fox -quick", {"fox"}),
            ("fox NOT quick", {"fox"}),
            ("+fox quick", {"en", "fox"}),
            ('"quick brown"', {"en"}),
            ('"brown quick"', set()),
            ("(quick OR École) AND NOT fox", {"fr"}),
            ("john.doe@mail.example.org", {"en"}),
            ("jane.doe@mail.example.org", set()),
            ("O'Brien", {"en"}),
            ("can’t", {"en"}),
            ("ecole urumqi", {"fr"}),
            ("e\u0301cole", {"fr"}),
            ("ｑｕｉｃｋ", {"en"}),
            ("习近平", {"trad", "simp"}),
            ("習近平", {"trad", "simp"}),
            ("近平主", {"trad", "simp"}),
            ("平近", set()),
            ('"维吾尔自治区"', {"trad", "simp"}),
            ("新疆维吾尔自治区", {"trad", "simp"}),
            ("〔2017〕12号", {"file"}),
            ("新政办〔2017〕12号", {"file"}),
            ("〔2017〕13号", set()),
            ("العربية", {"ar"}),
            ("كتاب", {"ar"}),
            ("ئۇيغۇر", {"ug"}),
            ("هەققىده", {"ug"}),
            ("ئويغۇر", set()),
            ("елка", {"ru"}),
            ("ЁЛКА", {"ru"}),
            ("ไทย", {"th"}),
            ("ཡིག", {"bo"}),
            ("བོད་ཡིག", {"bo"}),
            ("위구르", {"ko"}),
            ("ﾀﾜｰ", {"ja"}),
            ("karakax", {"named"}),
            ("list-2019.pdf", {"named"}),
            ("hailun", {"mail"}),
            ("opinions AND body", {"mail"}),
            ("mauve", set()),
            ('"..."', None),
        ],
    )
    def test_a_search_as_typed_finds(self, engine: Engine, query: str, found: set[str] | None) -> None:
        tree = Phrase("...") if found is None else parse(query)
        assert keys(engine, tree) == (found or set())

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            (AtLeast(2, (Word("quick"), Word("fox"), Word("ecole"))), {"en"}),
            (Favouring(Word("fox"), (Word("quick"), Word("ecole"))), {"en", "fox"}),
            (Not(Not(Word("quick"))), {"en"}),
            (Or((Word("ecole"), Not(Everything()))), {"fr"}),
        ],
    )
    def test_a_tree_finds(self, engine: Engine, query: Query, found: set[str]) -> None:
        assert keys(engine, query) == found

    def test_not_finds_all_others(self, engine: Engine) -> None:
        assert keys(engine, Not(Word("fox"))) == keys(engine, Everything()) - {"en", "fox"}

    def test_a_page_that_holds_more_of_the_search_comes_first(self, engine: Engine) -> None:
        assert engine.search(parse("quick brown fox"), limit=1).hits[0].key == "en"

    def test_a_word_on_the_page_counts_more_than_one_in_the_files_name(self, index: OpenIndex) -> None:
        engine = index.fill(
            page("name", "something else of one line", paths=("list.pdf",)), page("text", "the list has one line")
        )
        assert [hit.key for hit in engine.search(Word("list"), limit=2).hits] == ["text", "name"]

    def test_leafing_through_gives_each_hit_once(self, index: OpenIndex) -> None:
        engine = index.fill(*(page(f"p{number}", "same words") for number in range(25)))
        leaves = [engine.search(Word("same"), limit=10, offset=offset) for offset in (0, 10, 20, 30)]
        assert [len(leaf.hits) for leaf in leaves] == [10, 10, 5, 0]
        assert {leaf.total for leaf in leaves} == {25}
        assert len({hit.key for leaf in leaves for hit in leaf.hits}) == 25

    def test_a_limit_of_nothing_still_counts(self, engine: Engine) -> None:
        hits = engine.search(Word("fox"), limit=0)
        assert (hits.total, hits.hits) == (2, ())

    @settings(deadline=None)
    @given(st.integers(0, len(HAN) - 1), st.integers(1, len(HAN)))
    def test_every_run_of_a_han_text_is_found(self, engine: Engine, start: int, length: int) -> None:
        run = HAN[start : start + length]
        assert "simp" in keys(engine, Phrase(run))
        assert "simp" in keys(engine, parse(run))

    def test_a_question_without_spaces_finds_what_answers_it(self, index: OpenIndex) -> None:
        engine = index.fill(page("yes", "墨玉县有一所职业技能培训中心"), page("no", "天气预报说明日有雨"))
        assert engine.search(parse("墨玉县的培训中心是什么？"), limit=1).hits[0].key == "yes"
