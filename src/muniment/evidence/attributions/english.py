"""How English texts say where they have something from."""

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.rules import Language, Rule, everyone, name_of

_NAME = name_of(
    r"of|for|and|the|de|la|le|les|du|des|di|del|der|die|das|von|van|et|y|und|al|el|&|-|–|without|on(?=\s\p{Lu})"
)
_LIST = rf"(?P<n>{_NAME}(?:,\s(?:the\s)?{_NAME}){{0,4}}(?:,?\sand\s(?:the\s)?{_NAME})?)"
_ONE = rf"(?P<n>{_NAME})"
_HEAD = (
    r"(?P<head>(?:[a-z-]{2,20}\s){0,2}(?:newspapers?|dail(?:y|ies)|weekl(?:y|ies)|tabloid|broadsheet|magazine|journal|"
    r"(?:news|press|wire)\s(?:agency|agencies|service|site|website|outlet|portal|channel|organi[sz]ation)|agency|"
    r"broadcaster|radio\sstation|station|television\s(?:channel|network)|TV\s(?:channel|network)|channel|network|"
    r"websites?|site|portal|outlets?|blog|monitoring\sgroup|monitor|think\stank|watchdog|rights\sgroup|podcast)\s)"
)
_ART = r"(?:(?:the|a|an|its|his|her|their)\s)?"
_NAMED = rf"(?:[Tt]he\s)?{_HEAD}?{_LIST}"
_ADVERB = r"(?:(?:first|also|later|then|had|has|have|previously|separately|originally|earlier|since|already|correctly|exclusively)\s){0,3}"
_REPORT = (
    r"(?:reports?|articles?|investigations?|stor(?:y|ies)|stud(?:y|ies)|analys[ei]s|surveys?|editorial|op-ed|expos[eé]|"
    r"dispatch(?:es)?|documentary|interview|column|piece|poll|estimates?|database|tally|findings|reporting|coverage|"
    r"broadcast|programme|scoop|account|research|dossier|paper|commentary|essay|transcript|newsletter|profile)"
)
_DAY = (
    r"(?:on\s|last\s|late\s|early\s|earlier\s)?(?:this\s|next\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|"
    r"year|today|yesterday|(?:in\s)?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?:\s\d{1,4}){0,2}|in\s\d{4}|\d{1,2}\s\p{Lu}[a-z]{2,8}(?:\s\d{4})?)"
)
_ASIDE = r"(?:,\s[^,.;:\n“”\"]{2,100},)?"
_STRONG = (
    r"(?:report(?:s|ed)|reveal(?:s|ed)|w(?:rote|rites)|disclos(?:es|ed)|publish(?:es|ed)|uncover(?:s|ed)|broke\sthe|"
    r"broadcast|aired|carried|quot(?:es|ed)|cit(?:es|ed)|ran\sa)"
)
_WEAK = (
    r"(?:sa(?:ys|id)|not(?:es|ed)|claim(?:s|ed)|add(?:s|ed)|stat(?:es|ed)|found|finds|show(?:s|ed)|describ(?:es|ed)|"
    r"announc(?:es|ed)|put\s|estimat(?:es|ed)|alleg(?:es|ed)|warn(?:s|ed)|conclud(?:es|ed)|argu(?:es|ed))"
)
_SAYS = r"(?:sa(?:ys|id)|stat(?:es|ed)|announc(?:es|ed)|insist(?:s|ed)|den(?:ies|ied)|told|confirm(?:s|ed)|declin(?:es|ed)|add(?:s|ed)|report(?:s|ed)\sthat|warn(?:s|ed)|claim(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied))"
_GAVE = (
    r"(?:obtained|leaked|acquired|received|provided|passed|handed|shared|supplied|given|sent|slipped|delivered|"
    r"turned\sover|made\savailable|secured|disclosed|released)"
)
_SEEN = r"(?:seen|reviewed|viewed|examined|read|inspected|consulted|analy[sz]ed|verified|authenticated)"
_OWN = r"(?:(?:this|our)\s(?:newspaper|paper|news\sagency|agency|magazine|website|site|publication|outlet|newsroom|reporters?)|us\b)"
_STATE = r"(?:[Ss]tate|[Ss]tate-(?:run|owned|controlled|backed)|[Ll]ocal|[Oo]fficial|[Ff]oreign|[Nn]ational|[Gg]overnment|[Pp]ro-government|[Ww]estern|[Ii]nternational|[Rr]egional|[Ii]ndependent|[Pp]ublic|[Dd]omestic|[Oo]verseas|[Ss]everal|[Oo]ther|[Cc]ommunist\s[Pp]arty|[Nn]ews|\p{Lu}[a-z]{2,14}(?:ese|ish|ian|ch))"
_MEDIA = (
    rf"(?:[Tt]he\s)?(?P<n>(?:{_STATE}\s){{1,2}}(?:media(?!\s(?:company|group|outlet))(?:\soutlets|\sreports)?|television|TV|broadcaster|"
    r"radio|newspapers?|news\sagenc(?:y|ies)|press\sagency|outlets|papers|press))(?!\s\p{Lu})"
)
_PEOPLE = r"(?:people|persons?|sources?|officials?|diplomats?|employees?|workers?|staff(?:ers)?|executives?|lawyers?|insiders?|aides?|individuals?|man|woman|soldiers?|officers?|prisoners?|guards?|members?|witness(?:es)?|researchers?|engineers?|clerks?)"
_UNNAMED = (
    r"(?P<n>(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ss]everal|[Ss]ome|[Mm]ultiple|[Aa]nother|\d{1,2})\s)?"
    rf"(?:[\p{{L}}-]{{2,20}}\s){{0,3}}?{_PEOPLE},?\s"
    r"(?:familiar\swith|close\sto|near\sthe|briefed\son|with\s(?:(?:direct|first-?hand|close|detailed|intimate)\s)?(?:knowledge|access)|in\sa\sposition\sto|aware\sof|involved\sin\sthe|"
    r"(?:who|that)\s(?:had\s|has\s)?(?:asked|requested|insisted|wished|wanted|spoke|speaks|declined|refused|did\snot\swant|could\snot|was\snot|were\snot|is\snot|are\snot)"
    r"\s(?:for\s|on\s|to\s|be\s|condition\s|remain\s|under\s|of\s|the\s|not\s|their\s|his\s|her\s|by\s|authori[sz]ed\s|permitted\s|named?\s){0,6}(?:anonym\w{2,5}|named|identified|name|speak|publicly)|"
    r"speaking\s(?:on|under)\s(?:the\s)?condition|on\scondition\sof)(?:\s(?:the|of|to|with|matter|issue|case|talks|situation|investigation|deal|decision|plans?|discussions?|inquiry|anonymity|negotiations|facts|operation)\b){0,5})"
)
_NAMELESS = (
    r"(?P<n>(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal|[Mm]ultiple)\s)?(?:[Aa]nonymous|[Uu]nnamed|[Uu]nidentified|[Cc]onfidential|"
    r"[Ii]nformed|[Ww]ell-informed|[Dd]iplomatic|[Ss]ecurity|[Gg]overnment|[Mm]ilitary|[Ii]ntelligence|[Ii]ndustry|[Pp]olice|[Mm]inistry|[Pp]arty)\s"
    r"(?:sources?|tipsters?|whistle-?blowers?|informants?))(?=[\s,.:;])"
)


