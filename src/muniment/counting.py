"""Numbers of things in words."""


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 page", "3,000 pages"; ``many`` where the plural is not ``one`` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
