"""Kills ``muniment ingest`` at random moments, finishes it, and counts what differs from an undisturbed run.

    python bench/kills.py [KILLS] [SEED]

Prints one JSON line. ``different``, ``survivors`` and ``unfinished`` must be 0.
"""

import json
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.integration import kills
from tests.integration.casework import Portrait, mixed_cache, new_case

KILLS = 200
SEED = 20171111
MOST_PER_CASE = 6
"""Kills that one case has to bear before it may finish: one to this many, so that early and late moments are met."""

START_UP = 0.1
"""Share of a run in which the interpreter does nothing but start."""


@dataclass
class Tally:
    """What came of all the kills."""

    kills: int = 0
    came_too_late: int = 0
    cases: int = 0
    survivors: int = 0
    different: int = 0
    unfinished: int = 0
    seconds: float = 0.0


def main(count: int, seed: int) -> Tally:
    """Kill ``count`` times."""
    draw, tally, began = random.Random(seed), Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="muniment-kills-") as folder:
        base = Path(folder)
        cache = mixed_cache(base / "cache")
        wanted, seconds = kills.undisturbed(new_case(base / "undisturbed"), cache)
        while tally.kills < count:
            here = min(draw.randint(1, MOST_PER_CASE), count - tally.kills)
            moments = [draw.uniform(START_UP * seconds, seconds) for _ in range(here)]
            _one_case(base / f"case-{tally.cases}", cache, wanted, moments, tally)
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def _one_case(folder: Path, cache: Path, wanted: Portrait, moments: list[float], tally: Tally) -> None:
    case = new_case(folder)
    tally.cases += 1
    for moment in moments:
        tally.kills += 1
        tally.came_too_late += not kills.kill_ingest(case, cache, moment)
        tally.survivors += len(kills.survivors(case))
    try:
        differences = kills.differences(kills.finish(case, cache), wanted)
    except AssertionError as error:
        tally.unfinished += 1
        print(f"{folder.name}, killed at {moments}: {error}", file=sys.stderr)
        return
    if differences:
        tally.different += 1
        print(f"{folder.name}, killed at {moments}: {differences}", file=sys.stderr)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    print(json.dumps(asdict(main(*(numbers + [KILLS, SEED][len(numbers) :])))))
