"""How English texts name the reports and the people that they have something from."""

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.english_words import (
    ADVERB,
    ASIDE,
    DAY,
    FREE,
    GENRE,
    HEAD,
    LIST,
    MEDIA,
    NAMELESS,
    ONE,
    REPORT,
    SAYS,
    STRONG,
    THE,
    UNNAMED,
    WEAK,
    WHO,
    of_all,
    of_outlets,
    pattern_of,
)
from muniment.evidence.attributions.rules import NAME, Rule

_FIRST = r"(?:first\s|originally\s|initially\s|previously\s|also\s|exclusively\s|earlier\s){0,2}"
_AS = r"(?:by|in|on)"
_RELAYS, _SPEAKS, _ANONYMOUS = Relation.RELAYS, Relation.SPEAKS, Relation.ANONYMOUS
_KIND = r"(?P<head>\s(?:daily|weekly|newspaper|magazine|tabloid|website|site|news\ssite|news\sagency|agency|newswire|radio|television|TV|channel|broadcaster|network|portal|outlet|news)\b)"
"""What an outlet is, said after its name: "the Bild daily"."""

REPORTS = (
    of_outlets(
        rf"{ONE}(?:['’]s)?\s(?:staff\s|investigative\s|news\s|own\s|foreign\s)?(?:writers?|reporters?|journalists?|correspondents?|columnists?)\b",
        _RELAYS,
        "writer",
        "reporter",
        "journalist",
        "correspondent",
        "columnist",
    ),
    Rule(
        pattern_of(
            rf"\b(?:documents|records|files|emails|memos|papers|data|figures|images|photos|photographs|videos?|footage|transcripts|cables),?\s(?:[a-z]{{2,14}}\s){{0,4}}?(?:released|published|made\spublic|posted|compiled|collected|issued|disclosed)\s(?:{DAY}\s)?by\s{WHO}{LIST}"
        ),
        _RELAYS,
        _SPEAKS,
        _RELAYS,
        needs=("by ",),
    ),
    of_outlets(
        rf"\b(?:contacted|reached|approached|asked|interviewed|questioned|consulted|surveyed|photographed|filmed|shown)\sby\s{WHO}{LIST}",
        _RELAYS,
        "ed by",
        "shown by",
    ),
    of_all(rf"{ONE}{_KIND}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK})", _RELAYS),
    of_all(
        rf"\b(?:[Aa]ccording\sto|told|interview\swith|speaking\sto|quoted\sby|reported\sby|published\s(?:by|in)|citing|in|to)\s(?:the\s)?{ONE}{_KIND}(?=[\s,.;])",
        _RELAYS,
    ),
    of_outlets(rf"{ONE}\s(?:that|which|who)\s{ADVERB}{STRONG}", _RELAYS, "that", "which", "who"),
    of_outlets(
        rf"\b(?:[Pp]er|statement\sto|remarks\sto|comments\sto|e-?mail\sto|letter\sto|message\sto|confirmed\sto|shown\sto|explained\sto|said\sto|said\son|speaking\son|appearing\son|website\sof|pages\sof|columns\sof|information\sfrom|reporters?\sfrom|journalists?\sfrom|correspondents?\sfrom|reporter\sfor|journalist\sfor)\s{WHO}{LIST}",
        _RELAYS,
    ),
    of_all(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|quoted|cited|confirmed|voiced)\s(?:{_FIRST}|{DAY}\s){_AS}\s(?:the\s|an?\s)?{GENRE}{HEAD}{THE}{LIST}",
        _RELAYS,
    ),
    of_all(
        rf"\b(?:[Ff]irst|[Oo]riginally|[Ii]nitially)\s(?:(?:reported|revealed|disclosed|uncovered|published)\s(?:{DAY}\s)?(?:by|in)|(?:published|appeared|broadcast|aired|posted)\s(?:{DAY}\s)?on)\s{WHO}{LIST}",
        _RELAYS,
        "irst ",
        "riginally ",
        "nitially ",
    ),
    of_outlets(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|aired|carried|printed|posted|quoted|cited|run|made\spublic|appeared|voiced|seen|confirmed)\s(?:{_FIRST}|{DAY}\s){_AS}\s{THE}{LIST}",
        _RELAYS,
    ),
    of_all(
        rf"\b(?:[Aa]ccording\sto|[Bb]ased\son)\s(?:an?|the|its)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{REPORT}\b",
        _RELAYS,
        "ccording to",
        "ased on",
    ),
    of_all(
        rf"\b[Cc]iting\s(?:an?|the)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{REPORT}\b",
        _RELAYS,
        "iting",
        cited=True,
    ),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cites|quotes|cited|quoted)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,4}}?{REPORT}\s(?:(?:published|released|issued|aired|carried)\s)?(?:{DAY}\s)?(?:by|from|in|of|on)\s{WHO}{LIST}",
        _RELAYS,
        "iting",
        "uoting",
        "cite",
        "quote",
        cited=True,
    ),
    of_all(
        rf"\b{REPORT}\s(?:published|released|issued|aired|carried|conducted|compiled|written|broadcast|prepared|posted)\s(?:{DAY}\s)?{_AS}\s{WHO}{LIST}",
        _RELAYS,
    ),
    of_outlets(rf"\b{REPORT}\s(?:(?:[a-z]{{2,12}}|{DAY})\s){{0,3}}?(?:by|from|in|with|for|on)\s{WHO}{LIST}", _RELAYS),
    of_all(
        rf"\b(?:[Rr]eports?|[Ss]tud(?:y|ies)|[Aa]nalys[ei]s|[Ii]nvestigations?|[Ss]urveys?|[Aa]rticles?|[Pp]olls?|paper|dossier|findings|documentary|estimates?|(?:data|figures|evidence|material)\s(?:compiled|collected|gathered|published|released))\s(?:{DAY}\s)?(?:by|from)\s{THE}{LIST}",
        _RELAYS,
    ),
    of_outlets(rf"{ONE}['’]s?\s(?:[\w-]{{1,14}}\s){{0,3}}?{REPORT}\b", _RELAYS, "'", "’"),
    of_outlets(
        rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Aa]nother)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,2}}?{ONE}\s(?:[a-z-]{{2,14}}\s){{0,2}}?{REPORT}\b",
        _RELAYS,
    ),
    Rule(
        pattern_of(
            rf"{ONE}{ASIDE}\s(?:sa(?:ys|id)|wrote|not(?:es|ed)|found|conclud(?:es|ed)|warn(?:s|ed)|estimat(?:es|ed))\s(?:{DAY}\s)?in\s(?:an?|the|its|their)\s(?:[\w-]{{1,14}}\s){{0,3}}?{REPORT}\b(?<!interview)"
        ),
        _RELAYS,
        Relation.SPEAKS,
        _RELAYS,
    ),
    of_all(rf"\b[Aa]ccording\sto\s(?:the\s|an?\s)?{GENRE}{HEAD}{THE}{LIST}", _RELAYS, "ccording to"),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:the\s|an?\s)?{GENRE}{HEAD}{THE}{LIST}",
        _RELAYS,
        "iting",
        "uoting",
        cited=True,
    ),
    of_all(rf"\b(?:[Aa]ccording\sto|told|in|by|[Ii]nterview\swith)\s{MEDIA}", _RELAYS),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cited|quoted)\s{MEDIA}", _RELAYS, "iting", "uoting", "cited", "quoted", cited=True
    ),
    of_all(
        rf"(?:\b|(?={NAME})){MEDIA}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK}|have\s)",
        _RELAYS,
        "media",
        "elevision",
        "TV",
        "roadcaster",
        "radio",
        "newspaper",
        "news agenc",
        "press",
        "outlets",
        "papers",
    ),
    of_all(
        rf"\b(?:interview(?:ed)?|spoke|speaking|talking|talked|told)\s(?:given\s|{DAY}\s)?(?:(?:with|to|by|on|in)\s)?(?:the\s|an?\s)?{GENRE}{HEAD}{THE}{LIST}",
        _RELAYS,
        "nterview",
        "spoke",
        "speaking",
        "talk",
        "told",
    ),
    of_outlets(
        rf"\b(?:[Ii]nterview(?:ed)?|spoke|speaking|talking|talked)\s(?:given\s|{DAY}\s)?(?:with|to|by|on|in|for)\s{THE}{LIST}",
        _RELAYS,
        "nterview",
        "spoke",
        "speaking",
        "talk",
    ),
    of_outlets(rf"\b(?:told|informed|emailed)\s{THE}{LIST}", _RELAYS, "told", "informed", "emailed"),
    of_all(rf"\b{HEAD}{THE}{LIST}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK})", _RELAYS),
    of_outlets(
        rf"{FREE}{LIST}{ASIDE}\s{ADVERB}{STRONG}(?!\s(?:a\s)?(?:loss|profit|revenue|earnings|sales|no\s|\d))",
        _RELAYS,
    ),
    of_all(
        rf"\b(?P<head>[Tt]he)\s{ONE}{ASIDE}\s{ADVERB}(?:reported|revealed|wrote|reports|writes)(?=\s(?:that|on|in|earlier|last|yesterday|{DAY})\b|[,.:])",
        _RELAYS,
        "report",
        "reveal",
        "wrote",
        "writes",
    ),
    Rule(
        pattern_of(rf"[,”\"’]\s{THE}{ONE}\s(?:reported|reports|wrote|writes)(?=[,.;]|\s{DAY})"),
        _RELAYS,
        None,
        _RELAYS,
        needs=("report", "wrote", "writes"),
    ),
    of_outlets(rf"{FREE}{LIST}{ASIDE}\s{ADVERB}{WEAK}", _RELAYS),
    of_outlets(rf"\b(?:said|says|reported|reports|wrote|writes)\s{WHO}{ONE}(?=(?:\snews)?[,.;\n])", _RELAYS),
    Rule(
        pattern_of(
            rf"\b[Aa]ccording\sto\s(?:(?:data|figures|statistics|information|sources|officials|reporters|journalists)\s(?:from|at|by|of|with)\s)?{THE}{LIST}"
        ),
        _RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        needs=("ccording to",),
    ),
    Rule(
        pattern_of(
            rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:(?:data|figures|statistics|information)\s(?:from|by|of)\s)?{THE}{LIST}"
        ),
        _RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        cited=True,
        needs=("iting", "uoting"),
    ),
    of_all(
        r"\b[Cc]iting\s(?P<n>(?:(?:an?|the|one|two|three|several|\d{1,3})\s)?(?:[a-z-]{2,14}\s){0,3}?(?:reports?|assessments?|documents?|stud(?:y|ies)|memos?|records|files|cables?|emails?|data|figures))\b(?!\s(?:by|from|in|of|obtained|seen))",
        _RELAYS,
        "iting",
        cited=True,
    ),
    of_all(
        rf"^[\s(\[]{{0,3}}(?:[Ss]ources?|SOURCE|[Vv]ia(?=:)|[Oo]riginally\s(?:published|appeared)\s(?:by|in|on)|[Rr]epublished\sfrom|[Rr]eprinted\sfrom|[Oo]riginal)\s?:?\s(?:the\s)?(?P<n>{NAME}(?:[,;/]\s?{NAME}){{0,4}})[\s)\].]{{0,3}}$",
        _RELAYS,
        "ource",
        "SOURCE",
        "ia ",
        "rigina",
        "epublished",
        "eprinted",
    ),
    of_all(
        rf"[(\[](?:[Ss]ource:?|[Vv]ia:?|h/t|[Rr]ead\smore\s(?:at|in|on):?)\s{THE}{ONE}[)\]]",
        _RELAYS,
        "ource",
        "ia",
        "h/t",
        "ead more",
    ),
    of_outlets(rf"\bvia\s{THE}{ONE}", _RELAYS, "via"),
)

