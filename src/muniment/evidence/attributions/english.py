"""How English texts say where they have something from."""

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.rules import NAME, Hint, Language, Rule, everyone, names_by_capitals

_NAMES = names_by_capitals(
    r"of|for|and|the|de|la|le|les|du|des|di|del|der|die|das|von|van|et|y|und|al|el|&|-|–|without"
)
_ONE = rf"(?P<n>{NAME})"
_LIST = rf"(?P<n>{NAME}(?:,\s(?:the\s)?{NAME}){{0,4}}(?:,?\sand\s(?:the\s)?{NAME})?)"
_HEAD = (
    r"(?P<head>(?:newspapers?|dail(?:y|ies)|weekl(?:y|ies)|tabloid|broadsheet|magazine|journal|paper|"
    r"(?:news|press|wire)\s(?:agency|agencies|service|site|website|outlet|portal|channel|organi[sz]ation)|agency|"
    r"broadcaster|(?:radio|television|TV)\s(?:station|channel|network)|channel|network|"
    r"websites?|site|portal|outlets?|blog|monitoring\sgroup|monitor|think\stank|watchdog|rights\sgroup|podcast),?\s)"
)
_THE = r"(?:the\s)?(?:[\w.-]{2,24}-based\s)?"
_GENRE = r"(?:[a-z][a-z-]{1,20}\s){0,4}?"
"""Words that may stand between an article and what it belongs to: "the investigative ", "the British "."""

_WHO = rf"(?:the\s|an?\s|its\s)?(?:[\w.-]{{2,24}}-based\s)?(?:{_GENRE}{_HEAD}(?:the\s)?)?"
_FREE = r"(?<!\b(?:of|for|at|from|with|in|by)\s)(?<!\b(?:of|for|at|from|with|in|by)\sthe\s)"
"""Not after a word that makes the name depend on another: "the editor of the Post said"."""

