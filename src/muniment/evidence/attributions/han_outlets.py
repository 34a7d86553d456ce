"""Where Chinese texts name outlets: titles in book marks, known names, and words that end as names of outlets do."""

from bisect import bisect_left, bisect_right
from functools import cache

import regex

from muniment.evidence.attributions.naming import known_names, known_outlets
from muniment.evidence.attributions.rules import Spans

_ENDINGS = (
    "通讯社",
    "通訊社",
    "新闻社",
    "新聞社",
    "电讯社",
    "電訊社",
    "电视台",
    "電視台",
    "广播电台",
    "廣播電台",
    "电台",
    "電台",
    "广播公司",
    "廣播公司",
    "广播网",
    "日报",
    "日報",
    "晚报",
    "晚報",
    "时报",
    "時報",
    "周报",
    "週報",
    "邮报",
    "郵報",
    "早报",
    "早報",
    "商报",
    "商報",
    "新闻网",
    "新聞網",
    "新闻",
    "新聞",
    "周刊",
    "週刊",
    "月刊",
    "杂志",
    "雜誌",
    "卫视",
    "衛視",
    "之声",
    "之聲",
    "之音",
    "网站",
    "網站",
    "客户端",
    "电视网",
    "電視網",
    "社",
    "报",
    "報",
    "网",
    "網",
)
OUTLET_WORDS = "|".join(_ENDINGS)
"""What names of outlets end in, as alternatives of a pattern."""

_NOT_ENDINGS = (
    "旅行社",
    "合作社",
    "出版社",
    "公社",
    "会社",
    "會社",
    "报社",
    "報社",
    "黑社",
    "结社",
    "商社",
    "神社",
    "诗社",
    "上报",
    "上報",
    "汇报",
    "匯報",
    "回报",
    "回報",
    "海报",
    "海報",
    "通报",
    "通報",
    "情报",
    "情報",
    "简报",
    "簡報",
    "举报",
    "舉報",
    "申报",
    "申報",
    "填报",
    "填報",
    "警报",
    "警報",
    "预报",
    "預報",
    "谎报",
    "书报",
    "捷报",
    "线报",
    "播报",
    "登报",
    "呈报",
    "瞒报",
    "报报",
    "年报",
    "月报",
    "季报",
    "财报",
    "墙报",
    "电报",
    "密报",
    "周报网",
    "互联网",
    "互聯網",
    "联网",
    "聯網",
    "上网",
    "上網",
    "电网",
    "電網",
    "渔网",
    "官网",
    "官網",
    "天网",
    "路网",
    "管网",
    "局域网",
    "内网",
    "外网",
    "专网",
    "调查网站",
    "新闻网站",
    "該網站",
    "该网站",
    "本网站",
    "官方网站",
    "政府网站",
    "社交网站",
    "相关网站",
    "有关新闻",
    "相关新闻",
    "假新闻",
    "头条新闻",
    "重大新闻",
    "外交新闻",
)
_TITLE = regex.compile(
    r"《[^《》\n]{1,30}》(?:中文网|网站|網站|周刊|週刊|杂志|雜誌|网络版)?|〈[^〈〉\n]{1,30}〉|(?<=[“「『\"])\p{Han}{1,8}(?:报|報|社|电视台|電視台|新闻网|新聞網|周刊|週刊)(?=[”」』\"])"
)
_LAST = regex.compile(r"[社报報网網台臺司刊志誌视視声聲音闻聞端站]")
_NOT_BEFORE = {
    "社": "评評会會区區交保员員论論", "报": "道告导名警纸价销复刊酬考到案表废答亡捷喜税应请批备", "報": "道告導名警紙價銷復刊酬考到案表廢答備", "网": "站络友民上页址点红购约吧格",
    "網": "站絡友民上頁址點紅購約吧格", "台": "湾灣阶階风風词詞", "臺": "灣", "闻": "发發记記", "聞": "發記",
}  # fmt: skip
"""What may not follow an ending: 报 begins 报道, 社 begins 社会."""

_ENDING_TOO = ("网", "網", "社", "台", "臺")
"""What follows makes a longer name: 快报 and 快报网."""

_LONGEST = 14
"""Code points of a name before its ending."""

