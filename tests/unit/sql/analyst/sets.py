"""What analysts write: subqueries and set operations, each with Trino's rows over ``shop``."""

from __future__ import annotations

from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("select order_id from orders where total > (select avg(total) from orders) order by 1", [(1,), (4,), (5,)]),
    (
        (
            "select order_id from orders where customer_id in (select customer_id from customers where segment = "
            "'business') order by 1"
        ),
        [(4,), (5,), (6,)],
    ),
    (
        (
            "select customer_id from customers c where not exists (select 1 from orders o where o.customer_id = "
            "c.customer_id and o.status = 'paid') order by 1"
        ),
        [(13,)],
    ),
    ("select order_id from orders where customer_id not in (10, 11, 12) order by 1", [(5,), (8,)]),
    (
        (
            "select c.customer_id, (select max(o.total) from orders o where o.customer_id = c.customer_id) from "
            "customers c order by 1"
        ),
        [(10, 100.0), (11, 50.0), (12, 200.0), (13, 80.0)],
    ),
    (
        ("select order_id from orders where (region, status) in (('EMEA', 'open'), ('APAC', 'paid')) order by 1"),
        [(3,), (4,)],
    ),
    ("select order_id from orders where total >= all (select total from orders where total is not null)", [(4,)]),
    ("select order_id from orders where order_id = any (values 1, 3) order by 1", [(1,), (3,)]),
    ("select (select count(*) from orders) - (select count(*) from stores)", [(4,)]),
    ("select region from orders union select region from stores order by 1", [("AMER",), ("APAC",), ("EMEA",)]),
    (
        (
            "select region from orders where order_id < 3 union all select region from stores where store_id = 2 "
            "order by 1"
        ),
        [("APAC",), ("EMEA",), ("EMEA",)],
    ),
    ("select region from stores intersect select region from orders where total > 100", [("APAC",)]),
    ("select region from stores except select region from orders where total > 90 order by 1", [("AMER",)]),
    (
        (
            "(select order_id from orders order by total desc nulls last limit 1) union all (select order_id from"
            " orders order by total limit 1) order by 1"
        ),
        [(4,), (7,)],
    ),
    ("values (1, 'a'), (2, 'b')", [(1, "a"), (2, "b")]),
    ("select x.a, y.b from (values 1, 2) x(a) join (values 2, 3) y(b) on x.a = y.b", [(2, 2)]),
]
