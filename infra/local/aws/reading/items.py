"""The line items of a receipt or invoice: from a table's named columns, else from rows that end with an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from infra.local.aws.reading.amounts import Amount, amounts
from infra.local.aws.reading.layout import Page, Table

COLUMNS: tuple[tuple[str, str], ...] = (
    ("PRODUCT_CODE", r"(?:item |product |article |art\.?-?)?(?:code|sku|no\.?|nr\.?|number|id|#)|pos\.?|ref\.?"),
    ("ITEM", r"items?|descriptions?|articles?|products?|artikel|beschreibung|bezeichnung|descripción|désignation|details?|goods|service"),  # noqa: E501
    ("QUANTITY", r"qty\.?|quantity|menge|anzahl|cantidad|cant\.?|qté|units?|pcs\.?|count|hours"),
    ("UNIT_PRICE", r"(?:unit|single)[\s-]*(?:price|cost)|price (?:each|per unit)|price/unit|each|rate|einzelpreis|e-preis|precio(?: unitario)?|p\.?u\.?"),  # noqa: E501
    ("PRICE", r"(?:line |net )?(?:amount|total|sum)|price|betrag|gesamt(?:preis)?|importe|montant|summe|cost"),
)  # fmt: skip
_COLUMNS = tuple(
    (name, re.compile(rf"(?:{pattern})\s*(?:\(?(?:EUR|USD|GBP|€|\$|£)\)?)?", re.I)) for name, pattern in COLUMNS
)
_TIMES = re.compile(r"[x×*@]|ea\.?|each|pcs\.?|st\.?|stk\.?|à|at", re.I)
_COUNT = re.compile(r"(\d{1,4})(?:[x×]|pcs\.?|st\.?)?", re.I)
_MARK = re.compile(r"[A-DTX*]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Item:
    """Words by the kinds of AnalyzeExpense; ``labels``: the column headings, where there are some."""

    parts: dict[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    labels: dict[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    currency: str | None = None

    @property
    def words(self) -> tuple[int, ...]:
        return tuple(sorted(index for words in self.parts.values() for index in words))


def line_items(
    page: Page, tables: Sequence[Table], rows: Sequence[tuple[int, ...]], first_sum: int, currency: str | None
) -> tuple[Item, ...]:
    """``first_sum``: the row in which the sums begin; items stand above it."""
    for table in tables:
        found = _of_table(page, table)
        if found:
            break
    else:
        found = _of_rows(page, rows[:first_sum])
    for item in found:
        item.currency = item.currency or currency
    return tuple(found)


def _of_table(page: Page, table: Table) -> list[Item]:
    grid: dict[int, dict[int, tuple[int, ...]]] = {}
    for cell in table.cells:
        grid.setdefault(cell.row, {})[cell.column] = cell.words
    for header in range(min(3, table.rows)):
        kinds = _kinds(page, grid.get(header, {}))
        if "ITEM" in kinds.values() and "PRICE" in kinds.values():
            break
    else:
        return []
    labels = {kind: grid[header][column] for column, kind in kinds.items()}
    items: list[Item] = []
    for row in range(header + 1, table.rows):
        parts = {kind: words for column, kind in kinds.items() if (words := grid.get(row, {}).get(column, ()))}
        if "PRICE" in parts and "ITEM" in parts and _priced(page, parts["PRICE"]):
            items.append(Item(parts, labels))
        elif set(parts) == {"ITEM"} and items:
            items[-1].parts["ITEM"] += parts["ITEM"]
        elif items:
            break
    return items


def _kinds(page: Page, cells: dict[int, tuple[int, ...]]) -> dict[int, str]:
    kinds: dict[int, str] = {}
    for column, words in cells.items():
        text = page.text(words).strip(" :.")
        kind = next((name for name, pattern in _COLUMNS if pattern.fullmatch(text)), None)
        if kind == "ITEM" and "ITEM" in kinds.values() and "PRODUCT_CODE" not in kinds.values():
            kinds[next(at for at, name in kinds.items() if name == "ITEM")] = "PRODUCT_CODE"  # "Item", "Description"
        if kind == "PRICE" and "PRICE" in kinds.values():
            before = next(at for at, name in kinds.items() if name == "PRICE")
            if "UNIT_PRICE" not in kinds.values():
                kinds[before] = "UNIT_PRICE"
            else:
                continue
        if kind is not None and (kind not in kinds.values() or kind == "PRICE"):
            kinds[column] = kind
    if "PRICE" not in kinds.values() and "UNIT_PRICE" in kinds.values():
        kinds = {column: "PRICE" if kind == "UNIT_PRICE" else kind for column, kind in kinds.items()}
    return kinds


def _priced(page: Page, words: Sequence[int]) -> bool:
    return bool(amounts([page.words[index].text for index in words]))


def _of_rows(page: Page, rows: Sequence[tuple[int, ...]]) -> list[Item]:
    """Receipts: "2 x Name 4.50 9.00", "Name 9.00", or the name and "2 x 4.50 9.00" in two rows, either way round."""
    items: list[Item] = []
    name: tuple[int, ...] = ()
    for row in rows:
        texts = [page.words[index].text for index in row]
        found = amounts(texts)
        lettered = [i for i, text in enumerate(texts) if _LETTERS.search(text) and not _TIMES.fullmatch(text)]
        money = {place for amount in found for place in amount.words}
        lettered = [place for place in lettered if place not in money]
        if not found:
            name = row if lettered else ()
            continue
        if lettered:
            items.append(_item(row, texts, found))
            name = ()
        elif name:
            item = _item(row, texts, found)
            item.parts["ITEM"] = name
            items.append(item)
            name = ()
        elif items and "QUANTITY" not in items[-1].parts and len(found) == 1 and not money >= set(range(len(texts))):
            detail = _item(row, texts, found)
            if "QUANTITY" in detail.parts:
                items[-1].parts["QUANTITY"] = detail.parts["QUANTITY"]
                items[-1].parts["UNIT_PRICE"] = detail.parts["PRICE"]
    return items


def _item(row: Sequence[int], texts: Sequence[str], found: Sequence[Amount]) -> Item:
    """The parts of one row whose last amount is its price. The quantity is what makes the unit price the price."""
    price = found[-1]
    parts = {"PRICE": tuple(row[i] for i in price.words)}
    money = {place for amount in found for place in amount.words}
    rest = [place for place in range(len(texts)) if place not in money and not _is_mark(place, texts, price.words)]
    count = _count(rest, texts, money)
    if len(found) > 1:
        unit = found[-2]
        parts["UNIT_PRICE"] = tuple(row[i] for i in unit.words)
        fitting = (i for i in rest if _COUNT.fullmatch(texts[i]) and _number(texts[i]) * unit.value == price.value)
        count = next(fitting, count)
    if count is not None:
        parts["QUANTITY"] = (row[count],)
    name = [place for place in rest if place != count]
    while name and _TIMES.fullmatch(texts[name[0]]):
        name = name[1:]
    while name and _TIMES.fullmatch(texts[name[-1]]):
        name = name[:-1]
    if name:
        parts["ITEM"] = tuple(row[i] for i in name)
    return Item(parts)


def _is_mark(place: int, texts: Sequence[str], price: Sequence[int]) -> bool:
    """The letter of a tax rate behind the price."""
    return place == len(texts) - 1 and place > max(price) and bool(_MARK.fullmatch(texts[place]))


def _number(text: str) -> int:
    matched = _COUNT.fullmatch(text)
    return int(matched[1]) if matched else 0


def _count(rest: Sequence[int], texts: Sequence[str], money: set[int]) -> int | None:
    """Where the quantity stands: first in the row, or before "x" or an amount."""
    counts = [place for place in rest if _COUNT.fullmatch(texts[place])]
    if not counts:
        return None
    if counts[0] == rest[0] and len(rest) > 1:
        return counts[0]
    for place in reversed(counts):
        after = place + 1
        if after in money and len(money) > 1:
            return place
        if after < len(texts) and _TIMES.fullmatch(texts[after]):
            return place
    return counts[0] if len(rest) == 1 or all(_TIMES.fullmatch(texts[i]) for i in rest if i != counts[0]) else None
