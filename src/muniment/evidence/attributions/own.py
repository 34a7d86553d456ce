"""How a text names those who publish it themselves, media that it does not name, and whom it named before."""

import regex

from muniment.evidence.attributions.naming import ARABIC_FOLDS

_OWN = regex.compile(
    r"(?:this|our)\s(?:newspaper|paper|news\sagency|agency|magazine|website|site|publication|outlet|newsroom|reporters?)|us|we|"
    r"本报|本報|本社|本台|本刊|本网|本網|我们|我們|"
    r"наш(?:ему|его|им)?\sиздани\w|наше\sиздание|наш(?:а|ей|у)\s(?:газет\w|редакци\w)|редакци[яию]|наш\sкорреспондент|издания|"
    r"(?:صحيفتنا|موقعنا|وكالتنا|قناتنا|مجلتنا)|"
    r"notre\s(?:journal|rédaction)|nuestr[oa]\s(?:periódico|diario|redacción)|unsere[rs]?\s(?:Zeitung|Redaktion)|gazetemiz\w{0,4}",
    regex.IGNORECASE,
)


def is_own(named: str) -> bool:
    """Whether ``named`` means whoever publishes the text it stands in: "this newspaper", 本报, صحيفتنا."""
    return _OWN.fullmatch(named.strip()) is not None


_SHADES = (
    r"some|certain|several|many|various|other|multiple|a\snumber\sof|local|state|state-(?:run|owned|controlled|backed)|official|"
    r"foreign|national|international|western|regional|independent|public|domestic|overseas|opposition|news|social|mainstream"
)
_MEDIA_NAMED = (
    rf"(?:the\s|an?\s|one\s)?(?:(?:{_SHADES})\s)*(?:media|press|newspapers?|papers|outlets|news|television|tv|radio|broadcasters?|news\sagenc(?:y|ies))"
    r"(?:\s(?:outlets|reports?))?|"
    r"(?:据)?(?:一些|某些|个别|個別|部分|有|多家|不少|很多|许多|許多|当地|當地|本地|官方|国际|國際|外国|外國|海外|境外|西方|国家|國家|有关|有關|一家|某家|某)*"
    r"(?:媒体|媒體|通讯社|通訊社|报纸|報紙|报章|報章|网站|網站|传媒|傳媒|外媒|官媒)|"
    r"(?:(?:местны|иностранны|государственны|западны|зарубежны|независимы|региональны|официальны|некоторы|отдельны|ряд|многи)\w{0,2}\s)*"
    r"(?:СМИ|медиа|газет(?:ы|ах|ам)?)|"
    r"(?:بعض\s)?(?:وسائل|تقارير|وسائط|صحف)(?:\s(?:ال)?إعلام(?:ية)?)?(?:\s(?:محلية|أجنبية|غربية|رسمية|دولية|المحلية|الأجنبية|الغربية|الرسمية))*"
)
_MEDIA = regex.compile(_MEDIA_NAMED.translate(ARABIC_FOLDS), regex.IGNORECASE)
_REPEATED = regex.compile(
    r"издани[ея]|газета|газеты|агентств[оа]|телеканал|портал|журнал|the\s(?:paper|newspaper|agency|outlet|magazine)|该报|該報|该社|該社|该媒体",
    regex.IGNORECASE,
)


def is_unnamed_media(named: str) -> bool:
    """Whether ``named`` means media of which none is named: "some media", 有媒体, местные СМИ."""
    return _MEDIA.fullmatch(named.strip().translate(ARABIC_FOLDS)) is not None


def is_repeated(named: str) -> bool:
    """Whether ``named`` only means an outlet that was named before: издание, "the paper", 该报."""
    return _REPEATED.fullmatch(named.strip()) is not None