_ADVERB = r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|first|also|later|then|had|has|have|previously|separately|originally|earlier|since|already|exclusively)\s){0,3}"
_REPORT = (
    r"(?:[Rr]eports?|[Aa]rticles?|[Ii]nvestigations?|[Ss]tor(?:y|ies)|[Ss]tud(?:y|ies)|[Aa]nalys[ei]s|[Ss]urveys?|editorial|op-ed|expos[eé]|"
    r"dispatch(?:es)?|documentary|[Ii]nterview|column|piece|[Pp]oll|estimates?|database|tally|findings|reporting|coverage|"
    r"broadcast|programme|scoop|account|dossier|paper|commentary|essay|newsletter|profile)"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = (
    rf"(?:(?:on\s|last\s|late\s|early\s|earlier\s|this\s|late\son\s|late\slast\s){{0,2}}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|"
    rf"year|today|yesterday|(?:in\s)?{_MONTH}(?:\s\d{{1,4}}){{0,2}}|in\s\d{{4}}|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?))"
)
_ASIDE = r"(?:,\s[^,.;:\n“”\"]{2,100},)?"
_STRONG = (
    r"(?:report(?:s|ed)|reveal(?:s|ed)|w(?:rote|rites)|disclos(?:es|ed)|publish(?:es|ed)|uncover(?:s|ed)|broke\sthe|"
    r"broadcast|aired|carried|quot(?:es|ed)|cit(?:es|ed)|ran\sa|expos(?:es|ed)|investigat(?:es|ed)|document(?:s|ed)|leak(?:s|ed))\b"
)
_WEAK = (
    r"(?:sa(?:ys|id)|not(?:es|ed)|claim(?:s|ed)|add(?:s|ed)|stat(?:es|ed)|found|finds|show(?:s|ed)|describ(?:es|ed)|"
    r"announc(?:es|ed)|put|estimat(?:es|ed)|alleg(?:es|ed)|warn(?:s|ed)|conclud(?:es|ed)|argu(?:es|ed)|learn(?:s|ed|t)|understands?|charg(?:es|ed)|assert(?:s|ed)|suggest(?:s|ed)|indicat(?:es|ed)|"
    r"detail(?:s|ed)|highlight(?:s|ed)|explain(?:s|ed)|point(?:s|ed)\sout|maintain(?:s|ed)|comment(?:s|ed)|observ(?:es|ed)|recount(?:s|ed)|speculat(?:es|ed)|confirm(?:s|ed)|list(?:s|ed)|nam(?:es|ed))\b"
)
_SAYS = (
    r"(?:sa(?:ys|id)|stat(?:es|ed)|announc(?:es|ed)|insist(?:s|ed)|den(?:ies|ied)|told|confirm(?:s|ed)|declin(?:es|ed)|"
    r"add(?:s|ed)|report(?:s|ed)\sthat|warn(?:s|ed)|claim(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied))\b"
)
_GAVE = (
    r"(?:leaked|acquired|received|provided|passed|handed|shared|supplied|given|slipped|delivered|"
    r"turned\sover|made\savailable|secured|disclosed)"
)
_SEEN = r"(?:seen|reviewed|viewed|examined|read|inspected|consulted|analy[sz]ed|verified|authenticated)"
_PAPERS = r"(?:cop|document|record|file|memo|e-?mail|letter|contract|video|photo|transcript|minute|page|report|data|message|statement|invoice)"
_OWN = r"(?:(?:[Tt]his|[Oo]ur)\s(?:newspaper|paper|news\sagency|agency|magazine|website|site|publication|outlet|newsroom|reporters?)|us)\b"
_DEMONYM = (
    r"(?:German|British|French|Russian|Chinese|American|Japanese|Italian|Spanish|Turkish|Israeli|Saudi|Arab|European|Western|Dutch|Swiss|Polish|"
    r"Ukrainian|Indian|Pakistani|Iranian|Korean|Canadian|Australian|Brazilian|Mexican|Swedish|Norwegian|Danish|Austrian|Belgian|Greek|Egyptian|"
    r"Kazakh|Uzbek|Kyrgyz|Uyghur|Tibetan|Taiwanese|Thai|Vietnamese|Syrian|Iraqi|Lebanese|Qatari|Emirati|Hungarian|Czech|Irish|Scottish|Welsh)"
)
_SHADE = (
    rf"(?:{NAME}|{_DEMONYM}|[Ss]tate|[Ss]tate-(?:run|owned|controlled|backed)|[Ll]ocal|[Oo]fficial|[Ff]oreign|[Nn]ational|[Gg]overnment|[Pp]ro-government|"
    r"[Ww]estern|[Ii]nternational|[Rr]egional|[Ii]ndependent|[Pp]ublic|[Dd]omestic|[Oo]verseas|[Ss]everal|[Oo]ther|[Ss]ome|[Vv]arious|[Nn]ews|[Oo]pposition|[Mm]ultiple)"
)
_MEDIA = (
    rf"(?:[Tt]he\s)?(?P<n>(?:{_SHADE}\s){{1,3}}(?:media(?!\s(?:company|group|briefing))(?:\soutlets|\sreports)?|television|TV|broadcaster|"
    rf"radio|newspapers?|news\sagenc(?:y|ies)|press\sagency|outlets|papers|press))(?!\s{NAME}|\sconference)"
)
_MEDIA_REPORT = rf"(?P<n>(?:{_SHADE}\s){{1,2}}(?:media|newspaper|television|TV|press|news))\s{_REPORT}"
_COUNT = r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ss]everal|[Ss]ome|[Mm]ultiple|[Aa]nother|\d{1,2})\s)"
_PEOPLE = (
    r"(?:[Pp]eople|[Pp]ersons?|[Ss]ources?|[Oo]fficials?|diplomats?|employees?|workers?|staff(?:ers)?|executives?|lawyers?|insiders?|aides?|"
    r"individuals?|man|woman|soldiers?|officers?|prisoners?|guards?|members?|witness(?:es)?|researchers?|engineers?|clerks?)"
)
_UNNAMED = (
    rf"\b(?P<n>{_COUNT}?(?:[\p{{L}}{NAME}-]{{2,20}}\s){{0,3}}?{_PEOPLE},?\s"
    r"(?:familiar\swith|close\sto|near\sthe|briefed\son|with\s(?:(?:direct|first-?hand|close|detailed|intimate)\s)?(?:knowledge|access)|"
    r"in\sa\sposition\sto|aware\sof|involved\sin\sthe|"
    r"(?:who|that)\s(?:had\s|has\s)?(?:asked|requested|insisted|wished|wanted|spoke|speaks|declined|refused|did\snot\swant|could\snot|was\snot|were\snot|is\snot|are\snot)"
    r"\s(?:for\s|on\s|to\s|be\s|condition\s|remain\s|under\s|of\s|the\s|not\s|their\s|his\s|her\s|by\s|authori[sz]ed\s|permitted\s|named?\s){0,6}(?:anonym\w{2,5}|named|identified|name|speak|publicly)|"
    r"speaking\s(?:on|under)\s(?:the\s)?condition|speaking\sanonymously|on\scondition\sof)"
    r"(?:\s(?:the|of|to|with|matter|issue|case|talks|situation|investigation|deal|decision|plans?|discussions?|inquiry|anonymity|negotiations|facts|operation)\b){0,5})"
)
_NAMELESS = (
    rf"\b(?P<n>{_COUNT}?(?:[Aa]nonymous|[Uu]nnamed|[Uu]nidentified|[Cc]onfidential|[Ii]nformed|[Ww]ell-informed|[Dd]iplomatic|[Ss]ecurity|"
    r"[Gg]overnment|[Mm]ilitary|[Ii]ntelligence|[Ii]ndustry|[Pp]olice|[Mm]inistry|[Pp]arty)\s"
    r"(?:sources?|tipsters?|whistle-?blowers?|informants?|officials?(?<=(?:nnamed|onymous|entified)\sofficials?)))(?=[\s,.:;])"
)
_DISPUTE = (
    r"(?:[Cc]ontrary\sto|[Rr]eject(?:s|ed|ing)|[Dd]en(?:ies|ied|ying)|[Dd]ismiss(?:es|ed|ing)|[Dd]isput(?:es|ed|ing)|"
    r"[Rr]efut(?:es|ed|ing)|[Cc]ondemn(?:s|ed|ing)|[Dd]enounc(?:es|ed|ing)|[Ss]lammed|[Cc]ontradict(?:s|ed|ing)|[Rr]ebutt(?:ed|ing)|[Dd]iscredit(?:s|ed|ing))"
)
_DISPUTES = (
    "ontrary to",
    "eject",
    "eni",
    "eny",
    "ismiss",
    "isput",
    "efut",
    "ondemn",
    "enounc",
    "lammed",
    "ontradict",
    "ebutt",
    "iscredit",
)
_FALSE = (
    r"(?:false|fake|fabricat\w{1,4}|untrue|baseless|a\slie|lies|wrong|mistaken|inaccurate|invented|fiction|slander\w{0,4}|"
    r"groundless|nonsense|misleading|smear\w{0,3}|forge\w{1,4}|disinformation)"
)
_UNSURE = (
    r"(?:(?:could|can|was|were|has|have|had)\s(?:not|n't)|cannot|couldn[’']t|remains?|is|are)\s(?:yet\s)?(?:been\s|be\s)?"
    r"(?:(?:immediately|independently|fully)\s){0,2}(?:verified|confirmed|corroborated|unverified|unconfirmed|authenticated)"
)


