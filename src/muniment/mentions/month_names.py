"""Names of months, folded, in the languages and calendars that caches of documents are likely to hold."""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from muniment.mentions.calendars import Calendar

_GREGORIAN = {
    "en": "january february march april may june july august september october november december",
    "en short": "jan feb mar apr - jun jul aug sep|sept oct nov dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar|jänner februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "ru": "январь|января|январе февраль|февраля|феврале март|марта|марте апрель|апреля|апреле май|мая|мае"
    " июнь|июня|июне июль|июля|июле август|августа|августе сентябрь|сентября|сентябре октябрь|октября|октябре"
    " ноябрь|ноября|ноябре декабрь|декабря|декабре",
    "uk": "січень|січня|січні лютий|лютого|лютому березень|березня|березні квітень|квітня|квітні"
    " травень|травня|травні червень|червня|червні липень|липня|липні серпень|серпня|серпні"
    " вересень|вересня|вересні жовтень|жовтня|жовтні листопад|листопада|листопаді грудень|грудня|грудні",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ug": "يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر",
    "ar east": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "ar egypt": "يناير فبراير مارس أبريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar west": "جانفي فيفري مارس أفريل ماي جوان جويلية|يوليوز أوت|غشت شتنبر أكتوبر|كتوبر نونبر دجنبر",
    "fa": "ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
}
_HIJRI = {
    "ar": "محرم صفر ربيع_الأول ربيع_الآخر|ربيع_الثاني جمادى_الأولى جمادى_الآخرة|جمادى_الثانية رجب شعبان رمضان شوال"
    " ذو_القعدة|ذي_القعدة ذو_الحجة|ذي_الحجة",
    "en": "muharram safar - - - - rajab sha'ban|shaban ramadan shawwal - -",
}
_SOLAR = {
    "fa": "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "dari": "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
}

_SAME_LETTER = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), "ى": "ی", "ي": "ی", "ك": "ک", "ة": "ه", "ـ": "", "İ": "i", "ı": "i", "’": "'"}
)
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"

_SUFFIXED = ("kk", "ug", "tr", "uz")
"""Languages that put endings on the name of a month."""

LONGEST_ENDING = 8
"""Letters of the longest ending that is looked past: Uyghur نويابىردىكى, Kazakh қарашасында."""


def folded(word: str) -> str:
    """``word`` without differences of case, of hamza and yeh, of accents of Latin letters."""
    if word.isascii():
        return word.lower()
    word = word.translate(_SAME_LETTER).lower().rstrip(_MARKS)
    if word[0] < "\u0250":  # accents of Latin letters only: elsewhere a mark makes another letter
        return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return word


def _entries(names: str) -> Iterator[tuple[str, int]]:
    for number, cell in enumerate(names.split(), 1):
        for name in cell.split("|"):
            if name != "-":
                yield name, number


def _tables() -> tuple[dict[str, tuple[Calendar, int]], dict[str, dict[str, tuple[Calendar, int]]], frozenset[str]]:
    single: dict[str, tuple[Calendar, int]] = {}
    double: dict[str, dict[str, tuple[Calendar, int]]] = {}
    suffixed = set()
    for calendar, languages in ((Calendar.SOLAR, _SOLAR), (Calendar.HIJRI, _HIJRI), (Calendar.GREGORIAN, _GREGORIAN)):
        for language, names in languages.items():
            for name, number in _entries(names):
                first, _, second = (folded(part) if part else "" for part in name.partition("_"))
                if second:
                    double.setdefault(first, {})[second] = (calendar, number)
                else:
                    single[first] = (calendar, number)
                    if language in _SUFFIXED:
                        suffixed.add(first)
    return single, double, frozenset(suffixed)


SINGLE, DOUBLE, _TAKES_ENDINGS = _tables()
"""Months by folded name; months of two words by the first word, then the second."""

_SHORTEST_STEM = 3
_WORDS_REMEMBERED = 20_000


@lru_cache(maxsize=_WORDS_REMEMBERED)
def month_of(word: str) -> tuple[Calendar, int] | None:
    """The month that a single ``word`` names, with an ending or without."""
    name = folded(word)
    if found := SINGLE.get(name):
        return found
    if name.isascii() and len(name) < len("ocakta"):
        return None
    for cut in range(1, min(LONGEST_ENDING, len(name) - _SHORTEST_STEM) + 1):
        if (stem := name[:-cut]) in _TAKES_ENDINGS:
            return SINGLE[stem]
    return None
