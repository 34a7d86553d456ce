"""Numbers and addresses that stand for somebody or something: e-mail, phones, accounts, identity cards, plates.

Whatever has a check digit must pass it (IBAN: ISO 13616; cards: ISO/IEC 7812; identity numbers: GB 11643).
"""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from muniment.mentions.mention import Found, Kind

# In the patterns of this package [^\W㐀-鿿] is a letter or digit that is no Han character: Chinese text puts no space
# between a word and a number, so that a Han character beside a number is no part of it.

_LONGEST_LOCAL_PART, _LONGEST_DOMAIN = 64, 190
_LOCAL_PART = re.compile(r"(?<![^\W㐀-鿿])(?<![.+%-])(?:[^\W㐀-鿿]|[.+%'-]){1,64}$")
_DOMAIN = re.compile(r"(?:[^\W_㐀-鿿](?:[^\W㐀-鿿]|-){0,62}\.){1,8}[^\W\d_㐀-鿿]{2,24}(?![^\W㐀-鿿]|[-]|\.\w)")

_PLUS_PHONE = re.compile(
    r"(?<![^\W㐀-鿿])(?<![+])(?:\+|＋|00(?=[1-9]))\s?\(?\d[\d\s().\u00a0‐-―-]{5,22}\d(?![^\W㐀-鿿])"
)
_CHINESE_PHONE = re.compile(
    r"(?<![^\W㐀-鿿])(?<![+.-])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|\(?0(?:10|2\d|[3-9]\d{2})(?:\)\s?|[-‐-― ])\d{7,8}"
    r"|400[- ]?\d{3}[- ]?\d{4})(?![^\W㐀-鿿]|[-])"
)
_RUSSIAN_PHONE = re.compile(
    r"(?<![^\W㐀-鿿])(?<![+.-])8[\s-]?\(?[3-9]\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![^\W㐀-鿿]|[-])"
)
_ANY_PHONE = re.compile(r"(?<!\d)\(?\d[\d\s().\u00a0‐-―-]{3,18}\d(?![^\W㐀-鿿])")
_CALLED_PHONE = re.compile(
    r"(?:(?<![^\W㐀-鿿])(?:tel(?:ephone)?|phone|fax|mobile|cell)(?:\sn(?:o|umber))?|(?<![^\W㐀-鿿])(?:тел|факс)"
    r"|电话|電話|手机|手機|传真|تېلېفون|هاتف|تلفن)[^\W\da-z]{0,6}[.:：\s]{1,4}$",
    re.IGNORECASE,
)
_REACH = 24
_PHONE_DIGITS = range(5, 16)
"""Of a number that is called one: short local ones up to the longest of ITU-T E.164."""

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_CARD = re.compile(
    r"(?<![^\W㐀-鿿])(?<![.-])(?:62|4|5[1-5]|2[2-7]|3[4-7]|6011|65|9558|81)\d{0,2}"
    r"(?:[ -]?\d{3,6}){3,4}(?![^\W㐀-鿿]|[-])"
)
_CARD_DIGITS = range(13, 20)

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}\s?(?:18|19|20)\d{2}[01]\d[0-3]\d\s?\d{3}[\dXxＸ](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(
    r"(?<![^\W㐀-鿿])(?<![.-])[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![^\W㐀-鿿]|[-])"
)

_PASSPORT = re.compile(
    r"(?:护照|護照|通行证|通行證|passport|паспорт\w{0,3}|پاسپورت|پاسپورتى|جواز\sسفر|گذرنامه)"
    r"[^\w\n]{0,4}(?:(?:号码|號碼|号|號|no|number|nr|№|номер|серия)[^\w\n]{0,4}){0,2}"
    r"([A-Z]{0,2}\s?\d{2}\s?\d{2}\s?\d{4,6}|[A-Z]{1,3}\d{6,9}|[A-Z]\d[A-Z]\d{6})(?![^\W㐀-鿿])",
    re.IGNORECASE,
)
_MRZ = re.compile(
    r"(?<![A-Z0-9<])P[A-Z<][A-Z]{3}[A-Z<]{39}\s{1,2}[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[0-9<]\d"
)

_PLATE = re.compile(
    r"[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊][A-HJ-NP-Z]"
    r"[\s·•.‧・-]?(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学學警港澳])(?![A-Za-z0-9])"
)
_DIGITS_IN_PLATE = 2


class Emails:
    """Finds e-mail addresses. Anchored at the @, so that no run of letters is looked at twice."""

    name = "emails 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The addresses in the text; the value is in small letters."""
        at = untrusted_text.find("@")
        while at >= 0:
            local = _LOCAL_PART.search(untrusted_text, max(0, at - _LONGEST_LOCAL_PART), at)
            domain = _DOMAIN.match(untrusted_text, at + 1, at + _LONGEST_DOMAIN)
            if local and domain:
                start = local.start() + len(local[0]) - len(local[0].lstrip(".-'"))
                if start < at:
                    yield Found(start, domain.end(), Kind.EMAIL, untrusted_text[start : domain.end()].lower())
            at = untrusted_text.find("@", at + 1)


class Phones:
    """Finds phone numbers: international ones, those of China and Russia, and what is called a phone number."""

    name = "phones 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The numbers in the text; the value is E.164 where the country is certain, else the bare digits."""
        for match in _PLUS_PHONE.finditer(untrusted_text):
            international = "+" + re.sub(r"^00|\D", "", match[0])
            yield from _phone(*match.span(), international, None)
        for pattern, region in ((_CHINESE_PHONE, "CN"), (_RUSSIAN_PHONE, "RU")):
            for match in pattern.finditer(untrusted_text):
                yield from _phone(*match.span(), match[0], region)
        for match in _ANY_PHONE.finditer(untrusted_text):
            digits = re.sub(r"\D", "", match[0])
            if len(digits) in _PHONE_DIGITS and _is_called_phone(untrusted_text, match.start()):
                yield Found(*match.span(), Kind.PHONE, _ascii(digits), "the country is not said")


def _is_called_phone(text: str, start: int) -> bool:
    return _CALLED_PHONE.search(text, max(0, start - _REACH), start) is not None


def _phone(start: int, end: int, number: str, region: str | None) -> Iterator[Found]:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(parsed):
        value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        yield Found(start, end, Kind.PHONE, value)


class Accounts:
    """Finds IBANs and the numbers of bank cards."""

    name = "accounts 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The accounts in the text; the value is without spaces."""
        for match in _IBAN.finditer(untrusted_text):
            if iban.is_valid(match[0]):
                yield Found(*match.span(), Kind.ACCOUNT, iban.compact(match[0]))
        for match in _CARD.finditer(untrusted_text):
            digits = _ascii(re.sub(r"\D", "", match[0]))
            if len(digits) in _CARD_DIGITS and len(set(digits)) > 1 and luhn.is_valid(digits):
                yield Found(*match.span(), Kind.ACCOUNT, digits)


class Identities:
    """Finds numbers of Chinese identity cards, and of passports where they are called so."""

    name = "identities 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The numbers in the text. One that fails its check character is kept, with a note: scans misread digits."""
        for match in _IDENTITY.finditer(untrusted_text):
            number = _ascii(re.sub(r"\s", "", match[0]).upper())
            note = _identity_note(number)
            if note is not None:
                yield Found(*match.span(), Kind.IDENTITY, number, note)
        for match in _OLD_IDENTITY.finditer(untrusted_text):
            yield Found(*match.span(), Kind.IDENTITY, _ascii(match[0]), "an old number of 15 digits, or something else")
        for match in _PASSPORT.finditer(untrusted_text):
            yield Found(*match.span(1), Kind.PASSPORT, _ascii(re.sub(r"\s", "", match[1]).upper()))
        for match in _MRZ.finditer(untrusted_text):
            number = match[0].split()[1][:9].rstrip("<")
            yield Found(*match.span(), Kind.PASSPORT, number, "the machine-readable lines of a passport")


def _identity_note(number: str) -> str | None:
    """What is doubtful about an identity number; none if no day of birth stands in it, and so it is none."""
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return None
    if ric.calc_check_digit(number[:-1]) != number[-1]:
        return "its check character does not fit: misread, or mistyped"
    return ""


class Plates:
    """Finds Chinese vehicle plates."""

    name = "plates 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The plates in the text; the value has no point or space."""
        for match in _PLATE.finditer(untrusted_text):
            value = re.sub(r"[\s·•.‧・-]", "", match[0])
            if sum(char.isdigit() for char in value) >= _DIGITS_IN_PLATE:
                yield Found(*match.span(), Kind.PLATE, value)


_DIGIT = re.compile(r"[^\x00-\x7f]")


def _ascii(number: str) -> str:
    """Digits of any script as ASCII digits."""
    return _DIGIT.sub(lambda match: str(int(match[0])) if match[0].isdecimal() else "X", number)
