"""Forms that bring a file along: refused by their length before a byte of them is read."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from muniment.errors import UsageError
from muniment.limits import MIB
from muniment.web.forms import checked
from muniment.web.workbench import Bench

_REST_BYTES = 64 * 1024
"""What a form holds besides its file."""


def form_with_file(most_bytes: int) -> Callable[[Request, Bench], Awaitable[FormData]]:
    """A dependency: a form of ours whose file has at most ``most_bytes``.

    Raises ``UsageError`` or ``ForeignRequestError``.
    """

    async def form(request: Request, bench: Bench) -> FormData:
        told = request.headers.get("content-length", "")
        if not told.isascii() or not told.isdecimal() or int(told[:20]) > most_bytes + _REST_BYTES:
            raise UsageError(f"The list is longer than {most_bytes // MIB} MiB.", "Divide it into several.")
        return await checked(request, bench)

    return form


async def content_of(form: FormData, field: str, most_bytes: int) -> tuple[str, bytes]:
    """The name and the bytes of the file in a form, "" and nothing if none was chosen. Raises ``UsageError``."""
    untrusted_file = form.get(field)
    if not isinstance(untrusted_file, UploadFile):
        return "", b""
    content = await untrusted_file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise UsageError(f"The list is longer than {most_bytes // MIB} MiB.", "Divide it into several.")
    return untrusted_file.filename or "", content


def text_in(form: FormData, field: str, most_chars: int) -> str:
    """What was typed into a field, line ends as in our own texts; "" if nothing. Raises ``UsageError``."""
    untrusted_text = form.get(field, "")
    if not isinstance(untrusted_text, str):
        return ""
    text = untrusted_text.replace("\r\n", "\n")
    if len(text) > most_chars:
        raise UsageError(f"At most {most_chars:,} characters fit there.", "Write less.")
    return text
