"""How English texts say where they have something from."""

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.english_reports import REPORTS
from muniment.evidence.attributions.english_voices import VOICES
from muniment.evidence.attributions.english_words import (
    ADVERB,
    ASIDE,
    DEMONYM,
    DISPUTE,
    DISPUTES,
    FALSE,
    GAVE,
    LIST,
    MEDIA,
    MEDIA_REPORT,
    NAMES,
    ONE,
    OUTLET_NAMED,
    OWN,
    PAPERS,
    REPORT,
    SEEN,
    UNSURE,
    WHO,
)
from muniment.evidence.attributions.rules import NAME, NOTHING, Hint, Language, Rule, of_all, of_outlets, pattern_of

DISPUTED, UNVERIFIED = Hedge.DISPUTED, Hedge.UNVERIFIED

HEDGED = (
    of_all(rf"\b{DISPUTE}\s(?:an?\s|the\s)?{MEDIA_REPORT}", Relation.RELAYS, *DISPUTES, hedge=DISPUTED),
    of_all(
        rf"\b(?:demand(?:s|ed|ing)|insist(?:s|ed|ing)|ask(?:s|ed|ing)|urg(?:es|ed|ing)|call(?:s|ed|ing)\son)\s(?:that\s)?{WHO}{ONE}\s(?:to\s|should\s|must\s)?(?:withdraw|retract|correct|apologi[sz]e|delete|take\sdown)",
        Relation.RELAYS,
        "withdraw",
        "retract",
        "correct",
        "apologi",
        "delete",
        "take down",
        hedge=DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}(?:{REPORT}|claims)\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{MEDIA}",
        Relation.RELAYS,
        *DISPUTES,
        hedge=DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}{REPORT}\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{WHO}{LIST}",
        Relation.RELAYS,
        *DISPUTES,
        hedge=DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:what\s)?{WHO}{ONE}(?:['’]s?)?\s(?:[a-z-]{{1,14}}\s){{0,2}}(?:{REPORT}|reported|claims?)\b",
        Relation.RELAYS,
        *DISPUTES,
        hedge=DISPUTED,
    ),
    of_outlets(
        rf"\b[Aa]ccus(?:es|ed|ing)\s{WHO}{ONE}\sof\s(?:\w{{1,20}}\s){{0,4}}(?:invent|fabricat|ly|forg|spread|mak|fak|slander|smear|distort|publish)\w{{0,6}}",
        Relation.RELAYS,
        "ccus",
        hedge=DISPUTED,
    ),
    of_all(
        rf"\b(?:called|calls|labell?ed|described|branded)\s{WHO}{ONE}(?:['’]s?)?\s{REPORT}\s(?:as\s)?(?:\w{{1,14}}\s){{0,3}}[“\"]?{FALSE}",
        Relation.RELAYS,
        "called",
        "calls",
        "label",
        "described",
        "branded",
        hedge=DISPUTED,
    ),
    of_all(
        rf"{ONE}(?:['’]s?)?\s{REPORT}\s(?:was|is|were|are)\s(?:\w{{1,14}}\s){{0,2}}{FALSE}\b",
        Relation.RELAYS,
        "was",
        "is",
        "were",
        "are",
        hedge=DISPUTED,
    ),
    of_all(
        rf"{ONE}(?:['’]s?)?\s(?:[a-z]{{1,14}}\s)?{REPORT}\s{UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=UNVERIFIED,
    ),
    of_all(
        rf"\b{REPORT}\s(?:by|in|from)\s{WHO}{LIST}\s{UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=UNVERIFIED,
    ),
)

AGENCIES = (
    of_outlets(rf"^{NAME}(?:,\s[^\n().]{{1,40}})?\s\({ONE}\)\s", Relation.AGENCY, ")"),
    of_all(
        rf"^[\d{NAME}][^\n().]{{0,60}}[\s,]\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?",
        Relation.AGENCY,
        ") ",
        ")-",
        ")–",
        ")—",
    ),
    of_all(
        rf"^{NAME}\s\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?", Relation.AGENCY, ") ", ")-", ")–", ")—"
    ),
    of_outlets(rf"^\((?P<n>{NAME}(?:\s?[/,]\s?{NAME})?)\)\s?[-–—]{{1,2}}\s?", Relation.AGENCY, ") ", ")-", ")–", ")—"),
    of_outlets(
        rf"^(?:By:?\s|Byline:?\s|Author:?\s)(?:[^\n]{{2,50}},\s|(?:[Tt]he\s)?)(?P<n>{NAME}(?:\s(?:and|/)\s{NAME})?)\s*$",
        Relation.AGENCY,
        "By",
        "Author",
    ),
    of_outlets(
        rf"{LIST}\s(?:journalists?\s|writers?\s|reporters?\s|staff\s)?(?:also\s)?contributed\s(?:\w{{1,12}}\s)?to\sthis\s(?:report|article|story)",
        Relation.AGENCY,
        "contributed",
    ),
    of_outlets(
        rf"\b(?:[Ww]ith|[Aa]dditional|[Ff]urther)\s(?:additional\s)?(?:reporting|report|files|material|information|copy)\s(?:by|from)\s{WHO}{LIST}",
        Relation.AGENCY,
        "reporting",
        "report",
        "files",
        "material",
        "information",
        "copy",
    ),
    of_outlets(rf"^[\s(]{{0,3}}(?:With|From)\s{LIST}[\s).]{{0,3}}$", Relation.AGENCY, "ith", "rom"),
    of_all(
        r"^[\s(]{0,3}(?:[Bb]y:?\s|[Ww]ith\s|[Bb]yline:?\s)?(?P<n>[Nn]ews\s[Aa]gencies|[Aa]gencies)[\s).]{0,3}$",
        Relation.AGENCY,
        "gencies",
    ),
)

