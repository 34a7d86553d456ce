"""Publications in which one thing in one JSON file was made into another, and the list signed anew."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.unit.publish.small_publication import Cache, signed
from tests.unit.publish.tampering import resign

from muniment.preserve.canonical import canonical

_OTHERS: tuple[Any, ...] = (None, True, 0, 1, -1, 2**40, "", "x", "0" * 64, [], ["x"], [0], {}, {"x": 0})


def mutated(value: Any, chance: random.Random) -> Any:
    """The value with one thing in it, at any depth, changed a little or into something else."""
    if chance.random() < 0.15 or not value:
        return chance.choice(_OTHERS)
    if isinstance(value, dict):
        return _in_mapping(value, chance)
    if isinstance(value, list):
        return _in_list(value, chance)
    if isinstance(value, str):
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("0f字 \n\0") + value[at + chance.randrange(2) :]
    return value + chance.choice((-1, 1)) if isinstance(value, int) else chance.choice(_OTHERS)


def _in_mapping(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    name = chance.choice(sorted(value))
    rest = {key: one for key, one in value.items() if key != name}
    return rest if chance.random() < 0.1 else {**rest, name: mutated(value[name], chance)}


def _in_list(value: list[Any], chance: random.Random) -> list[Any]:
    at = chance.randrange(len(value))
    match chance.randrange(8):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return [*value[: at + 1], *value[at:]]
        case 2:
            return chance.sample(value, len(value))
    return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]


def mutants(folder: Path, cache: Cache, count: int, seed: int) -> Iterator[str]:
    """Changes the publication in ``count`` ways, one at a time; yields what was changed while it is."""
    chance = random.Random(seed)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files = sorted(path for path in before if path.suffix == ".json" and "editions" not in path.parts)
    for number in range(count):
        path = chance.choice(files)
        changed = canonical(mutated(json.loads(before[path]), chance))
        path.write_bytes(changed)
        if path.name == "manifest.json":
            signature = cache.key.sign(changed).hex()
            (folder / "manifest.sig").write_text(signature + "\n")
        else:
            _sign(folder, cache, json.loads(before[folder / "manifest.json"]))
        yield f"{number}: {path.relative_to(folder)}: {changed.decode()[:2000]}"
        for one in (path, folder / "manifest.json", folder / "manifest.sig"):
            one.write_bytes(before[one])


def _sign(folder: Path, cache: Cache, was: dict[str, Any]) -> None:
    """List the files as they are now, and leave the rest of the manifest as it was."""
    signed(folder, cache)
    kept = {name: was[name] for name in ("edition", "former", "corrections")}
    resign(folder, cache, lambda now: now.update(kept))
