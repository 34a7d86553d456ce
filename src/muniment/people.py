"""The people of a case, and what each may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from muniment.errors import MunimentError


class NotAllowedError(MunimentError):
    """A person's role in the case does not allow what they tried."""

    code = "not-allowed"
    exit_status = 12
    http_status = 403


class Role(StrEnum):
    """What somebody is in a case; each may do what those before may."""

    READER = "reader"
    RESEARCHER = "researcher"
    REVIEWER = "reviewer"
    EDITOR = "editor"


class Deed(StrEnum):
    """What a role may allow."""

    READ = "read the case"
    RECORD = "change what the case holds"
    REVIEW = "review a finding"
    PUBLISH = "publish"
    ADMIT = "say who takes part in the case"


_LEAST: Mapping[Deed, Role] = {
    Deed.READ: Role.READER,
    Deed.RECORD: Role.RESEARCHER,
    Deed.REVIEW: Role.REVIEWER,
    Deed.PUBLISH: Role.EDITOR,
    Deed.ADMIT: Role.EDITOR,
}
_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on the case. ``public_key`` (Ed25519, hexadecimal) checks their signatures; "" without one."""

    name: str
    role: Role
    public_key: str = ""


def may(person: Person, deed: Deed) -> bool:
    """Whether a person's role allows ``deed``."""
    return _ORDER.index(person.role) >= _ORDER.index(_LEAST[deed])


def require(person: Person, deed: Deed) -> None:
    """Raise ``NotAllowedError`` unless a person's role allows ``deed``."""
    if not may(person, deed):
        raise NotAllowedError(
            f"{person.name} is a {person.role} in this case and may not {deed}.",
            f"Ask somebody who is {_article(_LEAST[deed])} {_LEAST[deed]} or more.",
        )


def _article(role: Role) -> str:
    return "an" if role is Role.EDITOR else "a"
