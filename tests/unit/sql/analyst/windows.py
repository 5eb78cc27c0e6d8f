"""What analysts write: windows and grouping sets, each with Trino's rows over ``shop``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        (
            "select order_id, row_number() over (partition by region order by ordered_at desc) n from orders "
            "where region = 'EMEA' order by 1"
        ),
        [(1, 4), (2, 3), (3, 2), (8, 1)],
    ),
    (
        (
            "select order_id, sum(total) over (order by order_id rows between 1 preceding and current row) w from"
            " orders where order_id <= 3 order by 1"
        ),
        [(1, 100.0), (2, 150.0), (3, 75.0)],
    ),
    (
        (
            "select order_id, sum(total) over (order by order_id rows between unbounded preceding and current "
            "row) w from orders where order_id <= 3 order by 1"
        ),
        [(1, 100.0), (2, 150.0), (3, 175.0)],
    ),
    (
        "select order_id, avg(total) over (partition by region) from orders where region = 'APAC' order by 1",
        [(4, 140.0), (5, 140.0)],
    ),
    (
        (
            "select order_id, first_value(order_id) over (partition by region order by day), last_value(order_id)"
            " over (partition by region order by day) from orders where region = 'AMER' order by 1"
        ),
        [(6, 6, 6), (7, 6, 7)],
    ),
    (
        (
            "select order_id, last_value(order_id) over (partition by region order by day rows between unbounded "
            "preceding and unbounded following) from orders where region = 'AMER' order by 1"
        ),
        [(6, 7), (7, 7)],
    ),
    (
        ("select order_id, lead(order_id, 2, -1) over (order by order_id) from orders where order_id > 5 order by 1"),
        [(6, 8), (7, -1), (8, -1)],
    ),
    (
        (
            "select order_id, ntile(2) over (order by order_id), dense_rank() over (order by region), "
            "percent_rank() over (order by order_id) from orders where order_id < 4 order by 1"
        ),
        [(1, 1, 1, 0.0), (2, 1, 1, 0.5), (3, 2, 1, 1.0)],
    ),
    (
        (
            "select order_id, count(*) over (order by day range between interval '20' day preceding and current "
            "row) from orders where region = 'EMEA' order by 1"
        ),
        [(1, 1), (2, 2), (3, 2), (8, 1)],
    ),
    (
        (
            "select order_id, sum(total) over w, count(*) over w from orders where region = 'EMEA' window w as "
            "(partition by status order by order_id) order by 1"
        ),
        [(1, 100.0, 1), (2, 150.0, 2), (3, 25.0, 1), (8, 225.5, 3)],
    ),
    (
        (
            "select status, round(100.0 * count(*) / sum(count(*)) over (), 1) p from orders group by status "
            "order by 2 desc, 1"
        ),
        [("paid", Decimal("62.5")), ("open", Decimal("12.5")), ("returned", Decimal("12.5")), (None, Decimal("12.5"))],
    ),
    (
        (
            "select region, total, total / sum(total) over (partition by region) from orders where region = "
            "'APAC' order by 2"
        ),
        [("APAC", 80.0, 0.2857142857142857), ("APAC", 200.0, 0.7142857142857143)],
    ),
    (
        (
            "select order_id, nth_value(order_id, 2) over (order by order_id rows between unbounded preceding and"
            " unbounded following) from orders where order_id < 3 order by 1"
        ),
        [(1, 2), (2, 2)],
    ),
    (
        (
            "select region, status, count(*) from orders where region <> 'AMER' group by grouping sets ((region, "
            "status), (region), ()) order by 1 nulls last, 2 nulls last"
        ),
        [
            ("APAC", "paid", 1),
            ("APAC", "returned", 1),
            ("APAC", None, 2),
            ("EMEA", "open", 1),
            ("EMEA", "paid", 3),
            ("EMEA", None, 4),
            (None, None, 6),
        ],
    ),
    (
        "select region, grouping(region), sum(total) from orders group by rollup (region) order by 2, 1",
        [("AMER", 0, 10.0), ("APAC", 0, 280.0), ("EMEA", 0, 250.5), (None, 1, 540.5)],
    ),
    (
        (
            "select region, active, count(*) from stores group by cube (region, active) order by 1 nulls last, 2 "
            "nulls last, 3"
        ),
        [
            ("AMER", False, 1),
            ("AMER", None, 1),
            ("APAC", True, 1),
            ("APAC", None, 1),
            ("EMEA", True, 1),
            ("EMEA", None, 1),
            ("EMEA", None, 2),
            (None, False, 1),
            (None, True, 2),
            (None, None, 1),
            (None, None, 4),
        ],
    ),
    (
        (
            "select region, grouping(region, active), count(*) from stores where active group by rollup (region, "
            "active) order by 2, 1"
        ),
        [("APAC", 0, 1), ("EMEA", 0, 1), ("APAC", 1, 1), ("EMEA", 1, 1), (None, 3, 2)],
    ),
]