def _is(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.MULTILINE)


def _all(pattern: str, relation: Relation, *needs: str, cited: bool = False, hedge: Hedge = Hedge.NONE) -> Rule:
    return everyone(_is(pattern), relation, cited=cited, hedge=hedge, needs=needs)


def _outlets(pattern: str, relation: Relation, *needs: str, hedge: Hedge = Hedge.NONE) -> Rule:
    return Rule(_is(pattern), relation, hedge=hedge, needs=needs)


_DISPUTED, _UNVERIFIED = Hedge.DISPUTED, Hedge.UNVERIFIED
_HEDGED = (
    _all(rf"\b{_DISPUTE}\s(?:an?\s|the\s)?{_MEDIA_REPORT}", Relation.RELAYS, *_DISPUTES, hedge=_DISPUTED),
    _all(
        rf"\b(?:demand(?:s|ed|ing)|insist(?:s|ed|ing)|ask(?:s|ed|ing)|urg(?:es|ed|ing)|call(?:s|ed|ing)\son)\s(?:that\s)?{_WHO}{_ONE}\s(?:to\s|should\s|must\s)?(?:withdraw|retract|correct|apologi[sz]e|delete|take\sdown)",
        Relation.RELAYS,
        "withdraw",
        "retract",
        "correct",
        "apologi",
        "delete",
        "take down",
        hedge=_DISPUTED,
    ),
    _all(
        rf"\b{_DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}(?:{_REPORT}|claims)\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{_MEDIA}",
        Relation.RELAYS,
        *_DISPUTES,
        hedge=_DISPUTED,
    ),
    _all(
        rf"\b{_DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}{_REPORT}\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{_WHO}{_LIST}",
        Relation.RELAYS,
        *_DISPUTES,
        hedge=_DISPUTED,
    ),
    _all(
        rf"\b{_DISPUTE}\s(?:what\s)?{_WHO}{_ONE}(?:['’]s?)?\s(?:[a-z-]{{1,14}}\s){{0,2}}(?:{_REPORT}|reported|claims?)\b",
        Relation.RELAYS,
        *_DISPUTES,
        hedge=_DISPUTED,
    ),
    _outlets(
        rf"\b[Aa]ccus(?:es|ed|ing)\s{_WHO}{_ONE}\sof\s(?:\w{{1,20}}\s){{0,4}}(?:invent|fabricat|ly|forg|spread|mak|fak|slander|smear|distort|publish)\w{{0,6}}",
        Relation.RELAYS,
        "ccus",
        hedge=_DISPUTED,
    ),
    _all(
        rf"\b(?:called|calls|labell?ed|described|branded)\s{_WHO}{_ONE}(?:['’]s?)?\s{_REPORT}\s(?:as\s)?(?:\w{{1,14}}\s){{0,3}}[“\"]?{_FALSE}",
        Relation.RELAYS,
        "called",
        "calls",
        "label",
        "described",
        "branded",
        hedge=_DISPUTED,
    ),
    _all(
        rf"{_ONE}(?:['’]s?)?\s{_REPORT}\s(?:was|is|were|are)\s(?:\w{{1,14}}\s){{0,2}}{_FALSE}\b",
        Relation.RELAYS,
        "was",
        "is",
        "were",
        "are",
        hedge=_DISPUTED,
    ),
    _all(
        rf"{_ONE}(?:['’]s?)?\s(?:[a-z]{{1,14}}\s)?{_REPORT}\s{_UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=_UNVERIFIED,
    ),
    _all(
        rf"\b{_REPORT}\s(?:by|in|from)\s{_WHO}{_LIST}\s{_UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=_UNVERIFIED,
    ),
)