DOCUMENTS = (
    of_all(rf"\bobtained\s(?:exclusively\s|first\s)?by\s(?:{WHO}{LIST}|(?P<n>{OWN}))", Relation.OBTAINED, "obtained"),
    of_outlets(
        rf"\b{GAVE}\s(?:(?!seen|reviewed|viewed|published|reported|revealed)\w{{1,14}}\s){{0,3}}?(?:to|with|by)\s{WHO}{LIST}",
        Relation.OBTAINED,
    ),
    of_all(
        rf"\b(?:leaked|passed|handed|provided|supplied|slipped)\s(?:\w{{1,14}}\s){{0,2}}?(?:to|with)\s(?P<n>{OWN})",
        Relation.OBTAINED,
        "our",
        "this",
        "us",
    ),
    of_all(rf"\bleak(?:ed)?\s(?:\w{{1,14}}\s){{0,4}}?to\s{WHO}{LIST}", Relation.OBTAINED, "leak"),
    of_all(rf"\b{SEEN}\s(?:\w{{1,14}}\s)?by\s(?:(?P<n>{OWN})|{WHO}{LIST})", Relation.SEEN, "by "),
    of_all(
        r"\b(?P<n>[Tt]his\s(?:newspaper|paper|magazine|website)|[Ww]e)\s(?:has\s|have\s)?(?:obtained|acquired)\s",
        Relation.OBTAINED,
        "obtained",
        "acquired",
    ),
    of_outlets(
        rf"{ONE}{ASIDE}\s{ADVERB}(?:obtained|received|acquired|got\shold\sof|obtain|been\sgiven|given\saccess\sto|gained\saccess\sto|had\saccess\sto)\s(?:[\w’'.,{NAME}-]{{1,16}}\s){{0,7}}?{PAPERS}",
        Relation.OBTAINED,
        "obtain",
        "received",
        "acquired",
        "got hold",
        "given",
        "access",
    ),
    of_outlets(
        rf"\b(?:gave|gives|handed|sent|showed|leaked|provided|offered|supplied|slipped|passed)\s{WHO}{ONE}\s(?:with\s)?(?:[\w’'-]{{1,14}}\s){{0,6}}?(?!statement|message|letter){PAPERS}",
        Relation.OBTAINED,
        "gave",
        "gives",
        "handed",
        "sent",
        "showed",
        "leaked",
        "provided",
        "offered",
        "supplied",
        "slipped",
        "passed",
    ),
    Rule(
        pattern_of(
            rf"\b[Tt]he\s{ONE}{ASIDE}\s{ADVERB}(?:obtained|received|acquired)\s(?:[\w’'-]{{1,14}}\s){{0,9}}?(?:documents|files|records|emails|memos|copies|papers)"
        ),
        Relation.OBTAINED,
        None,
        Relation.OBTAINED,
        needs=("obtained", "received", "acquired"),
    ),
    of_outlets(rf"{ONE}{ASIDE}\s{ADVERB}obtained,?\s", Relation.OBTAINED, "obtained"),
    of_outlets(
        rf"{ONE}{ASIDE}\s{ADVERB}{SEEN}\s(?:[\w’'.,{NAME}-]{{1,16}}\s){{0,8}}?{PAPERS}",
        Relation.SEEN,
        "see",
        "saw",
        "view",
        "examine",
        "read",
        "inspected",
        "consulted",
        "analy",
        "verified",
        "authenticated",
    ),
)

SUBJECT = r"(?:\s\([^)\n]{1,30}\))?(?:,\s[^,.;:\n]{2,60},)?(?:\s(?!and\b|or\b|with\b|but\b|for\b|to\b|that\b|who\b|spokes|bureau|editor|executive|president|director|chief|owner|publisher|founder|office)[a-z-]{2,14}){0,3}\s"

