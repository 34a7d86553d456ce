"""From whom a source has what it says: links between sources, confirmed or rejected by a person."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from muniment.app.evidence.records import Recorder
from muniment.errors import MunimentError, NotFoundError
from muniment.evidence.faults import ConflictError, EvidenceError
from muniment.evidence.history import Edit
from muniment.evidence.lineage import CycleError
from muniment.evidence.records import Derivation, Kind, Ruling, Source, derivation_id
from muniment.people import Deed, Person, require
from muniment.web.evidence.desk import known
from muniment.web.evidence.fields import Field, Long, Pick
from muniment.web.evidence.filled import WHOLE, Filled, filled_from
from muniment.web.evidence.keeper import Acting, Recording, Viewing
from muniment.web.evidence.lists import PER_PAGE
from muniment.web.evidence.view import View
from muniment.web.forms import CheckedForm
from muniment.web.pages import page

router = APIRouter(prefix="/evidence/sources", include_in_schema=False)

FIELDS: tuple[Field, ...] = (
    Pick(
        name="parent",
        label="It has what it says from",
        hint="Another source; or somebody unknown, if it names nobody but says that it has it from others.",
        kind=Kind.SOURCE,
        none="Somebody unknown.",
    ),
    Field(name="how", label="How", hint="Relays the wire story, was given the documents, cites it …"),
    Pick(name="quote", label="The words that show it", kind=Kind.QUOTE, none="None."),
    Long(name="note", label="Note"),
)


@dataclass(frozen=True, slots=True)
class _Linking:
    request: Request
    source: Source
    recorder: Recorder
    view: View
    person: Person

    def form(self, filled: Filled) -> HTMLResponse:
        require(self.person, Deed.RECORD)
        return page(
            self.request,
            "evidence/link.html",
            EvidenceError.http_status if filled.faults else 200,
            source=self.source,
            fields=FIELDS,
            filled=filled,
            view=self.view,
            **known(self.person),
        )

    def rule(self, form: FormData) -> Response:
        """Confirm, reject or forget a link that is there."""
        parent, ruling = str(form.get("parent", "")), str(form.get("ruling", ""))
        link = self.view.held.derivations.get(derivation_id(self.source.id, parent))
        if link is None:
            raise NotFoundError("This link is not there any more.", "Load the source's page again.")
        told = str(form.get("version", ""))
        version = int(told) if told.isascii() and told.isdecimal() and len(told) < len(str(2**53)) else 0
        record = replace(link, ruling=Ruling(ruling)) if ruling in set(Ruling) else None
        verb = ruling if record is not None else "forgot"
        edit = Edit(Kind.DERIVATION, link.id, record, version)
        applied = self.recorder.apply(self.person, f"{verb} the link {link.id}", [edit])
        return self._back(applied.change.id)

    def add(self, form: FormData) -> Response:
        """Make a link, or go on with one that was rejected."""
        filled = filled_from(form)
        parent, how, quote, note = (one.read(filled, self.view) for one in FIELDS)
        if filled.faults or filled.asks or filled.first("do") not in {"save", ""}:
            return self.form(filled)
        link_id = derivation_id(self.source.id, parent)
        record = Derivation(link_id, self.source.id, parent, Ruling.CONFIRMED, how, quote, note=note)
        edit = Edit(Kind.DERIVATION, link_id, record, self._based_on(link_id))
        try:
            applied = self.recorder.apply(self.person, f"confirmed the link {link_id}", [edit])
        except EvidenceError as error:
            filled.blame_all(error.faults, link_id, [one.name for one in FIELDS])
        except (CycleError, ConflictError) as error:
            filled.blame(WHOLE, _told(error))
        else:
            return self._back(applied.change.id)
        return self.form(filled)

    def _based_on(self, link_id: str) -> int:
        held = self.view.held
        return held.version(Kind.DERIVATION, link_id) if held.get(Kind.DERIVATION, link_id) is not None else 0

    def _back(self, change: int) -> Response:
        return RedirectResponse(f"/evidence/sources/{self.source.id}?saved={change}", 303)


def _told(error: MunimentError) -> str:
    return f"{error.message} {error.advice}".strip()


def _source(view: View, record_id: str) -> Source:
    source = view.held.sources.get(record_id)
    if source is None:
        raise NotFoundError("This source is not there.", "Look among the sources.")
    return source


@router.get("/{record_id}/link")
def ask(record_id: str, request: Request, view: Viewing, recorder: Recording, person: Acting) -> HTMLResponse:
    """The form for saying what a source derives from. Raises ``NotFoundError`` or ``NotAllowedError``."""
    return _Linking(request, _source(view, record_id), recorder, view, person).form(Filled())


@router.post("/{record_id}/link", response_model=None)
def link(
    record_id: str, request: Request, view: Viewing, recorder: Recording, person: Acting, form: CheckedForm
) -> Response:
    """Make a link, or rule on one. Raises ``NotFoundError``, ``NotAllowedError``, ``ConflictError``, ``CycleError``."""
    at = _Linking(request, _source(view, record_id), recorder, view, person)
    return at.rule(form) if "ruling" in form else at.add(form)


@router.get("/{record_id}/quotes")
def quotes(
    record_id: str,
    request: Request,
    view: Viewing,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The quotes from the documents of a source. Raises ``NotFoundError``."""
    source = _source(view, record_id)
    every = view.quotes_from.get(source.id, ())
    some = every[(number - 1) * PER_PAGE : number * PER_PAGE]
    return page(
        request,
        "evidence/quotes_of.html",
        source=source,
        quotes=some,
        count=len(every),
        number=number,
        pages=max(1, -(-len(every) // PER_PAGE)),
        view=view,
    )
