"""The matrix of the server's case, made once for what is held now."""

from typing import Annotated

from fastapi import Depends

from muniment.app.evidence.matrix import Matrices
from muniment.evidence.matrix import Matrix
from muniment.web.evidence.keeper import Recording
from muniment.web.lasting import Lasting

_kept = Lasting("matrices", lambda _: Matrices(), lambda _: None)


def _matrix(recorder: Recording, kept: Annotated[Matrices, Depends(_kept)]) -> Matrix:
    return kept.of(recorder.scales())


CurrentMatrix = Annotated[Matrix, Depends(_matrix)]
"""Declares a page's need of the matrix: ``def page(matrix: CurrentMatrix) -> …``."""
