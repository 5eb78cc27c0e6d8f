"""Personal data that has a form: found by pattern, and by check digits where the form has any.

Types: https://docs.aws.amazon.com/comprehend/latest/dg/how-pii.html. Names and addresses have no form and aren't found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

REGIONS = {"en": "US", "es": "ES"}
"""Where a phone number without a country code is taken to be from."""


@dataclass(frozen=True)
class Found:
    kind: str
    begin: int
    """Characters."""
    end: int


def find(text: str, language: str) -> list[Found]:
    """In their order; where two overlap, the one that was surer (checked) or longer."""
    taken: list[Found] = []
    for candidate in _candidates(text, language):
        if not any(candidate.begin < other.end and other.begin < candidate.end for other in taken):
            taken.append(candidate)
    return sorted(taken, key=lambda found: found.begin)


def luhn(digits: str) -> bool:
    """https://www.iso.org/standard/70484.html: card numbers and some numbers of persons."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iban(text: str) -> bool:
    """ISO 13616: the letters as numbers, modulo 97."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def _card(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn(digits)


def _routing(text: str) -> bool:
    """ABA numbers: weights 3, 7, 1."""
    return sum(int(digit) * weight for digit, weight in zip(text, (3, 7, 1) * 3, strict=True)) % 10 == 0


def _ssn(text: str) -> bool:
    area, group, serial = re.split(r"[- ]", text)
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def _ip(text: str) -> bool:
    return all(int(part) <= 255 for part in text.split("."))


def _nhs(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest % 11 == int(digits[9])


def _vin(text: str) -> bool:
    """ISO 3779's check digit, as North America has it."""
    values = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", [*range(10), *_VIN_LETTERS], strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    rest = sum(values[letter] * weight for letter, weight in zip(text, weights, strict=True)) % 11
    return text[8] == ("X" if rest == 10 else str(rest))


_VIN_LETTERS = (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10))


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True)
class _Form:
    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] = _anything


def _form(kind: str, pattern: str, check: Callable[[str], bool] = _anything) -> _Form:
    """The group ``v`` of the pattern is what counts, where there is one."""
    return _Form(kind, re.compile(pattern), check)


def _after(words: str, value: str) -> str:
    """A value that counts only after words that say what it is."""
    between = r"(?:(?i:number|no|nr|num|code|is|es|número|código)\b\W{0,3}){0,2}"
    return rf"(?i:\b(?:{words}))\b\W{{0,3}}{between}(?P<v>{value})"


_EXPIRES = r"exp(?:iry|ires|iration)?(?: date)?|valid (?:until|thru)"
_FORMS = (
    _form(
        "URL", r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)]|\bwww\.[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)])?"
    ),
    _form("EMAIL", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?![\w-])"),
    _form("INTERNATIONAL_BANK_ACCOUNT_NUMBER", r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b", iban),
    _form("CREDIT_DEBIT_NUMBER", r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])", _card),
    _form("AWS_ACCESS_KEY", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    _form("AWS_SECRET_KEY", _after(r"aws[_ ]secret(?:[_ ]access)?[_ ]key|secret access key", r"[A-Za-z0-9/+=]{40}")),
    _form("MAC_ADDRESS", r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b"),
    _form("IP_ADDRESS", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", _ip),
    _form("IP_ADDRESS", r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])"),
    _form("SSN", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", _ssn),
    _form("UK_NATIONAL_INSURANCE_NUMBER", r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    _form("UK_NATIONAL_HEALTH_SERVICE_NUMBER", _after(r"nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}"), _nhs),
    _form("VEHICLE_IDENTIFICATION_NUMBER", r"\b[A-HJ-NPR-Z0-9]{17}\b", _vin),
    _form("BANK_ROUTING", _after(r"routing|aba|rtn", r"\d{9}(?!\d)"), _routing),
    _form("SWIFT_CODE", _after(r"swift|bic", r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")),
    _form("BANK_ACCOUNT_NUMBER", _after(r"(?:bank )?account|acct|cuenta", r"\d(?:[ -]?\d){7,16}(?!\d)")),
    _form("CREDIT_DEBIT_CVV", _after(r"cvv2?|cvc2?|security code", r"\d{3,4}(?!\d)")),
    _form(
        "CREDIT_DEBIT_EXPIRY",
        _after(_EXPIRES, r"(?:0[1-9]|1[0-2])/\d{2,4}"),
    ),
    _form("PIN", _after(r"pin", r"\d{4,8}(?!\d)")),
    _form("PASSWORD", r"(?i:\b(?:password|passwd|pwd|contraseña)\b)\s*(?:(?i:is|es)\b|[:=])\s*(?P<v>\S*[^\s.,;])"),
    _form("USERNAME", r"(?i:\b(?:user ?name|user id|login|usuario)\b)\s*(?:(?i:is|es)\b|[:=])\s*(?P<v>[\w.@-]*\w)"),
    _form("PASSPORT_NUMBER", _after(r"passport|pasaporte", r"(?=[A-Z]*\d)[A-Z0-9]{6,9}\b")),
    _form("DRIVER_ID", _after(r"driver'?s? licen[cs]e", r"(?=[A-Z]*\d)[A-Z0-9-]{6,15}\b")),
    _form("AGE", r"\b(?P<v>\d{1,3})[ -](?:years?[ -]old|años)\b|(?i:\baged?|\bedad:?)\s(?P<v2>\d{1,3})\b"),
)
"""The surest first: what one has taken no other takes."""


def _candidates(text: str, language: str) -> Iterator[Found]:
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            groups = match.groupdict()
            name = next((group for group in ("v", "v2") if groups.get(group)), 0)
            if form.check(match[name]):
                yield Found(form.kind, *match.span(name))
    yield from _phones(text, language)
    yield from _dates(text)


def _phones(text: str, language: str) -> Iterator[Found]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    matcher = PhoneNumberMatcher(text, REGIONS[language], leniency=Leniency.VALID)
    while matcher.has_next():
        match = matcher.next()
        yield Found("PHONE", match.start, match.end)


_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DATE = re.compile(
    r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
    r"|\b(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:19|20)?\d{2}\b"
    rf"|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"
    rf"|\b\d{{1,2}} (?:de )?(?:{_MONTHS})(?: (?:de )?\d{{4}})?\b",
    re.IGNORECASE,
)


def _dates(text: str) -> Iterator[Found]:
    for match in _DATE.finditer(text):
        yield Found("DATE_TIME", *match.span())
