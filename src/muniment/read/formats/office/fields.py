"""Word's fields: which of their instructions tell something that their result does not show."""

_PLAIN = frozenset(
    {
        *("=", "advance", "autonum", "autonumlgl", "autonumout", "createdate", "date", "eq", "formcheckbox"),
        *("formdropdown", "formtext", "if", "index", "listnum", "noteref", "numchars", "numpages", "numwords", "page"),
        *("pageref", "printdate", "quote", "ref", "revnum", "savedate", "section", "sectionpages", "seq", "styleref"),
        *("symbol", "tc", "time", "toc", "xe", "shape", "edittime", "advance", "embed", "link"),
    }
)

LINKS = "links and field codes"
"""Label of the section that names what a document points to."""


def tells_something(instruction: str) -> bool:
    """Whether a field instruction (``HYPERLINK "…"``, ``DDEAUTO …``) is more than layout."""
    keyword, _, rest = instruction.strip().partition(" ")
    if keyword.lower() == "link":
        return bool(rest.strip())  # names the file that it draws from
    return bool(keyword) and keyword.lower() not in _PLAIN
