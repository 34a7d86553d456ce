import io
import struct

import olefile  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.office.msword import OldWordReader, plain, split_fields
from muniment.read.formats.office.storage import Folder, Stream, file_of_folder, written
from muniment.read.reader import Damaged, Locked


def _word_97(body: str, footnote: str = "") -> bytes:
    """A Word 97 document of two pieces: the body in UTF-16, the footnote in one byte a letter."""
    main = bytearray(2048)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<8I", main, 0x4C, len(body), len(footnote), 0, 0, 0, 0, 0, 0)
    start = len(main)
    main += body.encode("utf-16-le")
    compressed = (len(main) * 2) | 0x40000000
    main += footnote.encode("cp1252")
    bounds = struct.pack("<3I", 0, len(body), len(body) + len(footnote))
    pieces = bounds + struct.pack("<HIH", 0, start, 0) + struct.pack("<HIH", 0, compressed, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x9A + 8 * 33, 0, len(clx))
    return written(Folder("Root Entry", [Stream("WordDocument", bytes(main)), Stream("1Table", clx)]))


def test_pieces_are_put_together_and_parts_told_apart() -> None:
    given = read(OldWordReader(), _word_97("机密 order\rsecond line\r", "see the annex\r"))
    assert given.page("") == "机密 order\nsecond line\n"
    assert given.page("footnotes") == "see the annex\n"


def test_fields_show_their_result_and_tell_their_instruction() -> None:
    shown, links = split_fields('go \x13 HYPERLINK "http://example.org" \x14here\x15, page \x13 PAGE \x143\x15')
    assert shown == "go here, page 3"
    assert links == ['HYPERLINK "http://example.org"']


def test_reading_aids_made_with_equation_fields_are_shown() -> None:
    shown, _ = split_fields("\x13eq \\o\\ad(\\s\\up 9(とうきょう),東京)\x15")
    assert "とうきょう" in shown
    assert "東京" in shown


@given(st.text(st.sampled_from("ab\x13\x14\x15"), max_size=50))
def test_no_letter_outside_of_fields_is_lost(text: str) -> None:
    shown, _ = split_fields(text)
    assert set(shown) <= set("ab\x13\x14\x15")
    if "\x13" not in text:
        assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]


def test_ends_of_cells_become_tabs_and_ends_of_rows_lines() -> None:
    assert plain("a\x07b\x07\x07c\x07\x07") == "a\tb\nc\n"


def test_a_locked_document_of_before_1997_is_locked() -> None:
    main = bytearray(2048)
    struct.pack_into("<HH", main, 0, 0xA5DC, 0x65)
    struct.pack_into("<H", main, 0x0A, 0x0100)
    content = written(Folder("Root Entry", [Stream("WordDocument", bytes(main))]))
    assert isinstance(read(OldWordReader(), content).stop, Locked)


def test_a_document_with_a_broken_list_of_pieces_is_damaged() -> None:
    main = bytearray(2048)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    content = written(Folder("Root Entry", [Stream("WordDocument", bytes(main)), Stream("0Table", bytes(10))]))
    assert isinstance(read(OldWordReader(), content).stop, Damaged)


def test_real_documents_open_with_the_password_given() -> None:
    locked = corpus("microsoft/testWORD_protected_passtika.doc")
    assert isinstance(read(OldWordReader(), locked, passwords=("wrong",)).stop, Locked)
    opened = read(OldWordReader(), locked, passwords=("wrong", "tika"))
    assert opened.passwords == ["tika"]
    assert opened.text


def test_embedded_documents_become_files_that_open() -> None:
    members = read(OldWordReader(), corpus("microsoft/testWORD_embeded.doc")).files
    workbook = olefile.OleFileIO(io.BytesIO(members["ObjectPool/_1345470949.ole"]))
    assert workbook.exists("Workbook") or workbook.exists("WordDocument") or workbook.exists("PowerPoint Document")


def test_comments_name_their_author() -> None:
    given = read(OldWordReader(), corpus("microsoft/testComment.doc"))
    assert given.page("comments") == "Michael McCandless: Here is a comment"


_STREAMS = st.dictionaries(
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20),
    st.binary(max_size=9000),
    max_size=12,
)


@given(_STREAMS)
def test_a_folder_written_as_a_file_gives_its_streams_back(streams: dict[str, bytes]) -> None:
    unique = {name.upper(): content for name, content in streams.items()}
    inner = Folder("Inner", [Stream(name, content) for name, content in unique.items()])
    outer = olefile.OleFileIO(io.BytesIO(written(Folder("Root Entry", [inner]))))
    again = olefile.OleFileIO(io.BytesIO(file_of_folder(outer, ["Inner"])))
    assert {path[0] for path in again.listdir()} == set(unique)
    for name, content in unique.items():
        with again.openstream(name) as stream:
            assert stream.read().rstrip(b"\0") == content.rstrip(b"\0")
