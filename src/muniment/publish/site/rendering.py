"""From values to bytes of HTML: one environment, everything escaped, nothing that is not a template of ours."""

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from muniment.counting import counted

_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")
"""Not allowed in HTML; whoever checks leaves them out as well (``check_pages.plain``)."""

_MEGABYTE = 999_500
"""Bytes from which a size is told in megabytes."""

_NO_CHARACTER = re.compile("[\ud800-\udfff]")


def environment() -> Environment:
    """The templates, ready to be rendered."""
    made = Environment(
        loader=PackageLoader("muniment.publish.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
        keep_trailing_newline=True,
    )
    made.filters["grouped"] = grouped
    made.filters["counted"] = counted
    made.filters["sized"] = sized
    return made


def grouped(digits: str, size: int = 4) -> str:
    """Hexadecimal digits in groups that an eye can compare."""
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def sized(count: int) -> str:
    """A number of bytes as people say it: "420 KB", "1.3 MB"; thousands, as most systems count files."""
    return f"{count / 1e6:,.1f} MB" if count >= _MEGABYTE else f"{max(1, round(count / 1e3)):,} KB"


def _clean(value: Any) -> Any:
    if isinstance(value, str) and not hasattr(value, "__html__"):  # what a macro made is clean already
        return _NO_CHARACTER.sub("\ufffd", _CONTROLS.sub("", value))
    return value
