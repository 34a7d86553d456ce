"""How Arabic texts name the reports that they have something from."""

from muniment.evidence.attributions.arabic_words import (
    BODY,
    KIND,
    LATIN,
    NAMES_OF_OLD,
    NB,
    OF_COUNTRY,
    OUTLET,
    PAST,
    QUOTED,
    REPORT,
    SAID,
    SINCE,
    SURELY,
    SURELY_LISTED,
    WORDS,
    B,
    N,
    folded_pattern,
)
from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.naming import ARABIC_FOLDS
from muniment.evidence.attributions.rules import Rule, everyone

ACCORDING = r"(?:وفق[اًا]{1,2}\s(?:لما\s(?:ذكرت(?:ه)?|أوردت(?:ه)?|نشرت(?:ه)?|أفادت\sبه|قالت(?:ه)?|نقلت(?:ه)?)\s|لتقرير\s(?:نشرت[هه]\s|ل)?|ل\s?ـ?\s?)|وفق\s|بحسب\s(?:ما\s(?:ذكرت(?:ه)?|أوردت(?:ه)?|نشرت(?:ه)?|أفادت\sبه|قالت|نقلت(?:ه)?)\s|تقرير\s(?:نشرته\s|ل)?)?|حسب\s(?:ما\s(?:ذكرت(?:ه)?|أوردت(?:ه)?|نشرت(?:ه)?|أفادت\sبه|قالت|نقلت(?:ه)?)\s)?|طبق[اًا]{1,2}\sل|استناد[اًا]{1,2}\s(?:إلى|الى)\s(?:تقرير\s)?)"

