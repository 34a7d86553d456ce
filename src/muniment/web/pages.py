"""Making pages: the templates, the filters that make hostile words harmless, and what every page knows."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from muniment import __version__
from muniment.web import wording
from muniment.web.evidence import labels
from muniment.web.workbench import Workbench, session_of

THEME_COOKIE = "muniment-theme"
"""Set by the browser itself: light or dark; absent where the system decides."""

_THEMES = frozenset({"light", "dark"})


class Pages:
    """The templates of all features, escaped by default."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(wording.FILTERS)
        self._templates.globals["program_version"] = __version__
        self._templates.globals.update(labels.FOR_TEMPLATES)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from ``template``, whose name is its path below ``muniment/web``."""
        bench: Workbench = request.app.state.workbench
        session = session_of(request)
        known = {
            "case_name": bench.name,
            "theme": theme if (theme := request.cookies.get(THEME_COOKIE, "")) in _THEMES else "",
            "here": request.url.path,
            "logged_in": bool(session) and bench.access.is_logged_in(session),
            "sitting": bench.access.person(session),
            "form_token": bench.access.form_token(session),
        }
        return HTMLResponse(self._templates.get_template(template).render(**known, **values), status)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from ``template``, with ``values``; its name is its path below ``muniment/web``."""
    pages: Pages = request.app.state.pages
    return pages.page(request, template, status, **values)
