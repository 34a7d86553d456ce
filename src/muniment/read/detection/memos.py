"""Files of long texts beside a database table: they have no signature, so name and header must both agree."""

MEMOS = "application/x-dbf-memo"

FOXPRO_HEAD = 512
_DBASE_BLOCK = 512
_LEAST = 520
"""Bytes of the shortest such file: a header and the beginning of one text."""
_SLACK = 1 << 16
"""Bytes by which the end that the header promises may lie beyond the file's."""


def is_foxpro(head: bytes) -> bool:
    """Whether numbers stand in the order of FoxPro, the highest byte first."""
    return head[4:6] == b"\0\0" and int.from_bytes(head[6:8], "big") > 0 and head[:2] < b"\x01\x00"


def block_size_of(head: bytes) -> int:
    """Bytes of one block of the file that begins so; 0 if the header makes no sense."""
    if len(head) < _LEAST:
        return 0
    if is_foxpro(head):
        return int.from_bytes(head[6:8], "big") if head[:4] != bytes(4) else 0
    size = int.from_bytes(head[20:22], "little")
    if head[:4] == bytes(4):
        return 0
    return size if size and size % _DBASE_BLOCK == 0 else _DBASE_BLOCK


def memo_type(head: bytes, size: int, suffix: str) -> str:
    """``MEMOS`` if the file is one; "" if not."""
    if suffix not in {".fpt", ".dbt"} or size < _LEAST:
        return ""
    block = block_size_of(head)
    end = int.from_bytes(head[:4], "big" if is_foxpro(head) else "little") * block
    return MEMOS if block and end <= size + _SLACK else ""