_AGENCIES = (
    _outlets(rf"^{NAME}(?:,\s[^\n().]{{1,40}})?\s\({_ONE}\)\s", Relation.AGENCY, ")"),
    _all(
        rf"^[\d{NAME}][^\n().]{{0,60}}[\s,]\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?",
        Relation.AGENCY,
        ") ",
        ")-",
        ")–",
        ")—",
    ),
    _all(
        rf"^{NAME}\s\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?", Relation.AGENCY, ") ", ")-", ")–", ")—"
    ),
    _outlets(rf"^\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?", Relation.AGENCY, ") ", ")-", ")–", ")—"),
    _outlets(
        rf"^(?:By:?\s|Byline:?\s|Author:?\s)(?:[^\n]{{2,50}},\s|(?:the\s)?)(?P<n>{NAME}(?:\s(?:and|/)\s{NAME})?)\s*$",
        Relation.AGENCY,
        "By",
        "Author",
    ),
    _outlets(
        rf"{_LIST}\s(?:journalists?\s|writers?\s|reporters?\s|staff\s)?(?:also\s)?contributed\s(?:\w{{1,12}}\s)?to\sthis\s(?:report|article|story)",
        Relation.AGENCY,
        "contributed",
    ),
    _outlets(
        rf"\b(?:[Ww]ith|[Aa]dditional|[Ff]urther)\s(?:additional\s)?(?:reporting|report|files|material|information|copy)\s(?:by|from)\s{_WHO}{_LIST}",
        Relation.AGENCY,
        "reporting",
        "report",
        "files",
        "material",
        "information",
        "copy",
    ),
    _outlets(rf"^[\s(]{{0,3}}(?:With|From)\s{_LIST}[\s).]{{0,3}}$", Relation.AGENCY, "ith", "rom"),
    _all(
        r"^[\s(]{0,3}(?:[Bb]y:?\s|[Ww]ith\s|[Bb]yline:?\s)?(?P<n>[Nn]ews\s[Aa]gencies|[Aa]gencies)[\s).]{0,3}$",
        Relation.AGENCY,
        "gencies",
    ),
)

_DOCUMENTS = (
    _all(rf"\bobtained\s(?:exclusively\s|first\s)?by\s(?:{_WHO}{_LIST}|(?P<n>{_OWN}))", Relation.OBTAINED, "obtained"),
    _outlets(
        rf"\b{_GAVE}\s(?:(?!seen|reviewed|viewed)\w{{1,14}}\s){{0,3}}?(?:to|with|by)\s{_WHO}{_LIST}", Relation.OBTAINED
    ),
    _all(
        rf"\b(?:leaked|passed|handed|provided|supplied|slipped)\s(?:\w{{1,14}}\s){{0,2}}?(?:to|with)\s(?P<n>{_OWN})",
        Relation.OBTAINED,
        "our",
        "this",
        "us",
    ),
    _all(rf"\bleak(?:ed)?\s(?:\w{{1,14}}\s){{0,2}}?to\s{_WHO}{_LIST}", Relation.OBTAINED, "leak"),
    _all(rf"\b{_SEEN}\s(?:\w{{1,14}}\s)?by\s(?:(?P<n>{_OWN})|{_WHO}{_LIST})", Relation.SEEN, "by "),
    _all(
        r"\b(?P<n>[Tt]his\s(?:newspaper|paper|magazine|website)|[Ww]e)\s(?:has\s|have\s)?(?:obtained|acquired)\s",
        Relation.OBTAINED,
        "obtained",
        "acquired",
    ),
    _outlets(
        rf"{_ONE}{_ASIDE}\s{_ADVERB}(?:obtained|received|acquired|got\shold\sof)\s(?:[\w’']{{1,14}}\s){{0,5}}?{_PAPERS}",
        Relation.OBTAINED,
        "obtained",
        "received",
        "acquired",
        "got hold",
    ),
    Rule(
        _is(
            rf"\b[Tt]he\s{_ONE}{_ASIDE}\s{_ADVERB}(?:obtained|received|acquired)\s(?:[\w’'-]{{1,14}}\s){{0,9}}?(?:documents|files|records|emails|memos|copies|papers)"
        ),
        Relation.OBTAINED,
        None,
        Relation.OBTAINED,
        needs=("obtained", "received", "acquired"),
    ),
    _outlets(rf"{_ONE}{_ASIDE}\s{_ADVERB}obtained,?\s", Relation.OBTAINED, "obtained"),
    _outlets(
        rf"{_ONE}{_ASIDE}\s(?:has\s|had\s|have\s)(?:also\s)?{_SEEN}\s(?:[\w’']{{1,14}}\s){{0,4}}?{_PAPERS}",
        Relation.SEEN,
        "seen",
        "viewed",
        "examined",
        "read",
        "inspected",
        "consulted",
        "analy",
        "verified",
        "authenticated",
    ),
)

