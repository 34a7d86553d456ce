"""The words of which the rules for English texts are made."""

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.rules import NAME, any_of, names_by_capitals

RELAYS, SPEAKS, ANONYMOUS = Relation.RELAYS, Relation.SPEAKS, Relation.ANONYMOUS

NAMES = names_by_capitals(r"of|for|and|the|de|la|le|les|du|des|di|del|der|die|das|von|van|et|y|und|al|el|&|-|–|without")

ONE = rf"(?P<n>{NAME})"

LIST = rf"(?P<n>{NAME}(?:,\s(?:the\s)?{NAME}){{0,4}}(?:,?\sand\s(?:the\s)?{NAME})?)"

HEAD = (
    r"(?P<head>(?:newspapers?|dail(?:y|ies)|weekl(?:y|ies)|tabloid|broadsheet|magazine|journal|paper|"
    r"(?:news|press|wire)\s(?:agency|agencies|service|site|website|outlet|portal|channel|organi[sz]ation)|agency|"
    r"broadcaster|(?:radio|television|TV)\s(?:station|channel|network)|channel|network|"
    r"websites?|site|portal|outlets?|blog|monitoring\sgroup|monitor|think\stank|watchdog|rights\sgroup|podcast),?\s)"
)

DEMONYM = (
    r"(?:German|British|French|Russian|Chinese|American|Japanese|Italian|Spanish|Turkish|Israeli|Saudi|Arab|European|Western|Dutch|Swiss|Polish|"
    r"Ukrainian|Indian|Pakistani|Iranian|Korean|Canadian|Australian|Brazilian|Mexican|Swedish|Norwegian|Danish|Austrian|Belgian|Greek|Egyptian|"
    r"Kazakh|Uzbek|Kyrgyz|Uyghur|Tibetan|Taiwanese|Thai|Vietnamese|Syrian|Iraqi|Lebanese|Qatari|Emirati|Hungarian|Czech|Irish|Scottish|Welsh|"
    r"Catalan|Portuguese|Romanian|Bulgarian|Serbian|Finnish|Estonian|Latvian|Lithuanian|Indonesian|Malaysian|Singaporean|Filipino|Nigerian|Kenyan|South\sAfrican|South\sKorean|North\sKorean|Hong\sKong|US|U\.S\.|UK)"
)

THE = rf"(?:[Tt]he\s)?(?:[\w.-]{{2,24}}-based\s)?(?:{DEMONYM}\s)?"

GENRE = rf"(?:(?:[a-z][a-z-]{{1,20}}|{DEMONYM})\s){{0,4}}?"
"""Words that may stand between an article and what it belongs to: "the investigative ", "the British "."""

WHO = rf"(?:[Tt]he\s|[Aa]n?\s|its\s)?(?:[\w.-]{{2,24}}-based\s)?(?:{GENRE}{HEAD}(?:[Tt]he\s)?)?(?:{DEMONYM}\s)?"

FREE = r"(?<!\b(?:of|for|at|from|with|in|by)\s)(?<!\b(?:of|for|at|from|with|in|by)\sthe\s)"
"""Not after a word that makes the name depend on another: "the editor of the Post said"."""

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

DAY = (
    rf"(?:(?:on\s|last\s|late\s|early\s|earlier\s|this\s|that\s|next\s|late\son\s|late\slast\s){{0,2}}(?:{WEEKDAY}|week|month|"
    rf"year|today|yesterday|tonight|(?:in\s)?{MONTH}(?:\s\d{{1,4}}(?:,\s\d{{4}},?)?){{0,2}}|in\s\d{{4}}|\d{{1,2}}\s{MONTH}(?:\s\d{{4}})?))"
)

ADVERB = (
    r"(?:(?:first|also|later|then|had|has|have|been|was|previously|separately|originally|initially|earlier|since|already|exclusively|"
    r"recently|reportedly|subsequently|now|just|further|repeatedly|independently|jointly|meanwhile|instead|even|is|are|can|could|"
    rf"on\sits\s(?:website|front\spage)|{DAY})\s){{0,4}}"
)

REPORT_WORDS = "report reports article articles investigation investigations story stories study studies analysis analyses survey surveys interview interviews poll polls review reviews"

REPORT = any_of(
    (
        *REPORT_WORDS.split(),
        *REPORT_WORDS.title().split(),
        *[
            "editorial",
            "op-ed",
            "expose",
            "exposé",
            "dispatch",
            "dispatches",
            "documentary",
            "column",
            "piece",
            "estimate",
            "estimates",
            "database",
            "tally",
            "findings",
            "reporting",
            "coverage",
            "broadcast",
            "programme",
            "program",
            "scoop",
            "account",
            "dossier",
            "paper",
            "commentary",
            "essay",
            "newsletter",
            "profile",
            "probe",
            "dataset",
            "footage",
            "blog",
            "post",
            "podcast",
            "calculation",
            "calculations",
            "fact-check",
            "headline",
            "headlines",
            "feature",
            "bulletin",
            "segment",
            "revelation",
            "revelations",
        ],
    )
)

ASIDE = r"(?:,\s[^,.;:\n“”\"]{2,100},|\sand\s(?!the\b)[a-z-]{2,12}(?:\s[a-z-]{2,14}){1,2}|\s\([^()\n]{2,40}\))?"

STRONG = (
    r"(?:report(?:s|ed)|reveal(?:s|ed)|w(?:rote|rites)|disclos(?:es|ed)|publish(?:es|ed)|uncover(?:s|ed)|broke\sthe|"
    r"broadcast|aired|carried|quot(?:es|ed)|cit(?:es|ed)|ran\sa|expos(?:es|ed)|investigat(?:es|ed)|document(?:s|ed)|leak(?:s|ed)|"
    r"report(?:ing)?\sthat|publishing|revealing|unearthed|unveil(?:s|ed)|uncovers|released|releases|posted|issued|made\spublic)\b"
)

