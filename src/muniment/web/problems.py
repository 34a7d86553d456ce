"""Errors as pages and as JSON: one shape for scripts, one calm page for people."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from muniment.errors import MunimentError, NotFoundError, UsageError
from muniment.web.pages import page

_INTERNAL = 500


class _MethodError(UsageError):
    """An address is there, but not for this."""

    code = "usage"
    http_status = 405


class _OurMistakeError(MunimentError):
    """Something that we did not foresee."""

    http_status = _INTERNAL


def answer(request: Request, error: MunimentError) -> Response:
    """``error`` as JSON below /api, as a page elsewhere."""
    if request.url.path.startswith("/api/"):
        told = {"code": error.code, "message": error.message, "advice": error.advice}
        return JSONResponse(told, error.http_status)
    return page(request, "templates/problem.html", error.http_status, error=error)


def register(app: FastAPI) -> None:
    """Let every error of the pages end here."""

    def of_ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, MunimentError)
        return answer(request, error)

    def of_the_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, _from_http(error))

    def of_parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, _from_parameters(error))

    app.add_exception_handler(MunimentError, of_ours)
    app.add_exception_handler(HTTPException, of_the_framework)
    app.add_exception_handler(RequestValidationError, of_parameters)


def _from_http(error: HTTPException) -> MunimentError:
    if error.status_code == NotFoundError.http_status:
        return NotFoundError("There is nothing at this address.", "Start from the home page, or search.")
    if error.status_code == _MethodError.http_status:
        return _MethodError("This address cannot be used in this way.", "Start from the home page, or search.")
    told = UsageError(str(error.detail), "Start from the home page, or search.")
    return told if error.status_code < _INTERNAL else _OurMistakeError(str(error.detail))


def _from_parameters(error: RequestValidationError) -> MunimentError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ()))
    return UsageError(f"{where}: {first.get('msg', 'not usable')}.", "The API's description is at /api/openapi.json.")
