"""How Chinese texts, simplified and traditional, say where they have something from."""

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.han_outlets import OUTLET_WORDS, outlets_in
from muniment.evidence.attributions.rules import NAME, Language, Rule, everyone

_LETTER = r"[\p{Han}A-Za-zＡ-Ｚａ-ｚ\d·•・]"
_OUTLET = NAME
_OUTLETS = rf"(?P<n>{NAME}(?:[、和与及與]{{1,2}}{NAME}){{0,5}})"
_OUTLETS_DASHED = rf"(?P<n>{NAME}(?:[-/、]{NAME}){{0,3}})"
_ONE = rf"(?P<n>{NAME})"
_TIME = (
    r"(?:(?:当地时间|當地時間|北京时间|北京時間)?(?:\d{1,4}年|\d{1,2}月|\d{1,2}[日号號]|[一二三四五六七八九十]{1,3}[年月日号號]|"
    r"(?:本|上|这|這)?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天末]?|今[天日年晨早]|昨[天日晚]|前天|近日|日前|早前|此前|稍早|晚间|晚間|凌晨|上午|下午|"
    r"[(（][^()（）\n]{1,40}[)）]|晚些时候|之前|曾经|曾經|网站|網站|周刊|记者|記者|驻\p{Han}{2,4}(?=记者|記者|特约)|晚些時候|稍後|稍后|已|晚间|在|于|於|首先|率先|独家|獨家|也|还|還|最近|最新|亦|曾|则|則|就此|同日|随后|隨後){0,6}+)"
)
_SAYS = r"(?:报道|報道|報導|披露|消息|讯|訊|称|稱|指出|指|写道|寫道|援引|引述|引用|曝光|爆料|刊文|刊登|刊发|刊發|发文|發文|发布|發布|发表|發表|播出|播报|公布|揭露|消息称|评论|評論|证实|證實|说|說|表示|透露)"
_CITES = r"(?:援引|引述|引用|转引|轉引|转述|轉述|(?<!吸)引(?=\ue000))"
_FALSE = r"(?:纯属|純屬|虚假|虛假|假新闻|假新聞|捏造|不实|不實|失实|失實|谎言|謊言|伪造|偽造|造谣|造謠|污蔑|污衊|抹黑|有误|有誤|错误|錯誤|编造|編造|子虚乌有)"
_REPORTS = r"(?:报道|報道|報導|消息|文章|报告|報告|调查|調查|说法|說法)"
_NOT_SURE = r"(?:尚未|未能|无法|無法|未获|未獲|未经|未經|未得到|没有得到|沒有得到|有待)[^，。；\n]{0,10}(?:证实|證實|核实|核實|查证|查證|确认|確認|验证|驗證)"
_WHO = (
    r"(?:知情人士?|消息人士|消息来源|消息來源|消息灵通人士|内部人士|內部人士|业内人士|業內人士|匿名人士|匿名者|内情人士|"
    r"匿名(?:官员|官員|人士|消息源|消息人士|外交官|员工|線人|线人)|线人|線人|爆料人|举报人|舉報人|吹哨人)"
)
_UNNAMED = rf"(?P<n>(?:(?:一|两|兩|三|四|五|六|几|幾|多|数|數|\d{{1,2}})(?:位|名|个|個)?)?(?:(?:\p{{Han}}{{0,6}}?(?:的|政府|外交|军方|軍方|接近\p{{Han}}{{1,10}}的|熟悉\p{{Han}}{{1,10}}的))?){_WHO})"
_WITHHELD = (
    r"(?P<n>(?:(?:一|两|兩|三|四|五|六|几|幾|多|数|數|\d{1,2})(?:位|名|个|個)?)?(?:要求匿名|不愿(?:意)?(?:透露|公开|具名|露面)|不願(?:意)?(?:透露|公開|具名)|不便透露|拒绝透露|要求不具名|不具名|匿名)"
    r"(?:\p{Han}{0,6}?(?:姓名|身份|名字|具名))?的\p{Han}{0,10}?(?:官员|官員|人士|员工|員工|职员|職員|外交官|干部|幹部|警察|军官|軍官|学者|學者|人|者))(?=[^\p{Han}]|说|說|称|稱|表示|透露|告诉|告訴|对|對|向|指)"
)
_COUNTRY = r"(?:(?:美|英|法|德|中|韩|韓|泰|\p{Han}{1,3})[国國]|俄罗斯|俄羅斯|日本|意大利|西班牙|土耳其|以色列|香港|台湾|台灣|澳大利亚|加拿大)"
_FROM = r"(?:(?<=^|[^\p{Han}\w])|(?<=[，。；！？”」』）)])|(?<=但|而|又|另|并|並|也))(?:(?:美|英|法|德|中|韩|韓|\p{Han}{2})[国國]|俄罗斯|俄羅斯|日本|意大利|西班牙|土耳其|以色列|香港|台湾|台灣)?+"


