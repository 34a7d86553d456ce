"""The command ``quote``: makes a quote of words on a page, lists quotes with what became of them, shows one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.quotes import Pages, Quoter, named, row_told, span_told
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of
from muniment.app.pictures import Pictures
from muniment.cli.acting import who
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.quoting.anchoring import Anchored, Standing
from muniment.evidence.quoting.finding import Surroundings
from muniment.evidence.records import Kind, Quote, Translation
from muniment.model import PageKind

STYLES = {Standing.EXACT: "green", Standing.MOVED: "yellow", Standing.LOST: "bold red"}

_LINE_CHARS = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed: ``what`` is a document, or the id of a quote; ``translation`` is None if none was given."""

    what: str
    words: str
    pages: Pages
    around: Surroundings
    nth: int
    record_id: str
    note: str
    translation: Translation | None


class _PageRange(click.ParamType[Pages]):
    """A page, or several that follow one another: 3 or 3-4."""

    name = "N[-M]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pages:
        if isinstance(value, Pages):
            return value
        first, _, last = str(value).partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and 1 <= int(first) <= int(last or first)):
            self.fail(f"{value!r} is no page: write 3, or 3-4.", param, ctx)
        return Pages(int(first), int(last or first))


@click.command(short_help="Quote words of a document, and see what became of quotes.")
@click.argument("what", metavar="SHA256|PATH|ID", required=False)
@click.argument("words", nargs=-1)
@click.option("--page", "pages", type=_PageRange(), default=Pages(), help="The page, or pages 3-4 (default: all).")
@click.option("--nth", type=click.IntRange(min=1), help="Which one, where the words stand several times.")
@click.option("--prefix", default="", help="What stands right before the words, to tell them from others.")
@click.option("--suffix", default="", help="What stands right after the words.")
@click.option("--id", "record_id", default="", help="What the quote is called (default: its first words).")
@click.option("--note", default="", help="A note for those who work on the case.")
@click.option("--translation", default="", help="The quote in another language.")
@click.option("--translation-language", default="", metavar="CODE", help="Of the translation: en, zh, ug.")
@click.option("--translated-by", default="", metavar="WHO")
@click.option("--how", default="", help="How it was translated: by hand; by machine, checked by hand.")
@click.option("--list", "as_list", is_flag=True, help="Every quote, with what became of it.")
@json_option
@click.pass_obj
def quote(
    folder: Path, /, what: str | None, words: tuple[str, ...], *, as_list: bool, as_json: bool, **given: Any
) -> None:
    """Quote words of a document: they are anchored to the exact characters on the page, and can be found again.

    With the id of a quote and no words: show it, or add a translation to it. Blanks, line breaks, hyphens and the look
    of quotation marks need not be typed as they stand on the page. Exit status 1 if a quote is lost.

    \b
    Examples:
      muniment quote leak/directive.pdf --page 2 "doors shall be locked twice"
      muniment quote --list
      muniment quote doors-shall-be-locked-twice --translation "…" --translation-language de --translated-by "A. Wolf"
    """
    case = CaseFolder(folder)
    case.require()
    asked = _asked(what, words, given)
    if as_list:
        _require_nothing_else(asked)
        found = _listed(case, as_json=as_json)
    elif not asked.what:
        raise UsageError("Which document is to be quoted?", "Try: muniment quote PATH --page 2 WORDS")
    elif asked.words:
        found = _made(case, folder, asked, as_json=as_json)
    else:
        found = _one(case, folder, asked, as_json=as_json)
    if any(one.standing is Standing.LOST for one in found):
        sys.exit(ATTENTION)


def _asked(what: str | None, words: tuple[str, ...], given: dict[str, Any]) -> _Asked:
    translation = None
    if given["translation"]:
        translation = Translation(
            given["translation"], given["translation_language"], given["translated_by"], given["how"]
        )
    elif given["translation_language"] or given["translated_by"] or given["how"]:
        raise UsageError("There is no translation.", "Give its words with --translation.")
    return _Asked(
        what or "",
        " ".join(words),
        given["pages"],
        Surroundings(given["prefix"], given["suffix"]),
        given["nth"] or 0,
        given["record_id"],
        given["note"],
        translation,
    )


def _require_nothing_else(asked: _Asked) -> None:
    if asked.what or asked.translation or asked.note or asked.record_id:
        raise UsageError("--list lists every quote, and takes nothing else.", "Try: muniment quote --list")


@contextmanager
def _desk(case: CaseFolder, *, read_only: bool = True) -> Iterator[tuple[Recorder, Quoter]]:
    with ledger_of(case, read_only=read_only) as database:
        if read_only:
            yield Recorder(database), Quoter(database)
            return
        pictures = Pictures(case)
        try:
            yield Recorder(database), Quoter(database, pictures)
        finally:
            pictures.close()


