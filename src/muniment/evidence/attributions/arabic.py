"""How Arabic texts say where they have something from."""

import regex

from muniment.evidence.attributions.arabic_reports import REPORTED
from muniment.evidence.attributions.arabic_voices import OFFICE, VOICES
from muniment.evidence.attributions.arabic_words import (
    FALSE,
    KIND,
    LATIN,
    NAMES_OF_OLD,
    NB,
    OF_COUNTRY,
    OUTLET,
    QUOTED,
    REPORT,
    SAID,
    STOP,
    SURELY,
    UNSURE,
    WORDS,
    B,
    N,
    folded_pattern,
)
from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.english_words import OUTLET_NAMED
from muniment.evidence.attributions.naming import ARABIC_FOLDS, names_in
from muniment.evidence.attributions.rules import NOTHING, Hint, Language, Spans, everyone, no_names

HEDGED = (
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:نفى|نفت|كذب|كذبت|رفض|رفضت|دحض|دحضت)\s(?:[\p{{Arabic}}]{{2,20}}\s){{1,8}}?(?:بعض\s)?(?P<n>وسائل\s(?:ال)?[إا]علام(?:\s(?:ال)?\p{{Arabic}}{{4,10}}ية)?)"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        folded_pattern(rf"{B}(?:و)?خلاف[اًا]{{1,2}}\s(?:لما\s(?:{SAID}ه?\s|ورد\sفي\s)|ل(?:تقرير|خبر)\s){N}"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:اتهم|يتهم|تتهم)(?:ت|وا)?\s(?:[\p{{Arabic}}]{{2,20}}\s){{1,3}}?{N}\s(?:ب\p{{Arabic}}{{3,12}})"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:نفى|نفت|كذب|كذبت|رفض|رفضت|دحض|دحضت|انتقد|انتقدت)\s(?:[\p{{Arabic}}،]{{2,20}}\s){{0,8}}?(?:ما\s{SAID}ه?\s|(?:{REPORT}|تصريحات|أنباء|معلومات)\s(?:في\s|نشرته\s|ل)?){N}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(folded_pattern(rf"{B}{REPORT}\s{N}\s{FALSE}"), Relation.RELAYS, hedge=Hedge.DISPUTED),
    everyone(folded_pattern(rf"{B}{UNSURE}{REPORT}\s(?:ل)?{N}"), Relation.RELAYS, hedge=Hedge.UNVERIFIED),
)

AGENCIES = (
    everyone(folded_pattern(rf"^[\p{{Arabic}} ]{{2,24}}\s?/\s?(?P<n>{NAMES_OF_OLD})(?=\s|$)"), Relation.AGENCY),
    everyone(
        folded_pattern(
            rf"^[^\n(]{{0,60}}\(\s?(?:(?P<n>{OUTLET}|[\p{{Arabic}}. ]{{2,20}})\s?\)\s?[-–—]{{1,2}}|(?P<n>{NAMES_OF_OLD})\s?\)\s?:)\s?"
        ),
        Relation.AGENCY,
    ),
    everyone(
        folded_pattern(
            rf"^(?:[\p{{Arabic}} ]{{2,20}}[،,]?\s?[-–—/]{{1,2}}\s?)?(?P<n>{NAMES_OF_OLD}|(?:وكالة|وكالات)\s[\p{{Arabic}} ]{{2,24}}|وكالات)\s?[-–—/:]{{1,2}}\s"
        ),
        Relation.AGENCY,
    ),
    everyone(
        folded_pattern(rf"\(\s?[\p{{Arabic}} ]{{2,20}}\s?[-–—،,/]\s?(?P<n>{NAMES_OF_OLD}|وكالات)\s?\)"), Relation.AGENCY
    ),
    everyone(
        folded_pattern(rf"{B}(?:شارك|شاركت|ساهم|ساهمت|أسهم|أسهمت)\s{N}\sفي\s(?:إعداد|كتابة|هذا)"), Relation.AGENCY
    ),
    everyone(folded_pattern(rf"{B}(?:بمشاركة|بمساهمة)\s(?:من\s)?{N}"), Relation.AGENCY),
)

