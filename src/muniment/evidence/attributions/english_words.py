"""The words of which the rules for English texts are made."""

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.rules import NAME, Rule, everyone, names_by_capitals

NAMES = names_by_capitals(r"of|for|and|the|de|la|le|les|du|des|di|del|der|die|das|von|van|et|y|und|al|el|&|-|–|without")
ONE = rf"(?P<n>{NAME})"
LIST = rf"(?P<n>{NAME}(?:,\s(?:the\s)?{NAME}){{0,4}}(?:,?\sand\s(?:the\s)?{NAME})?)"
HEAD = (
    r"(?P<head>(?:newspapers?|dail(?:y|ies)|weekl(?:y|ies)|tabloid|broadsheet|magazine|journal|paper|"
    r"(?:news|press|wire)\s(?:agency|agencies|service|site|website|outlet|portal|channel|organi[sz]ation)|agency|"
    r"broadcaster|(?:radio|television|TV)\s(?:station|channel|network)|channel|network|"
    r"websites?|site|portal|outlets?|blog|monitoring\sgroup|monitor|think\stank|watchdog|rights\sgroup|podcast),?\s)"
)
THE = r"(?:the\s)?(?:[\w.-]{2,24}-based\s)?"
GENRE = r"(?:[a-z][a-z-]{1,20}\s){0,4}?"
"""Words that may stand between an article and what it belongs to: "the investigative ", "the British "."""

WHO = rf"(?:the\s|an?\s|its\s)?(?:[\w.-]{{2,24}}-based\s)?(?:{GENRE}{HEAD}(?:the\s)?)?"
FREE = r"(?<!\b(?:of|for|at|from|with|in|by)\s)(?<!\b(?:of|for|at|from|with|in|by)\sthe\s)"
"""Not after a word that makes the name depend on another: "the editor of the Post said"."""

