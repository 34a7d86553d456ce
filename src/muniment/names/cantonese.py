"""Spellings of Hong Kong, Macau, Singapore and of older books, syllable by syllable into pinyin."""

from functools import cache

from muniment.names.mandarin import SYLLABLES, Syllables

_SPELLINGS = """
au ou|chan chen|chang zhang zeng zheng|chau zhou|chee zhi xu|cheng zheng
cheuk zhuo|cheung zhang xiang|chi zhi zi|chiang jiang|chien jian qian|chik zhi
chin qian zhan jin|ching qing cheng zheng jing|chiu zhao|cho zuo cao|choi cai|chong zhuang chuang
chow zhou|choy cai|chu zhu|chuen quan|chui xu zhui|chun jun zhen qin chun zun
chung zhong zong chong|fai hui|fan fan|fat fa|fong fang|foo fu
fu fu|fuk fu|fun huan|fung feng|gan yan|goh wu
hau hou xiao|heung xiang|hing xing qing|ho he hao|hoi kai hai|hok xue he
hon han|hong kang hang|hoon yun|hsu xu|hui xu|hun han
hung hong xiong|ip ye|ka jia|kai jie qi kai|kam jin gan|kan jian
kar jia|kau qiu jiu|kei qi ji|keung qiang|ki qi ji|kin jian
king jing qing|kit jie|ko gao|koh xu|kok guo|kong jiang gong
koo gu|ku gu|kuen juan|kui ju|kun guan|kung gong
kuo guo|kwai gui|kwan guan jun|kwok guo|kwong guang|kwun guan
lai li|lam lin|lan lan|lau liu|law luo|lee li
leong liang|leung liang|liew liu|lim lin|ling ling|liu liao
lo luo lu|loke lu luo|long lang long|look lu|loong long|lou lu
lui lei lü|luk lu|lun lun|lung long|ma ma|mak mai
man wen min|mau mao|mei mei|ming ming|miu miao|mo wu mao
mok mo|mui mei|mun min men|nam nan|ng wu huang|ngai wei yi
ngan yan|ngo ao e|oi ai|on an|ong wang|ooi huang
pak bai bo|pang peng|ping bing ping|piu biao|po bao bu|poon pan
pui pei|pun ben|sai shi xi|sam shen sen|san shan xin shen|sau shou xiu
seng cheng|seung shuang shang|shan shan|shek shi|shing cheng sheng cheng|shiu shao xiao zhao
shue shu|shui shui|shuk shu|shun shun xun chun|shum shen cen|shung song
sik shi xi|sin xian shan|sing xing sheng|sit xue|siu xiao shao|so su
soong song|sui rui sui|suk shu|sum xin shen|sun xin sun|sung song
szeto situ|tai dai di tai|tak de|tam tan|tan chen|tang deng
tat da|tay zheng|teh zheng|teo zhang|teoh zhang|tim tian
tin tian|ting ding ting|tit tie|to du tao|toh zhuo|tong tang dong
tsai cai|tsang zeng|tse xie|tseng zeng|tsim zhan|tso cao
tsoi cai|tsui xu cui|tsun jun|tuen duan|tung dong tong|wah hua
wai wei hui|wan yun wen yin|wang hong heng|wing yong rong|wo he|wong wang huang
woo hu|wood hu|wu hu|wui hui|wun huan|yam ren
yan ren xin yin|yat ri yi|yau you qiu|yee yi|yeo yang|yeoh yang
yeung yang|yik yi|yin yan xian|ying ying|yip ye|yiu yao
yu yu|yue yu|yuen yuan ruan wan|yui rui|yuk yu|yun run
yung rong yong|kai-shek jieshi|yat-sen yixian|shik shi|sen xian|mei mei
ling ling|fo ke|wei wei|chow zhou|chou zhou|chih zhi
shih shi|szu si|sze shi si|tzu zi ci|hsi xi|pai bai
ts'ai cai|teng deng|kuan guan|kang kang|hwa hua|jeou jiu
chee zhi xu jian|kee ji qi|ing ying|hwee hui|hsin xin|yuen yuan
""".replace("\n", "|")


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in filter(None, _SPELLINGS.split("|")):
        spelling, *meant = entry.split()
        found[spelling] = found.get(spelling, frozenset()) | (frozenset(meant) & SYLLABLES)
    return {spelling: meant for spelling, meant in found.items() if meant}


def cantonese_reading(word: str) -> Syllables | None:
    """What one Latin syllable (lower case) may be in pinyin, when it was spelt after Cantonese or in an old manner."""
    meant = _table().get(word)
    return (meant,) if meant else None


@cache
def _inverted() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for spelling, meant in _table().items():
        for syllable in sorted(meant):
            found.setdefault(syllable, []).append(spelling)
    return {syllable: tuple(spellings) for syllable, spellings in found.items()}


def cantonese_spellings(syllable: str) -> tuple[str, ...]:
    """The older and Cantonese spellings of a syllable of pinyin; its own if there are none."""
    return _inverted().get(syllable, (syllable,))