VOICES = (
    of_all(
        UNNAMED,
        _ANONYMOUS,
        "familiar",
        "close to",
        "near the",
        "briefed",
        "knowledge",
        "access",
        "in a position",
        "aware of",
        "involved in",
        "anonym",
        "named",
        "identified",
        "speak",
        "publicly",
        "condition",
    ),
    of_all(NAMELESS, _ANONYMOUS, "source", "tipster", "blower", "informant", "official"),
    of_all(
        r"\b(?:[Aa]ccording\sto|[Cc]iting|[Qq]uoting|cited)\s(?P<n>(?:(?:unnamed|anonymous|its|two|three|four|several)\s)?sources)\b(?!\s(?:of|in\s\d))",
        _ANONYMOUS,
        "sources",
        cited=True,
    ),
    of_all(
        r"(?:^|[.,”]\s)(?P<n>(?:(?:[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]ultiple|[Oo]ne|[Tt]he|[Aa])\s)?[Ss]ources?)\s(?:sa(?:id|ys|y)|told)\b",
        _ANONYMOUS,
        "ource",
    ),
    Rule(
        pattern_of(
            rf"\b(?:[Ss]pokes(?:man|woman|person|people)|[Rr]epresentatives?|[Oo]fficials?)\s(?:for|of|at|from)\s{THE}{ONE}(?=[\s,.])"
        ),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("pokes", "epresentative", "fficial"),
    ),
    Rule(
        pattern_of(rf"{ONE}(?:['’]s)?\s(?:[a-z-]{{2,14}}\s){{0,2}}?spokes(?:man|woman|person)\b"),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("spokes",),
    ),
    Rule(
        pattern_of(
            rf"\b(?:embassy|ministry|government|presidency|authorities)\s(?:of|in)\s{THE}{ONE}\s(?:has\s|also\s)?{SAYS}"
        ),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("embassy", "ministry", "government", "presidency", "authorities"),
    ),
    Rule(pattern_of(rf"{ONE}{ASIDE}\s{ADVERB}{SAYS}"), None, _SPEAKS, _SPEAKS),
    of_all(
        r"\b(?:[Aa]ccording\sto|confirmed\sby|denied\sby)\s(?:the\s)?(?P<n>(?:[a-z-]{2,14}\s){0,2}?(?:ministry|police|government|embassy|army|military|prosecutors?|court|governor['’]s\soffice|authorities|council|office|commission|department|company|spokes(?:man|woman|person)))\b(?!['’]s\s)",
        _SPEAKS,
        "ccording to",
        "confirmed by",
        "denied by",
    ),
    Rule(pattern_of(rf"\b(?:said|says)\s{ONE}(?=[,.;\n])"), None, _SPEAKS, _SPEAKS, needs=("said", "says")),
)
