"""What analysts write: arrays, maps, rows, conditions, aggregates, each with Trino's rows over ``shop``."""

from __future__ import annotations

from typing import Any

STATEMENTS: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        (
            "select transform(array[1, 2, 3], x -> x * 2), filter(array[1, 2, 3], x -> x > 1), reduce(array[1, 2,"
            " 3], 0, (s, x) -> s + x, s -> s)"
        ),
        [([2, 4, 6], [2, 3], 6)],
    ),
    (
        (
            "select any_match(tags, t -> t = 'gift'), all_match(tags, t -> t = 'gift'), none_match(tags, t -> t ="
            " 'gift') from orders where order_id in (1, 2, 4) order by order_id"
        ),
        [(True, False, False), (False, True, True), (None, None, None)],
    ),
    ("select order_id from orders where contains(tags, 'gift') order by 1", [(1,), (3,), (7,)]),
    (
        (
            "select cardinality(tags), array_join(tags, '|'), element_at(tags, 1), element_at(tags, 9) from "
            "orders where order_id in (1, 2) order by order_id"
        ),
        [(2, "gift|rush", "gift", None), (0, "", None, None)],
    ),
    (
        (
            "select array_sort(array[3, 1, 2]), array_distinct(array[2, 1, 2]), array_max(array[1, 3]), "
            "array_position(array['a', 'b'], 'b'), slice(array[1, 2, 3], 2, 2)"
        ),
        [([1, 2, 3], [2, 1], 3, 2, [2, 3])],
    ),
    (
        (
            "select array[1] || array[2, 3], concat(array[1], array[2]), flatten(array[array[1], array[2]]), "
            "array_union(array[1], array[1, 2]), array_intersect(array[1, 2], array[2]), array_except(array[1, "
            "2], array[2])"
        ),
        [([1, 2, 3], [1, 2], [1, 2], [1, 2], [2], [1])],
    ),
    (
        (
            "select attributes['colour'], element_at(attributes, 'size'), map_keys(attributes), "
            "cardinality(attributes) from orders where order_id = 3"
        ),
        [("blue", "L", ["colour", "size"], 2)],
    ),
    ("select map_agg(order_id, status) from orders where region = 'APAC'", [({5: "returned", 4: "paid"},)]),
    (
        (
            "select map_filter(map(array['a', 'b'], array[1, 2]), (k, v) -> v > 1), "
            "transform_values(map(array['a'], array[1]), (k, v) -> v * 10), map_concat(map(array['a'], array[1]),"
            " map(array['b'], array[2]))"
        ),
        [({"b": 2}, {"a": 10}, {"a": 1, "b": 2})],
    ),
    ("select zip_with(array[1, 2], array[10, 20], (x, y) -> x + y)", [([11, 22],)]),
    ("select address.city, c.address.zip from customers c where c.customer_id = 10", [("Ulm", "89073")]),
    ("select row(1, 'x'), cast(row(1, 'x') as row(n integer, s varchar)).s", [((1, "x"), "x")]),
    (
        (
            "select try_cast('x' as integer), try(1 / 0), try(cast('y' as date)), coalesce(null, 2), nullif(1, "
            "1), if(1 > 2, 'a'), if(true, 'a', 'b')"
        ),
        [(None, None, None, 2, None, None, "a")],
    ),
    (
        (
            "select coalesce(status, 'none') s, coalesce(total, 0) from orders where order_id in (6, 7) order by "
            "order_id"
        ),
        [("paid", 0.0), ("none", 10.0)],
    ),
    (
        (
            "select case when total >= 100 then 'large' when total is null then 'none' else 'small' end c, "
            "count(*) from orders group by 1 order by 1"
        ),
        [("large", 2), ("none", 1), ("small", 5)],
    ),
    (
        ("select case region when 'EMEA' then 1 else 0 end from orders where order_id in (1, 4) order by order_id"),
        [(1,), (0,)],
    ),
    (
        (
            "select sum(case when status = 'paid' then 1 else 0 end), sum(if(status = 'paid', total)), "
            "count_if(status = 'paid') from orders"
        ),
        [(5, 425.5, 5)],
    ),
    (
        ("select count(*) filter (where region = 'EMEA'), sum(total) filter (where status = 'open') from orders"),
        [(4, 25.0)],
    ),
    (
        (
            "select sum(total) filter (where region = 'EMEA') emea, sum(total) filter (where region = 'APAC') "
            "apac from orders"
        ),
        [(250.5, 280.0)],
    ),
    (
        (
            "select region, max(case when status = 'paid' then total end) paid, max(case when status = 'returned'"
            " then total end) returned from orders group by region order by 1"
        ),
        [("AMER", None, None), ("APAC", 200.0, 80.0), ("EMEA", 100.0, None)],
    ),
    ("select approx_distinct(region), approx_percentile(order_id, 0.5) from orders where order_id < 8", [(3, 4)]),
    (
        "select max_by(order_id, total), min_by(order_id, total), max_by(order_id, total, 2) from orders",
        [(4, 7, [4, 1])],
    ),
    (
        (
            "select arbitrary(region) is not null, any_value(region) is not null, bool_or(total > 150), "
            "bool_and(total > 5), every(total > 50) from orders"
        ),
        [(True, True, True, True, False)],
    ),
    ("select array_agg(order_id order by order_id desc) from orders where region = 'EMEA'", [([8, 3, 2, 1],)]),
    (
        "select array_agg(distinct status order by status) from orders where status is not null",
        [(["open", "paid", "returned"],)],
    ),
    (
        "select listagg(status, ',') within group (order by order_id) from orders where region = 'EMEA'",
        [("paid,paid,open,paid",)],
    ),
    ("select histogram(status) from orders where region = 'EMEA'", [({"open": 1, "paid": 3},)]),
    (
        (
            "select stddev(x), var_pop(x), stddev_pop(x), corr(x, x), round(geometric_mean(x), 4) from (values "
            "2e0, 4e0, 6e0) t(x)"
        ),
        [(2.0, 2.6666666666666665, 1.632993161855452, 1.0, 3.6342)],
    ),
]
