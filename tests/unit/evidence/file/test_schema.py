"""The JSON Schema: valid itself, fits files as people write them, and refuses what an import refuses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from muniment import demo
from muniment.evidence.file.schema import schema_of_file
from muniment.evidence.file.shape import SECTIONS, SHAPES
from muniment.evidence.records import CLASSES, Kind

GUIDE = Path(__file__).parents[4] / "docs" / "evidence-file.md"
HEAD: dict[str, Any] = {"muniment_evidence": 1}


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2 has no dates."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(value: Any) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in Draft202012Validator(schema_of_file()).iter_errors(value)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema_of_file())


def test_the_file_of_the_example_fits() -> None:
    assert faults(yaml.load(demo.evidence(), Loader=_AsEditorsRead)) == []


def test_the_files_shown_in_the_guide_fit() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert shown
    assert [faults(yaml.load(one, Loader=_AsEditorsRead)) for one in shown] == [[]] * len(shown)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"muniment_evidence": 2},
        HEAD | {"acters": []},
        HEAD | {"claims": [{"id": "c"}]},
        HEAD | {"claims": [{"id": "C", "text": "T"}]},
        HEAD | {"claims": [{"id": "c", "text": "T", "txt": "T"}]},
        HEAD | {"statements": [{"id": "s", "act": "denies"}]},
        HEAD | {"evidence": [{"quote": "q", "bearing": "supports", "weight": "hearsay"}]},
        HEAD | {"actors": [{"id": "a", "kind": "persn", "names": ["A"]}]},
        HEAD | {"quotes": [{"document": "a.txt"}]},
    ],
)
def test_what_is_wrong_does_not_fit(wrong: dict[str, Any]) -> None:
    assert faults(wrong)


@pytest.mark.parametrize("kind", sorted(SECTIONS.values()))
def test_every_field_of_a_record_has_its_key(kind: Kind) -> None:
    keys = {one.to or name for name, one in SHAPES[kind].items()}
    assert set(CLASSES[kind].__dataclass_fields__) <= keys
