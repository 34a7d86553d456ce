"""What one set of covers leaves open of what another covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.app.publish.before import uncovers
from muniment.redact.marks import Cover, Extent

WORDS = Cover(spans=((10, 20),))
BOX = Cover(boxes=((0.2, 0.2, 0.4, 0.4),))
CELLS = Cover(rows=(3,), columns=(0, 2))


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ([WORDS], [], True),
        ([WORDS], [Cover(spans=((10, 19),))], True),
        ([WORDS], [Cover(spans=((5, 25),))], False),
        ([WORDS], [Cover(spans=((10, 20),), extent=Extent.PARAGRAPH)], False),
        ([Cover(spans=((10, 20),), extent=Extent.PARAGRAPH)], [WORDS], True),
        ([BOX], [Cover(boxes=((0.2, 0.2, 0.4, 0.39),))], True),
        ([BOX], [Cover(boxes=((0.1, 0.1, 0.4, 0.5),))], False),
        ([CELLS], [Cover(rows=(3,)), Cover(columns=(0, 1, 2))], False),
        ([CELLS], [Cover(rows=(3,), columns=(0,))], True),
        ([WORDS, BOX, CELLS], [Cover(extent=Extent.PAGE)], False),
        ([Cover(spans=((1, 2),), reason="one")], [Cover(spans=((1, 2),), reason="another")], False),
        ([], [WORDS], False),
    ],
)
def test_what_is_left_open_is_told(before: list[Cover], after: list[Cover], more: bool) -> None:
    assert uncovers(before, after) is more


edges = st.floats(0, 1)
covers = st.builds(
    Cover,
    spans=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3).map(tuple),
    boxes=st.lists(st.tuples(edges, edges, edges, edges), max_size=2).map(tuple),
    rows=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    columns=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    extent=st.sampled_from([Extent.LINE, Extent.PARAGRAPH]),
)


@given(st.lists(covers, max_size=3), st.lists(covers, max_size=3))
def test_adding_covers_never_leaves_more_open(before: list[Cover], more: list[Cover]) -> None:
    assert not uncovers(before, [*more, *before])
