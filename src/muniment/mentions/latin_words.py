"""What the rules for capitalised names know, in English and Russian: titles, endings, words that are no names."""

from muniment.mentions.word_lists import word_list

TITLES = frozenset(word_list("capitals.txt", "titles"))

SURE_TITLES = frozenset(word_list("capitals.txt", "sure_titles"))
"""Titles after which even a single word is a name."""

ORGANISATION_WORDS = frozenset(word_list("capitals.txt", "organisation_words"))

PLACE_WORDS = frozenset(word_list("capitals.txt", "place_words"))

PLACE_PREPOSITIONS = frozenset(word_list("capitals.txt", "place_prepositions"))

JOINERS = frozenset(word_list("capitals.txt", "joiners"))
"""Small words inside a name; a name neither begins nor ends with one."""

PARTICLES = frozenset(word_list("capitals.txt", "particles"))
"""Those of them that stand inside names of persons."""

NOT_NAMES = frozenset(word_list("capitals.txt", "not_names"))
"""Words that may stand capitalised at the beginning of a sentence and are not by themselves part of a name."""

KEEPS_POSSESSIVE = frozenset(word_list("capitals.txt", "keeps_possessive"))
"""Words whose 's does not end a name: National People's Congress."""

PINYIN_SURNAMES = frozenset(word_list("capitals.txt", "pinyin_surnames"))

PINYIN_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|üan|ai|ei|ao|ou|an|en|in|un"
    "|ün|ia|ie|iu|ua|uo|ui|üe|ue|er|a|o|e|i|u|ü)"
)
