"""Laying out the graph of sources: no box over another, nothing through a box, few crossings, the same every time."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.evidence.drawing import Box, Drawing, Sizes, draw

SIZES = Sizes()
Links = list[tuple[str, str]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], Links]:
    """Any graph without circles: links lead from an earlier key to a later one."""
    count = draw(st.integers(1, 30))
    keys = [f"s{number}" for number in range(count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    links = [(keys[min(pair)], keys[max(pair)]) for pair in draw(st.lists(pairs, max_size=60)) if pair[0] != pair[1]]
    return keys, links


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < SIZES.width and abs(one.y - other.y) < SIZES.height + SIZES.gap - 1e-6


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_no_box_stands_over_another(graph: tuple[list[str], Links]) -> None:
    boxes = list(draw(*graph).boxes.values())
    assert [box.key for box in boxes] == graph[0]
    assert not [(a, b) for number, a in enumerate(boxes) for b in boxes[:number] if overlap(a, b)]


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_what_derives_stands_right_of_all_that_it_derives_from(graph: tuple[list[str], Links]) -> None:
    boxes = draw(*graph).boxes
    assert all(boxes[child].layer > boxes[parent].layer for parent, child in graph[1])


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_no_link_leads_through_a_box(graph: tuple[list[str], Links]) -> None:
    drawing = draw(*graph)
    for line in drawing.lines:
        for (x, y), (end, to) in pairwise(line.points):
            if y == to and end - x == SIZES.width:  # it passes through a layer
                beside = [box for box in drawing.boxes.values() if box.x == x]
                assert not [box for box in beside if box.y < y < box.y + SIZES.height]


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_a_graph_is_drawn_the_same_every_time(graph: tuple[list[str], Links]) -> None:
    assert draw(*graph) == draw(*graph)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_everything_is_within_the_drawing(graph: tuple[list[str], Links]) -> None:
    drawing = draw(*graph)
    for box in drawing.boxes.values():
        assert 0 <= box.x <= drawing.width - SIZES.width + 1e-6
        assert -1e-6 <= box.y <= drawing.height - SIZES.height + 1e-6
    assert all(-1e-6 <= y <= drawing.height + 1e-6 for line in drawing.lines for _, y in line.points)


def crossings_told_apart(drawing: Drawing) -> int:
    """Counted from where links begin and end, for links between neighbouring layers."""
    straight = [line.points for line in drawing.lines]
    return sum(
        a[0][0] == b[0][0] and (a[0][1] - b[0][1]) * (a[-1][1] - b[-1][1]) < 0
        for number, a in enumerate(straight)
        for b in straight[:number]
    )


def test_a_tree_is_drawn_without_crossings() -> None:
    keys = [f"{letter}{number}" for number in range(20) for letter in "abc"]
    links = [("a0", f"b{number}") for number in range(20)] + [(f"b{n}", f"c{n * 7 % 20}") for n in range(20)]
    drawing = draw(keys, links)
    assert drawing.crossings == 0
    assert crossings_told_apart(drawing) == 0


def test_crossings_that_cannot_be_avoided_are_counted() -> None:
    drawing = draw(list("abxy"), [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
    assert drawing.crossings == crossings_told_apart(drawing) == 1


def test_fifty_sources_of_a_usual_story_cross_seldom() -> None:
    """Three roots, five wires, forty papers, each from one wire; every tenth has a second."""
    keys = [f"root{n}" for n in range(3)] + [f"wire{n}" for n in range(5)] + [f"paper{n}" for n in range(42)]
    links = [(f"root{n % 3}", f"wire{n}") for n in range(5)]
    links += [(f"wire{n * 3 % 5}", f"paper{n}") for n in range(42)]
    links += [(f"wire{(n + 1) * 3 % 5}", f"paper{n}") for n in range(0, 42, 10)]
    assert draw(keys, links).crossings < 60


def test_boxes_without_links_stand_below_the_others() -> None:
    boxes = draw(["a", "b", "c", "d", "e", "f"], [("a", "b")]).boxes
    assert min(boxes[one].y for one in "cdef") > boxes["b"].y + SIZES.height
    assert len({(box.x, box.y) for box in boxes.values()}) == 6


def test_a_chain_of_thousands_is_followed_to_its_end() -> None:
    keys = [f"s{number}" for number in range(3_000)]
    assert draw(keys, list(pairwise(keys))).boxes["s2999"].layer == 2_999
