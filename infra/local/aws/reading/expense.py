"""Simple receipts and invoices: vendor, date, number, sums and line items, by their labels and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from infra.local.aws.reading.amounts import Amount, amounts, date_words
from infra.local.aws.reading.forms import find_pairs
from infra.local.aws.reading.items import Item, line_items
from infra.local.aws.reading.layout import Frame, Page, Table

SUMS: tuple[tuple[str, str], ...] = (
    ("SUBTOTAL", r"sub\s?-?total|net (?:amount|total)|total (?:net|excl\.?|before tax)|zwischensumme|netto|sous-total|base imponible"),  # noqa: E501
    ("TAX", r"(?:total |incl(?:\.|uded)? |sales )?(?:vat|tax|mwst\.?|ust\.?|tva|iva|gst)\b(?! (?:id|no|number|reg|invoice))"),  # noqa: E501
    ("TOTAL", r"(?:grand |invoice )?total\b|gesamt(?:betrag|summe)?|summe|importe total|amount payable|to pay|zu zahlen"),  # noqa: E501
    ("AMOUNT_DUE", r"(?:amount|balance) due"),
    ("AMOUNT_PAID", r"(?:amount )?paid|cash|card|visa|mastercard|bar|girocard|efectivo"),
    ("DISCOUNT", r"discount|rabatt|descuento|remise"),
    ("SHIPPING_HANDLING_CHARGE", r"shipping|delivery|freight|versand"),
    ("GRATUITY", r"tip|gratuity|service charge"),
    ("OTHER", r"change|rückgeld|cambio"),
)  # fmt: skip
LABELS: tuple[tuple[str, str, str], ...] = (
    ("DUE_DATE", r"(?:payment )?due(?: date| by| on)?|fällig(?: am)?|zahlbar bis", "date"),
    ("INVOICE_RECEIPT_DATE", r"(?:invoice |receipt |order |issue )?date|date of issue|issued(?: on)?|(?:rechnungs)?datum|fecha", "date"),  # noqa: E501
    ("INVOICE_RECEIPT_ID", r"(?:invoice|receipt|bill|ticket|document|rechnung|beleg|factura|facture|bon)[\s-]*(?:no|nr|num(?:ber)?|id|n[°ºo])?\.?\s*#?", "number"),  # noqa: E501
    ("PO_NUMBER", r"(?:p\.?o\.?|purchase order|order)\s*(?:no|nr|number|#)?\.?", "number"),
    ("VENDOR_PHONE", r"(?:tele?|phone|telephone|telefon|tel\.)\.?", "phone"),
    ("RECEIVER_NAME", r"(?:bill(?:ed)?|sold|ship) to|customer|invoice to|kunde|cliente", "text"),
    ("PAYMENT_TERMS", r"(?:payment )?terms(?: of payment)?|zahlungsziel", "text"),
)  # fmt: skip
_SUMS = tuple((name, re.compile(rf"\s*(?:{pattern})", re.I)) for name, pattern in SUMS)
_LABELS = tuple((name, re.compile(rf"(?:{pattern})\s*:?", re.I), kind) for name, pattern, kind in LABELS)
_HEADING = re.compile(
    r"(?:tax |sales |commercial )?(?:invoice|receipt|bill|rechnung|factura|facture|quittung|ticket|kassenbon|page\b.*|"
    r"welcome.*|thank you.*|original|copy|date)",
    re.I,
)
_VENDOR_LABEL = re.compile(r"(?:from|vendor|seller|supplier|merchant|store|lieferant)", re.I)
HEAD_ROWS = 8
TALLER = 1.2
"""A line this much taller than the usual one is a heading."""


@dataclass(frozen=True)
class Field:
    """One finding; words are places in the page. ``currency`` is an ISO code, where one is printed."""

    type: str
    value: tuple[int, ...]
    label: tuple[int, ...] = ()
    currency: str | None = None


@dataclass(frozen=True)
class Expense:
    fields: tuple[Field, ...]
    items: tuple[Item, ...]


def read_expense(page: Page, tables: Sequence[Table]) -> Expense:
    rows = [tuple(index for line in row for index in line.words) for row in page.rows]
    starts = {line.words[0] for line in page.lines}
    sums = list(_sums(page, rows, starts))
    first = min((at for at, _, _ in sums), default=len(rows))
    known = {amount.currency for row in rows for amount in amounts([page.words[i].text for i in row])} - {None}
    currency = known.pop() if len(known) == 1 else None
    fields = [*_vendor(page), *_labelled(page), *_totals([(field, amount) for _, field, amount in sums])]
    if not any(field.type == "INVOICE_RECEIPT_DATE" for field in fields):
        fields += _first_date(page, rows, {index for field in fields for index in field.value})
    fields = [
        Field(field.type, field.value, field.label, field.currency or currency) if _is_money(field.type) else field
        for field in fields
    ]
    return Expense(tuple(fields), line_items(page, tables, rows, first, currency))


def _is_money(kind: str) -> bool:
    return any(kind == name for name, _ in SUMS)


def _sums(page: Page, rows: Sequence[tuple[int, ...]], starts: set[int]) -> Iterator[tuple[int, Field, Amount]]:
    """(row, field, amount) of each row that begins with a sum's name and ends with an amount."""
    for at, row in enumerate(rows):
        texts = [page.words[index].text for index in row]
        found = amounts(texts, [place for place, index in enumerate(row) if index in starts])
        if not found:
            continue
        kind = sum_name(" ".join(texts))
        if kind is None:
            continue
        amount = found[-1]
        label = tuple(row[: min(found[0].words)])
        yield at, Field(kind, tuple(row[i] for i in amount.words), label, amount.currency), amount