REPORTED = (
    everyone(folded_pattern(rf"^[«“\"]?(?P<n>{SURELY})[»”\"]?[^:\n]{{0,60}}:\s"), Relation.RELAYS),
    Rule(
        folded_pattern(
            rf"(?<!\S)(?P<n>{SURELY}|{QUOTED})(?:\s{OF_COUNTRY})?[،,]?\s(?:(?:بدورها|من\sجانبها|من\sجهتها|كانت|قد)\s){{1,3}}{SAID}[،,]?\s"
        ),
        Relation.RELAYS,
        needs=tuple(word.translate(ARABIC_FOLDS) for word in ("بدورها", "جانبها", "جهتها", "كانت", "قد")),
    ),
    Rule(
        folded_pattern(
            rf"(?<!\S)(?P<n>{BODY}\s(?:{QUOTED}|{WORDS}))(?:\s(?:{OF_COUNTRY}|الصحفية|الإعلامية|الحقوقية))?\s(?:كشف|تكشف|نشر|تنشر|وثق|توثق)ت?\s"
        ),
        Relation.RELAYS,
        None,
        Relation.RELAYS,
        needs=("كشف", "نشر", "وثق"),
    ),
    everyone(folded_pattern(rf"{B}(?:و|ف)?كانت?\s{N}\sقد\s{SAID}"), Relation.RELAYS),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:نشر|ورد|جاء|ظهر)ت?\s(?:[\p{{Arabic}}]{{2,16}}\s){{0,6}}?(?:في|على)\s{N}(?:\s[\p{{Arabic}}]{{3,14}})?(?:،?\sو(?P<m>{OUTLET}))?"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:سرب|نشر|كشف|أورد|بث|أذاع|نقل|ذكر|بثت|أجر)ت?(?:ها|ه|هما)\s(?:عن\s|سابقا\s|اليوم\s)?{N}"
        ),
        Relation.RELAYS,
    ),
    Rule(folded_pattern(rf"{B}(?:و|ف)?{SAID}\s(?P<n>{WORDS})(?=\s?(?:[أإا]ن|:|ب[أا]ن|،))"), Relation.RELAYS),
    Rule(folded_pattern(rf"{B}(?:و|ف)?{ACCORDING}(?P<n>{WORDS})(?=[،,.:])"), Relation.RELAYS),
    everyone(folded_pattern(rf"{B}(?:و|ف)?سلطت?\s{N}\sالضوء"), Relation.RELAYS),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?(?:نقل[اًا]{{1,2}}\sعن|نقلت?\sعن|عن)\s(?:تقرير\s(?:ل)?)?(?P<n>{KIND}\s(?:{QUOTED}|{WORDS}(?:\s{QUOTED})?)|{NAMES_OF_OLD})"
        ),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?نقل[اًا]{{1,2}}\sعن\s(?:تقرير\s(?:ل)?)?(?P<n>{QUOTED}|{LATIN}|وسائل\s[إا]علام(?:\s\p{{Arabic}}{{3,12}})?)"
        ),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(folded_pattern(rf"{B}(?:و|ف)?{ACCORDING}(?:مصادر\s)?{N}"), Relation.RELAYS),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?{ACCORDING}(?:(?:تحليل|تحليلات|تقارير|تقرير|بعض|عدة|معظم)\s)?(?P<n>(?:وسائل\s(?:ال)?[إا]علام|تقارير\s(?:[إا]علامية|صحفية|دولية|إخبارية)|الصحافة)(?:\s(?:ال)?(?:محلية|رسمية|حكومية|أجنبية|غربية|دولية|صينية|روسية|[أا]مر?يركية|[أا]مريكية|بريطانية|عبرية|[إا]سرائيلية|عربية|[\p{{Arabic}}]{{3,9}}ية))?)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?{SAID}\s(?:(?:تحليل|تحليلات|تقارير|تقرير|بعض|عدة|معظم)\s)?(?P<n>(?:وسائل\s(?:ال)?[إا]علام|تقارير\s(?:[إا]علامية|صحفية|دولية|إخبارية)|الصحافة)(?:\s(?:ال)?(?:محلية|رسمية|حكومية|أجنبية|غربية|دولية|صينية|روسية|[أا]مر?يركية|[أا]مريكية|بريطانية|عبرية|[إا]سرائيلية|عربية|[\p{{Arabic}}]{{3,9}}ية))?)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:{SAID}|وجد(?:ت)?|[أا]ظهر(?:ت)?|خلص(?:ت)?|توصل(?:ت)?)\s{REPORT}\s(?:(?:\p{{Arabic}}{{3,12}}\s)?(?:أجراها|أجرته|أجراه|نشره|نشرها|نشرته|نشرتها|أعدته|أعدها|أعده|صادر\sعن|صادرة\sعن|أصدرته|أصدره|بثته)\s)?(?:ل)?{NB}"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}{REPORT}\s(?:\p{{Arabic}}{{3,12}}\s)?(?:أجراها|أجرته|أجراه|نشره|نشرها|نشرته|نشرتها|أعدته|أعدها|أعده|صادر\sعن|صادرة\sعن|أصدرته|أصدره|بثته|بثتها)\s{NB}"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف|ب)?(?:ال)?{REPORT}\s(?:\p{{Arabic}}{{3,12}}\s)?(?:في\s|من\s|على\s|عبر\s|لل?)?(?P<n>{SURELY})"
        ),
        Relation.RELAYS,
    ),
    everyone(folded_pattern(rf"{B}(?:و|ف)?{SAID}{SINCE}\s{SURELY_LISTED}"), Relation.RELAYS),
    Rule(folded_pattern(rf"{B}(?:و|ف)?{SAID}{SINCE}\s{N}"), Relation.RELAYS),
    everyone(folded_pattern(rf"{B}مراسل(?:ة|و|ي|نا)?\s(?P<n>{SURELY})"), Relation.RELAYS),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:{PAST}|صرح(?:ت|وا)?|أبلغ(?:ت|وا)?|شرح(?:ت)?|أخبر(?:ت|وا)?|يقول|تقول|حديث\w{{0,2}}|تصريح\w{{0,4}}|مقابلة|حوار|بيان|رسالة)\s[^.\n]{{0,90}}?\s(?:ل\s?ـ?\s?|عبر\s(?:شاشة\s|أثير\s)?|على\sشاشة\s)(?P<n>{SURELY})"
        ),
        Relation.RELAYS,
    ),
    everyone(folded_pattern(rf"^(?P<n>{NAMES_OF_OLD})\s?:\s"), Relation.RELAYS),
    everyone(
        folded_pattern(
            rf"{B}(?:في\s)?(?:مقابل[ةت]\w{{0,2}}|حديث\w{{0,2}}|تصريح\w{{0,4}}|حوار\w{{0,2}}|لقاء|مقال\w{{0,2}})\s(?:\p{{Arabic}}{{2,12}}\s)?(?:مع\s|ل\s?ـ?\s?|في\s|إلى\s|نشرته\s|أجرته\s){N}"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:قال|قالت|صرح|صرحت|أبلغ|أبلغت|أخبر|أخبرت|تحدث|أوضح|أكد|روى|روت)\s(?:[\p{{Arabic}}\p{{M}}]{{2,16}}\s){{0,5}}?ل\s?ـ?\s?(?P<n>{KIND}\s(?:{QUOTED}|{WORDS})|{NAMES_OF_OLD}|{QUOTED})"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:أبلغ|أخبر)(?:ت|وا)?\s(?:[\p{{Arabic}}]{{2,16}}\s){{0,4}}?(?P<n>{NAMES_OF_OLD}|{KIND}\s(?:{QUOTED}|{WORDS}))"
        ),
        Relation.RELAYS,
    ),
    everyone(
        folded_pattern(r"^[\s(\[]{0,3}(?:المصدر|المصادر|مصدر|نقلًا\sعن|عبر)\s?:\s?(?P<n>[^\n:]{2,50}?)[\s)\].]{0,3}$"),
        Relation.RELAYS,
    ),
    everyone(folded_pattern(r"[(\[](?:المصدر|عبر)\s?:\s?(?P<n>[^\n:()]{2,50}?)[)\]]"), Relation.RELAYS),
    everyone(folded_pattern(rf"(?P<n>{KIND}\s(?:{QUOTED}|{WORDS}))\s(?:{SAID})\s(?:أن|إن|بأن|يوم)"), Relation.RELAYS),
)
