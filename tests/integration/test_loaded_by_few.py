"""What only few children need they load themselves, when they have no powers left."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # ships no types
from tests.integration.casework import called, new_case, picture_of, states


def test_a_picture_and_a_workbook_too_sparse_to_be_laid_out_are_read(tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "picture.png").write_bytes(picture_of("keystone"))
    book = openpyxl.Workbook()
    book.active.cell(1_048_576, 3_000, "cornerstone")
    book.save(leak / "sparse.xlsx")
    case = new_case(tmp_path / "case")
    assert called("ingest", leak, case=case).status == 0
    assert states(case) == {"leak": "noted", "leak/picture.png": "read", "leak/sparse.xlsx": "read"}
    found = called("search", "keystone OR cornerstone", "--json", case=case).json["hits"]
    assert {hit["path"] for hit in found} == {"leak/picture.png", "leak/sparse.xlsx"}
