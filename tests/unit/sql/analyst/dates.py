"""What analysts write: dates and times, each with Trino's rows over ``shop``."""

from __future__ import annotations

import datetime
from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        (
            "select date_add('day', -7, date '2026-03-05'), date_add('month', 1, date '2026-01-31'), "
            "date_add('hour', 2, timestamp '2026-01-01 23:00:00')"
        ),
        [(datetime.date(2026, 2, 26), datetime.date(2026, 2, 28), datetime.datetime(2026, 1, 2, 1, 0))],
    ),
    (
        (
            "select date_diff('month', date '2026-01-31', date '2026-02-28'), date_diff('day', date '2026-01-01',"
            " date '2026-03-01'), date_diff('year', date '2025-06-01', date '2026-05-31')"
        ),
        [(1, 59, 0)],
    ),
    (
        (
            "select date '2026-03-31' - interval '1' month, date '2026-01-01' + interval '90' day, timestamp "
            "'2026-01-01 00:00:00' + interval '90' minute"
        ),
        [(datetime.date(2026, 2, 28), datetime.date(2026, 4, 1), datetime.datetime(2026, 1, 1, 1, 30))],
    ),
    (
        (
            "select date_trunc('week', date '2026-03-01'), date_trunc('quarter', date '2026-05-17'), "
            "date_trunc('year', timestamp '2026-05-17 01:02:03')"
        ),
        [(datetime.date(2026, 2, 23), datetime.date(2026, 4, 1), datetime.datetime(2026, 1, 1, 0, 0))],
    ),
    (
        (
            "select extract(year from day), extract(month from day), extract(day from day), extract(quarter from "
            "day) from orders where order_id = 8"
        ),
        [(2026, 4, 1, 2)],
    ),
    (
        (
            "select day_of_week(date '2026-03-01'), day_of_year(date '2026-03-01'), week(date '2026-01-01'), "
            "year_of_week(date '2027-01-01'), last_day_of_month(date '2028-02-10')"
        ),
        [(7, 60, 1, 2026, datetime.date(2028, 2, 29))],
    ),
    (
        "select year(day) y, month(day) m, count(*) from orders group by year(day), month(day) order by 1, 2",
        [(2026, 1, 2), (2026, 2, 2), (2026, 3, 3), (2026, 4, 1)],
    ),
    (
        "select date_format(ordered_at, '%Y-%m') ym, count(*) from orders group by 1 order by 1",
        [("2026-01", 2), ("2026-02", 2), ("2026-03", 3), ("2026-04", 1)],
    ),
    (
        (
            "select date_format(timestamp '2026-03-01 17:05:09', '%d.%m.%Y %H:%i:%s'), format_datetime(timestamp "
            "'2026-03-01 17:05:09', 'yyyy/MM/dd hh:mm a')"
        ),
        [("01.03.2026 17:05:09", "2026/03/01 05:05 PM")],
    ),
    (
        ("select date_parse('17/05/2026', '%d/%m/%Y'), cast(date_parse('2026-05-17 10:20', '%Y-%m-%d %H:%i') as date)"),
        [(datetime.datetime(2026, 5, 17, 0, 0), datetime.date(2026, 5, 17))],
    ),
    (
        (
            "select from_iso8601_date('2026-05-17'), date('2026-05-17'), cast('2026-05-17' as date), "
            "to_iso8601(date '2026-05-17')"
        ),
        [(datetime.date(2026, 5, 17), datetime.date(2026, 5, 17), datetime.date(2026, 5, 17), "2026-05-17")],
    ),
    (
        (
            "select count(*) from orders where ordered_at >= timestamp '2026-02-01 00:00:00' and ordered_at < "
            "timestamp '2026-03-01 00:00:00'"
        ),
        [(2,)],
    ),
    ("select count(*) from orders where ordered_at between '2026-03-01' and '2026-03-31 23:59:59'", [(3,)]),
    ("select count(*) from orders where day in ('2026-01-05', '2026-02-10')", [(2,)]),
    ("select order_id from orders where day > date '2026-03-20' - interval '7' day order by 1", [(6,), (7,), (8,)]),
    ("select hour(ordered_at), minute(ordered_at), second(ordered_at) from orders where order_id = 7", [(23, 59, 59)]),
    (
        (
            "select cast(ordered_at at time zone 'Asia/Tokyo' as date), hour(ordered_at at time zone "
            "'Asia/Tokyo') from orders where order_id = 4"
        ),
        [(datetime.date(2026, 2, 11), 8)],
    ),
    (
        "select to_unixtime(timestamp '1970-01-02 00:00:00'), cast(from_unixtime(86400) as date)",
        [(86400.0, datetime.date(1970, 1, 2))],
    ),
    ("select date_diff('minute', min(ordered_at), max(ordered_at)) from orders where region = 'APAC'", [(25935,)]),
]
