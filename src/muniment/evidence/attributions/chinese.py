"""How Chinese texts, simplified and traditional, say where they have something from."""

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.chinese_reports import REPORTING
from muniment.evidence.attributions.chinese_voices import VOICES
from muniment.evidence.attributions.chinese_words import FALSE, FROM, LETTER, ONE, PAPERS, REPORTS, TIME, TOLD
from muniment.evidence.attributions.han_outlets import OUTLET_WORDS, outlets_in
from muniment.evidence.attributions.rules import NAME, NOTHING, Hint, Language, everyone, of_all, pattern_of

OUTLETS_DASHED = rf"(?P<n>{NAME}(?:[-/、]{NAME}){{0,3}})"

NOT_SURE = r"(?:尚未|未能|无法|無法|未获|未獲|未经|未經|未得到|没有得到|沒有得到|有待)[^，。；\n]{0,10}(?:证实|證實|核实|核實|查证|查證|确认|確認|验证|驗證)"

HEDGED = (
    everyone(
        pattern_of(rf"(?:与|與|同|和){ONE}的?{REPORTS}(?:相反|不符|不同|相左|相悖|矛盾)"),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        pattern_of(
            rf"(?:驳斥|駁斥|否认|否認|反驳|反駁|谴责|譴責|抨击|抨擊|批评|批評|斥责|斥責|指责|指責|指控)(?:了)?{ONE}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        pattern_of(
            rf"{FROM}{ONE}的?(?:该|該|这篇|這篇|上述|涉疆|有关|有關|相关|相關)?{REPORTS}[^，。；\n]{{0,8}}{FALSE}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        pattern_of(
            rf"(?:称|稱|指|斥|把|将|將|指责|指責|指出){ONE}的?(?:该|該|这篇|這篇|上述|涉疆|有关|有關|相关|相關)?{REPORTS}[^，。；\n]{{0,8}}{FALSE}"
        ),
        Relation.RELAYS,
        hedge=Hedge.DISPUTED,
    ),
    everyone(
        pattern_of(rf"{FROM}{ONE}的?(?:上述|这一|這一|该|該)?{REPORTS}[^，。；\n]{{0,6}}{NOT_SURE}"),
        Relation.RELAYS,
        hedge=Hedge.UNVERIFIED,
    ),
)

AGENCIES = (
    of_all(rf"^[^\n（(]{{2,30}}[（(]{ONE}[）)]\s?[-–—]", Relation.AGENCY, "-", "–", "—"),
    of_all(
        rf"^\s{{0,4}}[（(【]{OUTLETS_DASHED}(?:综合|綜合|消息|[\p{{Han}}\d]{{0,18}}?)?(?:报道|報道|報導|讯|訊|电|電)?[\s】）)]",
        Relation.AGENCY,
    ),
    of_all(rf"[（(](?:据|據)?{ONE}(?:{TIME})(?:电|電|专电|專電|特稿|专特稿|供稿|专稿)[）)]", Relation.AGENCY),
    everyone(
        pattern_of(
            rf"(?:^|(?<=[\s【（(]))(?P<n>{NAME}){LETTER}{{0,16}}?(?:\d{{1,4}}年)?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号號]电"
        ),
        Relation.AGENCY,
    ),
    everyone(
        pattern_of(
            rf"(?:^|(?<=[\s【（(]))(?P<n>{NAME}){LETTER}{{0,10}}?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号號]?[电電](?=[\s）)】，：:\p{{Han}}])"
        ),
        Relation.AGENCY,
    ),
    everyone(pattern_of(rf"[（(](?P<n>{NAME}){TIME}[电電][）)]"), Relation.AGENCY),
    everyone(pattern_of(rf"(?:部分内容|部分內容|内容|內容|资料|資料)(?:来自|來自|取自|由){ONE}"), Relation.AGENCY),
    everyone(
        pattern_of(
            rf"{ONE}(?:对本文|對本文|对此报道|對此報導|为本文|為本文)[^。\n]{{0,4}}(?:有贡献|有貢獻|亦有贡献|提供)"
        ),
        Relation.AGENCY,
    ),
)

