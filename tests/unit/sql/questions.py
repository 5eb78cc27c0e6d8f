"""Random statements of the kinds that analysts write, over the tables of ``shop``."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Source:
    """Something to select from: text and numbers that may be named, by their table's alias."""

    sql: str
    text: tuple[str, ...]
    numbers: tuple[str, ...]
    conditions: tuple[str, ...]


_ORDERS = Source(
    "orders o",
    ("o.region", "o.status", "date_format(o.ordered_at, '%Y-%m')", "coalesce(o.status, 'none')", "upper(o.region)"),
    ("o.total", "o.order_id", "o.customer_id", "year(o.day)", "coalesce(o.total, 0)", "cardinality(o.tags)"),
    (
        "o.region = 'EMEA'",
        "o.region <> 'EMEA' or o.total > 60",
        "o.status is null",
        "not (o.status = 'paid')",
        "o.total between 20 and 150",
        "o.day >= date '2026-02-01'",
        "contains(o.tags, 'gift')",
        "o.customer_id in (select customer_id from customers)",
        "exists (select 1 from payments p where p.order_id = o.order_id)",
        "o.total > (select avg(total) from orders)",
        "o.order_id not in (select order_id from payments)",
        "true or false",
    ),
)
_CUSTOMERS = Source(
    "customers c",
    ("c.segment", "c.phone", "c.address.city", "coalesce(c.phone, 'none')"),
    ("c.customer_id", "c.age", "coalesce(c.age, 0)"),
    (
        "c.segment = 'retail'",
        "c.phone is null",
        "c.age > 30",
        "c.age is null",
        "c.phone = '***'",
        "c.customer_id in (select customer_id from orders where total > 50)",
        "not exists (select 1 from orders o2 where o2.customer_id = c.customer_id)",
    ),
)
_HIDDEN = Source("customers c", ("c.email", "lower(c.email)"), ("length(c.email)",), ("c.email like 'a%'",))
_STORES = Source("stores s", ("s.region",), ("s.store_id", "year(s.opened)"), ("s.active", "s.active is null"))


def _joined(left: Source, join: str, right: Source, on: str) -> Source:
    return Source(
        f"{left.sql} {join} {right.sql} on {on}",
        left.text + right.text,
        left.numbers + right.numbers,
        left.conditions + right.conditions,
    )


_KINDS = ("join", "left join", "right join", "full join")
_SOURCES = [
    _ORDERS,
    _CUSTOMERS,
    _STORES,
    *(_joined(_ORDERS, kind, _CUSTOMERS, "o.customer_id = c.customer_id") for kind in _KINDS),
    *(_joined(_STORES, kind, _ORDERS, "s.region = o.region") for kind in _KINDS),
]
_AGGREGATES = ("count(*)", "sum({})", "min({})", "max({})", "count({})", "count(distinct {})", "avg({})")
_WINDOWS = (
    "row_number() over (partition by {text} order by {number}, {rest})",
    "sum({number}) over (partition by {text})",
    "rank() over (order by {number} desc nulls last)",
    "count(*) over (partition by {text})",
    "max({number}) over ()",
)


@st.composite
def statements(draw: st.DrawFn, *, hidden: bool = True, depth: int = 2) -> str:
    """A statement; ``hidden``: now and then it names a column that role r may not see."""
    kind = draw(st.sampled_from(["rows", "groups", "window", "all", "set", "cte", "nested", "rollup"]))
    if kind == "set" and depth:
        source = draw(st.sampled_from(_SOURCES))
        word = draw(st.sampled_from(["union", "union all", "intersect", "except"]))
        one, two = draw(st.sampled_from(source.text)), draw(st.sampled_from(source.text))
        return (
            f"select {one} from {source.sql}{_where(draw, source)} {word} select {two} from {source.sql}"
            f"{_where(draw, source)}"
        )
    if kind == "cte" and depth:
        inner = draw(statements(hidden=hidden, depth=depth - 1))
        return f"with x as ({inner}) select * from x" if " as a" in inner or inner.startswith("with") else inner
    if kind == "nested" and depth:
        inner = draw(statements(hidden=hidden, depth=depth - 1))
        return f"select count(*) as a from ({inner}) as q"
    sources = [*_SOURCES, _HIDDEN] if hidden else _SOURCES
    source = draw(st.sampled_from(sources))
    text, number = draw(st.sampled_from(source.text)), draw(st.sampled_from(source.numbers))
    where = _where(draw, source)
    if kind == "all":
        return (
            f"select * from {source.sql.partition(' ')[0]}" if " join " not in source.sql else _row(text, source, where)
        )
    if kind in ("groups", "rollup"):
        aggregate = draw(st.sampled_from(_AGGREGATES)).format(number)
        group = f"rollup ({text})" if kind == "rollup" else text
        having = draw(st.sampled_from(["", " having count(*) > 1"]))
        return f"select {text} as a, {aggregate} as b from {source.sql}{where} group by {group}{having}"
    if kind == "window":
        rest = ", ".join(source.numbers[:2])
        window = draw(st.sampled_from(_WINDOWS)).format(text=text, number=number, rest=rest)
        return f"select {text} as a, {window} as b from {source.sql}{where}"
    return f"select {text} as a, {number} as b from {source.sql}{where}"


def _row(text: str, source: Source, where: str) -> str:
    return f"select {text} as a from {source.sql}{where}"


def _where(draw: st.DrawFn, source: Source) -> str:
    chosen = draw(st.lists(st.sampled_from(source.conditions), max_size=2))
    return f" where {draw(st.sampled_from([' and ', ' or '])).join(f'({c})' for c in chosen)}" if chosen else ""
