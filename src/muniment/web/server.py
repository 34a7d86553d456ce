"""The application: every feature's pages behind one guard; and the server that listens on 127.0.0.1 only."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from muniment import __version__
from muniment.adapters.case_folder import CaseFolder
from muniment.web import login, problems
from muniment.web.access import Access
from muniment.web.alike import routes as alike
from muniment.web.api import routes as api
from muniment.web.authenticity import routes as authenticity
from muniment.web.books import routes as books
from muniment.web.chronology import routes as chronology
from muniment.web.evidence import api as evidence_api
from muniment.web.evidence import linking as evidence_linking
from muniment.web.evidence import routes as evidence
from muniment.web.guard import Guard
from muniment.web.home import routes as home
from muniment.web.lineage import routes as lineage
from muniment.web.matrix import routes as matrix
from muniment.web.mentions import api as mentions_api
from muniment.web.mentions import routes as mentions
from muniment.web.pages import Pages
from muniment.web.protect import routes as protect
from muniment.web.publish import routes as publish
from muniment.web.quotes import api as quotes_api
from muniment.web.quotes import routes as quotes
from muniment.web.reader import api as reader_api
from muniment.web.reader import routes as reader
from muniment.web.redact import routes as redact
from muniment.web.review import routes as review
from muniment.web.saved import api as saved_api
from muniment.web.saved import routes as saved
from muniment.web.search import routes as search
from muniment.web.who import routes as who
from muniment.web.workbench import Workbench

HOST = "127.0.0.1"
"""The only address listened on: nothing on the network can reach the case."""

ROUTERS: Sequence[APIRouter] = (
    login.router,
    quotes.router,
    quotes_api.router,
    who.router,
    home.router,
    search.router,
    books.router,
    api.router,
    reader.router,
    reader_api.router,
    alike.router,
    mentions.router,
    mentions_api.router,
    saved.router,
    saved_api.router,
    matrix.router,
    chronology.router,
    lineage.router,
    review.router,
    protect.router,
    redact.router,
    publish.router,
    evidence.router,
    evidence_linking.router,
    evidence_api.router,
    authenticity.router,
)
"""One for each feature, in the order in which addresses are looked up."""

_HERE = Path(__file__).parent


def create_app(case: CaseFolder, access: Access, port: int) -> FastAPI:
    """The workbench of ``case``, to be reached at 127.0.0.1:``port``. Raises what opening the ledger raises."""
    bench = Workbench(case, access, port)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        bench.close()

    app = FastAPI(
        title="Muniment",
        version=__version__,
        lifespan=life,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.workbench = bench
    app.state.pages = Pages()
    problems.register(app)
    for router in ROUTERS:
        app.include_router(router)
    _serve_static(app)
    app.add_middleware(Guard, bench=bench, refuse=problems.answer)
    return app


def _serve_static(app: FastAPI) -> None:
    """Styles and scripts: shared ones from /static, a feature's own from /static/FEATURE."""
    for folder in sorted(_HERE.glob("*/static")):
        app.mount(f"/static/{folder.parent.name}", StaticFiles(directory=folder))
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
