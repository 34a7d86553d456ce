"""A case may be opened again and again in one process while other processes open and close it."""

import subprocess
import sys
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder

WRITE = """
import sys
from pathlib import Path
from sqlalchemy import insert
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.tables import case_info
database = CaseFolder(Path(sys.argv[1])).open_ledger()
with database.write() as connection:
    connection.execute(insert(case_info).values(key=sys.argv[2], value="x"))
database.close()
"""


def write_elsewhere(case: CaseFolder, key: str) -> None:
    subprocess.run([sys.executable, "-c", WRITE, str(case.folder), key], check=True, timeout=60)


def test_a_ledger_held_open_stays_good_while_it_is_opened_beside_and_closed_elsewhere(tmp_path: Path) -> None:
    case = CaseFolder.create(tmp_path / "case")
    held = case.open_ledger(read_only=True)
    with held.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM case_info").scalar_one()
    for key in ("one", "two"):
        case.open_ledger(read_only=True).close()  # must not let go of the locks that ``held`` has
        write_elsewhere(case, key)
        with held.read() as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM case_info WHERE key = ?", (key,)).scalar_one()
        assert found == 1
    held.close()