DOCUMENTS = (
    everyone(
        folded_pattern(rf"{B}(?:و|ف)?(?:وصل|وصلت|بلغ|تلقت|تسلمت)\s(?:إلى\s)?{N}\s(?:على\s)?نسخ"), Relation.OBTAINED
    ),
    everyone(
        folded_pattern(
            rf"{B}(?P<n>{SURELY})(?:\sال\p{{Arabic}}{{3,14}}){{0,2}}\s(?:قد\s|كانت\s|هي\s|أول\sمن\s){{0,4}}(?:حصل|تحصل|حصلت|تسلمت|تلقت)\w{{0,3}}\s"
        ),
        Relation.OBTAINED,
        needs=("حصل", "تسلمت", "تلقت"),
    ),
    everyone(folded_pattern(rf"{B}(?:و|ف)?زود(?:ت|وا)?\s{N}\sب"), Relation.OBTAINED),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:حصل|حصلت|تحصلت|استحوذت)\s(?:عليها\s|عليه\s|عليهما\s)?(?P<n>صحيفتنا|موقعنا|وكالتنا|قناتنا|مجلتنا)"
        ),
        Relation.OBTAINED,
    ),
    everyone(folded_pattern(rf"{B}(?:و|ف)?(?:حصل|حصلت|تحصلت)\s(?:عليها\s|عليه\s|عليهما\s){NB}"), Relation.OBTAINED),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:حصل|حصلت|تحصلت)\s{N}\s(?:\p{{Arabic}}{{2,12}}\s)?على\s(?:\p{{Arabic}}{{2,12}}\s){{0,2}}?(?:نسخ|وثائق|وثيقة|مستند|مراسلات|ملف|رسائل|سجل|تسجيل|محضر|قائمة|معلومات|بيانات)"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?(?:تسرب|تسربت|تسريب\w{{0,4}}|سرب|سربت|سربوا|سربها|المسربة|مسربة)\s(?:\p{{Arabic}}{{2,16}}\s){{0,5}}?(?:إلى|الى)\s{N}"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?(?:قدم|قدمت|سلم|سلمت|أرسل|أرسلت|سرب|سربت|أعطى|أعطيت|منحت|وصلت|زود|مرر)ه?ا?\s(?:\p{{Arabic}}{{2,16}}\s){{0,5}}?(?:إلى|الى)\s{N}"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?(?:قدم|قدمت|سلم|سلمت|سرب|سربت)ه?ا?\s(?:\p{{Arabic}}{{2,16}}\s){{0,5}}?ل[ـ]?\s?(?P<n>{QUOTED}|{KIND}\s(?:{QUOTED}|{WORDS}))"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        folded_pattern(rf"{B}(?:و)?(?:[اأ]طلع|[اأ]طلعت|راجع|راجعت|شاهد|شاهدت|استعرضت|فحصت)\s(?:عليها\s|عليه\s)?{N}"),
        Relation.SEEN,
    ),
)

_MENTIONED = folded_pattern(
    rf"\b[ولبف]{{0,2}}(?P<m>(?:{KIND}|فضائية)\s(?:{QUOTED}|{WORDS})|{NAMES_OF_OLD}|الاتحاد\sالدولي\sللصح[فا]ا?في?ين\sالاستقصائيين|{LATIN})"
)


def _mentions(text: str) -> Spans:
    for match in _MENTIONED.finditer(text):
        first = match.start("m")
        yield from ((first + start, first + end) for start, end in names_in(match["m"], ARABIC))