def sum_name(text: str) -> str | None:
    """Which sum a row's text names at its beginning; the longest name wins."""
    found = [
        (matched.end(), name) for name, pattern in _SUMS if (matched := pattern.match(text)) and _ends(text, matched)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _ends(text: str, matched: re.Match[str]) -> bool:
    return not text[matched.end() : matched.end() + 1].isalpha()


def _totals(sums: Sequence[tuple[Field, Amount]]) -> Iterator[Field]:
    """One field of each kind but tax, of which there may be several rates: the last; of the totals the largest."""
    chosen: dict[str, tuple[Field, Amount]] = {}
    for field, amount in sums:
        if field.type == "TAX":
            yield field
        elif field.type != "TOTAL" or field.type not in chosen or amount.value >= chosen["TOTAL"][1].value:
            chosen[field.type] = (field, amount)
    for field, _ in chosen.values():
        yield field


def _labelled(page: Page) -> Iterator[Field]:
    """Values beside or below their labels, the first of each kind."""
    given: set[str] = set()
    candidates = [(pair.key, pair.value) for pair in find_pairs(page)]
    candidates += list(_within_lines(page)) + list(_headed(page))
    for name, pattern, kind in _LABELS:
        for key, value in candidates:
            if name in given or not pattern.fullmatch(page.text(key).strip()):
                continue
            held = _of_kind(page, value, kind)
            if held:
                given.add(name)
                yield Field(name, held, key)


def _within_lines(page: Page) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every beginning of a line with the rest: "Invoice no. 4711", "Date 3 May 2026"."""
    for line in page.lines:
        for cut in range(min(4, len(line.words) - 1), 0, -1):
            yield line.words[:cut], line.words[cut:]


def _headed(page: Page) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Labels in one row, values under them in the next."""
    frame = Frame(page.width, page.height, page.angle)
    for row, below in zip(page.rows, page.rows[1:], strict=False):
        for line in row:
            box = frame.box(page.words[line.words[0]].quad)
            for value in below:
                two = frame.box(page.words[value.words[0]].quad)
                if abs(two.left - box.left) < box.height and two.top - box.bottom < 1.5 * box.height:
                    yield line.words, value.words


def _of_kind(page: Page, words: tuple[int, ...], kind: str) -> tuple[int, ...]:
    texts = [page.words[index].text for index in words]
    if kind == "date":
        return tuple(words[at] for at in date_words(texts))
    if kind == "number":
        dated = date_words(texts)
        return next(((words[at],) for at, text in enumerate(texts[:2]) if _numbered(text) and at not in dated), ())
    if kind == "phone":
        return words if sum(c.isdigit() for c in "".join(texts)) >= 6 else ()
    return words


def _numbered(text: str) -> bool:
    return any(c.isdigit() for c in text) and not amounts([text])


def _first_date(page: Page, rows: Sequence[tuple[int, ...]], used: set[int]) -> list[Field]:
    for row in rows:
        held = tuple(row[at] for at in date_words([page.words[index].text for index in row]))
        if held and used.isdisjoint(held):
            return [Field("INVOICE_RECEIPT_DATE", held)]
    return []


def _vendor(page: Page) -> Iterator[Field]:
    """Behind its label; else the tallest of the first lines, the topmost of equals."""
    for pair in find_pairs(page):
        if _VENDOR_LABEL.fullmatch(page.text(pair.key).rstrip(" :")):
            yield Field("VENDOR_NAME", pair.value, pair.key)
            return
    frame = Frame(page.width, page.height, page.angle)
    heights = {line: median(frame.box(page.words[i].quad).height for i in line.words) for line in page.lines}
    head = [line for row in page.rows[:HEAD_ROWS] for line in row if _may_name(page.text(line.words))]
    if not head:
        return
    usual = median(heights.values())
    tallest = max(heights[line] for line in head)
    if tallest > TALLER * usual:
        head = [line for line in head if heights[line] > 0.9 * tallest]
    yield Field("VENDOR_NAME", head[0].words)


def _may_name(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return (
        letters >= 3
        and letters * 2 > len(text.replace(" ", ""))
        and not _HEADING.fullmatch(text.strip(" :*-"))
        and ":" not in text
        and not any(amounts([word]) for word in text.split())
    )
