"""A labelled set: real texts and papers made from forms, each in states that are, or are not, one text with the first.

The texts come from the corpora beside the project; what is done to them is drawn from a seeded generator.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree as ET

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
DEMO = Path(__file__).resolve().parents[3] / "src" / "muniment" / "demo" / "texts"

PER_LANGUAGE = 10
"""Long and short articles each; the figures in docs/alike.md are for 24."""

UDHR_LANGUAGES = (
    "eng",
    "fra",
    "rus",
    "arb",
    "cmn_hans",
    "cmn_hant",
    "uig_arab",
    "uig_latn",
    "kaz",
    "jpn",
    "tha",
    "bod",
)


class Label(StrEnum):
    """What a variation is to the text that it was made from."""

    ALIKE = "alike"
    PART = "part"
    REUSE = "reuse"
    APART = "apart"


@dataclass(frozen=True)
class Case:
    """A text made from the text named ``base``; ``how`` names the variation."""

    base: str
    how: str
    label: Label
    text: str


def bases() -> dict[str, list[str]]:
    """Texts by name, each as paragraphs: short ones, articles, and whole declarations."""
    found: dict[str, list[str]] = {}
    for language in ("en", "zh", "ar"):
        articles = json.loads((CORPORA / "retrieval" / f"xquad.{language}.json").read_text("utf-8"))["data"]
        for number, article in enumerate(articles[:PER_LANGUAGE]):
            paragraphs = [one["context"] for one in article["paragraphs"]]
            found[f"article {language} {number}"] = paragraphs
            found[f"short {language} {number + PER_LANGUAGE}"] = [
                articles[number + PER_LANGUAGE]["paragraphs"][0]["context"]
            ]
    for language in UDHR_LANGUAGES:
        root = ET.parse(CORPORA / "languages" / "udhr" / f"udhr_{language}.xml").getroot()
        lines = [
            "".join(node.itertext()).strip() for node in root.iter() if node.tag.split("}")[-1] in ("para", "title")
        ]
        found[f"udhr {language}"] = [line for line in lines if line]
    return found


def _strangers(language: str) -> list[list[str]]:
    """Texts that are used nowhere else: what is added to others, each once."""
    articles = json.loads((CORPORA / "retrieval" / f"xquad.{language}.json").read_text("utf-8"))["data"]
    return [[one["context"]] for article in articles[PER_LANGUAGE:] for one in article["paragraphs"][1:]]


def _language(name: str) -> str:
    return next((one for one in ("zh", "ar") if f" {one}" in name.replace("cmn_han", "zh").replace("arb", "ar")), "en")


def cases(seed: int = 5) -> Iterator[Case]:
    """All variations of all texts."""
    strangers = {language: _strangers(language) for language in ("en", "zh", "ar")}
    for name, paragraphs in bases().items():
        generator = random.Random(f"{seed} {name}")
        yield Case(name, "as it is", Label.ALIKE, "\n\n".join(paragraphs))
        for how, label, vary in VARIATIONS:
            if len(paragraphs) < 4 and how in NEEDS_PARAGRAPHS:
                continue
            pool = strangers[_language(name)]
            stranger = pool.pop() if how in NEEDS_A_STRANGER else pool[0]
            yield Case(name, how, label, vary(generator, paragraphs, stranger))


def _reflowed(_: random.Random, paragraphs: Sequence[str], __: Sequence[str]) -> str:
    return "\n".join(
        re.sub(r"(.{60,75}?)\s", r"\1\n", one.upper().replace(",", " ,").replace("،", " ")) for one in paragraphs
    )


def _misread(share: float) -> Callable[[random.Random, Sequence[str], Sequence[str]], str]:
    def vary(generator: random.Random, paragraphs: Sequence[str], _: Sequence[str]) -> str:
        text = "\n".join(paragraphs)
        letters = [char for char in text if char.isalpha()]
        changed = []
        for char in text:
            lot = generator.random()
            if not char.isalnum() or lot > share:
                changed.append(char)
            elif lot < share * 0.15:
                continue
            elif lot < share * 0.3:
                changed.append(char + generator.choice(letters))
            elif lot < share * 0.4 and char.isascii():
                changed.append(char + " ")
            else:
                changed.append(generator.choice(letters))
        return "".join(changed)

    return vary


def _units(text: str) -> list[str]:
    return re.findall(
        r"\s+|[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0eff\u0f00-\u0fff]{1,3}|[^\s\u3040-\u30ff\u4e00-\u9fff]+", text
    )


def _words_edited(generator: random.Random, paragraphs: Sequence[str], stranger: Sequence[str]) -> str:
    pool = [unit for unit in _units(" ".join(stranger)) if unit.strip()]
    return "\n".join(
        "".join(
            generator.choice(pool) if unit.strip() and generator.random() < 0.04 else unit for unit in _units(paragraph)
        )
        for paragraph in paragraphs
    )


def _paragraph_rewritten(generator: random.Random, paragraphs: Sequence[str], stranger: Sequence[str]) -> str:
    place = generator.randrange(len(paragraphs))
    new = generator.choice(stranger)[: len(paragraphs[place]) + 40]
    return "\n".join([*paragraphs[:place], new, *paragraphs[place + 1 :]])


def _paragraph_added(generator: random.Random, paragraphs: Sequence[str], stranger: Sequence[str]) -> str:
    place = generator.randrange(len(paragraphs) + 1)
    return "\n".join([*paragraphs[:place], generator.choice(stranger), *paragraphs[place:]])


def _paragraph_removed(generator: random.Random, paragraphs: Sequence[str], _: Sequence[str]) -> str:
    place = generator.randrange(len(paragraphs))
    return "\n".join([*paragraphs[:place], *paragraphs[place + 1 :]])


def _reordered(generator: random.Random, paragraphs: Sequence[str], _: Sequence[str]) -> str:
    order = list(paragraphs)
    while order == list(paragraphs):
        generator.shuffle(order)
    return "\n".join(order)


def _cut(share: float) -> Callable[[random.Random, Sequence[str], Sequence[str]], str]:
    def vary(_: random.Random, paragraphs: Sequence[str], __: Sequence[str]) -> str:
        text = "\n".join(paragraphs)
        return text[: int(len(text) * share)]

    return vary


def _quoted(_: random.Random, paragraphs: Sequence[str], stranger: Sequence[str]) -> str:
    text = "\n".join(paragraphs)
    return stranger[0] + "\n" + "\n".join("> " + line for line in text[: len(stranger[0])].splitlines())


def _one_paragraph_reused(generator: random.Random, paragraphs: Sequence[str], stranger: Sequence[str]) -> str:
    middle = len(stranger[0]) // 2
    taken = generator.choice(sorted(paragraphs, key=len)[-3:])[:200]
    return f"{stranger[0][:middle]}\n{taken}\n{stranger[0][middle:]}"


VARIATIONS: list[tuple[str, Label, Callable[[random.Random, Sequence[str], Sequence[str]], str]]] = [
    ("layout and letter case", Label.ALIKE, _reflowed),
    ("2 % of characters misread", Label.ALIKE, _misread(0.02)),
    ("5 % of characters misread", Label.ALIKE, _misread(0.05)),
    ("4 % of words edited", Label.ALIKE, _words_edited),
    ("a paragraph rewritten", Label.ALIKE, _paragraph_rewritten),
    ("a paragraph added", Label.ALIKE, _paragraph_added),
    ("a paragraph removed", Label.ALIKE, _paragraph_removed),
    ("paragraphs in another order", Label.ALIKE, _reordered),
    ("the first three quarters", Label.ALIKE, _cut(0.75)),
    ("the first third", Label.PART, _cut(0.33)),
    ("quoted in a longer answer", Label.PART, _quoted),
    ("one paragraph taken over", Label.REUSE, _one_paragraph_reused),
]
NEEDS_PARAGRAPHS = {
    "a paragraph rewritten",
    "a paragraph added",
    "a paragraph removed",
    "paragraphs in another order",
    "one paragraph taken over",
}
NEEDS_A_STRANGER = {"quoted in a longer answer", "one paragraph taken over"}

_FORMS = {
    "en": (
        "RELEASE FORM No. {number}\nName of learner: {name}\nHall: {hall}\nDate of entry: {date}\n"
        "The learner named above has completed the course of vocational training and has reached {points} points. "
        "The committee has examined the conduct of the learner and of the family, and raises no objection. "
        "After release the learner reports to the village committee each week and does not travel without a permit. "
        "Signed for the committee: {other}\n"
    ),
    "zh": (
        "结业审批表 第{number}号\n姓名：{name}\n所在学堂：{hall}\n入堂日期：{date}\n"
        "经考核，该学员已完成职业技能培训课程，积分达到{points}分。委员会对该学员及其家庭的表现进行了审查，没有异议。"
        "结业后，该学员每周向村委会报到一次，未经批准不得外出。\n审批人：{other}\n"
    ),
    "ru": (
        "СПРАВКА № {number}\nФамилия, имя: {name}\nУчебный зал: {hall}\nДата поступления: {date}\n"
        "Указанный выше слушатель прошёл курс профессионального обучения и набрал {points} баллов. "
        "Комиссия проверила поведение слушателя и его семьи и возражений не имеет. "
        "После выпуска слушатель каждую неделю является в сельский комитет и не выезжает без разрешения. "
        "За комиссию: {other}\n"
    ),
}
_NAMES = {
    "en": [
        "Tamar Oske",
        "Jory Vellan",
        "Bena Karsh",
        "Ulric Medow",
        "Sanne Dray",
        "Ilmo Trevik",
        "Hesk Arlow",
        "Pia Non",
    ],
    "zh": ["石雁南", "贺岑", "杜小禾", "林远山", "马文启", "周若水", "郭立冬", "叶知秋"],
    "ru": [
        "Велина Ося",
        "Тарас Кромов",
        "Жанна Лесь",
        "Игнат Пуров",
        "Нина Ставь",
        "Олег Дремин",
        "Ева Куль",
        "Пётр Немо",
    ],
}


def forms(seed: int = 3) -> Iterator[Case]:
    """Papers made from three forms, filled in differently: none is a duplicate of another."""
    generator = random.Random(seed)
    for language, form in _FORMS.items():
        for name in _NAMES[language]:
            filled = form.format(
                number=generator.randint(1000, 9999),
                name=name,
                hall=f"KL-{generator.randint(1, 30):02}",
                date=f"{generator.randint(1, 28)}.{generator.randint(1, 12)}.20{generator.randint(29, 31)}",
                points=generator.randint(300, 999),
                other=generator.choice([other for other in _NAMES[language] if other != name]),
            )
            yield Case(f"form {language} {name}", "filled in", Label.APART, filled)