def _is(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.MULTILINE)


_DISPUTE = r"(?:[Cc]ontrary\sto|[Rr]eject(?:s|ed|ing)|[Dd]en(?:ies|ied|ying)|[Dd]ismiss(?:es|ed|ing)|[Dd]isput(?:es|ed|ing)|[Rr]efut(?:es|ed|ing)|[Cc]ondemn(?:s|ed|ing)|[Dd]enounc(?:es|ed|ing)|[Ss]lammed|[Cc]ontradict(?:s|ed|ing)|[Rr]ebutt(?:ed|ing)|[Dd]iscredit(?:s|ed|ing))"
_FALSE = r"(?:false|fake|fabricat\w{1,4}|untrue|baseless|a\slie|lies|wrong|mistaken|inaccurate|invented|fiction|slander\w{0,4}|groundless|nonsense|misleading|smear\w{0,3}|forge\w{1,4}|disinformation)"
_UNSURE = r"(?:(?:could|can|was|were|has|have|had)\s(?:not|n't)|cannot|couldn’t|couldn't|remains?|is|are)\s(?:yet\s)?(?:been\s|be\s)?(?:(?:immediately|independently|fully)\s)?(?:verified|confirmed|corroborated|unverified|unconfirmed|authenticated)"

_HEDGED = (
    everyone(
        _is(
            rf"\b{_DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}{_REPORT}\s(?:[a-z]{{1,12}}\s){{0,2}}(?:by|in|from|of)\s{_NAMED}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(
            rf"\b{_DISPUTE}\s(?:what\s)?(?:[Tt]he\s|[Aa]n?\s)?{_HEAD}?{_ONE}(?:['’]s?)?\s(?:[a-z-]{{1,14}}\s){{0,2}}(?:{_REPORT}|reported|claims?)\b"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    Rule(
        _is(
            rf"\b[Aa]ccus(?:es|ed|ing)\s(?:the\s)?{_HEAD}?{_ONE}\sof\s(?:\w{{1,20}}\s){{0,4}}(?:invent|fabricat|ly|forg|spread|mak|fak|slander|smear|distort|publish)\w{{0,6}}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(
            rf"\b(?:called|calls|labell?ed|described|branded)\s(?:the\s|a\s)?{_HEAD}?{_ONE}(?:['’]s?)?\s{_REPORT}\s(?:as\s)?(?:\w{{1,14}}\s){{0,3}}[“\"]?{_FALSE}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(
            rf"\b(?:[Tt]he\s|[Aa]n?\s)?{_HEAD}?{_ONE}(?:['’]s?)?\s{_REPORT}\s(?:was|is|were|are)\s(?:\w{{1,14}}\s){{0,2}}{_FALSE}\b"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(rf"\b(?:[Tt]he\s|[Aa]n?\s)?{_HEAD}?{_ONE}(?:['’]s?)?\s(?:[a-z]{{1,14}}\s)?{_REPORT}\s{_UNSURE}"),
        Relation.RELAYS,
        hedge=Hedge.UNVERIFIED,
    ),
    everyone(
        _is(rf"\b{_REPORT}\s(?:by|in|from)\s{_NAMED}\s{_UNSURE}"),
        Relation.RELAYS,
        hedge=Hedge.UNVERIFIED,
    ),
)

_AGENCIES = (
    everyone(
        _is(rf"^[^\p{{Ll}}\n(]{{0,40}}(?:[^\n(]{{0,40}})?\((?P<n>{_NAME}(?:\s?[/,]\s?{_NAME})?)\)\s?[-–—]{{1,2}}\s?"),
        Relation.AGENCY,
    ),
    Rule(
        _is(
            rf"^(?:[Bb][Yy]:?\s|[Bb]yline:?\s|[Aa]uthor:?\s)(?:[^\n]{{2,50}},\s|(?:the\s)?)(?P<n>{_NAME}(?:\s(?:and|/)\s{_NAME})?)\s*$"
        ),
        Relation.AGENCY,
    ),
    Rule(
        _is(
            rf"{_LIST}\s(?:journalists?\s|writers?\s|reporters?\s|staff\s)?(?:also\s)?contributed\s(?:\w{{1,12}}\s)?to\sthis\s(?:report|article|story)"
        ),
        Relation.AGENCY,
    ),
    Rule(
        _is(
            rf"\b(?:(?:[Ww]ith|[Aa]dditional|[Ff]urther)\s(?:additional\s)?(?:reporting|report|files|material|information|copy)\s(?:by|from)|[Ww]ith\s(?:files|material)\sfrom)\s(?:the\s)?{_HEAD}?{_LIST}"
        ),
        Relation.AGENCY,
    ),
    Rule(_is(rf"^[\s(]{{0,3}}(?:[Ww]ith|[Ff]rom)\s(?P<n>{_NAME})[\s).]{{0,3}}$"), Relation.AGENCY),
    everyone(
        _is(r"^[\s(]{0,3}(?:[Bb]y:?\s|[Ww]ith\s|[Bb]yline:?\s)?(?P<n>[Nn]ews\s[Aa]gencies|[Aa]gencies)[\s).]{0,3}$"),
        Relation.AGENCY,
    ),
)

_DOCUMENTS = (
    everyone(
        _is(rf"\bobtained\s(?:exclusively\s|first\s)?by\s(?:(?:the\s)?{_HEAD}?{_LIST}|(?P<n>{_OWN}))"),
        Relation.OBTAINED,
    ),
    Rule(
        _is(rf"\b{_GAVE}\s(?:\w{{1,14}}\s){{0,2}}?(?:to|with|by)\s(?:the\s)?{_HEAD}?{_LIST}"),
        Relation.OBTAINED,
    ),
    everyone(
        _is(
            rf"\b(?:leaked|passed|handed|provided|shared|supplied|slipped)\s(?:\w{{1,14}}\s){{0,2}}?(?:to|with)\s(?P<n>{_OWN})"
        ),
        Relation.OBTAINED,
    ),
    everyone(_is(rf"\bleaked\s(?:\w{{1,14}}\s){{0,2}}?to\s(?:the\s)?{_HEAD}?{_LIST}"), Relation.OBTAINED),
    everyone(
        _is(rf"\b{_SEEN}\s(?:\w{{1,14}}\s)?by\s(?:(?P<n>{_OWN})|(?:the\s)?{_HEAD}?{_LIST})"),
        Relation.SEEN,
    ),
    Rule(
        _is(
            rf"\b(?:(?P<n>[Tt]his\s(?:newspaper|paper|magazine|website))|(?:[Tt]he\s)?{_HEAD}?{_ONE}){_ASIDE}\s{_ADVERB}(?:obtained|received|acquired|got\shold\sof)\s"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        _is(rf"\b(?P<n>[Tt]his\s(?:newspaper|paper|magazine|website)|[Ww]e)\s(?:has\s|have\s)?(?:obtained|acquired)\s"),
        Relation.OBTAINED,
    ),
    Rule(
        _is(
            rf"\b(?:[Tt]he\s)?{_HEAD}?{_ONE}{_ASIDE}\s(?:has\s|had\s|have\s)(?:also\s)?{_SEEN}\s(?:\w{{1,14}}\s){{0,3}}(?:cop|document|record|file|memo|email|letter|contract|video|photo|transcript|minute|page)"
        ),
        Relation.SEEN,
    ),
)

_FIRST = r"(?:first\s|originally\s|initially\s|previously\s|also\s|exclusively\s|earlier\s)?"
_REPORTS = (
    everyone(
        _is(
            rf"\b{_FIRST}(?:reported|revealed|disclosed|uncovered|exposed|published)\s(?:{_FIRST}|{_DAY}\s)(?:by|in)\s(?:the\s)?{_HEAD}{_LIST}"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"\b(?:[Ff]irst|[Oo]riginally|[Ii]nitially)\s(?:reported|revealed|disclosed|uncovered|published|appeared|broadcast)\s(?:{_DAY}\s)?(?:by|in|on)\s(?:the\s)?{_HEAD}?{_LIST}"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(
            rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|aired|carried|printed|posted|quoted|cited|run|made\spublic|appeared|voiced)\s(?:{_FIRST}|{_DAY}\s)(?:by|in|on)\s(?:the\s)?{_HEAD}?{_LIST}"
        ),
        Relation.RELAYS,
        None,
        None,
    ),
    everyone(
        _is(
            rf"\b(?:[Aa]ccording\sto|[Bb]ased\son)\s(?:an?|the|its)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{_HEAD}?{_ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{_REPORT}\b"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"\b[Cc]iting\s(?:an?|the)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{_HEAD}?{_ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{_REPORT}\b"
        ),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(
        _is(
            rf"\b(?:[Cc]iting|[Qq]uoting|cites|quotes|cited|quoted)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,4}}?{_REPORT}\s(?:(?:published|released|issued|aired|carried)\s)?(?:{_DAY}\s)?(?:by|from|in|of|on)\s(?:the\s)?{_HEAD}?{_LIST}"
        ),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(
        _is(
            rf"\b(?<![Cc]ontrary\sto\s(?:an?|the)\s){_REPORT}\s(?:(?:published|released|issued|aired|carried|conducted|compiled|written|broadcast|prepared|posted)\s)(?:{_DAY}\s)?(?:by|in|on)\s(?:the\s)?{_HEAD}?{_LIST}"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(rf"\b{_REPORT}\s(?:{_DAY}\s)?(?:by|from|in|with|for)\s(?:the\s)?{_HEAD}?{_LIST}"),
        Relation.RELAYS,
        None,
        None,
    ),
    Rule(
        _is(rf"\b{_REPORT}\s(?:{_DAY}\s)?(?:by|from)\s(?:the\s)?{_LIST}"),
        Relation.RELAYS,
        Relation.RELAYS,
        Relation.RELAYS,
    ),
    Rule(
        _is(
            rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Aa]nother)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{_ONE}\s(?:[a-z-]{{2,14}}\s){{0,2}}{_REPORT}\b"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(rf"\b{_HEAD}?{_ONE}['’]s?\s(?:[\w-]{{1,14}}\s){{0,3}}{_REPORT}\b"),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"\b{_ONE}{_ASIDE}\s(?:sa(?:ys|id)|wrote|not(?:es|ed)|found|conclud(?:es|ed)|warn(?:s|ed)|estimat(?:es|ed))\s(?:{_DAY}\s)?in\s(?:an?|the|its|their)\s(?:[\w-]{{1,14}}\s){{0,3}}{_REPORT}\b"
        ),
        Relation.RELAYS,
    ),
    everyone(_is(rf"\b(?:[Aa]ccording\sto)\s(?:the\s)?{_HEAD}{_LIST}"), Relation.RELAYS),
    everyone(_is(rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:the\s)?{_HEAD}{_LIST}"), Relation.RELAYS, cited=True),
    everyone(_is(rf"\b(?:[Aa]ccording\sto|told|in|by|[Ii]n\san\sinterview\swith)\s{_MEDIA}"), Relation.RELAYS),
    everyone(_is(rf"\b(?:[Cc]iting|[Qq]uoting|cited|quoted)\s{_MEDIA}"), Relation.RELAYS, cited=True),
    everyone(_is(rf"\b{_MEDIA}{_ASIDE}\s{_ADVERB}(?:{_STRONG}|{_WEAK})"), Relation.RELAYS),
    everyone(
        _is(
            rf"\b(?:interview(?:ed)?|spoke|speaking|talking|talked)\s(?:given\s|{_DAY}\s)?(?:with|to|by|on|in)\s(?:the\s)?{_HEAD}{_LIST}"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(
            rf"\b(?:[Ii]nterview(?:ed)?|[Ss]poke|[Ss]peaking|[Tt]alking|[Tt]alked)\s(?:given\s|{_DAY}\s)?(?:with|to|by|on|in)\s(?:the\s)?{_LIST}"
        ),
        Relation.RELAYS,
    ),
    everyone(_is(rf"\btold\s(?:the\s)?{_HEAD}{_LIST}"), Relation.RELAYS),
    Rule(_is(rf"\btold\s(?:the\s)?{_LIST}"), Relation.RELAYS),
    everyone(_is(rf"\b(?:[Tt]he\s)?{_HEAD}{_LIST}{_ASIDE}\s{_ADVERB}(?:{_STRONG}|{_WEAK})"), Relation.RELAYS),
    Rule(
        _is(
            rf"\b(?:[Tt]he\s)?{_LIST}{_ASIDE}\s{_ADVERB}{_STRONG}(?!\s(?:a\s)?(?:loss|profit|revenue|earnings|sales|no\s|\d|to\s))"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"\b(?P<head>[Tt]he)\s{_ONE}{_ASIDE}\s{_ADVERB}(?:reported|revealed|wrote|reports|writes)(?=\s(?:that|on|in|earlier|last|yesterday|{_DAY})\b|[,.:])"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(rf"[,”\"’]\s(?:the\s)?{_ONE}\s(?:reported|reports|wrote|writes)(?=[,.;]|\s{_DAY})"),
        Relation.RELAYS,
        None,
        Relation.RELAYS,
    ),
    Rule(_is(rf"\b(?:[Tt]he\s)?{_LIST}{_ASIDE}\s{_ADVERB}{_WEAK}"), Relation.RELAYS),
    Rule(_is(rf"\b(?:said|says|reported|reports|wrote|writes)\s(?:the\s)?{_HEAD}?{_ONE}(?=[,.;\n])"), Relation.RELAYS),
    Rule(
        _is(
            rf"\b[Aa]ccording\sto\s(?:(?:data|figures|statistics|information|sources|officials|reporters|journalists)\s(?:from|at|by|of)\s)?(?:the\s)?{_LIST}"
        ),
        Relation.RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
    ),
    Rule(
        _is(
            rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:(?:data|figures|statistics|information)\s(?:from|by|of)\s)?(?:the\s)?{_LIST}"
        ),
        Relation.RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        cited=True,
    ),
    everyone(
        _is(
            r"\b[Cc]iting\s(?P<n>(?:an?|the|one|two|three|several|\d{1,3})?\s?(?:[a-z-]{2,14}\s){0,3}(?:reports?|assessments?|documents?|stud(?:y|ies)|memos?|records|files|cables?|emails?|data|figures))(?!\s(?:by|from|in|of|obtained|seen))"
        ),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(
        _is(
            rf"^[\s(\[]{{0,3}}(?:[Ss]ources?|SOURCE|[Vv]ia|[Oo]riginally\s(?:published|appeared)\s(?:by|in|on)|[Rr]epublished\sfrom|[Rr]eprinted\sfrom|[Oo]riginal:)\s?:?\s(?:the\s)?(?P<n>{_NAME}(?:[,;/]\s?{_NAME}){{0,4}})[\s)\].]{{0,3}}$"
        ),
        Relation.RELAYS,
    ),
    Rule(
        _is(rf"[(\[](?:[Ss]ource:?|[Vv]ia:?|h/t|[Rr]ead\smore\s(?:at|in|on):?)\s(?:the\s)?(?P<n>{_NAME})[)\]]"),
        Relation.RELAYS,
        Relation.RELAYS,
        Relation.RELAYS,
    ),
    Rule(_is(rf"\bvia\s(?:the\s)?{_ONE}"), Relation.RELAYS),
)

_VOICES = (
    everyone(_is(_UNNAMED), Relation.ANONYMOUS),
    everyone(_is(_NAMELESS), Relation.ANONYMOUS),
    everyone(
        _is(
            r"\b(?:according\sto|citing|quoting|cited)\s(?P<n>(?:(?:unnamed|anonymous|its|two|three|four|several)\s)?sources)\b(?!\s(?:of|in\s\d))"
        ),
        Relation.ANONYMOUS,
        cited=True,
    ),
    everyone(
        _is(
            r"(?:^|[.,”]\s)(?P<n>(?:(?:[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]ultiple|[Oo]ne|[Tt]he|[Aa])\s)?(?:[Ss]ources?))\s(?:sa(?:id|ys|y)|told)\b"
        ),
        Relation.ANONYMOUS,
    ),
    Rule(
        _is(
            rf"\b(?:[Ss]pokes(?:man|woman|person|people)|[Rr]epresentatives?|[Oo]fficials?)\s(?:for|of|at|from)\s(?:the\s)?{_ONE}(?=[\s,.])"
        ),
        None,
        Relation.SPEAKS,
        Relation.SPEAKS,
    ),
    Rule(
        _is(rf"\b{_ONE}(?:['’]s)?\s(?:[a-z-]{{2,14}}\s){{0,2}}spokes(?:man|woman|person)\b"),
        None,
        Relation.SPEAKS,
        Relation.SPEAKS,
    ),
    Rule(
        _is(
            rf"\b(?:[Ee]mbassy|[Mm]inistry|[Gg]overnment|[Pp]residency|[Aa]uthorities)\s(?:of|in)\s(?:the\s)?{_ONE}\s(?:has\s|also\s)?{_SAYS}"
        ),
        None,
        Relation.SPEAKS,
        Relation.SPEAKS,
    ),
    Rule(_is(rf"\b{_ONE}{_ASIDE}\s{_ADVERB}{_SAYS}\b"), None, Relation.SPEAKS, Relation.SPEAKS),
    everyone(
        _is(
            r"\b(?:[Aa]ccording\sto|confirmed\sby|denied\sby)\s(?:the\s)?(?P<n>(?:[a-z-]{2,14}\s){0,2}(?:ministry|police|government|embassy|army|military|prosecutors?|court|governor['’]s\soffice|authorities|council|office|commission|department|agency|company|spokes(?:man|woman|person)))\b(?!['’]s\s)"
        ),
        Relation.SPEAKS,
    ),
    Rule(_is(rf"\b(?:said|says)\s{_ONE}(?=[,.;\n])"), None, Relation.SPEAKS, Relation.SPEAKS),
)

ENGLISH = Language(
    code="en",
    present=regex.compile(r"[A-Za-z]"),
    rules=(*_HEDGED, *_AGENCIES, *_DOCUMENTS, *_REPORTS, *_VOICES),
    outlet=_is(
        r"(?:\b(?:Times|Post|News|Newspaper|Daily|Weekly|Herald|Courier|Gazette|Tribune|Journal|Press|Presse|Pressa|Radio|TV|Television|Telegraph|Review|"
        r"Broadcasting|Magazine|Observer|Chronicle|Mail|Monitor|Dispatch|Standard|Mirror|Star|Globe|Examiner|Inquirer|"
        r"Ledger|Sentinel|Beacon|Wire|Bulletin|Reporter|Independent|Channel|Voice|Argus|Advertiser|Zeitung|Kurier|Tageblatt|"
        r"Express|Record|Register|Echo|Digest|Insider|Today|Tonight|Leaks|Watch|Newswire|Newsroom|Evening|Sun|Sunday|Morning|"
        r"Vestnik|Gazeta|Pravda|Novosti|Izvestia|Agence|Agencia|Diario|Journal|Quotidien|Gazete|Haber|Ajans\w{0,2})\b|"
        r"\p{L}{3,}(?:leaks|zeitung|blatt|news|post|kurier|press|wire|papers?)\b|News\sAgency|Press\sAgency|\.(?:com|org|net|news|info|ru|cn|media|example)$)"
    ),
    institution=_is(
        r"\b(?:Minist(?:ry|er|ers)|Government|Police|Embassy|Office|Department|President|Council|Commission|Court|Army|Navy|Bank|"
        r"Parliament|Party|Bureau|Authority|Authorities|Administration|Governor|Mayor|Senate|Congress|Company|Corp|Inc|Ltd|"
        r"Group|Holdings?|Committee|Secretary|Spokes\w{3,6}|Ambassador|Consulate|Prosecutor\w{0,2}|Directorate|House|Kremlin|"
        r"Pentagon|United\sNations|UN|EU|NATO|Union|Federation|Foundation|University|Hospital|Mr|Mrs|Ms|Dr|General|Colonel)\b"
    ),
    leading=_is(
        r"\A(?:(?:The|A|An|On|In|At|As|But|And|Or|So|If|While|When|After|Before|Since|According|Citing|By|For|From|Of|Then|Yet|Also|That|"
        r"Meanwhile|However|Earlier|Later|Last|This|These|Those|Its|It|Their|His|Her|Our|To|With|Although|Though|Because|Like|Asked|Mr|Mrs|Ms|Both|"
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
        r"November|December)(?:[,\s]\s*(?=\S)|$))+"
    ),
    trailing=_is(r"(?:\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Tuesday|Yesterday|Today(?<!USA\sToday)))+\Z"),
    between=_is(r",\s(?:and\s)?(?:the\s)?|\sand\s(?:the\s)?|\s?/\s?|;\s?"),
    refused=_is(
        r"\A(?:I|He|She|We|They|You|It|Who|What|Which|There|Here|One|Some|Many|Most|Others?|Nobody|Everybody|Someone|No|Yes|None|Not|Q|A|QUESTION|MR|MS|DR)\Z"
    ),
    credits=_is(
        r"^[\s(\[]{0,3}(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]ictures?|[Vv]ideo|[Ii]llustration|[Gg]raphic)(?:\s(?:by|credit|courtesy|from))?\s?[:/][^\n]{0,120}|\b[Pp]hoto(?:graph)?s?\sby\s[^\n]{0,60}|\([Pp]hoto[^)\n]{0,80}\)|\b[Pp]hoto(?:graph)?:\s[^\n]{0,60}"
    ),
)
