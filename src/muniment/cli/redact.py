"""The commands of marks: redact add, list, remove, covers, preview, clear."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.quotes import EVERYWHERE, Pages, Quoter
from muniment.app.opening import ledger_of
from muniment.app.redact.marking import Standing, after_publication, marking_of
from muniment.app.redact.previewing import write_previews
from muniment.cli.acting import signer, who
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.cli.withheld import line, list_each, mode_option, original_of, paths_of, tell_change
from muniment.counting import counted
from muniment.errors import UsageError
from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.redact.covering import PATTERNS, described
from muniment.redact.marks import Cover, Extent, Mode

_BOX_EDGES = 4
_KINDS = click.Choice([str(one) for one in PATTERNS])


@click.group(short_help="Mark what is taken out before anything is published.")
def redact() -> None:
    """Mark what is to be taken out of documents before they are published, and have a second person clear them.

    \b
    Examples:
      muniment redact add list.pdf --words "Room 12" --reason "a place where people sleep"
      muniment redact add --pattern phone --where case --reason "phone numbers"
      muniment redact covers list.pdf
      MUNIMENT_PERSON="Ben Example" muniment redact clear list.pdf
    """


@redact.command("add", short_help="Mark something.")
@click.argument("document", required=False, default="")
@click.option("--words", default="", help="These words, where they stand in the document.")
@click.option("--nth", type=click.IntRange(1), default=None, help="Which place of the words, if there are several.")
@click.option("--term", default="", help="Every occurrence of this term.")
@click.option("--pattern", "patterns", multiple=True, type=_KINDS, help="Every such number or address.")
@click.option("--region", default="", help="A region of the page: LEFT,TOP,RIGHT,BOTTOM, each from 0 to 1.")
@click.option("--row", "rows", multiple=True, type=click.IntRange(1), help="A row of the sheet, counted from 1.")
@click.option("--column", "columns", multiple=True, type=click.IntRange(1), help="A column, counted from 1.")
@click.option("--page", type=click.IntRange(1), default=None, help="The page; for words only if they must be there.")
@click.option(
    "--where", "scope", type=click.Choice([one.value for one in Scope]), default=None, help="How far it holds."
)
@click.option(
    "--extent",
    type=click.Choice([one.value for one in Extent]),
    default=Extent.LINE.value,
    help="Withhold the line, the paragraph to its end, or the page.",
)
@click.option("--reason", required=True, help="What readers are told.")
@click.option("--note", default="", help="A note for those who work on the case.")
@json_option
@click.pass_obj
def add(folder: Path, /, document: str, *, as_json: bool, **asked: Any) -> None:
    """Mark something in DOCUMENT (a path or hash), or in the whole case with --where case.

    \b
    Examples:
      muniment redact add list.pdf --words "Room 12" --reason "a place where people sleep"
      muniment redact add list.pdf --region 0.1,0.7,0.4,0.8 --page 3 --reason "a signature"
      muniment redact add table.xlsx --column 2 --page 1 --reason "numbers of identity cards"
      muniment redact add --term "Hall 4" --where case --reason "a place"
    """
    case, person = CaseFolder(folder), who(folder)
    with ledger_of(case, read_only=True) as database:
        quoter = Quoter(database)
        original = quoter.original(document) if document else ""
        wanted = list(_wanted(quoter, original, asked))
    with marking_of(case) as marking:
        made = [marking.add(person, mark) for mark in wanted]
    for one in made:
        print_json({"id": one.id}) if as_json else click.echo(f"{one.id} is marked.", err=True)


@redact.command("list", short_help="List the marks.")
@click.argument("document", required=False, default="")
@json_option
@click.pass_obj
def list_(folder: Path, document: str, *, as_json: bool) -> None:
    """List the marks that hold in DOCUMENT, or all marks of the case.

    \b
    Example:
      muniment redact list list.pdf
    """
    case = CaseFolder(folder)
    original = original_of(case, document)
    with marking_of(case) as marking:
        marks = [(one, marking.author(one.id)) for one in marking.marks(original)]
    list_each(marks, _line, _mark_as_json, "There are no marks.", as_json=as_json)


@redact.command("remove", short_help="Take a mark off.")
@click.argument("mark")
@click.pass_obj
def remove(folder: Path, mark: str) -> None:
    """Take a mark off; muniment evidence undo puts it back.

    What was published stays as it went out; the next edition, which then shows more, must say so as a correction.

    \b
    Example:
      muniment redact remove mark-1
    """
    person = who(folder)
    with marking_of(CaseFolder(folder)) as marking:
        went_out = marking.went_out_under(mark)
        applied = marking.remove(person, mark)
    tell_change(mark, "is taken off", applied)
    if went_out:
        click.echo(after_publication(went_out), err=True)
        sys.exit(ATTENTION)


@redact.command("covers", short_help="Tell what covers a document, and what hinders its going out.")
@click.argument("document")
@json_option
@click.pass_obj
def covers(folder: Path, document: str, *, as_json: bool) -> None:
    """Tell what covers DOCUMENT page by page, marks and protected persons, and what hinders its going out.

    \b
    Example:
      muniment redact covers list.pdf
    """
    case = CaseFolder(folder)
    original = original_of(case, document)
    with marking_of(case) as marking:
        standing = marking.standing(original)
    print_json(_standing_as_json(standing)) if as_json else _print_standing(standing)
    if standing.hindrances:
        sys.exit(ATTENTION)


@redact.command("preview", short_help="Make every page as the public will see it.")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.argument("into", metavar="FOLDER", type=click.Path(path_type=Path))
@mode_option
@json_option
@click.pass_obj
def preview(folder: Path, documents: tuple[str, ...], into: Path, mode: str, *, as_json: bool) -> None:
    """Write every page of each DOCUMENT as the public will see it into FOLDER, which must not be there yet.

    Pages that are drawn become pictures, others texts. Of several documents each has a folder in FOLDER, named by its
    hash. Each page counts as opened by you, which clearing needs.

    \b
    Examples:
      muniment redact preview list.pdf seen-by-the-public
      muniment redact preview $(muniment outgoing --documents) seen-by-the-public
    """
    case, person = CaseFolder(folder), who(folder)
    originals = list(dict.fromkeys(original_of(case, one) for one in documents))
    paths = paths_of(case, originals)
    with marking_of(case, Mode(mode)) as marking:
        for one in write_previews(
            case, marking, person, originals, into, lambda note: click.echo(shown(note), err=True)
        ):
            if as_json:
                print_json({"sha256": one.original, "pages": one.pages, "folder": str(one.folder)})
            else:
                click.echo(
                    f"{shown(paths[one.original])}: {counted(one.pages, 'page')} in {shown(str(one.folder))}", err=True
                )
    if not as_json:
        click.echo("Look at each page before you clear its document: muniment redact clear", err=True)


@redact.command("clear", short_help="Put your name to what is covered, as a second person.")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@mode_option
@click.pass_obj
def clear(folder: Path, documents: tuple[str, ...], mode: str) -> None:
    """Say, as somebody who made none of the marks, that each DOCUMENT may go out as it is covered now.

    You must have opened every page as the public will see it, in the workbench or by muniment redact preview. Any
    change of what is covered reopens it. It holds for one mode: what line hides whole, grid shows the rest of. Where
    one cannot be cleared those after it are left as they are.

    \b
    Examples:
      MUNIMENT_PERSON="Ben Example" muniment redact preview list.pdf seen-by-the-public
      MUNIMENT_PERSON="Ben Example" muniment redact clear list.pdf
    """
    case, signing = CaseFolder(folder), signer(folder)
    originals = list(dict.fromkeys(original_of(case, one) for one in documents))
    paths = paths_of(case, originals)
    with marking_of(case, Mode(mode)) as marking:
        for original in originals:
            marking.clear(signing, original)
            click.echo(f"Cleared and signed by {shown(signing.person.name)}: {shown(paths[original])}", err=True)


def _wanted(quoter: Quoter, original: str, asked: dict[str, Any]) -> Iterator[Mark]:
    """The marks asked for: words may go on from one page to the next. Raises ``UsageError``."""
    shape = _shape(asked)
    page = asked["page"] or 0
    needs_page = shape in {Shape.REGION, Shape.ROW, Shape.COLUMN}
    default = Scope.HERE if shape is Shape.WORDS or needs_page else Scope.DOCUMENT
    mark = Mark(
        "", shape, asked["reason"], Scope(asked["scope"] or default), original, page,
        extent=asked["extent"], note=asked["note"],
    )  # fmt: skip
    if shape is Shape.WORDS and mark.scope is Scope.HERE:
        if not original:
            raise UsageError("Which document is missing.", "Name its path or hash.")
        places = quoter.one(original, asked["words"], Pages(page, page) if page else EVERYWHERE, nth=asked["nth"] or 0)
        for place in places:
            at = replace(mark, page=place.page.number, page_kind=place.page.kind)
            yield replace(at, start=place.start, end=place.end, exact=place.exact)
    elif needs_page:
        lines = tuple(number - 1 for number in (*asked["rows"], *asked["columns"]))
        yield replace(mark, boxes=(_box(asked["region"]),) if shape is Shape.REGION else (), at=lines)
    else:
        yield replace(mark, exact=asked["words"] or asked["term"], patterns=tuple(asked["patterns"]))


def _shape(asked: dict[str, Any]) -> Shape:
    named = {"words": "words", "term": "term", "patterns": "pattern", "region": "region", "rows": "row"}
    given = [Shape(shape) for name, shape in {**named, "columns": "column"}.items() if asked[name]]
    if len(given) != 1:
        raise UsageError("Say one thing to mark.", "One of --words, --term, --pattern, --region, --row or --column.")
    return given[0]


def _box(untrusted_text: str) -> tuple[float, float, float, float]:
    try:
        edges = [float(one) for one in untrusted_text.split(",")]
    except ValueError:
        edges = []
    if len(edges) != _BOX_EDGES:
        raise UsageError("A region is LEFT,TOP,RIGHT,BOTTOM, each from 0 to 1.", "Such as 0.1,0.7,0.4,0.8.")
    return edges[0], edges[1], edges[2], edges[3]


def _mark_as_json(told: tuple[Mark, str]) -> dict[str, Any]:
    one, author = told
    return {
        "id": one.id,
        "shape": one.shape.value,
        "where": one.scope.value,
        "sha256": one.original,
        "page": one.page,
        "words": one.exact,
        "boxes": [list(box) for box in one.boxes],
        "at": [number + 1 for number in one.at],
        "patterns": list(one.patterns),
        "extent": one.extent,
        "reason": one.reason,
        "author": author,
        "note": one.note,
    }


def _line(told: tuple[Mark, str]) -> Text:
    one, author = told
    return line(one.id, described(one), f"  {one.scope}: {one.reason} ({author})")


def _cover_as_json(one: Cover) -> dict[str, Any]:
    return {
        "spans": [list(span) for span in one.spans],
        "boxes": [list(box) for box in one.boxes],
        "rows": list(one.rows),
        "columns": list(one.columns),
        "extent": one.extent.value,
        "reason": one.reason,
    }


def _standing_as_json(standing: Standing) -> dict[str, Any]:
    return {
        "sha256": standing.covers.original,
        "pages": [
            {"page": number, "kind": kind.value, "covers": [_cover_as_json(one) for one in covers]}
            for (number, kind), covers in standing.covers.pages.items()
        ],
        "undecided": standing.covers.undecided,
        "lost": [one.id for one in standing.covers.lost],
        "cleared_by": standing.cleared.person if standing.cleared else "",
        "hindrances": list(standing.hindrances),
    }


def _print_standing(standing: Standing) -> None:
    for (number, kind), covers in standing.covers.pages.items():
        for one in covers:
            places = len(one.spans) + len(one.boxes) + len(one.rows) + len(one.columns)
            line = Text(f"page {number} ({kind})  ", style="bold").append(f"{places:,} places  ", style="default")
            out().print(line.append(shown(one.reason), style="dim"), soft_wrap=True)
    if not standing.covers.pages:
        click.echo("Nothing is covered.", err=True)
    for says in standing.hindrances:
        click.echo(says, err=True)
    if standing.cleared:
        click.echo(f"Cleared by {shown(standing.cleared.person)} at {standing.cleared.when_cleared}.", err=True)
