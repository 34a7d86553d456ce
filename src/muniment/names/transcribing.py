"""How Chinese may write a foreign word that stands in no table: the rules of its usual transcriptions, turned round."""

from collections.abc import Iterator
from itertools import product

from muniment.names.mandarin import split_syllable
from muniment.names.sounds import bare

_SYLLABLES_OF = {
    "a": ("a",), "e": ("ai", "e"), "i": ("yi",), "ı": ("yi",), "o": ("ao", "wu"), "u": ("wu",), "ö": ("ao", "wu"),
    "ü": ("yu", "wu"),
    "b.": ("bu",), "ba": ("ba",), "be": ("bai", "bie"), "bi": ("bi",), "bo": ("bo",), "bu": ("bu",),
    "p.": ("pu", "fu"), "pa": ("pa",), "pe": ("pai", "pei"), "pi": ("pi",), "po": ("po",), "pu": ("pu",),
    "m.": ("mu",), "ma": ("ma",), "me": ("mai", "mei"), "mi": ("mi",), "mo": ("mo",), "mu": ("mu",),
    "f.": ("fu",), "fa": ("fa",), "fe": ("fei",), "fi": ("fei", "fei"), "fo": ("fo", "fu"), "fu": ("fu",),
    "v.": ("fu",), "va": ("wa",), "ve": ("wei",), "vi": ("wei",), "vo": ("wo",), "vu": ("wu",),
    "d.": ("de",), "da": ("da",), "de": ("de", "dai"), "di": ("di",), "do": ("duo",), "du": ("du",),
    "t.": ("ti", "te"), "ta": ("ta",), "te": ("tai", "te", "tie"), "ti": ("ti", "di"), "to": ("tuo", "tu"),
    "tu": ("tu",),
    "n.": ("en",), "na": ("na",), "ne": ("nai", "nei"), "ni": ("ni",), "no": ("nuo", "nu"), "nu": ("nu",),
    "l.": ("li", "er"), "la": ("la",), "le": ("lai", "lie"), "li": ("li",), "lo": ("luo",), "lu": ("lu",),
    "r.": ("er", ""), "ra": ("la", "re"), "re": ("re", "lai"), "ri": ("ri", "li"), "ro": ("luo", "rou"),
    "ru": ("lu", "ru"),
    "g.": ("ge",), "ga": ("jia", "ga"), "ge": ("ge",), "gi": ("ji",), "go": ("ge",), "gu": ("gu",),
    "k.": ("ke",), "ka": ("ka",), "ke": ("ke", "kai"), "ki": ("ji", "qi"), "ko": ("ke",), "ku": ("ku",),
    "h.": ("he", "ha"), "ha": ("ha",), "he": ("he", "hai"), "hi": ("xi", "yi"), "ho": ("huo", "he"), "hu": ("hu",),
    "s.": ("si",), "sa": ("sa", "sha"), "se": ("sai",), "si": ("xi", "si"), "so": ("suo",), "su": ("su",),
    "z.": ("zi",), "za": ("za", "zha"), "ze": ("ze", "zai"), "zi": ("zi", "ji"), "zo": ("zuo", "zu"), "zu": ("zu",),
    "S.": ("shi", "xi"), "Sa": ("sha", "xia"), "Se": ("xie", "she"), "Si": ("xi",), "So": ("xiao",), "Su": ("xu",
    "shu"),
    "C.": ("qi",), "Ca": ("qia", "cha"), "Ce": ("qie",), "Ci": ("qi",), "Co": ("qiao",), "Cu": ("qiu", "chu"),
    "J.": ("ji",), "Ja": ("jia",), "Je": ("jie", "re"), "Ji": ("ji",), "Jo": ("qiao", "jiao"), "Ju": ("ju", "zhu"),
    "y.": ("yi",), "ya": ("ya",), "ye": ("ye",), "yi": ("yi",), "yo": ("yue", "yao"), "yu": ("yu", "you"),
}  # fmt: skip
_CODA = {"an": ("an",), "en": ("an", "en"), "in": ("in",), "on": ("ong", "un"), "un": ("un", "ong")}
_PLAINER = str.maketrans("qGxXKwTDcZjNöüıA", "khhhkvtzsJynouia")


def transcriptions(way: str) -> Iterator[str]:
    """Syllables in which Chinese may write a word of foreign sounds that stands in no table."""
    sounds = bare(way).translate(_PLAINER)
    choices: list[tuple[str, ...]] = []
    place = 0
    while place < len(sounds):
        sound, following = sounds[place], sounds[place + 1 : place + 2]
        if sound in "aeiou":
            choices.append(_closed(_SYLLABLES_OF[sound], sound, following, sounds[place + 2 : place + 3]))
            place += 1 + _is_coda(following, sounds[place + 2 : place + 3])
        elif following and following in "aeiou":
            after, beyond = sounds[place + 2 : place + 3], sounds[place + 3 : place + 4]
            choices.append(_closed(_SYLLABLES_OF.get(sound + following, ()), following, after, beyond))
            place += 2 + _is_coda(after, beyond)
        else:
            choices.append(_SYLLABLES_OF.get(sound + ".", ()))
            place += 1
    for parts in product(*(choice or ("",) for choice in choices[:5])):
        if len(run := " ".join(filter(None, parts))) > 4:
            yield run


def _is_coda(sound: str, after: str) -> bool:
    return sound == "n" and not (after and after in "aeiou")


def _closed(opens: tuple[str, ...], vowel: str, following: str, after: str) -> tuple[str, ...]:
    """Syllables closed by n, where one follows that does not begin the next."""
    if not _is_coda(following, after):
        return opens
    heads = {split_syllable(syllable)[0] for syllable in opens if syllable}
    return tuple(head + tail for head in sorted(heads) for tail in _CODA[vowel + "n"]) or opens
