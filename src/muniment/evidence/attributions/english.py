"""How English texts say where they have something from."""

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.english_reports import REPORTS, VOICES
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
    OWN,
    PAPERS,
    REPORT,
    SEEN,
    UNSURE,
    WHO,
    of_all,
    of_outlets,
    pattern_of,
)
from muniment.evidence.attributions.rules import NAME, Hint, Language, Rule

_DISPUTED, _UNVERIFIED = Hedge.DISPUTED, Hedge.UNVERIFIED
_HEDGED = (
    of_all(rf"\b{DISPUTE}\s(?:an?\s|the\s)?{MEDIA_REPORT}", Relation.RELAYS, *DISPUTES, hedge=_DISPUTED),
    of_all(
        rf"\b(?:demand(?:s|ed|ing)|insist(?:s|ed|ing)|ask(?:s|ed|ing)|urg(?:es|ed|ing)|call(?:s|ed|ing)\son)\s(?:that\s)?{WHO}{ONE}\s(?:to\s|should\s|must\s)?(?:withdraw|retract|correct|apologi[sz]e|delete|take\sdown)",
        Relation.RELAYS,
        "withdraw",
        "retract",
        "correct",
        "apologi",
        "delete",
        "take down",
        hedge=_DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}(?:{REPORT}|claims)\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{MEDIA}",
        Relation.RELAYS,
        *DISPUTES,
        hedge=_DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:[a-z]{{1,12}}\s){{0,4}}{REPORT}\s(?:[a-z]{{1,12}}\s){{0,2}}?(?:by|in|from|of)\s{WHO}{LIST}",
        Relation.RELAYS,
        *DISPUTES,
        hedge=_DISPUTED,
    ),
    of_all(
        rf"\b{DISPUTE}\s(?:what\s)?{WHO}{ONE}(?:['’]s?)?\s(?:[a-z-]{{1,14}}\s){{0,2}}(?:{REPORT}|reported|claims?)\b",
        Relation.RELAYS,
        *DISPUTES,
        hedge=_DISPUTED,
    ),
    of_outlets(
        rf"\b[Aa]ccus(?:es|ed|ing)\s{WHO}{ONE}\sof\s(?:\w{{1,20}}\s){{0,4}}(?:invent|fabricat|ly|forg|spread|mak|fak|slander|smear|distort|publish)\w{{0,6}}",
        Relation.RELAYS,
        "ccus",
        hedge=_DISPUTED,
    ),
    of_all(
        rf"\b(?:called|calls|labell?ed|described|branded)\s{WHO}{ONE}(?:['’]s?)?\s{REPORT}\s(?:as\s)?(?:\w{{1,14}}\s){{0,3}}[“\"]?{FALSE}",
        Relation.RELAYS,
        "called",
        "calls",
        "label",
        "described",
        "branded",
        hedge=_DISPUTED,
    ),
    of_all(
        rf"{ONE}(?:['’]s?)?\s{REPORT}\s(?:was|is|were|are)\s(?:\w{{1,14}}\s){{0,2}}{FALSE}\b",
        Relation.RELAYS,
        "was",
        "is",
        "were",
        "are",
        hedge=_DISPUTED,
    ),
    of_all(
        rf"{ONE}(?:['’]s?)?\s(?:[a-z]{{1,14}}\s)?{REPORT}\s{UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=_UNVERIFIED,
    ),
    of_all(
        rf"\b{REPORT}\s(?:by|in|from)\s{WHO}{LIST}\s{UNSURE}",
        Relation.RELAYS,
        "firmed",
        "verified",
        "corroborated",
        "authenticated",
        hedge=_UNVERIFIED,
    ),
)

