"""Page pictures for the workbench: one service for the whole server, started when first needed, ended with it."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from muniment.app.pictures import Pictures
from muniment.web.workbench import Workbench

_making = threading.Lock()


def _of(request: Request) -> Pictures:
    state = request.app.state
    with _making:
        if getattr(state, "pictures", None) is None:
            bench: Workbench = state.workbench
            state.pictures = Pictures(bench.case)
        pictures: Pictures = state.pictures
        return pictures


PagePictures = Annotated[Pictures, Depends(_of)]
"""Declares a page's need of pictures: ``def page(pictures: PagePictures) -> …``."""


@asynccontextmanager
async def ended_with(app: FastAPI) -> AsyncIterator[None]:
    """The life of a router whose pages need pictures: their helpers end with the server."""
    yield
    pictures: Pictures | None = getattr(app.state, "pictures", None)
    if pictures is not None:
        pictures.close()
