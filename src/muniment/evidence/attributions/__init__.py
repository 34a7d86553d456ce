"""Where a text says it has its information from somebody else, in four languages, and who of the known sources is meant."""

from muniment.evidence.attributions.attribution import Attribution, Hedge, Relation
from muniment.evidence.attributions.find import attributions_in

__all__ = ["Attribution", "Hedge", "Relation", "attributions_in"]