HINTS = (
    Hint(
        pattern_of(r"\b(?:leaked|handed|passed|slipped|sent)\s(?:\w{1,14}\s){0,4}(?:to|with)\s(?:[Tt]he\s)?\Z"),
        NOTHING,
        Relation.OBTAINED,
    ),
    Hint(
        pattern_of(
            r"\b(?:[Rr]eport\w{0,4}|publish\w{0,3}|reveal\w{0,2}|said|says|told|wrote|writes|disclos\w{1,4}|investigat\w{1,4}|documents|shown?|"
            r"[Ii]nterview\w{0,2}|[Aa]sked|quot\w{2,3}|footage|article|story|broadcast\w{0,3}|aired|editorial|cover(?:age|ed)|alleg\w{1,4}|accord\w{1,3})"
            r"(?:\s(?!with\b|against\b|that\b|who\b|of\b)[a-z]{1,12}){0,4}\s(?:by|in|on|to|from|via)\s(?:the\s|an?\s)?\Z"
        ),
        pattern_of(
            SUBJECT
            + r"(?:report(?:ed|s|ing)|publish(?:ed|es)|reveal(?:ed|s)|said|says|wrote|writes|disclosed|found|learned|described|quot(?:ed|es)|cit(?:ed|es)|broadcast|aired|"
            r"show(?:ed|s)|claim(?:ed|s)|alleg(?:ed|es))\b(?!\sby\b)"
        ),
        Relation.RELAYS,
    ),
)

ENGLISH = Language(
    hints=HINTS,
    denies=pattern_of(
        r"\b(?:accus|den|reject|dismiss|slam|condemn|blast|contradict)\w{0,5}\s(?:[Tt]he\s)?\Z|\b(?:not|never|n['’]t)\s(?:[a-z]+\s){0,5}\Z"
    ),
    code="en",
    rules=(*HEDGED, *AGENCIES, *DOCUMENTS, *REPORTS, *VOICES),
    names=NAMES,
    outlet=pattern_of(OUTLET_NAMED),
    institution=pattern_of(
        r"\b(?:Minist(?:ry|er|ers)|Government|Police|Embassy|Office|Department|President|Council|Commission|Court|Army|Navy|Bank|"
        r"Parliament|Party|Bureau|Authority|Authorities|Administration|Governor|Mayor|Senate|Congress|Company|Corp|Inc|Ltd|"
        r"Group|Holdings?|Committee|Secretary|Spokes\w{3,6}|Ambassador|Consulate|Prosecutor\w{0,2}|Directorate|House|Kremlin|"
        r"Pentagon|United\sNations|UN|EU|NATO|Union|Federation|Foundation|University|Hospital|Mr|Mrs|Ms|Dr|General|Colonel)\b"
    ),
    leading=pattern_of(
        r"\A(?:\p{Lu}[\p{L}.]{1,20}-based\s|(?:The|A|An|On|In|At|As|But|And|Or|So|If|While|When|After|Before|Since|According|Citing|Quoting|By|Byline|For|From|Of|Then|Yet|Also|That|"
        r"Today(?=,|$)|Yesterday|Tonight|Meanwhile|However|Earlier|Later|Last|This|These|Those|Its|It|Their|His|Her|Our|To|With|Although|Though|Because|Like|Asked|Both|We|Contrary|"
        r"Additional|Further|Reporting|Source|Sources|SOURCE|Via|Originally|Republished|Reprinted|Original|Author|First|Initially|Photo|Photos|"
        r"State|Local|Official|Foreign|Western|International(?=\s[a-z])|Domestic|One|Two|Three|Four|Five|Six|Several|Some|Multiple|Another|People|Officials|"
        r"Unnamed|Anonymous|Unidentified|Agencies|Spokes(?:man|woman|person)|Reports?|Representatives?|"
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
        r"November|December|Mr|Mrs|Ms)(?:[,\s]\s*(?=\S)|$))+"
    ),
    trailing=pattern_of(
        r"(?:\s(?:Reports?|Reported|Says|Reveals|Claims|Exclusive))+\Z|(?:\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|(?<!USA\s)Today))+\Z"
    ),
    between=pattern_of(r",\s(?:and\s)?(?:[Tt]he\s)?|\sand\s(?:[Tt]he\s)?"),
    refused=pattern_of(
        r"\A(?:"
        + DEMONYM
        + r"|(?:I|We|You|They|He|She|It|That|What|Who|There|Don|Isn|Won|Can)[’'].*|Teleconference|Video|Phone|I|He|She|We|They|You|It|Who|What|Which|There|Here|Many|Most|Others?|Nobody|Everybody|Someone|No|Yes|None|Not|Q|A|QUESTION|MR|MS|DR)\Z"
    ),
    credits=pattern_of(
        r"^[\s(\[]{0,3}(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]ictures?|[Vv]ideo|[Ii]llustration|[Gg]raphic)(?:\s(?:by|credit|courtesy|from))?\s?[:/][^\n]{0,120}|"
        r"\b[Pp]hoto(?:graph)?s?\sby\s[^\n]{0,60}|\([Pp]hoto[^)\n]{0,80}\)|\b[Pp]hoto(?:graph)?:\s[^\n]{0,60}"
    ),
)
