"""Telling what a file is from its bytes; its name only chooses between equals.

Signatures first, then the inside of containers, then markup, mail and plain text. What is still undecided goes to a
trained model (magika), and after that to the name: a damaged file is told best by the reader its name asks for.
"""

import re
import struct
from functools import cache
from typing import Any, BinaryIO

from muniment.read.detection import containers, markup, plain
from muniment.read.detection.memos import memo_type
from muniment.read.detection.owner import OWNER_FILE, owner_named_in
from muniment.read.detection.signatures import HEAD_BYTES, OLE2_MAGIC, ZIP_MAGICS, by_faint_signature, by_signature

UNKNOWN = "application/octet-stream"

_PDF_WITHIN = 1024
"""Readers of PDF accept rubbish of this many bytes before its signature."""


def detect(file: BinaryIO, size: int, suffix: str) -> str:
    """The media type of ``file``, of which only bounded amounts are read. ``suffix`` is lower-case with its dot."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        return "text/plain"
    return (
        _container(file, size, head, suffix)
        or _table(head, size)
        or memo_type(head, size, suffix)
        or _refined(by_signature(head), file, size, head)
        or _text(head, suffix)
        or _late_signs(file, size, head, suffix)
        or _by_model(file)
        or _SUFFIXES.get(suffix, UNKNOWN)
    )


def _container(file: BinaryIO, size: int, head: bytes, suffix: str) -> str:
    if head.startswith(ZIP_MAGICS):
        return containers.zip_type(file, size, head, suffix)
    if head.startswith(OLE2_MAGIC):
        return containers.ole2_type(file, head, suffix)
    return ""


def _refined(found: str, file: BinaryIO, size: int, head: bytes) -> str:
    """Programs may carry a zip behind them, for the sake of which they were sent."""
    if found == "application/x-executable" and head.startswith(b"MZ") and containers.ends_as_zip(file, size):
        return containers.zip_type(file, size, head, "")
    return found or _property_list(file, size, head)


def _property_list(file: BinaryIO, size: int, head: bytes) -> str:
    if not head.startswith(b"bplist"):
        return ""
    file.seek(max(0, size - HEAD_BYTES))
    is_web = b"WebMainResource" in head or b"WebMainResource" in file.read(HEAD_BYTES)
    return "application/x-webarchive" if is_web else "application/x-bplist"


def _text(head: bytes, suffix: str) -> str:
    text = plain.as_text(head)
    if text is None:
        return _text_behind_marks(head, suffix)
    found = plain.mail_type(text, suffix) or markup.markup_type(text, suffix)
    if found:
        return found
    return "application/pdf" if _pdf_within(head) else plain.text_type(text, suffix)


def _text_behind_marks(head: bytes, suffix: str) -> str:
    """Mail and HTML keep their nature even where their bytes break every rule for text further on."""
    start = head[:4096].decode("latin-1")
    return plain.mail_type(start, suffix) or (
        "text/html" if re.match(r"\s*<(!doctype html|html)[\s>]", start, re.IGNORECASE) else ""
    )


def _pdf_within(head: bytes) -> bool:
    return re.search(rb"(?:^|[\r\n\x00 ]|[^\x20-\x7e])%PDF-[12]\.", head[:_PDF_WITHIN]) is not None


def _late_signs(file: BinaryIO, size: int, head: bytes, suffix: str) -> str:
    """Signs that bytes might show by chance, or that stand at the end: asked after all others."""
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    if found := by_faint_signature(head):
        return found
    if owner_named_in(head[:size]):
        return OWNER_FILE
    if containers.ends_as_zip(file, size):
        return "application/zip"
    file.seek(max(0, size - 512))
    if file.read(4) == b"koly":
        return "application/x-apple-diskimage"
    return "application/x-brotli" if suffix == ".br" else ""


_DBF_VERSIONS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xe5\xf5\xfb")
_DBF_FIELD_TYPES = frozenset(b"CNFDLMGBIYTPVQOW@+0X")
_DBF_FIELD_BYTES = 32
_DBF_END_OF_FIELDS = 0x0D


def _table(head: bytes, size: int) -> str:
    """dBase: no signature, but a header whose every field must make sense."""
    if len(head) < 65 or head[0] not in _DBF_VERSIONS:  # noqa: PLR2004 - header and one field
        return ""
    month, day = head[2], head[3]
    header_length, record_length = struct.unpack_from("<HH", head, 8)
    dated = (1 <= month <= 12 and 1 <= day <= 31) or (month, day) == (0, 0)  # noqa: PLR2004 - the calendar
    fits = _DBF_FIELD_BYTES * 2 < header_length <= size and record_length > 0
    return "application/x-dbf" if dated and fits and _has_dbf_fields(head, header_length) else ""


def _has_dbf_fields(head: bytes, header_length: int) -> bool:
    fields = 0
    for at in range(_DBF_FIELD_BYTES, min(header_length, len(head)) - 1, _DBF_FIELD_BYTES):
        if head[at] == _DBF_END_OF_FIELDS:
            break
        name = head[at : at + 11].split(b"\x00")[0]
        if not name or head[at + 11] not in _DBF_FIELD_TYPES or any(byte < 0x20 for byte in name):  # noqa: PLR2004 - controls
            return False
        fields += 1
    return fields > 0


_MODEL_BYTES = 1 << 20
"""The model looks at both ends only; of a longer file the beginning must do, so that nothing big is held."""

_MODEL_SURE = 0.8
"""Below this the model's word is not worth more than the name's."""

_MODEL_LABELS = {
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "csv": "text/csv",
    "txt": "text/plain",
    "markdown": "text/markdown",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "mp3": "audio/mpeg",
    "dwg": "image/x-cad",
    "elf": "application/x-executable",
    "pebin": "application/x-executable",
    "macho": "application/x-executable",
    "lha": "application/x-lzh",
    "zlibstream": "application/zlib",
    "dmg": "application/x-apple-diskimage",
    "wmf": "image/wmf",
    "emf": "image/emf",
    "ttf": "application/x-font",
    "otf": "application/x-font",
}
"""Labels of the model that are worth believing where no signature spoke."""


def _by_model(file: BinaryIO) -> str:
    file.seek(0)
    prediction = _model().identify_bytes(file.read(_MODEL_BYTES)).prediction
    return _MODEL_LABELS.get(str(prediction.output.label), "") if prediction.score >= _MODEL_SURE else ""


@cache
def _model() -> Any:
    """The model, loaded at its first use: the import starts threads, so it must not happen before a child is forked."""
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 - see above; the library has no types
    from magika import Magika  # noqa: PLC0415 - see above

    class OnOneThread(Magika):
        """The same model without a pool of threads: one small question does not need them."""

        def _init_onnx_session(self) -> onnxruntime.InferenceSession:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            return onnxruntime.InferenceSession(self._model_path, options, providers=["CPUExecutionProvider"])

    return OnOneThread()


_OOXML = "application/vnd.openxmlformats-officedocument."
_SUFFIXES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": _OOXML + "wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": _OOXML + "spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": _OOXML + "presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".zip": "application/zip",
    ".rar": "application/x-rar-compressed",
    ".7z": "application/x-7z-compressed",
    ".gz": "application/gzip",
    ".tar": "application/x-tar",
    ".pst": "application/vnd.ms-outlook-pst",
    ".ost": "application/vnd.ms-outlook-pst",
    ".msg": "application/vnd.ms-outlook",
    ".eml": "message/rfc822",
    ".mbox": "application/mbox",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".xlr": "application/x-ms-works-spreadsheet",
    ".wps": "application/vnd.ms-works",
    ".wpd": "application/vnd.wordperfect",
}
"""What a name promises, for bytes that nothing else could tell: the reader of that kind says best what is broken."""
