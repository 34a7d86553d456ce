"""Numbers written in Han characters, as dates and sums of money have them: 二〇一七, 十二, 三万五千, 伍仟."""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零○Ｏ", "一壹元", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in chars
    if char != "元"
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

HAN_DIGITS = "〇零○一二三四五六七八九"
"""The digits of years, for a character class of a pattern."""

HAN_NUMERALS = "".join(dict.fromkeys("".join(_DIGITS) + "".join(_STEPS)))
"""Every character of a number below ten thousand, for a character class of a pattern."""

MYRIADS = "".join(_MYRIADS)


def number_of(text: str) -> int | None:
    """The number that ``text`` writes in any script's digits or in Han numerals; none if it writes none."""
    if text.isdecimal():
        return int(text)
    if text and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = 0
    for part, scale in _by_myriads(text):
        section = _section(part)
        if section is None:
            return None
        total += section * scale
    return total or None


def _by_myriads(text: str) -> list[tuple[str, int]]:
    parts, scales = [""], []
    for char in text:
        if char in _MYRIADS:
            scales.append(_MYRIADS[char])
            parts.append("")
        else:
            parts[-1] += char
    pairs = list(zip(parts, [*scales, 1], strict=True))
    if sorted(scales, reverse=True) != scales or len(set(scales)) != len(scales):
        return [("?", 1)]  # 亿 before 万, each once: anything else is no number that we read
    return pairs[:-1] if pairs[-1][0] == "" and len(pairs) > 1 else pairs


def _section(text: str) -> int | None:
    """A number below ten thousand, such as 三千零五十 or 廿三."""
    total, digit, last_rank = 0, 0, 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        step = _STEPS.get(char, 0)
        rank = 10 if char in "廿卅" else step
        if not rank or rank >= last_rank:
            return None
        total += step * (digit or 1)  # 十二 and 零十二 leave out their 一
        digit, last_rank = 0, rank
    return total + digit if text else None