_BOUNDARY = regex.compile(
    r"[^\p{Han}A-Za-z\d·•・]|(?:综合|綜合|根据|根據|依据|依據|转载|轉載|来源|來源|通过|通過|接受|告诉|告訴|告知|透露|披露|日前|近日|此前|昨天|昨日|今天|今日|上午|下午|"
    r"晚间|获得|看到|记者|編譯|编译|指责|指責|驳斥|駁斥|否认|否認|批评|批評|谴责|抨击|反驳|提供|首先|率先|随后|同时|其中|包括|以及|例如|就此|发表|發表|多家|调查网站|新闻网站|据称|"
    r"(?:周|星期|週|礼拜)[一二三四五六日天]|[\d一二三四五六七八九十]{1,4}[年月日号號])|"
    r"[据據援述引对對向与與及给給称稱了于於的是责責斥把将將从從如像但而又另并跟替让讓说說道示指该該由至到接被](?<!自由)|自(?!由)|以(?!色列)|比(?!利时)|和(?!平|讯)|在(?!线)|为(?!民)|本(?=报|報|社|网|網|台)",
)


_COUNTRIES = (
    "美国",
    "美國",
    "英国",
    "英國",
    "法国",
    "法國",
    "德国",
    "德國",
    "中国",
    "中國",
    "俄罗斯",
    "俄羅斯",
    "日本",
    "韩国",
    "韓國",
    "意大利",
    "西班牙",
    "土耳其",
    "以色列",
    "沙特",
    "卡塔尔",
)

_BY_LAST = {char: tuple(one for one in _ENDINGS if one[-1] == char) for char in {one[-1] for one in _ENDINGS}}
_NOT_BY_LAST = {char: tuple(one for one in _NOT_ENDINGS if one[-1] == char) for char in _BY_LAST}


@cache
def _known() -> regex.Pattern[str]:
    names = [name for name in known_outlets() if regex.match(r"\p{Han}", name)]
    latin = [
        line for line in known_names() if regex.fullmatch(r"[A-Z][A-Za-z]{1,12}(?: [A-Z][A-Za-z]{1,12}){0,3}", line)
    ]
    return regex.compile(
        r"\L<names>(?!(?<=[报報])[道導导])(?:网站|網站|中文网|中文網|新闻网|网|網)?|(?<![A-Za-z])\L<latin>(?![A-Za-z])",
        names=names,
        latin=latin,
    )


def outlets_in(text: str) -> Spans:
    """Where outlets are named in ``text``, in order, none overlapping another; a known name goes before a guess."""
    found = [match.span() for match in _TITLE.finditer(text)]
    known = ((_with_country(text, match.start()), match.end()) for match in _known().finditer(text))
    for guesses in (known, _by_ending(text)):
        starts = [start for start, _ in found]
        found = sorted([*found, *(span for span in guesses if not _overlaps(span, found, starts))])
    end = 0
    for start, stop in found:
        if start >= end:
            yield start, stop
            end = stop


def _with_country(text: str, start: int) -> int:
    """Where the country begins that stands before a known name: 美国有线电视新闻网."""
    country = next((one for one in _COUNTRIES if text.endswith(one, 0, start)), "")
    return start - len(country)


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]], starts: list[int]) -> bool:
    place = bisect_left(starts, span[1])
    return place > 0 and others[place - 1][1] > span[0]


def _by_ending(text: str) -> Spans:
    matches = list(_LAST.finditer(text))
    if not matches:
        return
    boundaries = [0, *(match.end() for match in _BOUNDARY.finditer(text))]
    previous = 0
    for match in matches:
        if text[match.end() : match.end() + 1] in _ENDING_TOO:
            continue
        start = _start(text, match.end(), boundaries)
        if previous <= start < match.end():
            yield start, match.end()
            previous = match.end()


def _start(text: str, end: int, boundaries: list[int]) -> int:
    """Where the name begins that ends at ``end``; -1 if the word only looks like one."""
    if end < 2 or not text[end - 2].isalnum():  # noqa: PLR2004 - an ending and a letter before it
        return -1
    char = text[end - 1]
    ending = next((one for one in _BY_LAST.get(char, ()) if text.endswith(one, 0, end)), None)
    if (
        ending is None
        or text.endswith(_NOT_BY_LAST[char], 0, end)
        or text[end : end + 1] in (*_NOT_BEFORE.get(char, ""),)
    ):
        return -1
    last = end - len(ending)
    first = max(last - _LONGEST, boundaries[bisect_right(boundaries, last) - 1])
    return first if first < last else -1