_FIRST = r"(?:first\s|originally\s|initially\s|previously\s|also\s|exclusively\s|earlier\s){0,2}"
_AS = r"(?:by|in|on)"
_RELAYS, _SPEAKS, _ANONYMOUS = Relation.RELAYS, Relation.SPEAKS, Relation.ANONYMOUS
_KIND = r"(?P<head>\s(?:daily|weekly|newspaper|magazine|tabloid|website|site|news\ssite|news\sagency|agency|newswire|radio|television|TV|channel|broadcaster|network|portal|outlet|news)\b)"
"""What an outlet is, said after its name: "the Bild daily"."""

_REPORTS = (
    _outlets(
        rf"{_ONE}(?:['’]s)?\s(?:staff\s|investigative\s|news\s|own\s|foreign\s)?(?:writers?|reporters?|journalists?|correspondents?|columnists?)\b",
        _RELAYS,
        "writer",
        "reporter",
        "journalist",
        "correspondent",
        "columnist",
    ),
    Rule(
        _is(
            rf"\b(?:documents|records|files|emails|memos|papers|data|figures|images|photos|photographs|videos?|footage|transcripts|cables),?\s(?:[a-z]{{2,14}}\s){{0,4}}?(?:released|published|made\spublic|posted|compiled|collected|issued|disclosed)\s(?:{_DAY}\s)?by\s{_WHO}{_LIST}"
        ),
        _RELAYS,
        _SPEAKS,
        _RELAYS,
        needs=("by ",),
    ),
    _outlets(
        rf"\b(?:contacted|reached|approached|asked|interviewed|questioned|consulted|surveyed|photographed|filmed|shown)\sby\s{_WHO}{_LIST}",
        _RELAYS,
        "ed by",
        "shown by",
    ),
    _all(rf"{_ONE}{_KIND}{_ASIDE}\s{_ADVERB}(?:{_STRONG}|{_WEAK})", _RELAYS),
    _all(
        rf"\b(?:[Aa]ccording\sto|told|interview\swith|speaking\sto|quoted\sby|reported\sby|published\s(?:by|in)|citing|in|to)\s(?:the\s)?{_ONE}{_KIND}(?=[\s,.;])",
        _RELAYS,
    ),
    _outlets(rf"{_ONE}\s(?:that|which|who)\s{_ADVERB}{_STRONG}", _RELAYS, "that", "which", "who"),
    _outlets(
        rf"\b(?:[Pp]er|statement\sto|remarks\sto|comments\sto|e-?mail\sto|letter\sto|message\sto|confirmed\sto|shown\sto|explained\sto|said\sto|said\son|speaking\son|appearing\son|website\sof|pages\sof|columns\sof|information\sfrom|reporters?\sfrom|journalists?\sfrom|correspondents?\sfrom|reporter\sfor|journalist\sfor)\s{_WHO}{_LIST}",
        _RELAYS,
    ),
    _all(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|quoted|cited|confirmed|voiced)\s(?:{_FIRST}|{_DAY}\s){_AS}\s(?:the\s|an?\s)?{_GENRE}{_HEAD}{_THE}{_LIST}",
        _RELAYS,
    ),
    _all(
        rf"\b(?:[Ff]irst|[Oo]riginally|[Ii]nitially)\s(?:(?:reported|revealed|disclosed|uncovered|published)\s(?:{_DAY}\s)?(?:by|in)|(?:published|appeared|broadcast|aired|posted)\s(?:{_DAY}\s)?on)\s{_WHO}{_LIST}",
        _RELAYS,
        "irst ",
        "riginally ",
        "nitially ",
    ),
    _outlets(
        rf"\b(?:reported|revealed|disclosed|uncovered|exposed|published|broadcast|aired|carried|printed|posted|quoted|cited|run|made\spublic|appeared|voiced|seen|confirmed)\s(?:{_FIRST}|{_DAY}\s){_AS}\s{_THE}{_LIST}",
        _RELAYS,
    ),
    _all(
        rf"\b(?:[Aa]ccording\sto|[Bb]ased\son)\s(?:an?|the|its)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{_ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{_REPORT}\b",
        _RELAYS,
        "ccording to",
        "ased on",
    ),
    _all(
        rf"\b[Cc]iting\s(?:an?|the)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,3}}?{_ONE}(?:['’]s?)?\s(?:[a-z-]{{2,14}}\s){{0,2}}{_REPORT}\b",
        _RELAYS,
        "iting",
        cited=True,
    ),
    _all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cites|quotes|cited|quoted)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,4}}?{_REPORT}\s(?:(?:published|released|issued|aired|carried)\s)?(?:{_DAY}\s)?(?:by|from|in|of|on)\s{_WHO}{_LIST}",
        _RELAYS,
        "iting",
        "uoting",
        "cite",
        "quote",
        cited=True,
    ),
    _all(
        rf"\b{_REPORT}\s(?:published|released|issued|aired|carried|conducted|compiled|written|broadcast|prepared|posted)\s(?:{_DAY}\s)?{_AS}\s{_WHO}{_LIST}",
        _RELAYS,
    ),
    _outlets(rf"\b{_REPORT}\s(?:(?:[a-z]{{2,12}}|{_DAY})\s){{0,3}}?(?:by|from|in|with|for|on)\s{_WHO}{_LIST}", _RELAYS),
    _all(
        rf"\b(?:[Rr]eports?|[Ss]tud(?:y|ies)|[Aa]nalys[ei]s|[Ii]nvestigations?|[Ss]urveys?|[Aa]rticles?|[Pp]olls?|paper|dossier|findings|documentary|estimates?|(?:data|figures|evidence|material)\s(?:compiled|collected|gathered|published|released))\s(?:{_DAY}\s)?(?:by|from)\s{_THE}{_LIST}",
        _RELAYS,
    ),
    _outlets(rf"{_ONE}['’]s?\s(?:[\w-]{{1,14}}\s){{0,3}}?{_REPORT}\b", _RELAYS, "'", "’"),
    _outlets(
        rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Aa]nother)\s(?:[a-z\d][\w-]{{0,20}}\s){{0,2}}?{_ONE}\s(?:[a-z-]{{2,14}}\s){{0,2}}?{_REPORT}\b",
        _RELAYS,
    ),
    Rule(
        _is(
            rf"{_ONE}{_ASIDE}\s(?:sa(?:ys|id)|wrote|not(?:es|ed)|found|conclud(?:es|ed)|warn(?:s|ed)|estimat(?:es|ed))\s(?:{_DAY}\s)?in\s(?:an?|the|its|their)\s(?:[\w-]{{1,14}}\s){{0,3}}?{_REPORT}\b(?<!interview)"
        ),
        _RELAYS,
        Relation.SPEAKS,
        _RELAYS,
    ),
    _all(rf"\b[Aa]ccording\sto\s(?:the\s|an?\s)?{_GENRE}{_HEAD}{_THE}{_LIST}", _RELAYS, "ccording to"),
    _all(
        rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:the\s|an?\s)?{_GENRE}{_HEAD}{_THE}{_LIST}",
        _RELAYS,
        "iting",
        "uoting",
        cited=True,
    ),
    _all(rf"\b(?:[Aa]ccording\sto|told|in|by|[Ii]nterview\swith)\s{_MEDIA}", _RELAYS),
    _all(
        rf"\b(?:[Cc]iting|[Qq]uoting|cited|quoted)\s{_MEDIA}", _RELAYS, "iting", "uoting", "cited", "quoted", cited=True
    ),
    _all(
        rf"(?:\b|(?={NAME})){_MEDIA}{_ASIDE}\s{_ADVERB}(?:{_STRONG}|{_WEAK}|have\s)",
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
    _all(
        rf"\b(?:interview(?:ed)?|spoke|speaking|talking|talked|told)\s(?:given\s|{_DAY}\s)?(?:(?:with|to|by|on|in)\s)?(?:the\s|an?\s)?{_GENRE}{_HEAD}{_THE}{_LIST}",
        _RELAYS,
        "nterview",
        "spoke",
        "speaking",
        "talk",
        "told",
    ),
    _outlets(
        rf"\b(?:[Ii]nterview(?:ed)?|spoke|speaking|talking|talked)\s(?:given\s|{_DAY}\s)?(?:with|to|by|on|in|for)\s{_THE}{_LIST}",
        _RELAYS,
        "nterview",
        "spoke",
        "speaking",
        "talk",
    ),
    _outlets(rf"\b(?:told|informed|emailed)\s{_THE}{_LIST}", _RELAYS, "told", "informed", "emailed"),
    _all(rf"\b{_HEAD}{_THE}{_LIST}{_ASIDE}\s{_ADVERB}(?:{_STRONG}|{_WEAK})", _RELAYS),
    _outlets(
        rf"{_FREE}{_LIST}{_ASIDE}\s{_ADVERB}{_STRONG}(?!\s(?:a\s)?(?:loss|profit|revenue|earnings|sales|no\s|\d))",
        _RELAYS,
    ),
    _all(
        rf"\b(?P<head>[Tt]he)\s{_ONE}{_ASIDE}\s{_ADVERB}(?:reported|revealed|wrote|reports|writes)(?=\s(?:that|on|in|earlier|last|yesterday|{_DAY})\b|[,.:])",
        _RELAYS,
        "report",
        "reveal",
        "wrote",
        "writes",
    ),
    Rule(
        _is(rf"[,”\"’]\s{_THE}{_ONE}\s(?:reported|reports|wrote|writes)(?=[,.;]|\s{_DAY})"),
        _RELAYS,
        None,
        _RELAYS,
        needs=("report", "wrote", "writes"),
    ),
    _outlets(rf"{_FREE}{_LIST}{_ASIDE}\s{_ADVERB}{_WEAK}", _RELAYS),
    _outlets(rf"\b(?:said|says|reported|reports|wrote|writes)\s{_WHO}{_ONE}(?=(?:\snews)?[,.;\n])", _RELAYS),
    Rule(
        _is(
            rf"\b[Aa]ccording\sto\s(?:(?:data|figures|statistics|information|sources|officials|reporters|journalists)\s(?:from|at|by|of|with)\s)?{_THE}{_LIST}"
        ),
        _RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        needs=("ccording to",),
    ),
    Rule(
        _is(
            rf"\b(?:[Cc]iting|[Qq]uoting)\s(?:(?:data|figures|statistics|information)\s(?:from|by|of)\s)?{_THE}{_LIST}"
        ),
        _RELAYS,
        Relation.SPEAKS,
        Relation.SPEAKS,
        cited=True,
        needs=("iting", "uoting"),
    ),
    _all(
        r"\b[Cc]iting\s(?P<n>(?:(?:an?|the|one|two|three|several|\d{1,3})\s)?(?:[a-z-]{2,14}\s){0,3}?(?:reports?|assessments?|documents?|stud(?:y|ies)|memos?|records|files|cables?|emails?|data|figures))\b(?!\s(?:by|from|in|of|obtained|seen))",
        _RELAYS,
        "iting",
        cited=True,
    ),
    _all(
        rf"^[\s(\[]{{0,3}}(?:[Ss]ources?|SOURCE|[Vv]ia(?=:)|[Oo]riginally\s(?:published|appeared)\s(?:by|in|on)|[Rr]epublished\sfrom|[Rr]eprinted\sfrom|[Oo]riginal)\s?:?\s(?:the\s)?(?P<n>{NAME}(?:[,;/]\s?{NAME}){{0,4}})[\s)\].]{{0,3}}$",
        _RELAYS,
        "ource",
        "SOURCE",
        "ia ",
        "rigina",
        "epublished",
        "eprinted",
    ),
    _all(
        rf"[(\[](?:[Ss]ource:?|[Vv]ia:?|h/t|[Rr]ead\smore\s(?:at|in|on):?)\s{_THE}{_ONE}[)\]]",
        _RELAYS,
        "ource",
        "ia",
        "h/t",
        "ead more",
    ),
    _outlets(rf"\bvia\s{_THE}{_ONE}", _RELAYS, "via"),
)