WEAK = (
    r"(?:sa(?:ys|id)|not(?:es|ed)|claim(?:s|ed)|add(?:s|ed)|stat(?:es|ed)|found|finds|show(?:s|ed)|describ(?:es|ed)|"
    r"announc(?:es|ed)|put|estimat(?:es|ed)|alleg(?:es|ed)|warn(?:s|ed)|conclud(?:es|ed)|argu(?:es|ed)|learn(?:s|ed|t)|understands?|charg(?:es|ed)|assert(?:s|ed)|suggest(?:s|ed)|indicat(?:es|ed)|"
    r"detail(?:s|ed)|highlight(?:s|ed)|explain(?:s|ed)|point(?:s|ed)\sout|maintain(?:s|ed)|comment(?:s|ed)|observ(?:es|ed)|recount(?:s|ed)|speculat(?:es|ed)|confirm(?:s|ed)|list(?:s|ed)|nam(?:es|ed)|spoke|interview(?:s|ed)|heard|discover(?:s|ed)|identif(?:ies|ied)|saw|witnessed|told|tells|called|calls|"
    r"calculat(?:es|ed)|established|determin(?:es|ed)|count(?:s|ed)|relay(?:s|ed)|recall(?:s|ed)|compiled|tracked|analy[sz](?:es|ed)|verif(?:ies|ied)|predict(?:s|ed)|asked)\b"
)

SAYS = (
    r"(?:sa(?:ys|id)|stat(?:es|ed)|announc(?:es|ed)|insist(?:s|ed)|den(?:ies|ied)|told|confirm(?:s|ed)|declin(?:es|ed)|"
    r"add(?:s|ed)|report(?:s|ed)\sthat|warn(?:s|ed)|claim(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied))\b"
)

GAVE = (
    r"(?:leaked|acquired|received|provided|passed|handed|shared|supplied|given|slipped|delivered|"
    r"turned\sover|made\savailable|secured|disclosed|sent|e-?mailed|forwarded|submitted|furnished)"
)

SEEN = r"(?:seen|saw|(?:able|allowed|permitted|allowed\sto|has)\sto\s(?:review|view|see|examine|read)|reviewed|viewed|examined|read|inspected|consulted|analy[sz]ed|verified|authenticated)"

PAPERS = r"(?:cop|document|record|file|memo|e-?mail|letter|contract|video|photo|transcript|minute|page|report|data|message|statement|invoice)"

OWN = r"(?:(?:[Tt]his|[Oo]ur)\s(?:newspaper|paper|news\sagency|agency|magazine|website|site|publication|outlet|newsroom|reporters?)|us)\b"

SHADE = (
    rf"(?:{NAME}|{DEMONYM}|[Ss]tate|[Ss]tate-(?:run|owned|controlled|backed)|[Ll]ocal|[Oo]fficial|[Ff]oreign|[Nn]ational|[Gg]overnment|[Pp]ro-government|"
    r"[Ww]estern|[Ii]nternational|[Rr]egional|[Ii]ndependent|[Pp]ublic|[Dd]omestic|[Oo]verseas|[Ss]everal|[Oo]ther|[Ss]ome|[Vv]arious|[Nn]ews|[Oo]pposition|[Mm]ultiple)"
)

MEDIA = (
    rf"(?:[Tt]he\s)?(?P<n>(?:{SHADE}\s){{1,3}}(?:media(?!\s(?:company|group|briefing))(?:\soutlets|\sreports)?|television|TV|broadcaster|"
    rf"radio|newspapers?|news\sagenc(?:y|ies)|press\sagency|outlets|papers|press))(?<!\b[Tt]he\s(?:{SHADE}\s){{1,3}}(?:newspaper|broadcaster|news\sagency|press\sagency))(?!\s{NAME}|\sconference)"
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

JOB = r"(?:writers?|reporters?|journalists?|correspondents?|columnists?|photographers?|team|witness(?:es)?|producers?|bureau\schief|editorial\sboard)"

WRITING = r"(?:staff\s|investigative\s|news\s|own\s|foreign\s|senior\s|political\s|chief\s|national\ssecurity\s){0,2}"

OUTLET_NAMED = (
    r"(?:\b(?:Times|Post|News|Newspaper|Daily|Weekly|Herald|Courier|Gazette|Tribune|Journal|Press|Presse|Pressa|Radio|TV|Television|Telegraph|Review|"
    r"Broadcasting|Magazine|Observer|Chronicle|Mail|Monitor|Dispatch|Standard|Mirror|Star|Globe|Examiner|Inquirer|"
    r"Ledger|Zeitschrift|Sentinel|Beacon|Wire|Bulletin|Reporter|Independent|Channel|Voice|Argus|Advertiser|Zeitung|Kurier|Tageblatt|"
    r"Express|Record|Register|Echo|Digest|Insider|Today|Tonight|Leaks|Newswire|Newsroom|Evening|Sun|Sunday|Morning|"
    r"Vestnik|Gazeta|Pravda|Novosti|Izvestia|Agence|Agencia|Journalis\w{2,3}|Consortium|Diario|Quotidien|Gazete|Haber|Ajans\w{0,2})\b|"
    r"\b\p{L}{3,20}(?:leaks|zeitung|blatt|news|post|kurier|press|wire|papers?)\b|News\sAgency|Press\sAgency|\.\p{Ll}{2,7}\Z)"
)
"""Words that names of outlets in Latin letters have, in texts of any language."""
