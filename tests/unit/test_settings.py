"""Settings are read once, and refused loudly when they make no sense."""

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.errors import SettingsError
from muniment.limits import Limits
from muniment.settings import FILE_NAME, TEMPLATE, read_settings

SHOWN = [line[2:] for line in TEMPLATE.splitlines() if re.match(r"# [a-z_]+ = ", line)]
NAMES = [field.name for field in dataclasses.fields(Limits)]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = read_settings(tmp_path, {})
    assert found.limits == Limits()
    assert found.workers >= 1
    assert found.languages == ()


def test_the_template_says_the_defaults(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(TEMPLATE)
    assert read_settings(tmp_path, {}) == read_settings(tmp_path / "without", {})


@pytest.mark.parametrize("line", SHOWN)
def test_what_the_template_shows_can_be_said(tmp_path: Path, line: str) -> None:
    section = "[limits]\n" if line.partition(" = ")[0] in NAMES else ""
    (tmp_path / FILE_NAME).write_text(section + line)
    assert read_settings(tmp_path, {}).limits == Limits()


@given(st.sampled_from(NAMES), st.integers(1, 2**40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_limit_can_be_set(tmp_path: Path, name: str, value: int) -> None:
    (tmp_path / FILE_NAME).write_text(f"[limits]\n{name} = {value}\n")
    assert read_settings(tmp_path, {}).limits == dataclasses.replace(Limits(), **{name: value})


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_holds_is_settings_or_a_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    told = None
    try:
        read_settings(tmp_path, {})
    except SettingsError as error:
        told = error
    assert told is None or (FILE_NAME in told.message and told.advice)


@given(st.integers(0, 256))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_environment_overrides_the_file(tmp_path: Path, workers: int) -> None:
    (tmp_path / FILE_NAME).write_text("workers = 3\n")
    found = read_settings(tmp_path, {"MUNIMENT_WORKERS": str(workers)}).workers
    assert found == (workers or read_settings(tmp_path / "none", {}).workers)
