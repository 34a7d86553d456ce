"""One way to write a value down, so that equal values have equal bytes and can be hashed and signed.

It is JSON with sorted keys, no whitespace, in UTF-8 with nothing escaped that need not be: what RFC 8785 gives for the
values used here (text, whole numbers, booleans, null, lists and mappings with ASCII keys).
"""

from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder()


def canonical(value: Any) -> bytes:
    """The bytes of ``value``. Raises ``UnicodeEncodeError`` for text with lone surrogates."""
    return _encoder.encode(value)


def parsed(untrusted_text: str | bytes) -> Any:
    """The value of JSON that must be in this very form. Raises ``ValueError`` if it is not."""
    data = untrusted_text.encode() if isinstance(untrusted_text, str) else untrusted_text
    try:
        value = _decoder.decode(data)
        same = canonical(value) == data
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not same:
        raise ValueError("it is not written in the one form that can be checked")
    return value
