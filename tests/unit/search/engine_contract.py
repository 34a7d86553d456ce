"""What every search engine must find. Matched sets, not rankings, but for one plain case."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.index.writer_contract import OpenIndex, keys, page

from muniment.model import PageKind
from muniment.search.facets import having
from muniment.search.parse import parse
from muniment.search.port import Engine, Facet, Order
from muniment.search.query import (
    AtLeast,
    Everything,
    Favouring,
    Fuzzy,
    NameLike,
    Near,
    Not,
    Or,
    Pages,
    Phrase,
    Query,
    Regex,
    Value,
    Wildcard,
    Word,
)

ARCHIVE = (
    page(
        "order",
        "Order of 2017: detention of learners; doors and windows are kept locked.",
        language="en",
        media_type="application/pdf",
        family="pdf",
        types=("application/pdf", "pdf"),
        paths=("disk/orders/order 12.pdf",),
        facts={"title": "Rules for halls", "author": "Provincial Office"},
        day=date(2017, 11, 5),
        state="read",
        sources=("The Desk",),
    ),
    page(
        "scan",
        "0rder: detenton of learners",
        kind=PageKind.OCR,
        confidence=0.6,
        family="pdf",
        types=("application/pdf", "pdf"),
        paths=("disk/orders/scan.pdf",),
        state="partial",
        sources=("The Desk",),
    ),
    page(
        "letter",
        "Body: on re-education",
        sha256="cd" * 32,
        language="en",
        family="mail",
        types=("message/rfc822", "mail", "eml"),
        paths=("disk/archive/letter.eml",),
        facts={"from": "Zhu <zhu@example.org>", "to": "Chen", "cc": "Wang", "subject": "Opinions on training"},
        day=date(2017, 12, 1),
        state="read",
    ),
    page(
        "notice",
        "新疆墨玉县第七号通知",
        number=2,
        language="zh",
        family="text",
        types=("text/plain", "text", "txt"),
        paths=("disk/notices/notice.txt",),
        day=date(2018, 3, 1),
        state="read",
        sources=("The Second Desk",),
    ),
    page(
        "misread",
        "墨五县的事",
        kind=PageKind.OCR,
        confidence=0.9,
        language="zh",
        family="word",
        types=("application/msword", "word", "docx"),
        paths=("disk/notices/misread.docx",),
        state="read",
    ),
    page(
        "ug",
        "مەركىزى دىرېكتور",
        number=9,
        language="ug",
        family="text",
        types=("text/plain", "text"),
        paths=("disk/archive/archive list",),
        day=date(2001, 1, 1),
        state="read",
    ),
)

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

    @pytest.fixture(scope="class")
    @classmethod
    def archive(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """Pages that differ in all that fields hold."""
        return cls.new_index(tmp_path_factory.mktemp("archive") / "index").fill(*ARCHIVE)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("detention~", {"order", "scan"}),
            ("detention~1", {"order", "scan"}),
            ("detentoin~1", {"order", "scan"}),
            ("dtntion~1", set()),
            ("dtntion~2", {"order"}),
            ("detention", {"order"}),
            ("墨玉县~", {"notice", "misread"}),
            ("墨五县", {"misread"}),
            ("detent*", {"order", "scan"}),
            ("d*n", {"order", "scan"}),
            ("det?ntion", {"order"}),
            ("*ention", {"order"}),
            ("re-educ*", {"letter"}),
            ("educat*", {"letter"}),
            ("墨?县", {"notice", "misread"}),
            ("墨*县", {"notice", "misread"}),
            ("墨?玉", set()),
            ("第*号", {"notice"}),
            ("新*", {"notice"}),
            ("دىر*", {"ug"}),
            ("/det[ei]ntion/", {"order"}),
            ("/det.nti?on/", {"order", "scan"}),
            ("/detent/", set()),
            (r"/\d{4}/", {"order"}),
            ('"doors windows"~1', {"order"}),
            ('"doors windows"~0', set()),
            ('"windows doors"~1', set()),
            ('"windows doors"~3', {"order"}),
            ('"doors and windows"~0', {"order"}),
            ('"墨县"~1', {"notice", "misread"}),
            ("detention^5 OR education", {"order", "letter"}),
            ("(detention OR education)^0.5", {"order", "letter"}),
            ("path:archive", {"letter", "ug"}),
            ('path:"disk/archive"', {"letter", "ug"}),
            ("name:archive", {"ug"}),
            ("name:lett*", {"letter"}),
            ("path:detention", set()),
            ("from:zhu", {"letter"}),
            ("from:(zhu OR nobody)", {"letter"}),
            ("from:chen", set()),
            ("to:chen", {"letter"}),
            ("to:wang", {"letter"}),
            ("subject:opinions", {"letter"}),
            ("subject:opinoins~", {"letter"}),
            ('subject:"opinions training"~1', {"letter"}),
            ("subject:body", set()),
            ("title:/rul.s/", {"order"}),
            ("author:office", {"order"}),
            ("source:desk", {"order", "scan", "notice"}),
            ('source:"the second desk"', {"notice"}),
            ("type:pdf", {"order", "scan"}),
            ("type:application/pdf", {"order", "scan"}),
            ("type:application/*", {"order", "scan", "misread"}),
            ("type:docx", {"misread"}),
            ("type:word", {"misread"}),
            ("type:mail", {"letter"}),
            ("type:eml", {"letter"}),
            ("lang:zh", {"notice", "misread"}),
            ("lang:(ug OR en)", {"order", "letter", "ug"}),
            ("NOT lang:en", {"scan", "notice", "misread", "ug"}),
            ("state:partial", {"scan"}),
            ("kind:ocr", {"scan", "misread"}),
            ("sha256:" + "cd" * 32, {"letter"}),
            ("sha256:cdcd", {"letter"}),
            ("page:2", {"notice"}),
            ("page:>1", {"notice", "ug"}),
            ("page:[2 TO 3}", {"notice"}),
            ("ocr:<0.8", {"scan"}),
            ("ocr:<=0.9", {"scan", "misread"}),
            ("ocr:[0.8 TO 1]", {"misread"}),
            ("ocr:*", {"scan", "misread"}),
            ("date:2017", {"order", "letter"}),
            ("date:2017-11-05", {"order"}),
            ("date:[2017-12 TO *]", {"letter", "notice"}),
            ("date:<2017-11-05", {"ug"}),
            ("date:>2017", {"notice"}),
            ("date:*", {"order", "letter", "notice", "ug"}),
            ("NOT date:*", {"scan", "misread"}),
            ("detent* type:pdf state:partial", {"scan"}),
            ("lang:zh lang:ug", {"notice", "misread", "ug"}),
            ("lang:zh kind:ocr", {"misread"}),
            ("+type:pdf 2017", {"order", "scan"}),
        ],
    )
    def test_the_query_language_finds(self, archive: Engine, query: str, found: set[str]) -> None:
        assert keys(archive, parse(query)) == found

    def test_pages_by_their_keys(self, archive: Engine) -> None:
        assert keys(archive, Pages(("order", "ug", "never there"))) == {"order", "ug"}
        assert keys(archive, Pages(())) == set()

    def test_only_narrows_and_leaves_the_score_alone(self, archive: Engine) -> None:
        wide = archive.search(Wildcard("detent*"), limit=5)
        narrow = archive.search(Wildcard("detent*"), limit=5, only=Value("state", "partial"))
        assert {hit.key for hit in narrow.hits} == {"scan"}
        assert narrow.hits[0].score == {hit.key: hit.score for hit in wide.hits}["scan"]

    def test_a_weight_decides_what_comes_first(self, archive: Engine) -> None:
        for query in ("detention^50 OR education", "education OR detention^50"):
            assert archive.search(parse(query), limit=1).hits[0].key == "order"

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            (Order.NEWEST, ["notice", "letter", "order", "ug"]),
            (Order.OLDEST, ["ug", "order", "letter", "notice"]),
        ],
    )
    def test_hits_in_the_order_of_dates_those_without_last(
        self, archive: Engine, order: Order, expected: list[str]
    ) -> None:
        found = [hit.key for hit in archive.search(Everything(), limit=10, order=order).hits]
        assert found[:4] == expected
        assert set(found[4:]) == {"scan", "misread"}

    def test_hits_in_the_order_of_paths_leaf_by_leaf(self, archive: Engine) -> None:
        leaves = [archive.search(Everything(), limit=2, offset=offset, order=Order.PATH) for offset in (0, 2, 4)]
        assert [hit.key for leaf in leaves for hit in leaf.hits] == [
            "ug",
            "letter",
            "misread",
            "notice",
            "order",
            "scan",
        ]

    def test_facets_count_all_matches_not_those_shown(self, archive: Engine) -> None:
        hits = archive.search(Everything(), limit=1, facets=tuple(Facet))
        assert {facet: dict(counts) for facet, counts in hits.facets.items()} == {
            Facet.LANGUAGE: {"en": 2, "zh": 2, "ug": 1},
            Facet.TYPE: {"pdf": 2, "mail": 1, "text": 2, "word": 1},
            Facet.YEAR: {"2017": 2, "2018": 1, "2001": 1},
            Facet.STATE: {"read": 5, "partial": 1},
            Facet.SOURCE: {"The Desk": 2, "The Second Desk": 1},
            Facet.KIND: {"text": 4, "ocr": 2},
        }
        few = archive.search(parse("type:pdf"), limit=1, facets=(Facet.LANGUAGE,))
        assert dict(few.facets) == {Facet.LANGUAGE: (("en", 1),)}
        assert archive.search(Everything(), limit=1).facets == {}

    def test_each_counted_value_finds_what_was_counted(self, archive: Engine) -> None:
        counted = archive.search(Everything(), limit=1, facets=tuple(Facet)).facets
        for facet, counts in counted.items():
            for value, count in counts:
                assert len(keys(archive, having(facet, value))) == count, (facet, value)

    @pytest.mark.parametrize("name", ["Luo Wenqiao", "罗闻桥", "Wenqiao Luo", "Ло Вэньцяо"])
    def test_pages_that_may_hold_a_name(self, index: OpenIndex, name: str) -> None:
        engine = index.fill(
            page("han", "签发人：罗闻桥"), page("latin", "signed by Luo Wenqiao"), page("no", "weather")
        )
        assert keys(engine, NameLike(name)) == {"han", "latin"}

    def test_what_takes_an_engine_long_is_answered_or_refused_in_words(self, archive: Engine) -> None:
        for query in (Regex("(ab|cd){20}(ef|gh){20}"), Fuzzy("x" * 40, 2), Near("the doors and windows", 100)):
            assert archive.search(query, limit=1).total >= 0

    @settings(deadline=None)
    @given(st.integers(0, len(HAN) - 1), st.integers(1, len(HAN)))
    def test_every_run_of_a_han_text_is_found(self, engine: Engine, start: int, length: int) -> None:
        run = HAN[start : start + length]
        assert "simp" in keys(engine, Phrase(run))
        assert "simp" in keys(engine, parse(run))

    def test_a_question_without_spaces_finds_what_answers_it(self, index: OpenIndex) -> None:
        engine = index.fill(page("yes", "墨玉县有一所职业技能培训中心"), page("no", "天气预报说明日有雨"))
        assert engine.search(parse("墨玉县的培训中心是什么？"), limit=1).hits[0].key == "yes"
