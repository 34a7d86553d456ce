"""Trusted timestamps (RFC 3161): asking for one, and checking one, without a network.

The request holds nothing but a SHA-256 and a random number, so that it can be carried to an authority on a stick or a
sheet of paper and tells it nothing. The answer is signed by the authority; whoever trusts the authority's root
certificate can check, with no one's help, that what was hashed existed at the time it names.
"""

import hashlib
from dataclasses import dataclass

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from muniment.errors import MunimentError

MAX_RESPONSE_BYTES = 256 * 1024
"""Bytes of an answer: real ones, with their certificates, have under 10 KiB."""

MAX_ROOTS_BYTES = 1024 * 1024
"""Bytes of certificates: a whole system's store has about 250 KiB."""

_IMPRINT_BYTES = 32


class TimestampError(MunimentError):
    """A timestamp does not show what it should."""

    code = "timestamp"
    http_status = 422


@dataclass(frozen=True, slots=True)
class Stamped:
    """What an authority certified: when (UTC, ISO 8601), who it says it is, and the number it gave the stamp."""

    at: str
    authority: str
    serial: int


def request_for(message: bytes) -> bytes:
    """A request for a timestamp on ``message`` in DER, ready for a ``.tsq`` file."""
    builder = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def roots_in(untrusted_pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises ``TimestampError``."""
    try:
        return x509.load_pem_x509_certificates(_bounded(untrusted_pem, MAX_ROOTS_BYTES))
    except ValueError as error:
        raise TimestampError(
            f"The authority's certificates cannot be read ({error}).",
            "Ask the authority for its root certificate as a PEM file.",
        ) from error


def check(untrusted_response: bytes, message: bytes, untrusted_roots: bytes) -> Stamped:
    """What an answer in DER certifies of ``message``.

    ``untrusted_roots`` is PEM: the certificates that whoever checks decides to trust. Raises ``TimestampError`` if the
    answer is none, refuses, is about something else, or is not signed by an authority below one of them.
    """
    response = _decoded(untrusted_response)
    imprint = response.tst_info.message_imprint.message
    if len(imprint) != _IMPRINT_BYTES or imprint != hashlib.sha256(message).digest():
        raise TimestampError(
            "The timestamp is about something else.", "Make sure that it answers the request that was made for this."
        )
    builder = VerifierBuilder()
    for root in roots_in(untrusted_roots):
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(response, imprint)
    except (VerificationError, ValueError) as error:
        raise TimestampError(
            f"The timestamp is not signed by an authority below these certificates ({error}).",
            "Check that you have the root certificate of the authority that gave it.",
        ) from error
    return Stamped(response.tst_info.gen_time.isoformat(), _authority(response), response.tst_info.serial_number)


def _decoded(untrusted_response: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(_bounded(untrusted_response, MAX_RESPONSE_BYTES))
        response.tst_info  # noqa: B018 - a refusal has none, and says so only when it is asked for
    except ValueError as error:
        raise TimestampError(
            f"This is no timestamp, or the authority refused ({error}).",
            "Save the authority's answer as it came, in DER (.tsr).",
        ) from error
    return response


def _bounded(untrusted_bytes: bytes, most: int) -> bytes:
    if len(untrusted_bytes) > most:
        raise ValueError("it is too big")
    return untrusted_bytes


def _authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed, as RFC 4514 writes it."""
    [signer] = response.signed_data.signer_infos
    for der in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(der)
        if certificate.issuer == signer.issuer and certificate.serial_number == signer.serial_number:
            return certificate.subject.rfc4514_string()
    return "an authority that does not name itself"
