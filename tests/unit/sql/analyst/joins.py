"""What analysts write: joins, groups, common table expressions, each with Trino's rows over ``shop``."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("select count(*) from orders", [(8,)]),
    ("select order_id, total from orders where region = 'APAC' order by order_id", [(4, 200.0), (5, 80.0)]),
    (
        "select region, count(*) n, sum(total) s from orders group by region order by region",
        [("AMER", 2, 10.0), ("APAC", 2, 280.0), ("EMEA", 4, 250.5)],
    ),
    (
        "select region, sum(total) s from orders group by 1 having sum(total) > 50 order by s desc",
        [("APAC", 280.0), ("EMEA", 250.5)],
    ),
    (
        "select status, count(*) from orders group by status order by status",
        [("open", 1), ("paid", 5), ("returned", 1), (None, 1)],
    ),
    (
        "select status, count(*) from orders group by status order by count(*) desc, status nulls first",
        [("paid", 5), (None, 1), ("open", 1), ("returned", 1)],
    ),
    ("select distinct region from orders order by 1", [("AMER",), ("APAC",), ("EMEA",)]),
    ("select count(distinct customer_id), count(customer_id), count(*) from orders", [(5, 7, 8)]),
    ("select avg(total), min(total), max(total) from orders", [(77.21428571428571, 10.0, 200.0)]),
    ("select sum(total) / count(*) from orders", [(67.5625,)]),
    ("select count(*) / 3, count(*) % 3, -7 / 2 from orders", [(2, 2, -3)]),
    (
        (
            "select c.segment, sum(o.total) s from orders o join customers c on o.customer_id = c.customer_id "
            "group by c.segment order by 1"
        ),
        [("business", 280.0), ("retail", 175.0)],
    ),
    (
        (
            "select o.order_id, c.segment from orders o left join customers c on o.customer_id = c.customer_id "
            "where c.customer_id is null order by 1"
        ),
        [(7, None), (8, None)],
    ),
    (
        (
            "select c.customer_id, count(o.order_id) n from customers c left join orders o using (customer_id) "
            "group by c.customer_id order by 1"
        ),
        [(10, 2), (11, 1), (12, 2), (13, 1)],
    ),
    (
        "select customer_id, segment from orders join customers using (customer_id) where order_id = 4",
        [(12, "business")],
    ),
    (
        (
            "select s.region, count(distinct s.store_id) stores, count(distinct o.order_id) orders from stores s "
            "full outer join orders o on s.region = o.region group by s.region order by 1"
        ),
        [("AMER", 1, 2), ("APAC", 1, 2), ("EMEA", 2, 4)],
    ),
    (
        ("select o.order_id, p.amount from orders o right join payments p on o.order_id = p.order_id order by 1, 2"),
        [(1, Decimal("40.00")), (1, Decimal("60.00")), (2, Decimal("50.00")), (4, Decimal("150.50"))],
    ),
    (
        (
            "select a.region, a.n, b.n from (select region, count(*) n from orders group by region) a join "
            "(select region, count(*) n from stores group by region) b on a.region = b.region order by 1"
        ),
        [("AMER", 2, 1), ("APAC", 2, 1), ("EMEA", 4, 2)],
    ),
    ("select count(*) from orders join payments using (order_id)", [(4,)]),
    (
        "select * from (values (1, 'x'), (2, 'y')) t(n, s) cross join (values 10) u(m) order by n",
        [(1, "x", 10), (2, "y", 10)],
    ),
    (
        (
            "with m as (select date_trunc('month', ordered_at) mo, sum(total) t from orders group by 1) select "
            "cast(mo as date), t, lag(t) over (order by mo) from m order by mo"
        ),
        [
            (datetime.date(2026, 1, 1), 150.0, None),
            (datetime.date(2026, 2, 1), 225.0, 150.0),
            (datetime.date(2026, 3, 1), 90.0, 225.0),
            (datetime.date(2026, 4, 1), 75.5, 90.0),
        ],
    ),
    (
        (
            "with a as (select region r, sum(total) t from orders group by region), b as (select r, t, rank() "
            "over (order by t desc) k from a) select r from b where k = 1"
        ),
        [("APAC",)],
    ),
    ("with x as (select 1 a union all select 2), y as (select a * 10 b from x) select sum(b) from y", [(30,)]),
]