DOCUMENTS = (
    everyone(
        pattern_of(
            rf"{FROM}(?:据|根据|據|根據|由)?(?P<n>{NAME}|本报|本報|本社|本台|本刊|本网|本網|我们|我們){TIME}(?:所|独家|獨家|已)?(?:获得|獲得|取得|获取|獲取|拿到|得到|收到|获|獲)(?:了|的|到)?(?!证实|證實|回应|回應|奖|獎|支持|通过|确认|授权)"
        ),
        Relation.OBTAINED,
        needs=("获", "獲", "取得", "拿到", "得到", "收到", "给", "給"),
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?:据|根据|據|根據|由)?(?P<n>{NAME}|本报|本報|本社|本台|本刊|本网|我们|我們){TIME}(?:所|已)?(?:看到|见到|見到|审阅|審閱|查阅|查閱|过目|看过|看過|查看|核实过|审核|审查|審查|分析)(?:了|的|过|過)?"
        ),
        Relation.SEEN,
        needs=("看", "见", "見", "审", "審", "查", "过目", "分析", "核实"),
    ),
    everyone(
        pattern_of(
            rf"(?:据|據|根据|根據|依据|按照)(?P<n>\p{{Han}}{{2,8}}?)(?:所|独家|獨家)?(?:获得|獲得|取得|获取|獲取|掌握|拿到|得到)的\p{{Han}}{{0,8}}?{PAPERS}"
        ),
        Relation.OBTAINED,
        needs=("获", "獲", "取得", "掌握", "拿到", "得到"),
    ),
    everyone(
        pattern_of(
            rf"^(?P<n>\p{{Han}}{{2,6}}?)(?:独家|獨家)?(?:获得|獲得|取得|获取|獲取)的\p{{Han}}{{0,8}}?{PAPERS}(?:显示|顯示|表明|证实|證實)"
        ),
        Relation.OBTAINED,
        needs=("获", "獲", "取得"),
    ),
    everyone(
        pattern_of(
            rf"(?:泄露给|洩露給|泄漏给|外泄给|外洩給|流出给|提供给|提供給|交给|交給|转交|轉交|透露给|透露給|寄给|寄給|发给|發給)(?:了)?{ONE}"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        pattern_of(
            rf"向{ONE}(?:的)?(?:记者|記者)?(?:泄露|洩露|提供|披露|发来|發來|发送|發送|寄来|寄來|爆料|传来|傳來)(?:了)?(?=[^，,。；\n]{{0,14}}?{PAPERS})"
        ),
        Relation.OBTAINED,
    ),
    everyone(
        pattern_of(
            rf"{ONE}{TIME}(?:独家|獨家|已)?(?:掌握|取得|拿到|获悉|獲悉|收到|获得|獲得|得到)(?:到|了)?(?=[^，,。；\n]{{0,14}}?{PAPERS})"
        ),
        Relation.OBTAINED,
        needs=("掌握", "得", "拿到", "获悉", "獲悉", "收到"),
    ),
    everyone(
        pattern_of(
            rf"(?:在|从|從|于|於){ONE}(?:记者|記者)?(?:所)?(?:看到|见到|見到|取得|审阅|審閱|查阅|查閱|看過|看过)的"
        ),
        Relation.SEEN,
    ),
    everyone(pattern_of(rf"(?:被|由|为|為){ONE}(?:获得|獲得|取得|获取|獲取)"), Relation.OBTAINED),
)

HINTS = (
    Hint(
        pattern_of(r"(?:泄露给|洩露給|泄漏给|外洩給|提供给|提供給|交给|交給)(?:了)?[《「“]?\Z"),
        NOTHING,
        Relation.OBTAINED,
    ),
    Hint(
        pattern_of(
            r"(?:据|據|根据|根據|依据|引述|援引|转述|轉述|告诉|告訴|综合|綜合|接受|经|經|回应|回應)(?:了)?(?:[美英法德日俄中韩韓印][国國]|俄罗斯|俄羅斯|外国|当地|當地|官方)?(?:媒体|媒體|网站|網站|杂志|雜誌|报纸|報紙|电视台|電視台|通讯社|通訊社)?"
            r"[《「“（(]?\Z"
        ),
        pattern_of(
            rf"[》」”）)]?(?!的|等)(?:网站|網站|记者|記者)?(?!的)(?:[（(][^（）()\n]{{1,40}}[）)])?[^，,。；;：:、\n的《「“]{{0,14}}?(?:{TOLD}|提问|提問|提出|专访|專訪|采访|採訪|独家|獨家|获悉|獲悉)"
        ),
        Relation.RELAYS,
    ),
)

CHINESE = Language(
    hints=HINTS,
    denies=pattern_of(
        r"(?:指责|指責|驳斥|駁斥|否认|否認|反驳|反駁|批评|批評|抨击|抨擊|谴责|譴責)(?:了)?[《「“]?\Z|(?:没有|沒有|并未|並未|从未)[\p{Han}]{0,6}\Z"
    ),
    code="zh",
    bars=pattern_of(
        r"(?:就|促請|促请|要求|希望|敦促|呼吁|呼籲|针对|針對|关于|關於|与|與|和|跟|给|給|是|非|将|把|对|對)(?:美国|英国|所谓)?[《「“]?\Z"
    ),
    rules=(*HEDGED, *AGENCIES, *DOCUMENTS, *REPORTING, *VOICES),
    names=outlets_in,
    outlet=pattern_of(rf"(?:{OUTLET_WORDS})|媒"),
    institution=pattern_of(r"(?:部|厅|廳|局|委员会|政府|法院|公司)\Z"),
    trailing=pattern_of(r"(?:记者|記者|等)\Z"),
    between=pattern_of(r"[、]|(?<=[》社报報台网網])[和与及與](?=\S)"),
    refused=pattern_of(
        r"\A(?:.*(?:法|法案|条例|條例|公约|公約|宣言|通知|意见|意見|规定|規定|办法|辦法|决定|決定|纲要|綱要|协定|協定|协议|協議|条约|條約|方案|计划|計劃|规划|手册|指南|章程|声明|聲明|议定书|合同|守则|准则|准則|细则|命令|原则)|本文|该报|該報|该社|該社|该网|有关|有關|相关|相關|上述|此|这|這|其|他|她|我|悉|了解|称|报|報|社|网|網|统计|統計|初步统计|不完全统计|最新|目前|媒体报|媒體報|(?:一|这|這|该|該|此|两|兩|多|数|數|某|另|每)(?:份|项|項|篇|则).*|贵.|貴.|我报|在.*|西方|外国|官方|当地|情报|情報|国际|國際|初步|联合|聯合|内部|內部|秘密|机密|公开|警方|记者|記者|[有相].{0,2}部门|该.{0,3}|这.{0,3}|向.{0,6}|.{0,8}(?:情况|情況)|.{0,4}上报|.{1,6}称|.*(?:任何人|大家|人们))\Z"
    ),
    credits=pattern_of(
        r"《[^《》\n]{1,12}》[^\n，。]{0,10}截[图圖]|(?:图片|圖片|照片|图|圖|摄影|攝影|视频|影片|配图|插图)(?:来源|來源|提供)?\s?[：:/]\s?[^\n。]{1,40}|[（(][^（）()\n]{0,20}(?:图|圖|供图|供圖|摄|攝|资料照|資料照|档案照|檔案照|截图|截圖|资料)[）)]"
    ),
)
