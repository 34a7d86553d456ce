"""Drawing a chronology: where bars stand, what is marked, and that nothing leaves the page."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.small_ledger import STORY, held

from muniment.evidence.chronology import Happening, Moment, chronology
from muniment.evidence.chronology_drawing import LEAST_BAR, Scale, chart
from muniment.evidence.dates import Dated

LEFT, RIGHT = 100.0, 900.0
days = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    first, last = sorted(draw(st.tuples(days, days)))
    open_side = draw(st.sampled_from(["", "", "", "first", "last"]))
    return Moment(
        Happening.EVENT,
        "one",
        Dated("", None if open_side == "first" else first, None if open_side == "last" else last),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(moments(), max_size=12))
def test_every_bar_is_on_the_page_and_wide_enough_to_be_hit(drawn: list[Moment]) -> None:
    made = chart(drawn, LEFT, RIGHT)
    assert [one.moment for one in made.bars] == drawn
    for bar in made.bars:
        assert bar.width >= LEAST_BAR - 1e-6
        assert bar.x >= LEFT - 1e-6
        assert bar.x + bar.width <= RIGHT + 1e-6
        assert bar.room >= 0
    assert all(LEFT <= tick.x <= RIGHT for tick in made.ticks)
    assert len(made.ticks) < 30


@settings(max_examples=150, deadline=None)
@given(st.lists(days, min_size=2, max_size=12), st.tuples(days, days))
def test_an_earlier_day_never_stands_right_of_a_later_one(known: list[date], two: tuple[date, date]) -> None:
    scale = Scale(known, LEFT, RIGHT)
    assert scale.place(min(two)) <= scale.place(max(two)) + 1e-6


def test_a_partial_date_is_a_span_and_a_day_is_a_point() -> None:
    bars = {bar.moment.id: bar for bar in chart(chronology(held(*STORY)).moments, LEFT, RIGHT).bars}
    assert bars["order"].width == LEAST_BAR
    assert bars["opened"].width > 2 * LEAST_BAR


def test_an_open_side_reaches_the_edge() -> None:
    bars = {bar.moment.id: bar for bar in chart(chronology(held(*STORY)).moments, LEFT, RIGHT).bars}
    assert bars["plan"].opens_left
    assert bars["plan"].x == LEFT
    assert bars["since"].opens_right
    assert bars["since"].x + bars["since"].width == RIGHT


def test_a_long_time_without_anything_is_drawn_short_and_marked() -> None:
    scale = Scale([date(1955, 9, 1), date(2017, 1, 1), date(2018, 1, 1), date(2019, 6, 1)], LEFT, RIGHT)
    assert len(scale.breaks()) == 1
    assert scale.place(date(2017, 1, 1)) < LEFT + 0.11 * (RIGHT - LEFT)
    assert "1980" not in {tick.says for tick in scale.ticks()}


def test_two_days_alone_make_no_break() -> None:
    assert not Scale([date(1955, 1, 1), date(2019, 1, 1)], LEFT, RIGHT).breaks()


def test_nothing_can_be_drawn() -> None:
    assert chart([], LEFT, RIGHT).bars == ()


def test_a_day_stands_on_its_line_of_the_scale_and_its_label_beside_it_even_if_a_day_is_drawn_wide() -> None:
    days_of = [
        Moment(Happening.STATEMENT, str(day), Dated(f"2031-06-0{day}", date(2031, 6, day), date(2031, 6, day)))
        for day in (6, 7)
    ]
    made = chart(days_of, LEFT, RIGHT)
    assert [one.x + one.width / 2 for one in made.bars] == [one.x for one in made.ticks]
    first, last = made.bars
    assert first.label_x > first.x + first.width
    assert last.label_ends
    assert last.label_x < last.x
