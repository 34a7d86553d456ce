"""Every quote of a case anchored anew, as a part of verifying it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.evidence import EvidenceLedger
from muniment.adapters.ledger.quoted_pages import quoted_document
from muniment.errors import LedgerDamagedError
from muniment.evidence.quoting.anchoring import Anchored, Standing, anchored_in
from muniment.evidence.quoting.pages import DocumentOf, Passage
from muniment.evidence.records import Quote
from muniment.preserve.fault import Fault, Findings

Show = Callable[[str, int, int], None]

_MOST_TOLD = 5


def check_quotes(
    database: Database, findings: Findings, show: Show, document_of: DocumentOf | None = None
) -> list[dict[str, Any]]:
    """What became of every quote: a lost one is a fault, a moved one worth a note.

    Anchored in the readings that the ledger holds, or in the documents that ``document_of`` gives.
    """
    try:
        quotes = EvidenceLedger(database).held().quotes
    except LedgerDamagedError as error:
        findings.fault("evidence", "case.db", f"The quotes cannot be checked. {error.message}")
        return []
    found = anchored_in(
        quotes.values(),
        document_of or (lambda original: quoted_document(database, original)),
        lambda done, total: show("quotes", done, total),
    )
    findings.count("quotes", len(quotes))
    for standing in Standing:
        findings.count(f"quotes_{standing.value}", sum(one.standing is standing for one in found.values()))
    for quote in quotes.values():
        _tell(quote, found[quote.id], findings)
    return [as_json(quote, found[quote.id]) for quote in quotes.values()]


def check_quotes_reread(case: CaseFolder, database: Database, findings: Findings, show: Show) -> list[dict[str, Any]]:
    """The same in the originals as today's readers read them. Raises as taking in does."""
    from muniment.app.evidence.rereading import reread  # noqa: PLC0415 - the readers take seconds to load; few verify so

    try:
        originals = [*EvidenceLedger(database).held().quotes_of]
    except LedgerDamagedError:
        return check_quotes(database, findings, show)  # which tells what is damaged
    if not originals:
        return check_quotes(database, findings, show)
    show("quoted originals, reading them anew", 0, 0)
    with reread(case, database, originals) as document_of:
        return check_quotes(database, findings, show, document_of)


def tell_of_faulty_originals(database: Database, faults: Iterable[Fault], findings: Findings) -> None:
    """Note the quotes whose words are in the ledger's text, but whose original is missing or not what it was."""
    faulty = dict.fromkeys(one.what for one in faults if one.kind == "original")
    if not faulty:
        return
    try:
        quotes_of = EvidenceLedger(database).held().quotes_of
    except LedgerDamagedError:
        return  # check_quotes has told it
    for original in faulty:
        quotes = quotes_of.get(original, ())
        if quotes:
            told = ", ".join(one.id for one in quotes[:_MOST_TOLD]) + (" …" if len(quotes) > _MOST_TOLD else "")
            findings.note(
                f"Quotes from the original {original[:12]}: {len(quotes):,} ({told}). It is missing or was changed, so "
                "they are held against the text that the ledger keeps of it, not against its bytes."
            )


def _tell(quote: Quote, anchored: Anchored, findings: Findings) -> None:
    where = f"{quote.path or quote.original[:12]}, page {quote.spans[0].page}"
    if anchored.standing is Standing.LOST:
        findings.fault("quote", quote.id, f"The quote {quote.id} ({where}) is lost: {anchored.says}.")
    elif anchored.standing is Standing.MOVED:
        findings.note(f"The quote {quote.id} ({where}) has moved: {anchored.says}.")


def as_json(quote: Quote, anchored: Anchored) -> dict[str, Any]:
    """What became of a quote, under the names that scripts rely on: where it was made, and where it stands now."""
    was = [
        {"page": one.page, "kind": one.kind.value, "start": one.start, "end": one.end, "words": one.exact}
        for one in quote.spans
    ]
    return {
        "id": quote.id,
        "state": anchored.standing.value,
        "was": was,
        "now": places_as_json(anchored.passage),
        "says": anchored.says,
    }


def places_as_json(passage: Passage) -> Sequence[dict[str, Any]]:
    """The places of a passage, under the names that scripts rely on."""
    return [
        {
            "page": one.page.number,
            "kind": one.page.kind.value,
            "start": one.start,
            "end": one.end,
            "words": one.exact,
        }
        for one in passage
    ]
