"""Who acts in a case."""

from muniment.adapters.ledger.custody import operator
from muniment.people import Person, Role


def local_person() -> Person:
    """Whoever runs this program, in a case that nobody was admitted to: they may do everything but review themselves."""
    return Person(operator(), Role.EDITOR)
