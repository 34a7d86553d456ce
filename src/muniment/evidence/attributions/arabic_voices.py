"""How Arabic texts name the persons and offices that they have something from."""

from muniment.evidence.attributions.arabic_reports import ACCORDING
from muniment.evidence.attributions.arabic_words import ANON, SAID, STOP, WORD, WORDS, B, folded_pattern
from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.rules import everyone

OFFICE = r"(?:وزارة|وزير|السفارة|سفارة|الحكومة|حكومة|الشرطة|شرطة|الجيش|الرئاسة|رئاسة|النيابة|المحكمة|السلطات|سلطات|مكتب|إدارة|الخارجية|الداخلية|البلدية|محافظة|شركة)"

VOICES = (
    everyone(
        folded_pattern(rf"{B}(?:و|ف)?{SAID}\s(?P<n>مصادر|مصدر)(?=\s(?:أن|إن|إنه|إنها|أنه|أنها|بأن))"),
        Relation.ANONYMOUS,
    ),
    everyone(
        folded_pattern(rf"{B}(?:و)?(?:نقل[اًا]{{1,2}}\sعن|عن)\s(?P<n>{ANON})(?=\s(?:أن|إن|قول|بأن|ق|في)|[،,.])"),
        Relation.ANONYMOUS,
        cited=True,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?نقل[اًا]{{1,2}}\sعن\s(?P<n>(?:مصدر|مصادر)(?:\s\p{{Arabic}}{{3,14}}){{0,2}}?)(?=\s(?:أن|إن|إلى|قول|بأن)|[،,.])"
        ),
        Relation.ANONYMOUS,
        cited=True,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:{SAID}|{ACCORDING}|بحسب|نفى|نفت)\s?(?P<n>{ANON})(?=\s(?:أن|إن|ان|بأن|إنه|إنها|صحة|جملة|وجود|ما|ل)|[،,.])"
        ),
        Relation.ANONYMOUS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:المتحدث(?:ة)?|الناطق(?:ة)?|متحدث(?:ة)?|ناطق(?:ة)?)\s(?:الرسمي\s)?(?:باسم|بلسان)\s(?P<n>{WORDS})"
        ),
        Relation.SPEAKS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و)?(?:(?:جاء|ورد|ذكر)\sفي|بحسب|حسب|وفق[اً]{{0,2}}|طبقا\sل)\s?بيان\s(?:صادر\sعن\s|ل)?(?P<n>{WORDS})"
        ),
        Relation.SPEAKS,
    ),
    everyone(
        folded_pattern(
            rf"{B}(?:و|ف)?(?:{ACCORDING}|{SAID}\s|نفت\s|نفى\s|أعلنت\s)(?P<n>{OFFICE}(?:\s(?!{STOP}\b){WORD}){{0,3}}+)"
        ),
        Relation.SPEAKS,
    ),
)
