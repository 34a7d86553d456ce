"""What the form on the page Publish holds, as a draft."""

from collections.abc import Mapping

from starlette.datastructures import FormData

from muniment.app.publish.draft import Draft
from muniment.redact.marks import Mode

TITLE_OF, NOTE_OF = "title-", "note-"
"""Begin the names of the fields for what readers are told of documents; the SHA-256 follows."""

MOST_CHARS = 40_000
"""Characters of one field: a method of twenty printed pages."""

_SHA256_DIGITS = 64


def filled(form: FormData, former: Draft) -> Draft:
    """The draft that a form holds. What it does not show (titles of documents that are not listed now) stays."""

    def text(name: str) -> str:
        return str(form.get(name, "")).replace("\r\n", "\n").strip()[:MOST_CHARS]

    shown = form.getlist("shown")
    chosen = form.getlist("findings")
    kept = (one for one in former.left_out if one not in shown)
    return Draft(
        text("title"),
        text("lead"),
        text("publisher"),
        text("contact"),
        (*kept, *(str(one) for one in shown if one not in chosen)),
        _of_documents(form, TITLE_OF, former.titles),
        Mode(text("mode")) if text("mode") in set(Mode) else Mode.LINE,
        text("name"),
        text("former"),
        _corrections(form),
        text("authors"),
        text("method"),
        text("limits"),
        _of_documents(form, NOTE_OF, former.notes),
        names_translators=bool(form.get("translators")),
    )


def _of_documents(form: FormData, begins: str, former: Mapping[str, str]) -> dict[str, str]:
    told = dict(former)
    for name, value in form.items():
        original = name.removeprefix(begins)
        if name.startswith(begins) and len(original) == _SHA256_DIGITS and isinstance(value, str):
            told[original] = " ".join(value.split())[:MOST_CHARS]
    return {original: clean for original, clean in told.items() if clean}


def _corrections(form: FormData) -> tuple[tuple[str, str], ...]:
    pairs = zip(form.getlist("what"), form.getlist("why"), strict=False)
    clean = [(str(what).strip()[:MOST_CHARS], str(why).strip()[:MOST_CHARS]) for what, why in pairs]
    return tuple(one for one in clean if any(one))