_AGENCIES = (
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
        rf"^(?:By:?\s|Byline:?\s|Author:?\s)(?:[^\n]{{2,50}},\s|(?:the\s)?)(?P<n>{NAME}(?:\s(?:and|/)\s{NAME})?)\s*$",
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

_DOCUMENTS = (
    of_all(rf"\bobtained\s(?:exclusively\s|first\s)?by\s(?:{WHO}{LIST}|(?P<n>{OWN}))", Relation.OBTAINED, "obtained"),
    of_outlets(
        rf"\b{GAVE}\s(?:(?!seen|reviewed|viewed)\w{{1,14}}\s){{0,3}}?(?:to|with|by)\s{WHO}{LIST}", Relation.OBTAINED
    ),
    of_all(
        rf"\b(?:leaked|passed|handed|provided|supplied|slipped)\s(?:\w{{1,14}}\s){{0,2}}?(?:to|with)\s(?P<n>{OWN})",
        Relation.OBTAINED,
        "our",
        "this",
        "us",
    ),
    of_all(rf"\bleak(?:ed)?\s(?:\w{{1,14}}\s){{0,2}}?to\s{WHO}{LIST}", Relation.OBTAINED, "leak"),
    of_all(rf"\b{SEEN}\s(?:\w{{1,14}}\s)?by\s(?:(?P<n>{OWN})|{WHO}{LIST})", Relation.SEEN, "by "),
    of_all(
        r"\b(?P<n>[Tt]his\s(?:newspaper|paper|magazine|website)|[Ww]e)\s(?:has\s|have\s)?(?:obtained|acquired)\s",
        Relation.OBTAINED,
        "obtained",
        "acquired",
    ),
    of_outlets(
        rf"{ONE}{ASIDE}\s{ADVERB}(?:obtained|received|acquired|got\shold\sof)\s(?:[\w’']{{1,14}}\s){{0,5}}?{PAPERS}",
        Relation.OBTAINED,
        "obtained",
        "received",
        "acquired",
        "got hold",
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
        rf"{ONE}{ASIDE}\s(?:has\s|had\s|have\s)(?:also\s)?{SEEN}\s(?:[\w’']{{1,14}}\s){{0,4}}?{PAPERS}",
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

_HINTS = (
    Hint(pattern_of(r"\b(?:leaked|obtained|acquired|handed|passed)\b"), Relation.OBTAINED, 45),
    Hint(pattern_of(r"\b(?:seen|reviewed|viewed)\b"), Relation.SEEN, 30),
    Hint(
        pattern_of(
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
    denies=pattern_of(
        r"\b(?:accus|den|reject|dismiss|slam|condemn|blast|contradict)\w{0,5}\s(?:the\s)?\Z|\b(?:not|never|n['’]t)\s(?:[a-z]+\s){0,5}\Z"
    ),
    code="en",
    present=regex.compile(r"[A-Za-z]"),
    rules=(*_HEDGED, *_AGENCIES, *_DOCUMENTS, *REPORTS, *VOICES),
    names=NAMES,
    outlet=pattern_of(
        r"(?:\b(?:Times|Post|News|Newspaper|Daily|Weekly|Herald|Courier|Gazette|Tribune|Journal|Press|Presse|Pressa|Radio|TV|Television|Telegraph|Review|"
        r"Broadcasting|Magazine|Observer|Chronicle|Mail|Monitor|Dispatch|Standard|Mirror|Star|Globe|Examiner|Inquirer|"
        r"Ledger|Zeitschrift|Sentinel|Beacon|Wire|Bulletin|Reporter|Independent|Channel|Voice|Argus|Advertiser|Zeitung|Kurier|Tageblatt|"
        r"Express|Record|Register|Echo|Digest|Insider|Today|Tonight|Leaks|Newswire|Newsroom|Evening|Sun|Sunday|Morning|"
        r"Vestnik|Gazeta|Pravda|Novosti|Izvestia|Agence|Agencia|Journalis\w{2,3}|Consortium|Diario|Quotidien|Gazete|Haber|Ajans\w{0,2})\b|"
        r"\b\p{L}{3,20}(?:leaks|zeitung|blatt|news|post|kurier|press|wire|papers?)\b|News\sAgency|Press\sAgency|\.(?:com|org|net|news|info|ru|cn|media|example)\Z)"
    ),
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
    trailing=pattern_of(r"(?:\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|(?<!USA\s)Today))+\Z"),
    between=pattern_of(r",\s(?:and\s)?(?:the\s)?|\sand\s(?:the\s)?"),
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
