"""The documentation says what the program does: commands, options, limits, readers, errors and links are compared."""

import configparser
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from muniment import errors, limits
from muniment.adapters.ledger.queries import PlacedPage
from muniment.adapters.ledger.seals import SealMade
from muniment.adapters.ledger.searches import SavedSearch
from muniment.adapters.person_keys import WrongPassphraseError
from muniment.app.health import WANTED_LANGUAGES, Check
from muniment.app.reading import Shown
from muniment.app.search.finding import Found, FoundPage
from muniment.app.search.lists import ListedHit, Tally
from muniment.cli import as_json, health, lists, render_found, saved
from muniment.cli.main import cli
from muniment.evidence import faults, lineage
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve import seal as sealing
from muniment.preserve.ledger import Books, EntryRow, PageText
from muniment.read import registry
from muniment.search.lists import FailedLine, ListLine, Mode
from muniment.search.snippets import Snippet
from muniment.settings import FILE_NAME, read_settings

REPOSITORY = Path(__file__).parents[2]
DOCS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "docs/decisions/*.md", "examples/*.md")
    for path in REPOSITORY.glob(pattern)
)
GUIDE = REPOSITORY / "docs" / "guide.md"
FORMATS = REPOSITORY / "docs" / "formats.md"

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_COMMAND = re.compile(r"\bmuniment (?=[a-z-])(?:(?:-C|--case) \S+ )?(?P<name>[a-z]+)(?P<rest>[^\n`]*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_PATH = re.compile(r"`((?:src|tests|bench|examples|requirements)/[\w./-]+)`")
_TABLE_HEAD = re.compile(r"^\|.*\n\|[-| ]+\|$", re.MULTILINE)
_UNITS = {"KiB": limits.KIB, "MiB": limits.MIB, "GiB": limits.GIB}


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


each_doc = pytest.mark.parametrize("doc", DOCS, ids=name_of)


def rows(doc: Path, heading: str = "") -> Iterator[list[str]]:
    """The cells of the tables below ``heading``, up to the next heading of the same rank."""
    text = doc.read_text("utf-8")
    if heading:
        assert f"\n{heading}\n" in text, f"{doc.name} has no heading {heading!r}"
        text = re.split(r"\n## ", text.split(f"\n{heading}\n", 1)[1], maxsplit=1)[0]
    for line in _TABLE_HEAD.sub("", text).splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def command_called(name: str) -> click.Command | None:
    return cli.get_command(click.Context(cli), name)


def options_of(command: click.Command) -> set[str]:
    """The options of a command, and of those below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    return own.union(*map(options_of, below))


@each_doc
def test_commands_and_options_named_exist(doc: Path) -> None:
    for code in _CODE.findall(doc.read_text("utf-8")):
        for call in _COMMAND.finditer(code):
            command = command_called(call["name"])
            assert command is not None, f"there is no command {call['name']!r}"
            unknown = set(_OPTION.findall(call["rest"])) - options_of(command)
            assert not unknown, f"muniment {call['name']} has no {unknown}"


@each_doc
def test_options_named_by_themselves_exist_somewhere(doc: Path) -> None:
    known = options_of(cli).union(
        *(options_of(command) for name in cli.list_commands(click.Context(cli)) if (command := command_called(name)))
    )
    for code in re.findall(r"`(--[a-z-]+)[^`]*`", doc.read_text("utf-8")):
        assert code in known, f"no command has {code}"


def test_every_command_is_in_the_guide() -> None:
    told = {code for row in rows(GUIDE, "## A first case") for code in named(row[0])}
    assert {f"muniment {name}" for name in cli.list_commands(click.Context(cli))} == told


def _value(cell: str) -> float:
    number, _, unit = cell.replace(",", "").partition(" ")
    return float(number) * _UNITS.get(unit, 1)


def test_every_limit_is_listed_with_its_value() -> None:
    told = {name: _value(row[1]) for row in rows(FORMATS, "## Limits") for name in named(row[0])}
    units = {"KIB", "MIB", "GIB"}
    are = {name: value for name, value in vars(limits).items() if name.isupper() and name not in units}
    assert told == are


def test_every_limit_that_can_be_set_is_listed_beside_its_constant() -> None:
    defaults = Limits()
    told = {setting: _value(row[1]) for row in rows(FORMATS, "## Limits") if len(row) > 3 for setting in named(row[3])}
    assert told == {field.name: getattr(defaults, field.name) for field in fields(Limits)}


def test_readers_in_the_tables_are_those_that_are_registered() -> None:
    tables = FORMATS.read_text("utf-8").split("\n## Languages\n")[0]
    told = {
        name
        for line in tables.splitlines()
        if line.startswith("|") and len(cells := line.strip("|").split("|")) == 4
        for name in named(cells[1])
    }
    assert told == {reader.name for reader in registry._IN_ORDER}


def test_every_state_is_explained() -> None:
    heading = "## What each state means, and what to do"
    told = {name for row in rows(GUIDE, heading) for name in named(row[0])}
    assert told == {state.value for state in State if state is not State.PENDING}


def _all_errors(root: type[errors.MunimentError]) -> Iterator[type[errors.MunimentError]]:
    if root.__module__.startswith("muniment."):
        yield root
        for kind in root.__subclasses__():
            yield from _all_errors(kind)


def test_every_error_is_explained() -> None:
    known = set(_all_errors(errors.MunimentError))
    assert {sealing.NotSealableError, faults.EvidenceError, lineage.CycleError, WrongPassphraseError} <= known
    told = {name for row in rows(GUIDE, "## When something goes wrong") for name in named(row[0])}
    assert told == {kind.code for kind in _all_errors(errors.MunimentError)}


def test_every_exit_status_of_an_error_is_listed() -> None:
    table = rows(GUIDE, "## For scripts: exit statuses and JSON")
    told = {int(row[0]) for row in table if row[0].isdecimal()}
    assert told == {0, 1, 130} | {kind.exit_status for kind in _all_errors(errors.MunimentError)}


def _row() -> EntryRow:
    return EntryRow(
        id=1,
        path=b"a",
        parent=b"",
        kind=EntryKind.FILE,
        sha256="0" * 64,
        size=1,
        media_type="text/plain",
        state=State.READ,
        reason="",
        reader="text",
        pages=1,
        language="en",
    )


def _found() -> dict[str, object]:
    place = PlacedPage(1, 1, "0" * 64, 1, PageKind.TEXT, "", "a", "en", "text/plain", 1.0, (b"a",), 1)
    return render_found.found_as_json(Found(1, (FoundPage(place, 1.0, Snippet("a", (), 0)),)))


def _shown() -> dict[str, object]:
    page = PageText(1, PageKind.TEXT, "", "a", "en", 1.0, "")
    return as_json.shown_as_json(Shown(_row(), [page], {}, 0))


def _list_keys() -> set[str]:
    place = PlacedPage(1, 1, "0" * 64, 1, PageKind.TEXT, "", "a", "en", "text/plain", 1.0, (b"a",), 1)
    hit = ListedHit(FoundPage(place, 1.0, Snippet("a", (), 0)), new=True)
    line = ListLine(1, "a", Mode.NAME)
    tally = Tally(1, failed=[FailedLine(1, "a", "b")], notes=[(line, "b")])
    about = lists._about(tally, stopped=False) | {"hits": [lists._as_json(line, hit)]}
    return _keys(about)


def _keys(value: object) -> set[str]:
    """The names of keys in a JSON value, those inside lists too; keys of plain maps are data."""
    if isinstance(value, list):
        return set().union(*(_keys(one) for one in value))
    if not isinstance(value, dict):
        return set()
    inner = (_keys(one) for one in value.values() if isinstance(one, list))
    return set(value).union(*inner)


def test_json_has_the_keys_that_the_guide_promises() -> None:
    promised = {
        name: named(row[1]) for row in rows(GUIDE, "## For scripts: exit statuses and JSON") for name in named(row[0])
    }
    balance = Books(
        entries=0, by_state={}, pending=0, bytes=0, originals=0, pages=0, indexed_pages=0, waiting_for_ocr=0
    )
    assert promised["books"] == _keys(as_json.books_as_json(balance))
    assert promised["books --list"] == _keys(as_json.row_as_json(_row()))
    assert promised["search"] == _keys(_found())
    assert promised["show"] - {"books --list"} == _keys(_shown()) - promised["books --list"] | {
        "page",
        "kind",
        "language",
    }
    assert promised["search --names"] - {"search"} == _list_keys() - promised["search"] | {"total", "hits", "note"}
    assert promised["searches list"] == _keys(saved._as_json(SavedSearch(1, "a", "b", "c", "d")))
    assert promised["doctor"] - {"ok", "checks"} == _keys(health._as_json(Check("a", present=True, says="")))
    assert promised["seal"] - {"seals", "left"} == {field.name for field in fields(SealMade)}


def test_settings_shown_in_the_guide_are_accepted(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 1
    (tmp_path / FILE_NAME).write_text(blocks[0], "utf-8")
    settings = read_settings(tmp_path, {})
    assert settings.languages == ("zh", "ug", "ru")
    assert settings.limits.read_seconds == tomllib.loads(blocks[0])["limits"]["read_seconds"]


def test_packages_for_recognition_are_those_that_doctor_asks_for() -> None:
    heading = "## Recognising scans in more languages"
    told = {package for row in rows(GUIDE, heading) for package in named(row[1])}
    assert told == {f"tesseract-ocr-{code}" for code in WANTED_LANGUAGES}


def test_layers_are_those_that_the_linter_holds() -> None:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter")
    held = [
        {name.strip().removeprefix("muniment.") for name in line.split("|")}
        for line in parser["importlinter:contract:layers"]["layers"].split("\n")
        if line.strip()
    ]
    design = (REPOSITORY / "docs" / "design.md").read_text("utf-8").split("## Who may import whom")[1]
    told = [set(line.split(", ")) for line in design.split("```")[1].strip().splitlines()]
    assert told == held[::-1]


def _anchors(doc: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", doc.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_doc
def test_links_lead_somewhere(doc: Path) -> None:
    for link in _LINK.finditer(doc.read_text("utf-8")):
        target, _, anchor = link["target"].partition("#")
        assert "://" not in target, f"{target}: nothing here needs the network"
        place = (doc.parent / target).resolve() if target else doc
        assert place.exists(), f"{link['target']} is not there"
        assert not anchor or anchor in _anchors(place), f"{place.name} has no heading for #{anchor}"


@each_doc
def test_paths_named_are_there(doc: Path) -> None:
    for path in _PATH.findall(doc.read_text("utf-8")):
        assert (REPOSITORY / path).exists(), f"{path} is not there"


@each_doc
def test_targets_of_make_named_are_there(doc: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    for code in _CODE.findall(doc.read_text("utf-8")):
        for target in re.findall(r"\bmake ([a-z]+)", code):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"there is no make {target}"


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}
