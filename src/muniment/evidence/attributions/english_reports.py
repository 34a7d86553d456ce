"""How English texts name the reports that they have something from."""

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.english_words import (
    ADVERB,
    ASIDE,
    DAY,
    FREE,
    GENRE,
    HEAD,
    JOB,
    LIST,
    MEDIA,
    MEDIA_REPORT,
    ONE,
    RELAYS,
    REPORT,
    SPEAKS,
    STRONG,
    THE,
    WEAK,
    WHO,
    WRITING,
)
from muniment.evidence.attributions.rules import NAME, Rule, of_all, of_known, of_outlets, pattern_of

FIRST = r"(?:first\s|originally\s|initially\s|previously\s|also\s|exclusively\s|earlier\s){0,2}"

AS = r"(?:by|in|on)"

KIND = r"(?P<head>\s(?:daily|weekly|newspaper|magazine|tabloid|website|site|news\ssite|news\sagency|agency|newswire|radio|television|TV|channel|broadcaster|network|portal|outlet|news)\b)"
"""What an outlet is, said after its name: "the Bild daily"."""

JOBS = (
    "writer",
    "reporter",
    "journalist",
    "correspondent",
    "columnist",
    "photographer",
    "team",
    "witness",
    "producer",
    "bureau",
    "board",
)