HINTS = (
    Hint(
        folded_pattern(rf"(?:حصل|تسرب|سرب|سلم|زود)\w{{0,4}}(?:\s\p{{Arabic}}{{2,12}}){{0,3}}\s(?:{KIND}\s)?[«“\"(]?\Z"),
        NOTHING,
        Relation.OBTAINED,
    ),
    Hint(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:{SAID}|{REPORT}|تناول\w{{0,3}}|مراسل\w{{0,3}}|شاشة|أثير|صفحات|نقلا\sعن)\s(?:عن\s|في\s|على\s)?(?:{KIND}\s)?[«“\"(]?\Z"
        ),
        folded_pattern(rf"[»”\")]?(?:\sال\p{{Arabic}}{{3,10}}ة)?[،,]?\s(?:قد\s)?(?:{SAID}|الضوء)\s"),
        Relation.RELAYS,
    ),
)

ARABIC = Language(
    hints=HINTS,
    denies=folded_pattern(
        r"(?:اتهم|نفى|كذب|رفض|دحض)(?:ت|وا)?\s(?:\p{Arabic}{2,12}\s)?\Z|(?:لم|لن|لا)\s(?:\p{Arabic}{2,12}\s){0,4}\Z"
    ),
    mentions=_mentions,
    code="ar",
    folds=ARABIC_FOLDS,
    known_part="first",
    rules=(*HEDGED, *AGENCIES, *DOCUMENTS, *REPORTED, *VOICES),
    names=no_names,
    dropped=regex.compile(r"[\u064b-\u0652\u0670\u0640]+"),
    outlet=folded_pattern(rf"{KIND}|{NAMES_OF_OLD}|{OUTLET_NAMED}"),
    institution=folded_pattern(OFFICE),
    leading=folded_pattern(
        r"\A(?:(?:صحيفة|جريدة|قناة|موقع|مجلة|شبكة|صحيفتا|صحيفت)\s(?=\S)|(?:وكالة|وكالات|إذاعة|هيئة|منظمة|تلفزيون)\s(?=[«“\"]|رويترز|فرانس|بلومبر|شينخوا|تاس|سبوتنيك|الأناضول|أسوشيتد|الأسوشيتد))"
    ),
    trailing=folded_pattern(
        rf"(?:(?<!الأنباء|أنباء|الصحافة|الإعلام|الأخبار|البث)\s{OF_COUNTRY}|\s{STOP})+\Z|[:\-–—]+\Z"
    ),
    between=folded_pattern(r"\s?،\s?و?\s?(?=\S)|\sو(?=(?:صحيفة|وكالة|قناة|موقع|[«“”\"]|رويترز|فرانس|شبكة|مجلة))"),
    refused=folded_pattern(
        r"\A(?:مراسل.*|(?:مواقع|وسائل|شبكات|منصات|موقع|منصة)\s(?:ال)?(?:تواصل|تويتر|فيسبوك|يوتيوب|إنترنت|حادث|انفجار|عسكري|نووي|أثري|إلكتروني).*|وكال(?:ة|ات)\s(?:ال)?(?:أمن|استخبارات|مخابرات|طاقة|فضاء|ناسا|غوث|أمم|تشغيل|سفر|تنمية|حماية|بيئة|أدوية|حدود|تجسس|دفاع).*|شبكة\s(?:ال)?(?:إنترنت|تجسس|كهرباء|إجرامية|إرهابية|اتصالات|علاقات|طرق|مياه|أنفاق|عملاء|تهريب).*|قناة\s(?:السويس|بنما)|(?:الصحيفة|الجريدة|الوكالة|المجلة|الموقع)(?:\s.*)?|القناة(?:\s(?!\d|العامة|الأولى|الثانية|الثالثة|السابعة).*)?|الصحيفة|الوكالة|القناة|الموقع|الجريدة|المصدر|التقرير|ذلك|صحيفة|وكالة|قناة|موقع|موقع\sال\p{L}{3,10}|شبكة\sال\p{L}{3,10}|وكالة\s(?:واحدة|تجارية))\Z"
    ),
    credits=folded_pattern(
        r"^[\s(]{0,3}(?:تصوير|صورة|الصورة|صور|فيديو)\s?[:/-][^\n]{0,80}|\((?:تصوير|صورة)[^)\n]{0,60}\)"
    ),
)