def _made(case: CaseFolder, folder: Path, asked: _Asked, *, as_json: bool) -> list[Anchored]:
    person = who(folder)
    with _desk(case, read_only=False) as (recorder, quoter):
        original = quoter.original(asked.what)
        passage = quoter.one(original, asked.words, asked.pages, asked.around, asked.nth)
        draft = quoter.draft(original, passage, asked.note)
        if asked.translation is not None:
            draft = replace(draft, translations=(asked.translation,))
        made = named(recorder.held(), draft, asked.record_id)
        recorder.make(person, made)
    anchored = Anchored(Standing.EXACT, passage)
    if as_json:
        print_json(quote_as_json(made, anchored))
    else:
        click.echo(f"Quoted as {made.id}:", err=True)
        _print_quote(made, anchored)
    return [anchored]


def _one(case: CaseFolder, folder: Path, asked: _Asked, *, as_json: bool) -> list[Anchored]:
    changes = asked.translation is not None or bool(asked.note)
    person = who(folder) if changes else None
    with _desk(case, read_only=not changes) as (recorder, quoter):
        held = recorder.held()
        found = held.quotes.get(asked.what)
        if found is None:
            raise NotFoundError(
                f"There is no quote {asked.what}.",
                "muniment quote --list lists them; to make one, give the words after the document.",
            )
        if person is not None:
            added = (asked.translation,) if asked.translation is not None else ()
            found = replace(found, translations=(*found.translations, *added), note=asked.note or found.note)
            recorder.alter(person, found, held.version(Kind.QUOTE, found.id))
        anchored = quoter.anchored([found])[found.id]
    if as_json:
        print_json(quote_as_json(found, anchored))
    else:
        _print_quote(found, anchored)
    return [anchored]


def _listed(case: CaseFolder, *, as_json: bool) -> list[Anchored]:
    with _desk(case) as (recorder, quoter):
        quotes = recorder.held().quotes
        found = quoter.anchored(quotes.values())
    for one in quotes.values():
        if as_json:
            print_json(row_told(one, found[one.id]))
        else:
            out().print(_line(one, found[one.id]), soft_wrap=True)
    if not quotes and not as_json:
        click.echo("Nothing is quoted yet: muniment quote PATH --page N WORDS", err=True)
    return list(found.values())


def quote_as_json(one: Quote, anchored: Anchored) -> dict[str, Any]:
    """A quote with its spans, under the names that scripts rely on."""
    return {
        **row_told(one, anchored),
        "reader": one.reader,
        "language": one.language or None,
        "note": one.note,
        "spans": [span_told(span) for span in one.spans],
        "translations": [
            {"text": made.text, "language": made.language, "by": made.by, "how": made.how} for made in one.translations
        ],
    }


def _line(one: Quote, anchored: Anchored) -> Text:
    line = Text(f"{anchored.standing.value:<6} ", style=STYLES[anchored.standing])
    line.append(shown(one.id), style="bold")
    words = " ".join(one.words[: _LINE_CHARS * 2].split())
    line.append(f"  “{shown(words if len(words) <= _LINE_CHARS else words[:_LINE_CHARS] + '…')}”", style="default")
    line.append(f"  {shown(one.path)}, page {one.spans[0].page}", style="dim")
    if anchored.says:
        line.append(f"  {shown(anchored.says)}", style=STYLES[anchored.standing])
    return line


def _print_quote(one: Quote, anchored: Anchored) -> None:
    console = out()
    console.print(Text(shown(one.id), style="bold"), soft_wrap=True)
    for span in one.spans:
        told = f"── page {span.page}, characters {span.start:,} to {span.end:,}"
        if span.kind is PageKind.OCR:
            told += f" · recognised, its least sure word {span.confidence:.0%}"
        console.print(Text(told, style="cyan"), soft_wrap=True)
        for line in span.exact.splitlines():
            console.print(Text(shown(line.replace("\t", "    "))), soft_wrap=True)
    about = " · ".join(part for part in (one.path, one.original, one.reader, one.language) if part)
    console.print(Text(shown(about), style="dim"), soft_wrap=True)
    standing = f"{anchored.standing.value}: {anchored.says}" if anchored.says else anchored.standing.value
    console.print(Text(shown(standing), style=STYLES[anchored.standing]), soft_wrap=True)
    for made in one.translations:
        how = f", {made.how}" if made.how else ""
        console.print(Text(shown(f"{made.language}: {made.text} ({made.by}{how})")), soft_wrap=True)
    if one.note:
        console.print(Text(shown(one.note), style="italic"), soft_wrap=True)
