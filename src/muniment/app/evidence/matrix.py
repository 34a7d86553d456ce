"""The matrix of an open case: made anew only when something was changed; and the words for what stands in it."""

from collections.abc import Iterable

from muniment.evidence.held import Held
from muniment.evidence.matrix import Apart, Group, Matrix
from muniment.evidence.weighing import Scales

TITLES = {
    Apart.UNKNOWN: "of unknown origin",
    Apart.FALLEN: "fallen",
    Apart.NO_SOURCE: "no source",
}
"""What groups of sources are called that stand under no root."""


class Matrices:
    """Keeps the matrix of what is held now. Safe to use from several threads: at worst it is made twice."""

    def __init__(self) -> None:
        self._made: Matrix | None = None

    def of(self, scales: Scales) -> Matrix:
        """The matrix of what ``scales`` weigh."""
        made = self._made
        if made is None or made.scales is not scales:
            made = self._made = Matrix(scales)
        return made


def name_of(held: Held, actor: str) -> str:
    """The name under which an actor is shown."""
    return held.actors[actor].names[0].text


def names_of(held: Held, actors: Iterable[str]) -> list[str]:
    """The names under which actors are shown."""
    return [name_of(held, one) for one in actors]


def title_of(held: Held, source: str) -> str:
    """The title of a source; what stands for it where there is none."""
    return held.sources[source].title if source else TITLES[Apart.NO_SOURCE]


def title_of_group(held: Held, group: Group) -> str:
    """What a group of sources is called."""
    return TITLES[group.apart] if group.apart else held.sources[group.key].title
