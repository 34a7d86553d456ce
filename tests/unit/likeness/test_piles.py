"""Piles: every number comes out as often as it went in, whether files were needed or not."""

from pathlib import Path

import numpy as np
import pytest

from muniment.adapters import likeness_store
from muniment.adapters.likeness_piles import PILES, Piles
from muniment.adapters.likeness_store import Sketched
from muniment.likeness.candidates import counted, pair_keys
from muniment.likeness.sketch import Sketch


@pytest.mark.parametrize("most_held", [10, 10_000_000])
def test_every_number_comes_out_as_often_as_it_went_in(tmp_path: Path, most_held: int) -> None:
    parts = np.random.default_rng(3).integers(0, 2**40, (7, 5000), dtype=np.uint64)
    with Piles(tmp_path, most_held) as piles:
        for part in parts:
            piles.add(part)
        found = list(piles)
    assert len(found) == (PILES if most_held == 10 else 1)
    assert (np.sort(np.concatenate(found)) == np.sort(parts.ravel())).all()
    uppers = [set((pile >> np.uint64(32)).tolist()) for pile in found]
    assert sum(map(len, uppers)) == len(set.union(*uppers))
    assert not list(tmp_path.iterdir())


def test_prints_that_went_to_files_give_the_same_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(4)
    documents = [np.unique(generator.integers(0, 2000, 60, dtype=np.uint32)) << np.uint32(20) for _ in range(50)]
    none = np.zeros(0, dtype=np.uint32)
    signature = np.zeros(64, dtype=np.uint32)
    store = likeness_store.LikenessStore(tmp_path / "likeness.db")
    store.add(
        [
            Sketched(number, "", "", 0.0, Sketch(60, b"x" * 16, signature, prints, none), ())
            for number, prints in enumerate(documents)
        ]
    )
    everything = np.concatenate(documents), np.repeat(np.arange(50, dtype=np.int32), [len(one) for one in documents])
    pairs, counts = counted(pair_keys(*everything))
    expected = dict(zip(map(tuple, pairs.tolist()), counts.tolist(), strict=True))
    monkeypatch.setattr(likeness_store, "Piles", lambda folder: Piles(folder, 100))
    found: dict[tuple[int, int], int] = {}
    with store.piles() as piles:
        for prints, holders in store.chunks(long=False):
            piles.add(pair_keys(prints, holders))
        for keys in piles:
            pairs, counts = counted(keys, 2)
            found.update(zip(map(tuple, pairs.tolist()), counts.tolist(), strict=True))
    store.close()
    assert found == {pair: count for pair, count in expected.items() if count > 1}
    assert found