_VOICES = (
    _all(
        _UNNAMED,
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
    _all(_NAMELESS, _ANONYMOUS, "source", "tipster", "blower", "informant", "official"),
    _all(
        r"\b(?:[Aa]ccording\sto|[Cc]iting|[Qq]uoting|cited)\s(?P<n>(?:(?:unnamed|anonymous|its|two|three|four|several)\s)?sources)\b(?!\s(?:of|in\s\d))",
        _ANONYMOUS,
        "sources",
        cited=True,
    ),
    _all(
        r"(?:^|[.,”]\s)(?P<n>(?:(?:[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]ultiple|[Oo]ne|[Tt]he|[Aa])\s)?[Ss]ources?)\s(?:sa(?:id|ys|y)|told)\b",
        _ANONYMOUS,
        "ource",
    ),
    Rule(
        _is(
            rf"\b(?:[Ss]pokes(?:man|woman|person|people)|[Rr]epresentatives?|[Oo]fficials?)\s(?:for|of|at|from)\s{_THE}{_ONE}(?=[\s,.])"
        ),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("pokes", "epresentative", "fficial"),
    ),
    Rule(
        _is(rf"{_ONE}(?:['’]s)?\s(?:[a-z-]{{2,14}}\s){{0,2}}?spokes(?:man|woman|person)\b"),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("spokes",),
    ),
    Rule(
        _is(
            rf"\b(?:embassy|ministry|government|presidency|authorities)\s(?:of|in)\s{_THE}{_ONE}\s(?:has\s|also\s)?{_SAYS}"
        ),
        None,
        _SPEAKS,
        _SPEAKS,
        needs=("embassy", "ministry", "government", "presidency", "authorities"),
    ),
    Rule(_is(rf"{_ONE}{_ASIDE}\s{_ADVERB}{_SAYS}"), None, _SPEAKS, _SPEAKS),
    _all(
        r"\b(?:[Aa]ccording\sto|confirmed\sby|denied\sby)\s(?:the\s)?(?P<n>(?:[a-z-]{2,14}\s){0,2}?(?:ministry|police|government|embassy|army|military|prosecutors?|court|governor['’]s\soffice|authorities|council|office|commission|department|company|spokes(?:man|woman|person)))\b(?!['’]s\s)",
        _SPEAKS,
        "ccording to",
        "confirmed by",
        "denied by",
    ),
    Rule(_is(rf"\b(?:said|says)\s{_ONE}(?=[,.;\n])"), None, _SPEAKS, _SPEAKS, needs=("said", "says")),
)

_HINTS = (
    Hint(_is(r"\b(?:leaked|obtained|acquired|handed|passed)\b"), Relation.OBTAINED, 45),
    Hint(_is(r"\b(?:seen|reviewed|viewed)\b"), Relation.SEEN, 30),
    Hint(
        _is(
            r"\b(?:[Rr]eport\w{0,4}|publish\w{0,3}|publication|reveal\w{0,2}|said|says|told|wrote|writes|disclos\w{1,4}|expos\w{1,3}|investigat\w{1,4}|documents?|"
            r"[Ii]nterview\w{0,2}|journalists?|reporters?|correspondents?|[Aa]sked|programme|show(?:s|ed|n)?|quot\w{2,3}|footage|article|story|leak\w{0,3}|files|"
            r"broadcast\w{0,3}|editorial|headline|cover(?:age|ed)|alleg\w{1,4}|accord\w{1,3})\b"
        ),
        Relation.RELAYS,
        100,
    ),
)

ENGLISH = Language(
    hints=_HINTS,
    denies=_is(
        r"\b(?:accus|den|reject|dismiss|slam|condemn|blast|contradict)\w{0,5}\s(?:the\s)?\Z|\b(?:not|never|n['’]t)\s(?:[a-z]+\s){0,5}\Z"
    ),
    code="en",
    present=regex.compile(r"[A-Za-z]"),
    rules=(*_HEDGED, *_AGENCIES, *_DOCUMENTS, *_REPORTS, *_VOICES),
    names=_NAMES,
    outlet=_is(
        r"(?:\b(?:Times|Post|News|Newspaper|Daily|Weekly|Herald|Courier|Gazette|Tribune|Journal|Press|Presse|Pressa|Radio|TV|Television|Telegraph|Review|"
        r"Broadcasting|Magazine|Observer|Chronicle|Mail|Monitor|Dispatch|Standard|Mirror|Star|Globe|Examiner|Inquirer|"
        r"Ledger|Zeitschrift|Sentinel|Beacon|Wire|Bulletin|Reporter|Independent|Channel|Voice|Argus|Advertiser|Zeitung|Kurier|Tageblatt|"
        r"Express|Record|Register|Echo|Digest|Insider|Today|Tonight|Leaks|Newswire|Newsroom|Evening|Sun|Sunday|Morning|"
        r"Vestnik|Gazeta|Pravda|Novosti|Izvestia|Agence|Agencia|Journalis\w{2,3}|Consortium|Diario|Quotidien|Gazete|Haber|Ajans\w{0,2})\b|"
        r"\b\p{L}{3,20}(?:leaks|zeitung|blatt|news|post|kurier|press|wire|papers?)\b|News\sAgency|Press\sAgency|\.(?:com|org|net|news|info|ru|cn|media|example)\Z)"
    ),
    institution=_is(
        r"\b(?:Minist(?:ry|er|ers)|Government|Police|Embassy|Office|Department|President|Council|Commission|Court|Army|Navy|Bank|"
        r"Parliament|Party|Bureau|Authority|Authorities|Administration|Governor|Mayor|Senate|Congress|Company|Corp|Inc|Ltd|"
        r"Group|Holdings?|Committee|Secretary|Spokes\w{3,6}|Ambassador|Consulate|Prosecutor\w{0,2}|Directorate|House|Kremlin|"
        r"Pentagon|United\sNations|UN|EU|NATO|Union|Federation|Foundation|University|Hospital|Mr|Mrs|Ms|Dr|General|Colonel)\b"
    ),
    leading=_is(
        r"\A(?:\p{Lu}[\p{L}.]{1,20}-based\s|(?:The|A|An|On|In|At|As|But|And|Or|So|If|While|When|After|Before|Since|According|Citing|Quoting|By|Byline|For|From|Of|Then|Yet|Also|That|"
        r"Today(?=,|$)|Yesterday|Tonight|Meanwhile|However|Earlier|Later|Last|This|These|Those|Its|It|Their|His|Her|Our|To|With|Although|Though|Because|Like|Asked|Both|We|Contrary|"
        r"Additional|Further|Reporting|Source|Sources|SOURCE|Via|Originally|Republished|Reprinted|Original|Author|First|Initially|Photo|Photos|"
        r"State|Local|Official|Foreign|Western|International(?=\s[a-z])|Domestic|One|Two|Three|Four|Five|Six|Several|Some|Multiple|Another|People|Officials|"
        r"Unnamed|Anonymous|Unidentified|Agencies|Spokes(?:man|woman|person)|Reports?|Representatives?|"
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
        r"November|December|Mr|Mrs|Ms)(?:[,\s]\s*(?=\S)|$))+"
    ),
    trailing=_is(r"(?:\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|(?<!USA\s)Today))+\Z"),
    between=_is(r",\s(?:and\s)?(?:the\s)?|\sand\s(?:the\s)?"),
    refused=_is(
        r"\A(?:"
        + _DEMONYM
        + r"|(?:I|We|You|They|He|She|It|That|What|Who|There|Don|Isn|Won|Can)[’'].*|Teleconference|Video|Phone|I|He|She|We|They|You|It|Who|What|Which|There|Here|Many|Most|Others?|Nobody|Everybody|Someone|No|Yes|None|Not|Q|A|QUESTION|MR|MS|DR)\Z"
    ),
    credits=_is(
        r"^[\s(\[]{0,3}(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]ictures?|[Vv]ideo|[Ii]llustration|[Gg]raphic)(?:\s(?:by|credit|courtesy|from))?\s?[:/][^\n]{0,120}|"
        r"\b[Pp]hoto(?:graph)?s?\sby\s[^\n]{0,60}|\([Pp]hoto[^)\n]{0,80}\)|\b[Pp]hoto(?:graph)?:\s[^\n]{0,60}"
    ),
)
