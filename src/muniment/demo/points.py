"""The points table of a quarter: totals, one hall in detail, and a hidden sheet that gives the names away."""

import csv
import io

from muniment.demo.spreadsheet import Cell, Sheet, workbook
from muniment.demo.texts import Text

HALL = "KL-05"
LEARNERS_SHOWN = 60
LONGEST_NUMBER = 6
"""Longer runs of digits are identifiers, which stay text as a clerk would keep them."""

_NOTES, _TOTALS, _NAMES = "说明", "汇总", "对照"
_DETAIL_HEAD: list[Cell] = ["编号", "思想", "学习", "纪律", "合计", "班级"]
_STRICT_BELOW = 60


def points_table(text: Text) -> bytes:
    """The workbook."""
    return workbook(
        [
            Sheet(_NOTES, _cells(text.table(_NOTES))),
            Sheet(_TOTALS, _cells(text.table(_TOTALS))),
            Sheet(HALL, [_DETAIL_HEAD, *(_learner(number) for number in range(1, LEARNERS_SHOWN + 1))]),
            Sheet(_NAMES, _cells(text.table(_NAMES)), hidden=True),
        ]
    )


def names_key(text: Text) -> bytes:
    """The names by number, as a table with commas in UTF-8 with a mark at its start, as spreadsheets write it."""
    out = io.StringIO()
    csv.writer(out).writerows(text.table(_NAMES))
    return out.getvalue().encode("utf-8-sig")


def _cells(rows: list[list[str]]) -> list[list[Cell]]:
    return [[int(cell) if cell.isdigit() and len(cell) <= LONGEST_NUMBER else cell for cell in row] for row in rows]


def _learner(number: int) -> list[Cell]:
    """Made-up points that look uneven and come out the same each time."""
    thought, study, discipline = 15 + number * 7 % 18, 16 + number * 11 % 19, 17 + number * 5 % 16
    total = thought + study + discipline
    group = "严管班" if total < _STRICT_BELOW else f"{number % 4 + 1}班"
    return [f"{HALL}-{number * 13:04d}", thought, study, discipline, total, group]
