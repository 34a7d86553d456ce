"""How Chinese texts name the persons and offices that they have something from."""

from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.chinese_words import CITES, FROM, SAYS, TIME
from muniment.evidence.attributions.rules import everyone, of_all, pattern_of

WHO = (
    r"(?:知情人士?|消息人士|消息来源|消息來源|消息灵通人士|内部人士|內部人士|业内人士|業內人士|匿名人士|匿名者|内情人士|"
    r"匿名(?:官员|官員|人士|消息源|消息人士|外交官|员工|線人|线人)|线人|線人|爆料人|举报人|舉報人|吹哨人)"
)

UNNAMED = rf"(?P<n>(?:(?:一|两|兩|三|四|五|六|几|幾|多|数|數|\d{{1,2}})(?:位|名|个|個)?)?(?:(?:\p{{Han}}{{0,6}}?(?:的|政府|外交|军方|軍方|接近\p{{Han}}{{1,10}}的|熟悉\p{{Han}}{{1,10}}的))?){WHO})"

WITHHELD = (
    r"(?P<n>(?:(?:一|两|兩|三|四|五|六|几|幾|多|数|數|\d{1,2})(?:位|名|个|個)?)?(?:要求匿名|不愿(?:意)?(?:透露|公开|具名|露面)|不願(?:意)?(?:透露|公開|具名)|不便透露|拒绝透露|要求不具名|不具名|匿名)"
    r"(?:\p{Han}{0,6}?(?:姓名|身份|名字|具名))?的\p{Han}{0,10}?(?:官员|官員|人士|员工|員工|职员|職員|外交官|干部|幹部|警察|军官|軍官|学者|學者|人|者))(?=[^\p{Han}]|说|說|称|稱|表示|透露|告诉|告訴|对|對|向|指|泄|洩|提供|证实|證實)"
)

OFFICES = (
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

PERSONS = (
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

WITHHOLDS = ("匿名", "不愿", "不願", "透露", "具名")

VOICES = (
    of_all(rf"{CITES}{UNNAMED}", Relation.ANONYMOUS, *PERSONS, cited=True),
    everyone(pattern_of(WITHHELD), Relation.ANONYMOUS, needs=WITHHOLDS),
    everyone(pattern_of(UNNAMED), Relation.ANONYMOUS, needs=PERSONS),
    everyone(
        pattern_of(
            rf"{CITES}(?P<n>(?:(?:一|两|兩|三|四|五|多|数|數|\d{{1,2}})(?:位|名))?\p{{Han}}{{0,10}}?(?:官员|专家|專家|学者|官員|人士|外交官|员工|消息人士))(?=的话|的話|说|說|称|稱|，)"
        ),
        Relation.ANONYMOUS,
        cited=True,
    ),
    everyone(
        pattern_of(
            rf"(?:据|根据|據|根據)(?P<n>(?:\p{{Han}}{{2,12}}?)(?:部|厅|廳|局|委|委员会|委員會|政府|法院|检察院|檢察院|公安|警方|警察|大使馆|使馆|办公室|辦公室|统计局|當局|当局|集团|公司|军方))(?:\p{{Han}}{{0,4}}?)(?:的|[，,]|{SAYS}|数据|數據|统计)"
        ),
        Relation.SPEAKS,
        needs=OFFICES,
    ),
    everyone(
        pattern_of(
            rf"{FROM}(?P<n>\p{{Han}}{{1,14}}?(?:部|厅|廳|局|委|委员会|委員會|政府|法院|检察院|公安|警方|大使馆|大使館|使馆|使館|办公室|辦公室|当局|當局|集团|公司|军方|军队))(?:(?:新闻|新聞)?(?:发言人|發言人|负责人|負責人)\p{{Han}}{{0,10}}?)?{TIME}(?:[在于]?[\p{{Han}}\d]{{0,16}}?(?:上|中|时|時))??(?:回应|回應|表示|称|稱|声明|聲明|说|說|指出|通报|通報|宣布|否认|否認|强调|強調)"
        ),
        Relation.SPEAKS,
        needs=OFFICES,
    ),
)
