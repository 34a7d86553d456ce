"""What a server has one of: made when a page first needs it, ended with the server."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from fastapi import FastAPI, Request

from muniment.adapters.case_folder import CaseFolder
from muniment.errors import MunimentError
from muniment.web.workbench import Workbench

Thing = TypeVar("Thing")


class Lasting(Generic[Thing]):
    """A dependency of pages, kept by the application under ``name``. Each application has its own."""

    def __init__(self, name: str, make: Callable[[CaseFolder], Thing], end: Callable[[Thing], None]) -> None:
        self._name = name
        self._make = make
        self._end = end
        self._making = threading.Lock()

    def __call__(self, request: Request) -> Thing:
        """The thing of the application that answers ``request``; made if this is the first to need it."""
        return self.of(request.app)

    def of(self, app: FastAPI) -> Thing:
        """The thing of ``app``; made if this is the first to need it."""
        state = app.state
        with self._making:
            if getattr(state, self._name, None) is None:
                bench: Workbench = state.workbench
                setattr(state, self._name, self._make(bench.case))
            thing: Thing = getattr(state, self._name)
            return thing

    @asynccontextmanager
    async def life(self, app: FastAPI) -> AsyncIterator[None]:
        """The life of a router whose pages need it: it ends with the server."""
        yield
        thing: Thing | None = getattr(app.state, self._name, None)
        if thing is not None:
            self._end(thing)


def our_mistake(came_of_it: str) -> MunimentError:
    """What is said of work beside the pages that ended in a way nobody foresaw."""
    return MunimentError(f"Muniment itself went wrong, sorry. {came_of_it}", "The terminal says more.")
