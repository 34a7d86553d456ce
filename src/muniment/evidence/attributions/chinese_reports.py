"""How Chinese texts name the reports that they have something from."""

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.chinese_words import (
    CITES,
    FALSE,
    FROM,
    GAP,
    LETTER,
    ONE,
    OUTLETS,
    REPORTS,
    SAYS,
    TIME,
    TOLD,
)
from muniment.evidence.attributions.rules import NAME, Rule, everyone, of_all, pattern_of

ARTICLE = r"(?:报导|报道|報道|報導|文章|社论|社論|评论|評論|专栏|專欄|调查|調查|节目|節目|专访|專訪|采访|採訪|访问|訪問|纪录片|紀錄片|消息|新闻稿|述评|特稿|民调|民調)"

COUNTRY = r"(?:(?:美|英|法|德|中|韩|韓|泰|\p{Han}{1,3})[国國]|俄罗斯|俄羅斯|日本|意大利|西班牙|土耳其|以色列|香港|台湾|台灣|澳大利亚|加拿大)"

RESEARCH = ("报", "報", "研究", "调查", "調查", "文章")

REPORTING = (
    of_all(r"^(?P<n>[英美日港台德法俄韩韓外官党黨]媒)[：:]", Relation.RELAYS, "媒"),
    of_all(
        rf"(?:回应|回應|回答|答复|答覆)(?:了)?{ONE}(?:记者|記者)?(?:的)?(?:提问|提問|问题|問題|询问|詢問|查询|查詢|置评|采访|採訪)",
        Relation.RELAYS,
        "回",
        "答",
    ),
    of_all(
        rf"(?P<n>(?:(?:{COUNTRY}|当地|當地|官方|国家|國家|多家|有|一些|不少|很多|两家|兩家|国际|國際|外国|外國|西方|本地|国营|國營|独立|獨立|部分|海外|有关|反对派|主流){{1,2}}(?:媒体|媒體|传媒|傳媒)|[德美英法日俄港台韩韓中外官党黨印澳]媒))(?:{TIME}{SAYS}|{GAP}{TOLD})",
        Relation.RELAYS,
        "媒",
    ),
    of_all(
        rf"据{ONE}(?:驻\p{{Han}}{{1,4}}|記者|记者|特约|特派){{1,3}}\p{{Han}}{{0,4}}?(?:了解|获悉|獲悉|报道|報道)",
        Relation.RELAYS,
        "记者",
        "記者",
    ),
    everyone(
        pattern_of(rf"{CITES}(?:了|自)?(?:\p{{Han}}{{1,3}}国|外国|外國|当地|當地)?{OUTLETS}"),
        Relation.RELAYS,
        cited=True,
    ),
    everyone(
        pattern_of(rf"(?:综合|綜合|综据|編譯自|编译自){OUTLETS}(?=[^\p{{Han}}]|{TIME}{SAYS}|等)"), Relation.RELAYS
    ),
    everyone(
        pattern_of(
            rf"(?:据|依据|根据|據|依據|根據|依|按照|按)(?:\p{{Han}}{{1,6}}?)??{OUTLETS}(?={TIME}(?:的|所)?(?:\p{{Han}}{{0,6}}?)(?:{SAYS}|{CITES}|报告|報告|调查|調查|电|電|[，,]))"
        ),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(
            rf"(?:据|根据|據|根據|依据)(?P<n>{LETTER}{{2,18}}?){TIME}(?:的|所)?(?:\p{{Han}}{{0,4}}?)(?:报道|報道|報導|报告|報告|研究|调查|調查)(?=[，：:,]|显示|顯示|称|稱|指|说|說|发现|發現)"
        ),
        Relation.RELAYS,
        needs=RESEARCH,
    ),
    everyone(
        pattern_of(
            rf"(?:据|据说|根据|據|根據|依据)(?P<n>(?:\p{{Han}}{{1,4}})?(?:媒体|媒體|传媒|傳媒|外媒|港媒|台媒|官媒|党媒|黨媒|日媒|美媒|英媒|俄媒|德媒|法媒))(?:{TIME})(?:的)?(?:{SAYS}|[，,])"
        ),
        Relation.RELAYS,
        needs=("媒",),
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?P<n>(?:(?:当地|當地|官方|国家|國家|多家|国际|國際|外国|外國|西方|本地|中国|中國|国营|國營|独立|獨立|部分|海外){{1,2}}(?:媒体|媒體|传媒|傳媒|电视台|電視台|通讯社)|外媒|官媒|党媒|黨媒|港媒|台媒))(?:{TIME}{SAYS}|{GAP}{TOLD})"
        ),
        Relation.RELAYS,
        needs=("媒", "电视台", "電視台", "通讯社"),
    ),
    everyone(
        pattern_of(
            rf"(?:(?:来源|來源|稿源|文(?=[：:]《)|新闻来源|出处|出處|文章来源|信息来源|via)[：:]\s?|(?:消息来源于|转自|轉自|(?:转载自|轉載自)合作(?:伙伴|夥伴|媒体|媒體)|转载自|轉載自|转载于|原载|原載|原载于|原載於|摘自|编译自|編譯自|译自|譯自|来源于|來源於)[：:]?\s?|(?:转载|轉載)(?=\ue000))(?P<n>{NAME}(?:[-、/]{NAME}){{0,4}}|[\p{{Han}}A-Za-z][\p{{Han}}A-Za-z\d·. ]{{1,24}}?)(?=[\s）)】，。；;|/]|$)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(
            rf"(?:接受|在|于|於)(?:了)?{ONE}(?:记者|記者)?(?:的)?(?:独家|獨家)?(?:采访|採訪|专访|專訪|访问|訪問|撰文|发表|發表|刊文)"
        ),
        Relation.RELAYS,
    ),
    everyone(pattern_of(rf"(?:告诉|告訴|告知|受访于|受訪於){ONE}"), Relation.RELAYS),
    everyone(
        pattern_of(rf"[受在]{ONE}(?:记者|記者)?(?:的)?(?:一次|一个|节目|節目)?(?:访问|訪問|专访|專訪|采访|採訪)"),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(
            rf"{ONE}(?!的(?:相关|有关|上述)?{REPORTS}[^，。,\n]{{0,8}}{FALSE}){GAP}的?(?:一篇|一份|一项|独家|獨家|最新|相关|相關|上述|这篇|這篇)?{ARTICLE}(?:中|里|裡|内)?(?=[“「\"]?{SAYS}|[，,：:]|[“「\"]|结果|結果|披露|则|則|还|還|也|又)"
        ),
        Relation.RELAYS,
        needs=(
            "报",
            "報",
            "文章",
            "社论",
            "社論",
            "评论",
            "評論",
            "专",
            "專",
            "调",
            "調",
            "节目",
            "節目",
            "访",
            "訪",
            "纪录",
            "紀錄",
            "消息",
        ),
    ),
    everyone(
        pattern_of(
            rf"{ONE}的(?:[这這该該此]?[一]?篇|独家|獨家|最新|上述|相关|相關|有关|有關)?(?:报道|報道|報導|报导|社论|社論|专访|專訪|调查报道)"
        ),
        Relation.RELAYS,
        needs=("报", "報", "社", "访", "訪"),
    ),
    everyone(
        pattern_of(r"(?P<n>媒体|媒體|传媒|傳媒)(?=报道|報道|報導|报导)"),
        Relation.RELAYS,
        needs=("媒体", "媒體", "传媒", "傳媒"),
    ),
    Rule(
        pattern_of(rf"(?:^|(?<=[!！。\s]))[《「【]?{ONE}[》」】]?[：:]\s?(?=\S)"),
        Relation.RELAYS,
        known=True,
        needs=("：", ":"),
    ),
    Rule(pattern_of(rf"(?<=[。」”])\s?[（(]{ONE}[）)]\s?$"), Relation.AGENCY, known=True),
    everyone(
        pattern_of(
            rf"[对對向]{ONE}(?:网站|網站|记者|記者)?(?:独家|獨家)?(?:表示|说|說|透露|称|稱|讲述|講述|证实|證實|指出|坦言|陳述|陈述|爆料|描述|揭露|反映|承认|承認|解释|解釋|强调|強調|谈到|談到|说明|說明|确认|確認|回应|回應|发表|發表)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(
            rf"(?:由|被|经|經){TIME}(?:调查网站|調查網站|网站|網站|媒体|媒體|报纸|報紙|杂志|雜誌|通讯社|通訊社)?{OUTLETS}{TIME}(?:首先|率先|最先|最早|独家|獨家)?(?:披露|报道|報道|報導|曝光|揭露|刊登|公布|发表|發表|刊发)"
        ),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?:(?:\p{{Han}}{{1,4}})?(?:报纸|報紙|网站|網站|杂志|雜誌|媒体|媒體)(?={NAME}))?{OUTLETS}(?:{TIME}{SAYS}|{GAP}{TOLD})"
        ),
        Relation.RELAYS,
    ),
    everyone(
        pattern_of(rf"(?:见|見|载于|載於|刊于|刊於|发表于|發表於|刊登于|刊登在|发表在|登在){ONE}"), Relation.RELAYS
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?P<n>{LETTER}{{2,18}}?){TIME}(?:发布|發布|发表|發表|公布|出版)的(?:\p{{Han}}{{0,8}}?)(?:报告|報告|研究|调查|調查|文章)(?:中)?(?:指出|称|稱|显示|顯示|说|說|发现|發現|认为|認為|披露|写道)"
        ),
        Relation.RELAYS,
        needs=RESEARCH,
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?P<n>{LETTER}{{2,18}}?)(?:\d{{4}}年)?的?(?:一项|一項|一份|最新)?的?(?:\p{{Han}}{{0,4}})(?:研究|调查|調查|报告|報告)(?:报告|報告)?(?:发现|發現|显示|顯示|指出|称|稱|表明)"
        ),
        Relation.RELAYS,
        needs=RESEARCH,
    ),
)
