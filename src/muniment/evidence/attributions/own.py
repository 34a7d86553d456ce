"""How a text names those who publish it themselves."""

import regex

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
