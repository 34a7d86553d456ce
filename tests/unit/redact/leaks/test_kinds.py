import re
from pathlib import Path

from muniment.redact.leaks.report import Kind

DOCS = Path(__file__).parents[4] / "docs" / "leaks.md"


def test_every_kind_is_explained() -> None:
    table = DOCS.read_text("utf-8").split("## Kinds", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) - {"kind"} == {kind.value for kind in Kind}
