"""The commands for trusted timestamps: timestamp request, add."""

from dataclasses import asdict
from pathlib import Path

import click

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app import timestamps as app
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.errors import UsageError
from muniment.preserve.timestamp import MAX_RESPONSE_BYTES, MAX_ROOTS_BYTES

_publication_option = click.option(
    "--publication",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A publication, in place of a seal: its folder.",
)
_seal_option = click.option("--seal", type=click.IntRange(min=1), help="Which seal (default: the newest).")


@click.group(short_help="Have a seal or a publication stamped by an authority, across an air gap.")
def timestamp() -> None:
    """Have a seal or a publication stamped by a timestamp authority (RFC 3161), across an air gap.

    Muniment sends nothing. It writes a request, which holds a hash and no more; you carry it to any authority and bring
    the answer back. From then on verify checks it, with no network.

    \b
    Examples:
      muniment timestamp request seal.tsq
      curl -H "Content-Type: application/timestamp-query" --data-binary @seal.tsq AUTHORITY > seal.tsr
      muniment timestamp add seal.tsr --roots authority-root.pem
    """


@timestamp.command(short_help="Write a request for an authority.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_seal_option
@_publication_option
@click.pass_obj
def request(folder: Path, file: Path, seal: int | None, publication: Path | None) -> None:
    """Write a request for an authority to FILE (.tsq); it holds a hash of the seal or manifest and nothing else.

    \b
    Examples:
      muniment timestamp request seal.tsq
      muniment timestamp request edition.tsq --publication out
    """
    _one_of(seal, publication)
    if publication is not None:
        what, der = shown(str(publication)), app.request_for_publication(publication)
    else:
        number, der = app.request(CaseFolder(folder), seal)
        what = f"seal {number}"
    try:
        with file.open("xb") as out:
            out.write(der)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written ({error.strerror}).", "Name a file that is not there yet."
        ) from error
    click.echo(f"The request for {what} is in {shown(str(file))}. Bring back the answer with timestamp add.", err=True)


@timestamp.command(short_help="Bring in an authority's answer.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--roots",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The authority's root certificate, in PEM: you decide to trust it.",
)
@_seal_option
@_publication_option
@json_option
@click.pass_obj
def add(folder: Path, file: Path, roots: Path, seal: int | None, publication: Path | None, as_json: bool) -> None:
    """Check an authority's answer (.tsr) and keep it with the seal, or beside the manifest of the publication.

    \b
    Examples:
      muniment timestamp add seal.tsr --roots authority-root.pem
      muniment timestamp add edition.tsr --roots authority-root.pem --publication out
    """
    _one_of(seal, publication)
    case, response, certificates = CaseFolder(folder), _read(file, MAX_RESPONSE_BYTES), _read(roots, MAX_ROOTS_BYTES)
    if publication is not None:
        edition = app.add_to_publication(case, publication, response, certificates)
        what, number, stamped = "edition", edition.edition, edition.stamped
    else:
        made = app.add(case, response, certificates, seal)
        what, number, stamped = "seal", made.seal, made.stamped
    if as_json:
        print_json({what: number, **asdict(stamped)})
    else:
        click.echo(f"{what.capitalize()} {number} existed at {stamped.at}, says {shown(stamped.authority)}.")


def _one_of(seal: int | None, publication: Path | None) -> None:
    if seal is not None and publication is not None:
        raise UsageError("--seal and --publication name two things.", "Name one of them.")


def _read(file: Path, most: int) -> bytes:
    """As much of a file as will be looked at, and one byte more where it is too big."""
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({error.strerror}).", "Check its name and that you may read it."
        ) from error
