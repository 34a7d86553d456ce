import struct
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.read.formats.office.ole import OLE_MAGIC
from muniment.read.formats.tables import graph_sheets
from muniment.read.formats.tables.graph_sheets import GraphReader
from muniment.read.formats.tables.legacy_sheets import XLS
from muniment.read.reader import Damaged


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def stream(kind: int = 0x8000) -> bytes:
    found = record(0x0809, struct.pack("<HH", 0x0680, kind))
    found += record(0x0003, struct.pack("<HHxxxd", 0, 1, 2017.0))
    found += record(0x0004, struct.pack("<HHxxxBB", 1, 0, 2, 1) + "人数".encode("utf-16-le"))
    found += record(0x0003, struct.pack("<HHxxxd", 1, 1, 15683.0))
    found += record(0x100D, struct.pack("<HBB", 0, 2, 1) + "人数".encode("utf-16-le"))
    return found + record(0x100D, struct.pack("<HBB", 0, 9, 0) + b"Collected")


@pytest.fixture
def in_container(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], bytes]:
    """Stands in for the container, which no library at hand can write."""

    def put(content: bytes) -> bytes:
        monkeypatch.setattr(graph_sheets, "open_ole", lambda _: None)
        monkeypatch.setattr(graph_sheets, "stream_of", lambda *_: content)
        return OLE_MAGIC

    return put


def test_the_table_behind_a_chart_is_given_and_its_titles_once(in_container: Callable[[bytes], bytes]) -> None:
    reading = read(GraphReader(), in_container(stream()), XLS)
    assert reading.sheet("values of the chart") == "\t2017\n人数\t15683"
    assert reading.page("titles of the chart") == "Collected"


def test_a_workbook_is_left_to_others(in_container: Callable[[bytes], bytes]) -> None:
    assert isinstance(read(GraphReader(), in_container(stream(kind=0x10)), XLS).stop, Damaged)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([3, 4, 0x100D, 0x42, 0x809]), st.binary(max_size=24))))
def test_any_records_are_gone_through(in_container: Callable[[bytes], bytes], found: list[tuple[int, bytes]]) -> None:
    content = stream() + b"".join(record(*one) for one in found)
    assert read(GraphReader(), in_container(content), XLS).stop is None
