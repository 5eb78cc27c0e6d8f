"""What analysts write: text, numbers, order, LATERAL and the rest, each with Trino's rows over ``shop``."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        (
            "select upper(region), lower(region), length(region), substr(region, 2, 2), substring(region from 1 "
            "for 2), reverse(region) from orders where order_id = 1"
        ),
        [("EMEA", "emea", 4, "ME", "EM", "AEME")],
    ),
    (
        (
            "select concat(region, '-', status), region || '/' || status, concat_ws('-', region, status) from "
            "orders where order_id in (1, 7) order by order_id"
        ),
        [("EMEA-paid", "EMEA/paid", "EMEA-paid"), (None, None, "AMER")],
    ),
    (
        (
            "select trim('  a '), ltrim('  a'), rtrim('a  '), lpad('7', 3, '0'), rpad('7', 3, '.'), "
            "replace('aba', 'a', 'x'), strpos('abc', 'c'), position('b' in 'abc')"
        ),
        [("a", "a", "a", "007", "7..", "xbx", 3, 2)],
    ),
    (
        ("select split('a-b-c', '-'), split_part('a-b-c', '-', 2), split('a-b-c', '-')[3], starts_with('abc', 'ab')"),
        [(["a", "b", "c"], "b", "c", True)],
    ),
    (
        (
            "select regexp_like('order 12', '\\d+'), regexp_extract('order 12', '(\\d+)', 1), "
            "regexp_replace('a1b2', '\\d', '#'), regexp_extract_all('a1b2', '\\d'), regexp_count('a1b2', '\\d')"
        ),
        [(True, "12", "a#b#", ["1", "2"], 2)],
    ),
    ("select status from orders where status like 'r%' or status like '_pen' order by 1", [("open",), ("returned",)]),
    (
        "select 'a_b' like 'a\\_b' escape '\\', 'axb' like 'a\\_b' escape '\\', 'abc' not like 'b%'",
        [(True, False, True)],
    ),
    (
        (
            "select url_extract_host('https://www.example.com/a?b=c'), "
            "url_extract_parameter('https://x.com/?q=1', 'q'), url_decode('a%20b')"
        ),
        [("www.example.com", "1", "a b")],
    ),
    (
        (
            "select format('%s: %d of %.1f', 'x', 3, 2.5e0), chr(65), codepoint('A'), to_hex(to_utf8('a')), "
            "from_utf8(from_base64('YQ==')), levenshtein_distance('a', 'b')"
        ),
        [("x: 3 of 2.5", "A", 65, "61", "a", 1)],
    ),
    (
        (
            "select cast(12.345 as decimal(10, 2)), cast(total as integer), cast(order_id as varchar) || '!', "
            "cast('1.5' as double), cast(true as varchar) from orders where order_id = 8"
        ),
        [(Decimal("12.35"), 76, "8!", 1.5, "true")],
    ),
    (
        (
            "select round(2.5e0), round(2.346e0, 2), floor(-1.5e0), ceiling(1.2e0), truncate(1.9e0), abs(-3), "
            "sign(-2), mod(7, 3), power(2, 3), sqrt(16)"
        ),
        [(3.0, 2.35, -2.0, 2.0, 1.0, 3, -1, 1, 8.0, 4.0)],
    ),
    (
        ("select greatest(1, 5, 3), least(1, 5, 3), width_bucket(5, 0, 10, 5), bitwise_and(6, 3), ln(e()), log10(100)"),
        [(5, 1, 3, 2, 1.0, 2.0)],
    ),
    (
        "select amount, amount * 2, amount / 3, round(amount, 1) from payments order by 1 limit 1",
        [(Decimal("40.00"), Decimal("80.00"), Decimal("13.33"), Decimal("40.0"))],
    ),
    ("select sum(amount), avg(amount) from payments", [(Decimal("300.50"), Decimal("75.13"))]),
    ("select order_id from orders order by total desc nulls last, order_id limit 3", [(4,), (1,), (5,)]),
    ("select order_id from orders order by order_id offset 2 limit 2", [(3,), (4,)]),
    ("select order_id from orders order by order_id offset 2 rows fetch first 2 rows only", [(3,), (4,)]),
    ("select order_id from orders order by total nulls first limit 1", [(6,)]),
    ("select count(*) from orders where status is distinct from 'paid'", [(3,)]),
    ("select count(*) from orders where not (status = 'paid')", [(2,)]),
    (
        (
            "select count(*) from orders where total between 50 and 100 and region in ('EMEA', 'APAC') and status"
            " is not null"
        ),
        [(4,)],
    ),
    ("select count(*) > 0 or true from orders tablesample bernoulli (50)", [(True,)]),
    (
        (
            "select o.order_id, x.double_total from orders o cross join lateral (select o.total * 2 as "
            "double_total) x where o.order_id = 1"
        ),
        [(1, 200.0)],
    ),
    (
        (
            "select c.customer_id, x.n from customers c left join lateral (select count(*) n from orders o where "
            "o.customer_id = c.customer_id) x on true order by 1"
        ),
        [(10, 2), (11, 1), (12, 2), (13, 1)],
    ),
    (
        (
            "select o.order_id, p.paid from orders o cross join lateral (select sum(amount) paid from payments p "
            "where p.order_id = o.order_id) p where p.paid is not null order by 1"
        ),
        [(1, Decimal("100.00")), (2, Decimal("50.00")), (4, Decimal("150.50"))],
    ),
    ('select "order_id" as "Order No.", o."total" from "sales"."orders" o where "order_id" = 1', [(1, 100.0)]),
    ("select order_id as id, total as amount from orders where order_id = 1 -- the first", [(1, 100.0)]),
    ("select /* all */ count(*) from orders", [(8,)]),
    (
        "select typeof(order_id), typeof(total), typeof(day), typeof(region) from orders where order_id = 1",
        [("bigint", "double", "date", "varchar")],
    ),
    ("select is_nan(nan()), 1e0 / 0, infinity() > 1", [(True, float("inf"), True)]),
    (
        "select interval '2' day, date_diff('day', day, date '2026-01-10') from orders where order_id = 1",
        [(datetime.timedelta(days=2), 5)],
    ),
    ("select sales.orders.order_id from sales.orders where sales.orders.total > 150", [(4,)]),
    (
        (
            "select t.region, sum(t.n) from (select region, 1 n from orders union all select region, 10 from "
            "stores) t group by t.region order by 1"
        ),
        [("AMER", 12), ("APAC", 12), ("EMEA", 24)],
    ),
    (
        (
            "select sum(order_count) from (select region, count(*) order_count from orders group by region having"
            " count(*) > 1) t"
        ),
        [(8,)],
    ),
    (
        "select region, count(*) from orders group by region order by count(*) desc, region limit 2",
        [("EMEA", 4), ("AMER", 2)],
    ),
    (
        "select count(*), region from orders where region like 'A%' group by region having min(total) > 50",
        [(2, "APAC")],
    ),
    (
        (
            "select month(ordered_at) m, sum(sum(total)) over (order by month(ordered_at)) running from orders "
            "group by month(ordered_at) order by 1"
        ),
        [(1, 150.0), (2, 375.0), (3, 465.0), (4, 540.5)],
    ),
    (
        (
            "select customer_id, day, date_diff('day', lag(day) over (partition by customer_id order by day), "
            "day) gap from orders where customer_id = 10 order by 2"
        ),
        [(10, datetime.date(2026, 1, 5), None), (10, datetime.date(2026, 2, 3), 29)],
    ),
    (
        (
            "select first_value(status) ignore nulls over (order by order_id desc) from orders where order_id >= "
            "6 order by order_id"
        ),
        [("paid",), ("paid",), ("paid",)],
    ),
    ("select array_agg(x order by y) filter (where x > 1) from (values (1, 3), (2, 2), (3, 1)) t(x, y)", [([3, 2],)]),
    ("select bitwise_or(1, 2), 7 % 4, 2 * (3 + 4), -(-1)", [(3, 3, 14, 1)]),
    (
        "select max(ordered_at) - min(ordered_at) from orders where region = 'APAC'",
        [(datetime.timedelta(days=18, seconds=900),)],
    ),
    ("select count(*) from orders o, payments p where o.order_id = p.order_id and o.region = 'EMEA'", [(3,)]),
    ("select e.event_id from web.events e where json_extract_scalar(e.payload, '$.device.os') = 'ios'", [(1,)]),
    ("select count(*) from orders where cardinality(filter(tags, t -> t like 'g%')) > 0", [(3,)]),
    (
        ("select try_cast(json_extract_scalar(payload, '$.amount') as double) from web.events order by event_id"),
        [(12.5,), (None,), (None,)],
    ),
    (
        (
            "select map(array['x', 'y'], array[1, 2])['y'], map_entries(map(array['k'], array[1])), "
            "map_from_entries(array[row('a', 1)])['a']"
        ),
        [(2, [{"key": "k", "value": 1}], 1)],
    ),
]