REPORTS = (
    of_outlets(
        rf"\b(?:told|tells|by|to|with|from|asked|informed)\s(?:[Tt]he\s|[Aa]n?\s|one\s|two\s)?{ONE}(?:['’]s?)?\s{WRITING}{JOB}\b",
        RELAYS,
        *JOBS,
    ),
    of_outlets(
        rf"{ONE}(?:['’]s?)?\s{WRITING}{JOB}(?:,?\s{NAME},?)?(?:\s(?:in|at|on|near)\s(?:[Tt]he\s)?(?:{NAME}|scene))?{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK}|who\s(?:visited|saw|spoke))",
        RELAYS,
        *JOBS,
    ),
    of_outlets(
        rf"{ONE}['’]s?\s{WRITING}{NAME}(?:\sand\s{NAME})?{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK})", RELAYS, "'", "’"
    ),
    of_outlets(rf"{NAME}(?:\sand\s{NAME})?,?\s(?:of|at|from|with|for)\s{WHO}{ONE},?\s{ADVERB}{STRONG}", RELAYS),
    of_outlets(
        rf"\b(?:wr(?:ote|ites|iting)|tweeted|sa(?:ys|id)|appear(?:s|ed|ing)|speaking|told|asked)\s(?:{DAY}\s|an?\sop-ed\s(?:in\s|for\s)?|an?\scolumn\s(?:in\s|for\s)?)?(?:in|on|via|over)\s{WHO}{LIST}",
        RELAYS,
    ),
    of_known(rf"(?<=[^\n]{{16}})(?:\s[-–—|]\s|:\s|,\s){ONE}$", RELAYS),
    of_all(
        rf"\b(?:[Aa]ccording\sto|[Cc]iting|in|from)\s(?:an?\s|the\s)?{MEDIA_REPORT}",
        RELAYS,
        "ccording to",
        "iting",
        "in",
        "from",
    ),
    of_outlets(
        rf"\b(?:on|in)\s{THE}{ONE}(?:['’]s?)?\s(?:web\s?)?(?:site|page|blog|channel|app)\b",
        RELAYS,
        "site",
        "page",
        "blog",
        "channel",
        "app",
    ),
    of_known(rf"^{ONE}:\s(?=\S)", RELAYS, ":"),
    of_known(
        rf"{ONE}['’”\"]?\s(?:Reports?|Reported|Says|Reveals|Claims|Exclusive)\b",
        RELAYS,
        "Report",
        "Says",
        "Reveals",
        "Claims",
        "Exclusive",
    ),
    of_all(
        rf"{ONE},\s(?:citing|quoting)\s[^,.;\n]{{2,100}},\s{ADVERB}(?:reported|reports|wrote|writes|revealed)\b",
        RELAYS,
        "iting",
        "uoting",
    ),
    of_all(rf"\b{REPORT},?\s(?:{DAY}\s)?(?:in|by|from|on)\s(?:[Tt]he\s|[Aa]n?\s)?{GENRE}{HEAD}{THE}{LIST}", RELAYS),
    of_all(
        rf"\b(?:told|tells|telling)\s{THE}{ONE}\s(?:{DAY}\s)?(?:in\s(?:an?|the)\s(?:[a-z]{{2,14}}\s){{0,2}}(?:interview|e-?mail|statement|message|call)|by\s(?:phone|telephone|e-?mail))\b",
        RELAYS,
        "tell",
        "told",
    ),
    of_all(
        rf"\b[Aa]s\s{ADVERB}(?:reported|revealed|disclosed|noted|detailed|described|documented|outlined|cited|quoted|confirmed|seen|told)\s(?:{DAY}\s)?(?:by|in|on)\s{THE}{LIST}",
        RELAYS,
        "s ",
    ),
    Rule(
        pattern_of(rf"\b[Aa]s\s{THE}{ONE}\s{ADVERB}(?:reported|reports|noted)\b"),
        RELAYS,
        None,
        RELAYS,
        needs=("report", "noted"),
    ),
    Rule(
        pattern_of(
            rf"\b(?:documents|records|files|emails|memos|papers|data|figures|images|photos|photographs|videos?|footage|transcripts|cables),?\s(?:[a-z]{{2,14}}\s){{0,4}}?(?:released|published|made\spublic|posted|compiled|collected|issued|disclosed)\s(?:{DAY}\s)?by\s{WHO}{LIST}"
        ),
        RELAYS,
        SPEAKS,
        RELAYS,
        needs=("by ",),
    ),
    of_outlets(
        rf"\b(?:contacted|reached|approached|asked|interviewed|questioned|consulted|surveyed|photographed|filmed|shown|verified|geolocated|cited|quoted|analy[sz]ed|compiled|conducted|hosted|moderated)\s(?:{DAY}\s)?by\s{WHO}{LIST}",
        RELAYS,
        "ed by",
        "shown by",
    ),
    of_all(rf"{ONE}{KIND}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK})", RELAYS),
    of_all(
        rf"\b(?:[Aa]ccording\sto|told|interview\swith|speaking\sto|quoted\sby|reported\sby|published\s(?:by|in)|citing|in|to)\s(?:[Tt]he\s)?{ONE}{KIND}(?=[\s,.;])",
        RELAYS,
    ),
    of_outlets(rf"{ONE}\s(?:that|which|who)\s{ADVERB}{STRONG}", RELAYS, "that", "which", "who"),
    of_outlets(
        rf"\b(?:[Pp]er|(?:questions|queries|inquiry|inquiries)\sfrom|in\sthe\swords\sof|statement\sto|statements\sto|claims\sto|comment\sto|details\sto|explained\sin|quoting\sfrom|excerpts\sfrom|reports\sfrom|remarks\sto|comments\sto|e-?mail\sto|letter\sto|message\sto|confirmed\sto|shown\sto|explained\sto|said\sto|said\son|speaking\son|appearing\son|website\sof|pages\sof|columns\sof|information\sfrom|reporters?\sfrom|journalists?\sfrom|correspondents?\sfrom|reporter\sfor|journalist\sfor)\s{WHO}{LIST}",
        RELAYS,
    ),
    of_all(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|quoted|cited|confirmed|voiced)\s(?:{FIRST}|{DAY}\s){AS}\s(?:[Tt]he\s|[Aa]n?\s)?{GENRE}{HEAD}{THE}{LIST}",
        RELAYS,
    ),
    of_all(
        rf"\b(?:[Ff]irst|[Oo]riginally|[Ii]nitially)\s(?:(?:reported|revealed|disclosed|uncovered|published)\s(?:{DAY}\s)?(?:by|in)|(?:published|appeared|broadcast|aired|posted)\s(?:{DAY}\s)?on)\s{WHO}{LIST}",
        RELAYS,
        "irst ",
        "riginally ",
        "nitially ",
    ),
    of_outlets(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|aired|carried|printed|posted|quoted|cited|run|made\spublic|appeared|voiced|seen|confirmed)\s(?:{FIRST}|{DAY}\s){AS}\s{THE}{LIST}",
        RELAYS,
    ),
    of_all(
        rf"\b(?:[Aa]ccording\sto|[Bb]ased\son)\s(?:an?|the|its)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{REPORT}\b",
        RELAYS,
        "ccording to",
        "ased on",
    ),
    of_all(
        rf"\b[Cc]iting\s(?:an?|the)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{REPORT}\b",
        RELAYS,
        "iting",
        cited=True,
    ),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cites|quotes|cited|quoted)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,4}}?{REPORT}\s(?:(?:published|released|issued|aired|carried)\s)?(?:{DAY}\s)?(?:by|from|in|of|on)\s{WHO}{LIST}",
        RELAYS,
        "iting",
        "uoting",
        "cite",
        "quote",
        cited=True,
    ),
    of_all(
        rf"\b{REPORT}\s(?:published|released|issued|aired|carried|conducted|compiled|written|broadcast|prepared|posted)\s(?:{DAY}\s)?{AS}\s{WHO}{LIST}",
        RELAYS,
    ),
    of_outlets(
        rf"\b{REPORT}\s(?:(?!that\b|which\b|who\b|about\b|against\b|its\b|their\b)(?:[a-z]{{2,12}}|{DAY})\s){{0,3}}?(?:by|from|in|for|on)\s{WHO}{LIST}",
        RELAYS,
    ),
    of_all(
        rf"\b(?:[Rr]eports?|[Ss]tud(?:y|ies)|[Aa]nalys[ei]s|[Ii]nvestigations?|[Ss]urveys?|[Aa]rticles?|[Pp]olls?|paper|dossier|findings|documentary|estimates?|(?:data|figures|evidence|material)\s(?:compiled|collected|gathered|published|released))\s(?:{DAY}\s)?(?:by|from)\s{THE}{LIST}",
        RELAYS,
    ),
    of_outlets(rf"{ONE}['’]s?\s(?:[\w-]{{1,14}}\s){{0,3}}?{REPORT}\b", RELAYS, "'", "’"),
    of_outlets(
        rf"{ONE}(?:/{NAME})?\s(?:[a-z-]{{2,14}}\s){{0,1}}?{REPORT}\s(?:(?:published|released|aired|from|of|on|in)\s(?:{DAY}|[a-z]{{2,12}}|\d{{4}})\s)?(?:sa(?:ys|id)|found|finds|show(?:s|ed|n|ing)|reveal(?:s|ed)|suggest(?:s|ed)|indicat(?:es|ed)|alleg(?:es|ed)|quot(?:es|ed)|cit(?:es|ed)|estimat(?:es|ed)|that|which|identified|claim(?:s|ed))\b",
        RELAYS,
    ),
    of_outlets(
        rf"\b(?:to|in|from|on|by)\s{ONE}\s(?:tall(?:y|ies)|calculations?|estimates?|data|reporting|polls?|polling|analysis|footage|video|coverage|reports?)\b",
        RELAYS,
    ),
    of_outlets(
        rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Aa]nother)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,2}}?{ONE}\s(?:[a-z-]{{2,14}}\s){{0,2}}?{REPORT}\b",
        RELAYS,
    ),
    Rule(
        pattern_of(
            rf"{ONE}{ASIDE}\s(?:sa(?:ys|id)|wrote|not(?:es|ed)|found|conclud(?:es|ed)|warn(?:s|ed)|estimat(?:es|ed))\s(?:{DAY}\s)?in\s(?:an?|the|its|their)\s(?:[\w-]{{1,14}}\s){{0,3}}?{REPORT}\b(?<!interview)"
        ),
        RELAYS,
        Relation.SPEAKS,
        RELAYS,
    ),
    of_all(rf"\b[Aa]ccording\sto\s(?:[Tt]he\s|[Aa]n?\s)?{GENRE}{HEAD}{THE}{LIST}", RELAYS, "ccording to"),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:[Tt]he\s|[Aa]n?\s)?{GENRE}{HEAD}{THE}{LIST}",
        RELAYS,
        "iting",
        "uoting",
        cited=True,
    ),
    of_all(rf"\b(?:[Aa]ccording\sto|told|in|by|[Ii]nterview\swith)\s{MEDIA}", RELAYS),
    of_all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cited|quoted)\s{MEDIA}", RELAYS, "iting", "uoting", "cited", "quoted", cited=True
    ),
    of_all(
        rf"(?:\b|(?={NAME})){MEDIA}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK}|have\s)",
        RELAYS,
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
        rf"\b(?:interview(?:ed)?|spoke|speaks?|speaking|talking|talked|told)\s(?:given\s|{DAY}\s)?(?:(?:with|to|by|on|in)\s)?(?:[Tt]he\s|[Aa]n?\s)?{GENRE}{HEAD}{THE}{LIST}",
        RELAYS,
        "nterview",
        "spoke",
        "speak",
        "talk",
        "told",
    ),
    of_outlets(
        rf"\b(?:[Ii]nterview(?:ed)?|spoke|speaks?|speaking|talking|talked)\s(?:given\s|{DAY}\s)?(?:with|to|by|on|in|for)\s{THE}{LIST}",
        RELAYS,
        "nterview",
        "spoke",
        "speak",
        "talk",
    ),
    of_outlets(
        rf"\b(?:told|tells|telling|informed|emailed|assured|advised)\s{THE}{LIST}",
        RELAYS,
        "tell",
        "told",
        "informed",
        "emailed",
        "assured",
        "advised",
    ),
    of_all(rf"\b{HEAD}{THE}{LIST}{ASIDE}\s{ADVERB}(?:{STRONG}|{WEAK})", RELAYS),
    of_outlets(
        rf"{FREE}{LIST}{ASIDE}\s{ADVERB}{STRONG}(?!\s(?:a\s)?(?:loss|profit|revenue|earnings|sales|no\s|\d))",
        RELAYS,
    ),
    of_all(
        rf"\b(?P<head>[Tt]he)\s{ONE}{ASIDE}\s{ADVERB}(?:reported|revealed|wrote|reports|writes)(?=\s(?:that|on|in|earlier|last|yesterday|{DAY})\b|[,.:])",
        RELAYS,
        "report",
        "reveal",
        "wrote",
        "writes",
    ),
    Rule(
        pattern_of(rf"[,”\"’]\s{THE}{ONE}\s(?:reported|reports|wrote|writes)(?=[,.;]|\s{DAY})"),
        RELAYS,
        None,
        RELAYS,
        needs=("report", "wrote", "writes"),
    ),
    of_outlets(rf"{FREE}{LIST}{ASIDE}\s{ADVERB}{WEAK}", RELAYS),
    of_outlets(rf"\b(?:said|says|reported|reports|wrote|writes)\s{WHO}{ONE}(?=(?:\snews)?[,.;\n])", RELAYS),
    Rule(
        pattern_of(
            rf"\b[Aa]ccording\sto\s(?:(?:data|figures|statistics|information|sources|officials|reporters|journalists)\s(?:from|at|by|of|with)\s)?{THE}{LIST}"
        ),
        RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        needs=("ccording to",),
    ),
    Rule(
        pattern_of(
            rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:(?:data|figures|statistics|information)\s(?:from|by|of)\s)?{THE}{LIST}"
        ),
        RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        cited=True,
        needs=("iting", "uoting"),
    ),
    of_all(
        r"\b[Cc]iting\s(?P<n>(?:(?:an?|the|one|two|three|several|\d{1,3})\s)?(?:[a-z-]{2,14}\s){0,3}?(?:reports?|assessments?|documents?|stud(?:y|ies)|memos?|records|files|cables?|emails?|data|figures))\b(?!\s(?:by|from|in|of|obtained|seen))",
        RELAYS,
        "iting",
        cited=True,
    ),
    of_all(
        rf"^[\s(\[]{{0,3}}(?:[Ss]ources?|SOURCE|[Vv]ia(?=:)|[Oo]riginally\s(?:published|appeared)\s(?:by|in|on)|[Rr]epublished\sfrom|[Rr]eprinted\sfrom|[Oo]riginal)\s?:?\s(?:[Tt]he\s)?(?P<n>{NAME}(?:[,;/]\s?{NAME}){{0,4}})(?:,?\s[\d./-]{{4,12}}|,?\s\d{{1,2}}\s\w{{3,9}}\s\d{{4}})?[\s)\].]{{0,3}}$",
        RELAYS,
        "ource",
        "SOURCE",
        "ia ",
        "rigina",
        "epublished",
        "eprinted",
    ),
    of_all(
        rf"[(\[](?:[Ss]ource:?|[Vv]ia:?|h/t|[Rr]ead\smore\s(?:at|in|on):?)\s{THE}{ONE}[)\]]",
        RELAYS,
        "ource",
        "ia",
        "h/t",
        "ead more",
    ),
    of_outlets(rf"\bvia\s{THE}{ONE}", RELAYS, "via"),
)
