"""What the form on the page Publish holds, as a draft."""

from starlette.datastructures import FormData

from muniment.app.publishing_draft import Draft
from muniment.redact.marks import Mode

TITLE_OF = "title-"
"""Begins the names of the fields for documents' titles; the SHA-256 follows."""

MOST_CHARS = 4_000
"""Characters of one field: a lead of two printed pages."""

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
        _titles(form, former),
        Mode(text("mode")) if text("mode") in set(Mode) else Mode.LINE,
        text("name"),
        text("former"),
        _corrections(form),
    )


def _titles(form: FormData, former: Draft) -> dict[str, str]:
    titles = dict(former.titles)
    for name, value in form.items():
        original = name.removeprefix(TITLE_OF)
        if name.startswith(TITLE_OF) and len(original) == _SHA256_DIGITS and isinstance(value, str):
            titles[original] = " ".join(value.split())[:MOST_CHARS]
    return {original: title for original, title in titles.items() if title}


def _corrections(form: FormData) -> tuple[tuple[str, str], ...]:
    pairs = zip(form.getlist("what"), form.getlist("why"), strict=False)
    clean = [(str(what).strip()[:MOST_CHARS], str(why).strip()[:MOST_CHARS]) for what, why in pairs]
    return tuple(one for one in clean if any(one))
