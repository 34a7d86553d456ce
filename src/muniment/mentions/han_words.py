"""What the rules for Chinese names know: surnames, titles, endings of offices and places."""

from muniment.mentions.word_lists import word_list

SURNAMES = frozenset(word_list("han.txt", "surnames"))
"""Surnames of one character; those that are far more often another word (和, 由, 承, 所) are left out."""

DOUBLE_SURNAMES = frozenset(word_list("han.txt", "double_surnames"))

TITLES = frozenset(word_list("han.txt", "titles"))
"""Titles and labels beside which a name stands."""

NOT_A_NAME = frozenset(word_list("han.txt", "not_a_name"))
"""What the segmenter takes for a name and is none."""

NOT_A_PLACE = frozenset(word_list("han.txt", "not_a_place"))
"""What the segmenter takes for a place and is none, or none in particular."""

PLACE_ENDINGS = "省市县區区州盟旗乡鄉镇鎮村縣"
"""Last characters of names of places."""

PLACE_SUFFIXES = frozenset(word_list("han.txt", "place_suffixes"))

OFFICES = tuple(word_list("han.txt", "offices"))
"""Endings of the names of offices, firms and bodies, longer ones first where one ends in another."""

NOT_AN_OFFICE = frozenset(word_list("han.txt", "not_an_office"))
"""Words that end like the name of an office and are none."""

TRANSLITERATION = frozenset(word_list("han.txt", "transliteration"))
"""Characters with which names of other languages are written in Chinese, on both sides of their middle dot."""
