"""How Russian texts name the reports that they have something from."""

from muniment.evidence.attributions.rules import NAME, Rule, of_all, of_known, of_outlets, pattern_of
from muniment.evidence.attributions.russian_words import (
    ADJECTIVES,
    ANONYMOUS,
    CITING,
    HEAD,
    LIST,
    MEDIA,
    MOMENT,
    OBJECT,
    OFFICE,
    ONE,
    REFERRING,
    RELAYS,
    REPORT,
    SPEAKS,
    STEM,
    TELLS,
    UNNAMED,
    WHEN,
    WHO,
)

REPORTED = (
    of_outlets(
        rf"\b(?i:журналист|корреспондент|обозревател)\w{{0,3}}\s{WHO}{ONE}(?:\s{NAME})?\s(?:{MOMENT}\s)?{STEM}",
        RELAYS,
        "урналист",
        "орреспондент",
        "бозревател",
    ),
    of_all(r"(?<=[^\n]{12})\s[-–—]\s(?P<n>СМИ)$", RELAYS, "СМИ"),
    of_all(
        r"\b(?:опубликован|распростран[её]н|появивш|прошедш|разош)\w{2,7}\s(?:[а-яё]{4,12}\s)?(?:в|рядом|некоторыми|многими|по)\s(?P<n>(?:[а-яё]{4,18}\s)?СМИ)\b",
        RELAYS,
        "СМИ",
    ),
    of_outlets(
        rf"\b(?i:читайте|читать|подробнее)\s(?:[а-яё]{{3,14}}\s){{0,2}}(?:на|в)\s{WHO}{LIST}",
        RELAYS,
        "итайте",
        "итать",
        "одробнее",
    ),
    of_outlets(
        rf"\b(?:опубликов|распростран|сообщ|переда|слит|обнарод)\w{{2,10}}\s(?:\w{{2,14}}\s){{0,2}}?через\s{WHO}{LIST}",
        RELAYS,
        "через",
    ),
    of_all(rf"{CITING}{UNNAMED}", ANONYMOUS, "сыл", "итируя", cited=True),
    of_all(
        r"\b"
        + REFERRING
        + r"\s(?P<n>(?:[а-яё-]{3,24}\s){0,2}?(?:доклад|отчёт|отчет|документ|исследование|письмо|записку|данные|материалы)\w{0,2}(?:\s(?!о\b|об\b|в\b)[а-яё]{3,20})?)(?=[\s,.]|$)(?!\s?"
        + NAME
        + ")",
        RELAYS,
        "сыл",
        "итируя",
        cited=True,
    ),
    of_all(rf"{CITING}{MEDIA}(?!\s?{NAME})", RELAYS, "сыл", "итируя", cited=True),
    of_all(rf"{CITING}(?P<n>{OFFICE}\w{{0,3}}(?:\s[а-яё]{{3,24}})?(?:\s{NAME})?)", SPEAKS, "сыл", "итируя", cited=True),
    Rule(pattern_of(rf"{CITING}{WHO}{LIST}"), RELAYS, SPEAKS, RELAYS, cited=True, needs=("сыл", "итируя")),
    of_all(
        rf"\b[Пп]о\s(?:данным|информации|сообщени\w{{1,2}}|словам|сведениям)\s{UNNAMED}",
        ANONYMOUS,
        "данным",
        "информации",
        "сообщени",
        "словам",
        "сведениям",
    ),
    of_all(
        rf"\b(?:[Пп]о\s(?:данным|информации|сообщени\w{{1,2}}|сведениям|версии|утверждению)|(?:[Кк]ак|[Оо]б\sэтом)\s{STEM})\s{MEDIA}(?!\s?{NAME})",
        RELAYS,
    ),
    Rule(
        pattern_of(
            rf"\b[Пп]о\s(?:данным|информации|сообщени\w{{1,2}}|сведениям|версии|утверждению|подсч[её]там|оценк\w{{1,2}}|расч[её]там|материалам)\s{WHO}{LIST}"
        ),
        RELAYS,
        SPEAKS,
        RELAYS,
        needs=("данным", "информации", "сообщени", "сведениям", "версии", "утверждению", "там", "оценк", "материалам"),
    ),
    Rule(
        pattern_of(
            rf"\b(?:[Кк]ак|[Оо]б\sэтом|[Пп]ервы[мй]и?\sоб\sэтом|[Пп]ервой\sоб\sэтом)\s(?:{MOMENT}\s|уже\s|стало\sизвестно\s){{0,2}}{STEM}\s(?:{MOMENT}\s)?{WHO}{LIST}"
        ),
        RELAYS,
        SPEAKS,
        RELAYS,
        needs=("ак ", "этом"),
    ),
    of_all(rf"\b(?:[,»]\s[-–—]?\s?)?{STEM}\s(?:{MOMENT}\s)?{ADJECTIVES}{HEAD}{{1,2}}{LIST}", RELAYS, *TELLS),
    of_outlets(rf"\b{STEM}\s(?:{MOMENT}\s)?(?:в\s(?:интервью|эфире|комментарии)\s)?{OBJECT}{LIST}", RELAYS, *TELLS),
    of_outlets(
        rf"\b(?:(?:опубликован|обнародован|размещ[её]н|показан|распростран[её]н|провед[её]н|подготовлен|процитирован|озвучен|приведен|записан|снят|собран)\w{{0,4}}|вышедш\w{{2,3}}|вышл[аио]|появил\w{{2,3}})\s(?:{MOMENT}\s)?(?:(?:в|на)\s)?{WHO}{LIST}",
        RELAYS,
    ),
    of_outlets(rf"\b(?i:источник|собеседник)\w{{0,3}}\s{WHO}{LIST}", RELAYS, "сточник", "обеседник"),
    of_outlets(rf"\b(?i:согласно)\s(?:\w{{3,14}}\s)?{WHO}{LIST}", RELAYS, "огласно"),
    of_all(
        rf"\b[Вв]\s{MEDIA}\s(?:{MOMENT}\s)?(?:появил|попал|просочил|утекл|сообщал|писал|распростран)\w{{1,5}}",
        RELAYS,
        "СМИ",
        "газет",
        "издан",
        "медиа",
    ),
    of_all(r"^(?P<n>СМИ):\s", RELAYS, "СМИ"),
    of_all(rf"\b{STEM}\s(?P<n>(?:[а-яё]{{4,18}}\s)?(?:СМИ|медиа))\b", RELAYS, "СМИ", "медиа"),
    of_outlets(rf"\b[Пп]о\sсловам\s{WHO}{LIST}", RELAYS, "словам"),
    of_outlets(
        rf"\b(?i:на|в|во)\s(?:сво\w{{2,3}}\s)?(?:сайт\w|эфир\w|страниц\w{{1,3}}|передач\w|программ\w|выпуск\w|(?:[Tt]elegram-)?канал\w|аккаунт\w|блог\w)\s{WHO}{LIST}",
        RELAYS,
        "сайт",
        "эфир",
        "страниц",
        "передач",
        "программ",
        "выпуск",
        "канал",
        "аккаунт",
        "блог",
    ),
    of_known(rf"(?<=[^\n]{{12}})\s?[-–—|]\s{ONE}$", RELAYS, "-", "–", "—", "|"),
    of_all(
        rf"\b[Вв]\s(?:интервью|беседе|разговоре|комментарии|эфире)\s(?:с\s|для\s)?{ADJECTIVES}{HEAD}{{1,2}}{LIST}",
        RELAYS,
        "интервью",
        "беседе",
        "разговоре",
        "комментарии",
        "эфире",
    ),
    Rule(
        pattern_of(rf"\b[Вв]\s(?:интервью|беседе|разговоре|комментарии|эфире)\s(?:с\s|для\s)?{LIST}"),
        RELAYS,
        None,
        RELAYS,
        needs=("интервью", "беседе", "разговоре", "комментарии", "эфире"),
    ),
    of_all(
        rf"\b(?:сказал|рассказал|заявил|сообщил|пояснил|подтвердил|уточнил|отметил|объяснил|признал(?:ся|ась)|добавил|ответил|передал|прокомментировал|заверил|поведал)[аи]?\s(?:[\w{NAME}][\w-]{{0,20}}\s){{0,4}}?{HEAD}{LIST}",
        RELAYS,
        *TELLS,
    ),
    of_outlets(
        rf"\b(?:сказал|рассказал|заявил|сообщил|пояснил|подтвердил|уточнил|отметил|объяснил|признал(?:ся|ась)|добавил|ответил|передал|прокомментировал|заверил|поведал)[аи]?\s(?:[\w{NAME}][\w-]{{0,20}}\s){{0,4}}?{LIST}",
        RELAYS,
        *TELLS,
    ),
    Rule(
        pattern_of(rf"\b(?i:согласно|в|из)\s(?:[а-яё]{{3,20}}\s){{0,2}}?(?:{REPORT}|данным|информации)\s{WHO}{LIST}"),
        RELAYS,
        SPEAKS,
        RELAYS,
    ),
    of_all(
        rf"(?<!\b(?:редактор|главред|сотрудник|журналист|основател|владел|автор|глав|журналист|обозревател|представител)\w{{0,4}}\s)\b{HEAD}{LIST}{WHEN}\s{STEM}",
        RELAYS,
        *TELLS,
    ),
    of_all(rf"\b{MEDIA}\s(?:{MOMENT}\s)?{STEM}", RELAYS, *TELLS),
    of_outlets(rf"{LIST}{WHEN}\s{STEM}", RELAYS, *TELLS),
    Rule(
        pattern_of(rf"{ONE}{WHEN}\s(?:пиш(?:ет|ут)|сообща(?:ет|ют)|написал[аои]?|переда(?:ёт|ет|ют))\b"),
        RELAYS,
        None,
        RELAYS,
        needs=("пи", "сообща", "переда"),
    ),
    of_all(
        rf"^[\s(\[]{{0,3}}(?i:источники?|оригинал|по\sматериалам|через)\s?:\s?(?P<n>{NAME}(?:\s[а-яё]{{3,20}}){{0,3}}(?:\s{NAME})?(?:[,;/]\s?{NAME}){{0,4}})[\s)\].]{{0,3}}$",
        RELAYS,
        ":",
    ),
    of_all(rf"[(\[](?i:источник:?|через:?|via:?)\s{ONE}[)\]]", RELAYS, ")", "]"),
    of_outlets(rf"^{ONE}:\s(?=\S)", RELAYS, ":"),
)

OF_OUTLETS = (Rule(pattern_of(rf"\b{REPORT}\s(?:{HEAD})?{LIST}"), RELAYS),)
