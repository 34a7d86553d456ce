import io
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.office.mspowerpoint import OldPowerPointReader
from muniment.read.formats.office.powerpoint import PowerPointReader
from muniment.read.reader import Damaged


def _saved(show: object) -> bytes:
    held = io.BytesIO()
    show.save(held)  # type: ignore[attr-defined]  # a presentation
    return held.getvalue()


def test_each_slide_is_a_page_with_its_notes_and_charts() -> None:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[5])
    first.shapes.title.text = "首先"
    first.notes_slide.notes_text_frame.text = "say nothing of the camps"
    second = show.slides.add_slide(show.slide_layouts[6])
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # the library is typed in part
    data.categories = ["Hotan", "Kashgar"]
    data.add_series("persons", (12, 34))
    second.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    given = read(PowerPointReader(), _saved(show))
    assert given.labelled[0][0] == "slide 1, with speaker notes"
    assert "首先" in given.labelled[0][1]
    assert "say nothing of the camps" in given.labelled[0][1]
    assert "Kashgar" in given.labelled[1][1]
    assert any(name.endswith(".xlsx") for name in given.files)


def test_slides_come_in_the_order_of_the_show_and_hidden_ones_say_so() -> None:
    show = pptx.Presentation()
    for words in ("one", "two"):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = words
    show.slides[0]._element.set("show", "0")
    order = show.slides._sldIdLst
    order.insert(0, order[1])
    given = read(PowerPointReader(), _saved(show))
    assert [(label, text.strip()) for label, text in given.labelled[:2]] == [
        ("slide 1", "two"),
        ("slide 2 (hidden)", "one"),
    ]


def test_a_slide_that_the_show_leaves_out_is_still_given() -> None:
    show = pptx.Presentation()
    for words in ("shown", "dropped"):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = words
    order = show.slides._sldIdLst
    order.remove(order[1])
    given = read(PowerPointReader(), _saved(show))
    assert ("slide 2 (not part of the show)", "dropped") in [(label, text.strip()) for label, text in given.labelled]


def test_prompts_of_masters_are_not_taken_for_words() -> None:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[0])
    assert "Click to edit" not in read(PowerPointReader(), _saved(show)).text


def test_old_presentations_keep_notes_comments_and_masters() -> None:
    various = read(OldPowerPointReader(), corpus("microsoft/testPPT_various.ppt"))
    assert various.labelled[0][0] == "slide 1, with speaker notes"
    assert "ゾルゲと尾崎、淡々と最期" in various.labelled[0][1]
    comment = read(OldPowerPointReader(), corpus("microsoft/testComment.ppt"))
    assert "Michael McCandless, 2011-09-17T08:45:16: Here is a comment" in comment.text
    master = read(OldPowerPointReader(), corpus("microsoft/testPPT_masterText.ppt"))
    assert master.page("slide masters") == "Text that I added to the master slide"


def test_old_presentations_that_are_cut_off_end_with_a_reason() -> None:
    whole = corpus("microsoft/testPPT_various.ppt")
    for length in range(0, len(whole), len(whole) // 12):
        given = read(OldPowerPointReader(), whole[:length])
        assert given.stop is not None or given.labelled
        if given.stop is not None:
            assert isinstance(given.stop, Damaged)
