import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import libarchive  # type: ignore[import-untyped]  # carries no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.demo import packing
from muniment.demo.leak import BACKUP, BOMB, LOCKED, PASSWORD
from muniment.limits import Limits


def unlocked(archive: bytes, password: str) -> dict[str, bytes]:
    with libarchive.memory_reader(archive, passphrase=password) as entries:
        return {entry.pathname: b"".join(entry.get_blocks()) for entry in entries}


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}\.txt", fullmatch=True), st.binary(max_size=500), min_size=1, max_size=4),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
)
def test_what_is_locked_opens_with_its_password(members: dict[str, bytes], password: str) -> None:
    assert unlocked(packing.locked_zip(list(members.items()), password), password) == members


def test_the_wrong_password_opens_nothing(leak: Path) -> None:
    with pytest.raises(libarchive.ArchiveError):
        unlocked((leak / LOCKED).read_bytes(), "guess")


def test_the_locked_archive_holds_the_names(leak: Path) -> None:
    (name, content), *more = unlocked((leak / LOCKED).read_bytes(), PASSWORD).items()

    assert name == "names_key.csv"
    assert "ئايزۆھرە كېلمارى" in content.decode("utf-8-sig")
    assert not more


def test_the_standard_library_sees_that_it_is_locked(leak: Path) -> None:
    with zipfile.ZipFile(leak / LOCKED) as archive:
        assert archive.infolist()[0].flag_bits & 1
        with pytest.raises((RuntimeError, NotImplementedError)):
            archive.read("names_key.csv")


def test_the_bomb_passes_the_limits_one_level_down(leak: Path) -> None:
    limits = Limits()
    with zipfile.ZipFile(leak / BOMB) as outer:
        shell = outer.infolist()[0]
        assert shell.file_size <= limits.may_expand_to((leak / BOMB).stat().st_size)
        with zipfile.ZipFile(io.BytesIO(outer.read(shell))) as inner:
            charge = inner.infolist()[0]
            assert charge.file_size > limits.may_expand_to(shell.file_size)
            assert charge.file_size > limits.ratio * charge.compress_size
            with inner.open(charge) as zeros:
                assert zeros.read(1 << 20) == bytes(1 << 20)


def test_the_backup_is_an_archive_in_an_archive(leak: Path) -> None:
    with zipfile.ZipFile(leak / BACKUP) as outer:
        assert outer.testzip() is None
        inner = gzip.decompress(outer.read("hall_KL-05.tar.gz"))
    with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
        assert archive.getnames() == ["KL-05/duty_log_KL-05.csv", "KL-05/参观路线.txt", "KL-05/memo_visit_draft1.txt"]