def _is(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.MULTILINE)


def _all(pattern: str, relation: Relation, *needs: str, cited: bool = False, hedge: Hedge = Hedge.NONE) -> Rule:
    return everyone(_is(pattern), relation, cited=cited, hedge=hedge, needs=needs)


_RESEARCH = ("报", "報", "研究", "调查", "調查", "文章")
_OFFICES = (
    "部",
    "厅",
    "廳",
    "局",
    "委",
    "政府",
    "法院",
    "院",
    "公安",
    "警",
    "使馆",
    "使館",
    "办公室",
    "辦公室",
    "当局",
    "當局",
    "集团",
    "公司",
    "军",
)
_PERSONS = (
    "知情",
    "消息",
    "内部人士",
    "业内",
    "業內",
    "匿名",
    "内情",
    "线人",
    "線人",
    "爆料",
    "举报人",
    "舉報人",
    "吹哨",
)
_WITHHOLDS = ("匿名", "不愿", "不願", "透露", "具名")


_HEDGED = (
    everyone(
        _is(rf"(?:与|與|同|和){_ONE}的?{_REPORTS}(?:相反|不符|不同|相左|相悖|矛盾)"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(rf"(?:驳斥|駁斥|否认|否認|反驳|反駁|谴责|譴責|抨击|抨擊|批评|批評|斥责|斥責|指责|指責|指控)(?:了)?{_ONE}"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(rf"{_FROM}{_ONE}的?(?:有关|有關|相关|相關)?{_REPORTS}[^，。；\n]{{0,8}}{_FALSE}"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(rf"(?:称|稱|指|斥|把|将|將){_ONE}的?(?:有关|有關|相关|相關)?{_REPORTS}[^，。；\n]{{0,8}}{_FALSE}"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        _is(rf"{_FROM}{_ONE}的?(?:上述|这一|這一|该|該)?{_REPORTS}[^，。；\n]{{0,6}}{_NOT_SURE}"),
        Relation.RELAYS,
        hedge=Hedge.UNVERIFIED,
    ),
)

_AGENCIES = (
    _all(
        rf"^\s{{0,4}}[（(【]{_OUTLETS_DASHED}(?:综合|綜合|消息|\p{{Han}}{{0,6}})?(?:报道|報道|報導|讯|訊|电|電)?[\s】）)]",
        Relation.AGENCY,
    ),
    _all(rf"[（(](?:据|據)?{_ONE}(?:{_TIME})(?:电|電|专电|專電|特稿|专特稿|供稿|专稿)[）)]", Relation.AGENCY),
    everyone(
        _is(
            rf"(?:^|(?<=[\s【（(]))(?P<n>{NAME}){_LETTER}{{0,16}}?(?:\d{{1,4}}年)?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号號]电"
        ),
        Relation.AGENCY,
    ),
    everyone(
        _is(
            rf"(?:^|(?<=[\s【（(]))(?P<n>{NAME}){_LETTER}{{0,10}}?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号號]?[电電](?=[\s）)】，：:\p{{Han}}])"
        ),
        Relation.AGENCY,
    ),
    everyone(_is(rf"[（(](?P<n>{NAME}){_TIME}[电電][）)]"), Relation.AGENCY),
    everyone(_is(rf"(?:部分内容|部分內容|内容|內容|资料|資料)(?:来自|來自|取自|由){_ONE}"), Relation.AGENCY),
    everyone(
        _is(rf"{_ONE}(?:对本文|對本文|对此报道|對此報導|为本文|為本文)[^。\n]{{0,4}}(?:有贡献|有貢獻|亦有贡献|提供)"),
        Relation.AGENCY,
    ),
)

_DOCUMENTS = (
    everyone(
        _is(
            rf"{_FROM}(?:据|根据|據|根據|由)?(?P<n>{NAME}|本报|本報|本社|本台|本刊|本网|本網|我们|我們){_TIME}(?:所|独家|獨家|已)?(?:获得|獲得|取得|获取|獲取|拿到|得到|收到|获|獲)(?:了|的|到)?(?!证实|證實|回应|回應|奖|獎|支持|通过|确认|授权)"
        ),
        Relation.OBTAINED,
        needs=("获", "獲", "取得", "拿到", "得到", "收到", "给", "給"),
    ),
    everyone(
        _is(
            rf"{_FROM}(?:据|根据|據|根據|由)?(?P<n>{NAME}|本报|本報|本社|本台|本刊|本网|我们|我們){_TIME}(?:所|已)?(?:看到|见到|見到|审阅|審閱|查阅|查閱|过目|看过|看過|查看|核实过|审核|审查|審查|分析)(?:了|的|过|過)?"
        ),
        Relation.SEEN,
        needs=("看", "见", "見", "审", "審", "查", "过目", "分析", "核实"),
    ),
    everyone(
        _is(
            rf"(?:泄露给|洩露給|泄漏给|外泄给|外洩給|流出给|提供给|提供給|交给|交給|转交|轉交|透露给|透露給|寄给|寄給|发给|發給)(?:了)?{_ONE}"
        ),
        Relation.OBTAINED,
    ),
    everyone(_is(rf"向{_ONE}(?:泄露|洩露|提供|披露)"), Relation.OBTAINED),
    everyone(_is(rf"(?:被|由|为|為){_ONE}(?:获得|獲得|取得|获取|獲取)"), Relation.OBTAINED),
)

_REPORTED = (
    _all(
        rf"(?:回应|回應|回答|答复|答覆)(?:了)?{_ONE}(?:记者|記者)?(?:的)?(?:提问|提問|问题|問題|询问|詢問|查询|查詢|置评|采访|採訪)",
        Relation.RELAYS,
        "回",
        "答",
    ),
    _all(
        rf"(?P<n>(?:(?:{_COUNTRY}|当地|當地|官方|国家|國家|多家|有|一些|不少|很多|两家|兩家|国际|國際|外国|外國|西方|本地|国营|國營|独立|獨立|部分|海外|有关|反对派|主流){{1,2}}(?:媒体|媒體|传媒|傳媒)|[德美英法日俄港台韩韓中外官党黨印澳]媒)){_TIME}{_SAYS}",
        Relation.RELAYS,
        "媒",
    ),
    _all(
        rf"据{_ONE}(?:驻\p{{Han}}{{1,4}}|記者|记者|特约|特派){{1,3}}\p{{Han}}{{0,4}}?(?:了解|获悉|獲悉|报道|報道)",
        Relation.RELAYS,
        "记者",
        "記者",
    ),
    everyone(
        _is(rf"{_CITES}(?:了|自)?(?:\p{{Han}}{{1,3}}国|外国|外國|当地|當地)?{_OUTLETS}"), Relation.RELAYS, cited=True
    ),
    everyone(_is(rf"(?:综合|綜合|综据|編譯自|编译自){_OUTLETS}(?=[^\p{{Han}}]|{_TIME}{_SAYS}|等)"), Relation.RELAYS),
    everyone(
        _is(
            rf"(?:据|依据|根据|據|依據|根據|依|按照|按)(?:\p{{Han}}{{1,6}}?)??{_OUTLETS}(?={_TIME}(?:的|所)?(?:\p{{Han}}{{0,6}}?)(?:{_SAYS}|{_CITES}|报告|報告|调查|調查|电|電|，))"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"(?:据|根据|據|根據|依据)(?P<n>{_LETTER}{{2,18}}?){_TIME}(?:的|所)?(?:\p{{Han}}{{0,4}}?)(?:报道|報道|報導|报告|報告|研究|调查|調查)(?=[，：:,]|显示|顯示|称|稱|指|说|說|发现|發現)"
        ),
        Relation.RELAYS,
        needs=_RESEARCH,
    ),
    everyone(
        _is(
            rf"(?:据|据说|根据|據|根據|依据)(?P<n>(?:\p{{Han}}{{1,4}})?(?:媒体|媒體|传媒|傳媒|外媒|港媒|台媒|官媒|党媒|黨媒|日媒|美媒|英媒|俄媒|德媒|法媒))(?:{_TIME})(?:的)?(?:{_SAYS}|，)"
        ),
        Relation.RELAYS,
        needs=("媒",),
    ),
    everyone(
        _is(
            rf"{_FROM}(?P<n>(?:(?:当地|當地|官方|国家|國家|多家|国际|國際|外国|外國|西方|本地|中国|中國|国营|國營|独立|獨立|部分|海外){{1,2}}(?:媒体|媒體|传媒|傳媒|电视台|電視台|通讯社)|外媒|官媒|党媒|黨媒|港媒|台媒)){_TIME}{_SAYS}"
        ),
        Relation.RELAYS,
        needs=("媒", "电视台", "電視台", "通讯社"),
    ),
    everyone(
        _is(
            rf"(?:(?:来源|來源|稿源|新闻来源|出处|出處|文章来源|信息来源|via)[：:]\s?|(?:消息来源于|转自|轉自|转载自|轉載自|转载于|原载|原載|原载于|原載於|摘自|编译自|編譯自|译自|譯自|来源于|來源於)[：:]?\s?|(?:转载|轉載)(?=\ue000))(?P<n>{NAME}(?:-{NAME})?|[\p{{Han}}A-Za-z][\p{{Han}}A-Za-z\d·. ]{{1,24}}?)(?=[\s）)】，。；;|/]|$)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"(?:接受|在|于|於)(?:了)?{_ONE}(?:记者|記者)?(?:的)?(?:独家|獨家)?(?:采访|採訪|专访|專訪|访问|訪問|撰文|发表|發表|刊文)"
        ),
        Relation.RELAYS,
    ),
    everyone(_is(rf"(?:告诉|告訴|告知){_ONE}"), Relation.RELAYS),
    everyone(
        _is(rf"[对對向]{_ONE}(?:记者|記者)?(?:表示|说|說|透露|称|稱|讲述|講述|证实|證實|指出|坦言)"), Relation.RELAYS
    ),
    everyone(
        _is(
            rf"(?:由|被|经|經){_TIME}(?:调查网站|調查網站|网站|網站|媒体|媒體|报纸|報紙|杂志|雜誌|通讯社|通訊社)?{_OUTLETS}{_TIME}(?:首先|率先|最先|最早|独家|獨家)?(?:披露|报道|報道|報導|曝光|揭露|刊登|公布|发表|發表|刊发)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        _is(
            rf"{_FROM}(?:(?:\p{{Han}}{{1,4}})?(?:报纸|報紙|网站|網站|杂志|雜誌|媒体|媒體)(?={NAME}))?{_OUTLETS}{_TIME}{_SAYS}"
        ),
        Relation.RELAYS,
    ),
    everyone(_is(rf"(?:见|見|载于|載於|刊于|刊於|发表于|發表於|刊登于|刊登在|发表在|登在){_ONE}"), Relation.RELAYS),
    everyone(
        _is(
            rf"{_FROM}(?P<n>{_LETTER}{{2,18}}?){_TIME}(?:发布|發布|发表|發表|公布|出版)的(?:\p{{Han}}{{0,8}}?)(?:报告|報告|研究|调查|調查|文章)(?:中)?(?:指出|称|稱|显示|顯示|说|說|发现|發現|认为|認為|披露|写道)"
        ),
        Relation.RELAYS,
        needs=_RESEARCH,
    ),
    everyone(
        _is(
            rf"{_FROM}(?P<n>{_LETTER}{{2,18}}?)(?:\d{{4}}年)?的?(?:一项|一項|一份|最新)?的?(?:\p{{Han}}{{0,4}})(?:研究|调查|調查|报告|報告)(?:报告|報告)?(?:发现|發現|显示|顯示|指出|称|稱|表明)"
        ),
        Relation.RELAYS,
        needs=_RESEARCH,
    ),
)

_VOICES = (
    _all(rf"{_CITES}{_UNNAMED}", Relation.ANONYMOUS, *_PERSONS, cited=True),
    everyone(_is(_WITHHELD), Relation.ANONYMOUS, needs=_WITHHOLDS),
    everyone(_is(_UNNAMED), Relation.ANONYMOUS, needs=_PERSONS),
    everyone(
        _is(
            rf"{_CITES}(?P<n>(?:(?:一|两|兩|三|四|五|多|数|數|\d{{1,2}})(?:位|名))?\p{{Han}}{{0,10}}?(?:官员|专家|專家|学者|官員|人士|外交官|员工|消息人士))(?=的话|的話|说|說|称|稱|，)"
        ),
        Relation.ANONYMOUS,
        cited=True,
    ),
    everyone(
        _is(
            rf"(?:据|根据|據|根據)(?P<n>(?:\p{{Han}}{{2,12}}?)(?:部|厅|廳|局|委|委员会|委員會|政府|法院|检察院|檢察院|公安|警方|警察|大使馆|使馆|办公室|辦公室|统计局|當局|当局|集团|公司|军方))(?:\p{{Han}}{{0,4}}?)(?:的|，|{_SAYS}|数据|數據|统计)"
        ),
        Relation.SPEAKS,
        needs=_OFFICES,
    ),
    everyone(
        _is(
            rf"{_FROM}(?P<n>\p{{Han}}{{1,14}}?(?:部|厅|廳|局|委|委员会|委員會|政府|法院|检察院|公安|警方|大使馆|大使館|使馆|使館|办公室|辦公室|当局|當局|集团|公司|军方|军队))(?:(?:新闻|新聞)?(?:发言人|發言人|负责人|負責人)\p{{Han}}{{0,10}}?)?{_TIME}(?:[在于]?[\p{{Han}}\d]{{0,16}}?(?:上|中|时|時))??(?:回应|回應|表示|称|稱|声明|聲明|说|說|指出|通报|通報|宣布|否认|否認|强调|強調)"
        ),
        Relation.SPEAKS,
        needs=_OFFICES,
    ),
)

CHINESE = Language(
    code="zh",
    present=regex.compile(r"\p{Han}"),
    rules=(*_HEDGED, *_AGENCIES, *_DOCUMENTS, *_REPORTED, *_VOICES),
    names=outlets_in,
    outlet=_is(rf"(?:{OUTLET_WORDS})|媒"),
    institution=_is(r"(?:部|厅|廳|局|委员会|政府|法院|公司)\Z"),
    trailing=_is(r"(?:记者|記者|等)\Z"),
    between=_is(r"[、]|(?<=[》社报報台网網])[和与及與](?=\S)"),
    refused=_is(
        r"\A(?:.*(?:法|法案|条例|條例|公约|公約|宣言|通知|意见|意見|规定|規定|办法|辦法|决定|決定|纲要|綱要|协定|協定|协议|協議|条约|條約|方案|计划|計劃|规划|手册|指南|章程|声明|聲明|议定书|合同|守则|准则|准則|细则|命令|原则)|本文|该报|該報|该社|該社|该网|有关|有關|相关|相關|上述|此|这|這|其|他|她|我|悉|了解|称|报|報|社|网|網|统计|統計|初步统计|不完全统计|最新|目前|媒体报|媒體報|[有相].{0,2}部门|该.{0,3}|这.{0,3}|向.{0,6}|.{0,8}(?:情况|情況)|.{0,4}上报|.{1,6}称|.*(?:任何人|大家|人们))\Z"
    ),
    credits=_is(
        r"(?:图片|圖片|照片|图|圖|摄影|攝影|视频|影片|配图|插图)(?:来源|來源|提供)?\s?[：:/]\s?[^\n。]{1,40}|[（(][^（）()\n]{0,20}(?:图|圖|供图|供圖|摄|攝)[）)]"
    ),
)
