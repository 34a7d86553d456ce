"""How well names are matched across scripts: recall, precision and F1 on labelled lists of pairs.

Prints one JSON line. Lists: the project's own pairs (``own``), the same pairs as a query looked for on a page
(``pages``), pairs made by rule from lists of syllables and name parts (``made``, drawn anew with each ``--seed``),
and a public list (``public``), where the corpora are present. Usage: python bench/names_quality.py [--seed 1]
[--show]
"""

import argparse
import csv
import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from muniment.names.likeness import MATCH_THRESHOLD, compare
from muniment.names.query import NameQuery
from muniment.names.tables import KnownName, tables

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "unit" / "names" / "pairs.tsv"
PUBLIC = ROOT / ".." / "shared" / "corpora" / "names" / "cases.csv"
PERSONS = "Person"
MADE_PAIRS = 300

Pair = tuple[str, str, bool]

CYRILLIC = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "а",
            "б",
            "к",
            "д",
            "е",
            "ф",
            "г",
            "һ",
            "и",
            "җ",
            "к",
            "л",
            "м",
            "н",
            "о",
            "п",
            "қ",
            "р",
            "с",
            "т",
            "у",
            "в",
            "в",
            "х",
            "й",
            "з",
        ],
        strict=True,
    )
)
SURNAMES = (
    "王 Wang Ван|李 Li Ли|张 Zhang Чжан|刘 Liu Лю|陈 Chen Чэнь|杨 Yang Ян|赵 Zhao Чжао|黄 Huang Хуан|"
    "周 Zhou Чжоу|吴 Wu У|徐 Xu Сюй|孙 Sun Сунь"
)
GIVEN = (
    "建 jian цзянь|国 guo го|明 ming мин|华 hua хуа|文 wen вэнь|伟 wei вэй|海 hai хай|军 jun цзюнь|平 ping пин|"
    "春 chun чунь|"
    "志 zhi чжи|强 qiang цян|晓 xiao сяо|红 hong хун|雪 xue сюэ|林 lin линь|玉 yu юй|英 ying ин|东 dong дун|永 yong юн"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="also print each pair judged wrongly")
    arguments = parser.parse_args()
    own = list(own_pairs())
    lists: dict[str, tuple[list[Pair], Callable[[str, str], bool]]] = {
        "own": (own, judged_same),
        "pages": (
            [
                pair
                for one, other, same in own_pairs(whole_names=True)
                for pair in ((one, other, same), (other, one, same))
            ],
            found_on_page,
        ),
        "made": (list(made_pairs(random.Random(arguments.seed))), judged_same),
    }
    if PUBLIC.exists():
        lists["public_persons"] = (list(public_pairs(PERSONS)), judged_same)
        lists["public_all"] = (list(public_pairs("")), judged_same)
    result = {name: measure(pairs, judge, show=arguments.show) for name, (pairs, judge) in lists.items()}
    print(json.dumps({"bench": "names", "threshold": MATCH_THRESHOLD, **result}))


def measure(pairs: Iterable[Pair], judge: Callable[[str, str], bool], *, show: bool) -> dict[str, float]:
    """Recall, precision and F1 of ``judge`` on ``pairs``."""
    counts = {True: {True: 0, False: 0}, False: {True: 0, False: 0}}
    for one, other, same in pairs:
        said = judge(one, other)
        counts[same][said] += 1
        if show and said != same:
            print("wrong:", "same" if same else "different", one, "|", other, "|", compare(one, other))
    right, missed, wrong = counts[True][True], counts[True][False], counts[False][True]
    recall = right / max(1, right + missed)
    precision = right / max(1, right + wrong)
    return {
        "pairs": sum(sum(said.values()) for said in counts.values()),
        "recall": round(recall, 3),
        "precision": round(precision, 3),
        "f1": round(2 * recall * precision / max(1e-9, recall + precision), 3),
    }


def judged_same(one: str, other: str) -> bool:
    """Whether two names are taken for the same."""
    return compare(one, other).closeness >= MATCH_THRESHOLD


def found_on_page(one: str, other: str) -> bool:
    """Whether a query for ``one`` finds ``other`` among other words, by its keys as an engine would, then closely."""
    return bool(NameQuery(one).matches(f"2019. {other}, 1)"))


def own_pairs(*, whole_names: bool = False) -> Iterator[Pair]:
    """The project's own list."""
    for line in OWN.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            one, other, same, tries = line.split("\t")
            if (
                whole_names and tries == "surname only"
            ):  # on a page, a surname is found in each full name, as it should be
                continue
            yield one, other, same == "1"


def public_pairs(schema: str) -> Iterator[Pair]:
    """The public list, of one schema or of all."""
    with PUBLIC.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not schema or row["schema"] == schema:
                yield row["name1"], row["name2"], row["is_match"] == "true"


def made_pairs(random_: random.Random) -> Iterator[Pair]:
    """Names put together by chance, in two scripts; half of them with one part changed."""
    for number in range(MADE_PAIRS):
        maker = (_chinese_pair, _uyghur_pair)[number % 2]
        yield maker(random_, same=bool(number // 2 % 2))


def _chinese_pair(random_: random.Random, *, same: bool) -> Pair:
    surname = random_.choice(SURNAMES.split("|")).split()
    parts = [entry.split() for entry in random_.sample(GIVEN.split("|"), 3)]
    given, others = parts[:2], parts[:2] if same else [parts[0], parts[2]]
    ways = [_han, _pinyin, _palladius, _turned]
    here, there = random_.sample(ways, 2)
    return here(surname, given), there(surname, others), same


def _han(surname: list[str], given: list[list[str]]) -> str:
    return surname[0] + "".join(part[0] for part in given)


def _pinyin(surname: list[str], given: list[list[str]]) -> str:
    return f"{surname[1]} {''.join(part[1] for part in given).capitalize()}"


def _turned(surname: list[str], given: list[list[str]]) -> str:
    return f"{''.join(part[1] for part in given).capitalize()} {surname[1]}"


def _palladius(surname: list[str], given: list[list[str]]) -> str:
    return f"{surname[2]} {''.join(part[2] for part in given).capitalize()}"


def _uyghur_pair(random_: random.Random, *, same: bool) -> Pair:
    names = sorted(
        {
            known
            for known in itertools.chain(*tables().by_spelling.values())
            if known.kind == "name" and known.source == "uyghur.tsv"
        },
        key=lambda name: name.name,
    )
    given, father, other = random_.sample(names, 3)
    forms: list[Callable[[KnownName], str]] = [
        lambda name: name.name.capitalize(),
        lambda name: name.spellings[1],
        lambda name: random_.choice(name.chinese),
        lambda name: _cyrillic(name.name),
    ]
    here, there = random_.sample(forms, 2)
    second = father if same else other
    return _two(here(given), here(father)), _two(there(given), there(second)), same


def _cyrillic(latin: str) -> str:
    for group, letter in (
        ("sh", "ш"),
        ("ch", "ч"),
        ("gh", "ғ"),
        ("ng", "ң"),
        ("ö", "ө"),
        ("ü", "ү"),
        ("é", "е"),
        ("ay", "ай"),
        ("'", ""),
    ):
        latin = latin.replace(group, letter)
    return "".join(CYRILLIC.get(char, char) for char in latin)


def _two(one: str, other: str) -> str:
    return f"{one}·{other}" if one[0] > "\u3400" else f"{one} {other}"


if __name__ == "__main__":
    main()
