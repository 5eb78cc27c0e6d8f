"""What analysts write: arrays unnested, JSON, each with Trino's rows over ``shop``."""

from __future__ import annotations

import datetime
from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        "select o.order_id, t.tag from orders o cross join unnest(o.tags) as t(tag) order by 1, 2",
        [(1, "gift"), (1, "rush"), (3, "gift"), (5, "late"), (7, "gift")],
    ),
    (
        (
            "select o.order_id, t.tag, t.n from orders o cross join unnest(o.tags) with ordinality as t(tag, n) "
            "where o.order_id = 1 order by 3"
        ),
        [(1, "gift", 1), (1, "rush", 2)],
    ),
    (
        "select o.order_id, k, v from orders o cross join unnest(o.attributes) as t(k, v) order by 1, 2",
        [(1, "colour", "red"), (3, "colour", "blue"), (3, "size", "L"), (5, "size", "S")],
    ),
    (
        (
            "select o.order_id, t.tag from orders o left join unnest(o.tags) as t(tag) on true where o.region = "
            "'AMER' order by 1"
        ),
        [(6, None), (7, "gift")],
    ),
    ("select a, b from unnest(array[1, 2], array['x']) as t(a, b) order by a", [(1, "x"), (2, None)]),
    (
        "select tag, count(*) from orders, unnest(tags) as t(tag) group by tag order by 2 desc, 1",
        [("gift", 3), ("late", 1), ("rush", 1)],
    ),
    ("select n * n from unnest(sequence(1, 4)) as t(n) order by 1", [(1,), (4,), (9,), (16,)]),
    (
        "select d from unnest(sequence(date '2026-01-30', date '2026-02-01')) as t(d) order by d",
        [(datetime.date(2026, 1, 30),), (datetime.date(2026, 1, 31),), (datetime.date(2026, 2, 1),)],
    ),
    (
        (
            "with days as (select d from unnest(sequence(date '2026-01-04', date '2026-01-06', interval '1' day))"
            " as t(d)) select d, count(o.order_id) from days left join orders o on o.day = d group by d order by "
            "d"
        ),
        [(datetime.date(2026, 1, 4), 0), (datetime.date(2026, 1, 5), 1), (datetime.date(2026, 1, 6), 0)],
    ),
    (
        ("select json_extract_scalar(payload, '$.device.os') os, count(*) from web.events group by 1 order by 1"),
        [("android", 1), ("ios", 1), (None, 1)],
    ),
    (
        (
            "select json_extract_scalar(payload, '$.items[0].sku'), json_array_length(json_extract(payload, "
            "'$.items')) from web.events order by event_id"
        ),
        [("a", 2), (None, 0), (None, None)],
    ),
    (
        (
            "select event_id, i.sku, i.qty from web.events cross join unnest(cast(json_extract(payload, "
            "'$.items') as array(row(sku varchar, qty integer)))) as i(sku, qty) order by 1, 2"
        ),
        [(1, "a", 2), (1, "b", 1)],
    ),
    (
        ("select cast(json_extract_scalar(payload, '$.amount') as double) * 2 from web.events where event_id = 1"),
        [(25.0,)],
    ),
    (
        ("select json_query(payload, 'lax $.items[*].sku' with array wrapper) from web.events where event_id = 1"),
        [('["a","b"]',)],
    ),
    ("select json_extract(payload, '$.items[*].sku') from web.events where event_id = 1", [('["a","b"]',)]),
    ("select json_value(payload, 'lax $.device.os') from web.events where event_id = 2", [("android",)]),
    ("select json_exists(payload, 'lax $.amount') from web.events order by event_id", [(True,), (False,), (False,)]),
    ("select json_format(json_extract(payload, '$.device')) from web.events where event_id = 1", [('{"os":"ios"}',)]),
    ("select cast(json_parse('{\"a\": 1, \"b\": 2}') as map(varchar, integer))['b']", [(2,)]),
    ("select cast(map(array['a'], array[1]) as json), json_format(cast(array[1, 2] as json))", [('{"a":1}', "[1,2]")]),
]