ADVERB = r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|first|also|later|then|had|has|have|previously|separately|originally|earlier|since|already|exclusively)\s){0,3}"
REPORT = (
    r"(?:[Rr]eports?|[Aa]rticles?|[Ii]nvestigations?|[Ss]tor(?:y|ies)|[Ss]tud(?:y|ies)|[Aa]nalys[ei]s|[Ss]urveys?|editorial|op-ed|expos[eé]|"
    r"dispatch(?:es)?|documentary|[Ii]nterview|column|piece|[Pp]oll|estimates?|database|tally|findings|reporting|coverage|"
    r"broadcast|programme|scoop|account|dossier|paper|commentary|essay|newsletter|profile)"
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = (
    rf"(?:(?:on\s|last\s|late\s|early\s|earlier\s|this\s|late\son\s|late\slast\s){{0,2}}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|"
    rf"year|today|yesterday|(?:in\s)?{MONTH}(?:\s\d{{1,4}}){{0,2}}|in\s\d{{4}}|\d{{1,2}}\s{MONTH}(?:\s\d{{4}})?))"
)
ASIDE = r"(?:,\s[^,.;:\n“”\"]{2,100},)?"
STRONG = (
    r"(?:report(?:s|ed)|reveal(?:s|ed)|w(?:rote|rites)|disclos(?:es|ed)|publish(?:es|ed)|uncover(?:s|ed)|broke\sthe|"
    r"broadcast|aired|carried|quot(?:es|ed)|cit(?:es|ed)|ran\sa|expos(?:es|ed)|investigat(?:es|ed)|document(?:s|ed)|leak(?:s|ed))\b"
)
WEAK = (
    r"(?:sa(?:ys|id)|not(?:es|ed)|claim(?:s|ed)|add(?:s|ed)|stat(?:es|ed)|found|finds|show(?:s|ed)|describ(?:es|ed)|"
    r"announc(?:es|ed)|put|estimat(?:es|ed)|alleg(?:es|ed)|warn(?:s|ed)|conclud(?:es|ed)|argu(?:es|ed)|learn(?:s|ed|t)|understands?|charg(?:es|ed)|assert(?:s|ed)|suggest(?:s|ed)|indicat(?:es|ed)|"
    r"detail(?:s|ed)|highlight(?:s|ed)|explain(?:s|ed)|point(?:s|ed)\sout|maintain(?:s|ed)|comment(?:s|ed)|observ(?:es|ed)|recount(?:s|ed)|speculat(?:es|ed)|confirm(?:s|ed)|list(?:s|ed)|nam(?:es|ed))\b"
)
SAYS = (
    r"(?:sa(?:ys|id)|stat(?:es|ed)|announc(?:es|ed)|insist(?:s|ed)|den(?:ies|ied)|told|confirm(?:s|ed)|declin(?:es|ed)|"
    r"add(?:s|ed)|report(?:s|ed)\sthat|warn(?:s|ed)|claim(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied))\b"
)
GAVE = (
    r"(?:leaked|acquired|received|provided|passed|handed|shared|supplied|given|slipped|delivered|"
    r"turned\sover|made\savailable|secured|disclosed)"
)
SEEN = r"(?:seen|reviewed|viewed|examined|read|inspected|consulted|analy[sz]ed|verified|authenticated)"
PAPERS = r"(?:cop|document|record|file|memo|e-?mail|letter|contract|video|photo|transcript|minute|page|report|data|message|statement|invoice)"
OWN = r"(?:(?:[Tt]his|[Oo]ur)\s(?:newspaper|paper|news\sagency|agency|magazine|website|site|publication|outlet|newsroom|reporters?)|us)\b"
DEMONYM = (
    r"(?:German|British|French|Russian|Chinese|American|Japanese|Italian|Spanish|Turkish|Israeli|Saudi|Arab|European|Western|Dutch|Swiss|Polish|"
    r"Ukrainian|Indian|Pakistani|Iranian|Korean|Canadian|Australian|Brazilian|Mexican|Swedish|Norwegian|Danish|Austrian|Belgian|Greek|Egyptian|"
    r"Kazakh|Uzbek|Kyrgyz|Uyghur|Tibetan|Taiwanese|Thai|Vietnamese|Syrian|Iraqi|Lebanese|Qatari|Emirati|Hungarian|Czech|Irish|Scottish|Welsh)"
)
SHADE = (
    rf"(?:{NAME}|{DEMONYM}|[Ss]tate|[Ss]tate-(?:run|owned|controlled|backed)|[Ll]ocal|[Oo]fficial|[Ff]oreign|[Nn]ational|[Gg]overnment|[Pp]ro-government|"
    r"[Ww]estern|[Ii]nternational|[Rr]egional|[Ii]ndependent|[Pp]ublic|[Dd]omestic|[Oo]verseas|[Ss]everal|[Oo]ther|[Ss]ome|[Vv]arious|[Nn]ews|[Oo]pposition|[Mm]ultiple)"
)
MEDIA = (
    rf"(?:[Tt]he\s)?(?P<n>(?:{SHADE}\s){{1,3}}(?:media(?!\s(?:company|group|briefing))(?:\soutlets|\sreports)?|television|TV|broadcaster|"
    rf"radio|newspapers?|news\sagenc(?:y|ies)|press\sagency|outlets|papers|press))(?!\s{NAME}|\sconference)"
)
MEDIA_REPORT = rf"(?P<n>(?:{SHADE}\s){{1,2}}(?:media|newspaper|television|TV|press|news))\s{REPORT}"
COUNT = r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ss]everal|[Ss]ome|[Mm]ultiple|[Aa]nother|\d{1,2})\s)"
PEOPLE = (
    r"(?:[Pp]eople|[Pp]ersons?|[Ss]ources?|[Oo]fficials?|diplomats?|employees?|workers?|staff(?:ers)?|executives?|lawyers?|insiders?|aides?|"
    r"individuals?|man|woman|soldiers?|officers?|prisoners?|guards?|members?|witness(?:es)?|researchers?|engineers?|clerks?)"
)
UNNAMED = (
    rf"\b(?P<n>{COUNT}?(?:[\p{{L}}{NAME}-]{{2,20}}\s){{0,3}}?{PEOPLE},?\s"
    r"(?:familiar\swith|close\sto|near\sthe|briefed\son|with\s(?:(?:direct|first-?hand|close|detailed|intimate)\s)?(?:knowledge|access)|"
    r"in\sa\sposition\sto|aware\sof|involved\sin\sthe|"
    r"(?:who|that)\s(?:had\s|has\s)?(?:asked|requested|insisted|wished|wanted|spoke|speaks|declined|refused|did\snot\swant|could\snot|was\snot|were\snot|is\snot|are\snot)"
    r"\s(?:for\s|on\s|to\s|be\s|condition\s|remain\s|under\s|of\s|the\s|not\s|their\s|his\s|her\s|by\s|authori[sz]ed\s|permitted\s|named?\s){0,6}(?:anonym\w{2,5}|named|identified|name|speak|publicly)|"
    r"speaking\s(?:on|under)\s(?:the\s)?condition|speaking\sanonymously|on\scondition\sof)"
    r"(?:\s(?:the|of|to|with|matter|issue|case|talks|situation|investigation|deal|decision|plans?|discussions?|inquiry|anonymity|negotiations|facts|operation)\b){0,5})"
)
NAMELESS = (
    rf"\b(?P<n>{COUNT}?(?:[Aa]nonymous|[Uu]nnamed|[Uu]nidentified|[Cc]onfidential|[Ii]nformed|[Ww]ell-informed|[Dd]iplomatic|[Ss]ecurity|"
    r"[Gg]overnment|[Mm]ilitary|[Ii]ntelligence|[Ii]ndustry|[Pp]olice|[Mm]inistry|[Pp]arty)\s"
    r"(?:sources?|tipsters?|whistle-?blowers?|informants?|officials?(?<=(?:nnamed|onymous|entified)\sofficials?)))(?=[\s,.:;])"
)
DISPUTE = (
    r"(?:[Cc]ontrary\sto|[Rr]eject(?:s|ed|ing)|[Dd]en(?:ies|ied|ying)|[Dd]ismiss(?:es|ed|ing)|[Dd]isput(?:es|ed|ing)|"
    r"[Rr]efut(?:es|ed|ing)|[Cc]ondemn(?:s|ed|ing)|[Dd]enounc(?:es|ed|ing)|[Ss]lammed|[Cc]ontradict(?:s|ed|ing)|[Rr]ebutt(?:ed|ing)|[Dd]iscredit(?:s|ed|ing))"
)
DISPUTES = (
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
FALSE = (
    r"(?:false|fake|fabricat\w{1,4}|untrue|baseless|a\slie|lies|wrong|mistaken|inaccurate|invented|fiction|slander\w{0,4}|"
    r"groundless|nonsense|misleading|smear\w{0,3}|forge\w{1,4}|disinformation)"
)
UNSURE = (
    r"(?:(?:could|can|was|were|has|have|had)\s(?:not|n't)|cannot|couldn[’']t|remains?|is|are)\s(?:yet\s)?(?:been\s|be\s)?"
    r"(?:(?:immediately|independently|fully)\s){0,2}(?:verified|confirmed|corroborated|unverified|unconfirmed|authenticated)"
)


def pattern_of(pattern: str) -> regex.Pattern[str]:
    """A pattern whose ``^`` and ``$`` hold at every line."""
    return regex.compile(pattern, regex.MULTILINE)


def of_all(pattern: str, relation: Relation, *needs: str, cited: bool = False, hedge: Hedge = Hedge.NONE) -> Rule:
    """A rule that says the same of whoever is named."""
    return everyone(pattern_of(pattern), relation, cited=cited, hedge=hedge, needs=needs)


def of_outlets(pattern: str, relation: Relation, *needs: str, hedge: Hedge = Hedge.NONE) -> Rule:
    """A rule about outlets alone."""
    return Rule(pattern_of(pattern), relation, hedge=hedge, needs=needs)
