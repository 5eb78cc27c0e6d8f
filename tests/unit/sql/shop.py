"""A shop's few rows, small enough to know every answer by heart; ``seen_by_r`` is what role r may see of them."""

from __future__ import annotations

ORDERS = {
    "order_id": "bigint",
    "customer_id": "bigint",
    "region": "string",
    "status": "string",
    "total": "double",
    "ordered_at": "timestamp",
    "day": "date",
    "tags": "array<string>",
    "attributes": "map<string,string>",
}
CUSTOMERS = {
    "customer_id": "bigint",
    "segment": "string",
    "email": "string",
    "phone": "string",
    "age": "int",
    "address": "struct<city:string,zip:string>",
}
_ORDERS = """VALUES
  (1, 10, 'EMEA', 'paid', 100.0, TIMESTAMP '2026-01-05 10:00:00', DATE '2026-01-05', ['gift', 'rush'],
   MAP {'colour': 'red'}),
  (2, 11, 'EMEA', 'paid', 50.0, TIMESTAMP '2026-01-20 12:30:00', DATE '2026-01-20', [], MAP {}),
  (3, 10, 'EMEA', 'open', 25.0, TIMESTAMP '2026-02-03 08:15:00', DATE '2026-02-03', ['gift'],
   MAP {'colour': 'blue', 'size': 'L'}),
  (4, 12, 'APAC', 'paid', 200.0, TIMESTAMP '2026-02-10 23:45:00', DATE '2026-02-10', NULL, NULL),
  (5, 13, 'APAC', 'returned', 80.0, TIMESTAMP '2026-03-01 00:00:00', DATE '2026-03-01', ['late'], MAP {'size': 'S'}),
  (6, 12, 'AMER', 'paid', NULL, TIMESTAMP '2026-03-15 15:00:00', DATE '2026-03-15', [], MAP {}),
  (7, NULL, 'AMER', NULL, 10.0, TIMESTAMP '2026-03-31 23:59:59', DATE '2026-03-31', ['gift'], MAP {}),
  (8, 14, 'EMEA', 'paid', 75.5, TIMESTAMP '2026-04-01 00:00:00', DATE '2026-04-01', [], MAP {})"""
_CUSTOMERS = """VALUES
  (10, 'retail', 'ann@example.com', '111', 34, {'city': 'Ulm', 'zip': '89073'}),
  (11, 'retail', 'bob@example.com', NULL, 51, {'city': 'Bonn', 'zip': '53111'}),
  (12, 'business', 'cy@example.com', '333', NULL, {'city': 'Lyon', 'zip': '69001'}),
  (13, 'business', 'di@example.com', '444', 28, NULL)"""
_STORES = """VALUES (1, 'EMEA', DATE '2020-01-01', true), (2, 'APAC', DATE '2021-06-15', true),
  (3, 'AMER', DATE '2022-03-03', false), (4, 'EMEA', DATE '2025-09-09', NULL)"""
_EVENTS = """VALUES
  (1, '{"device": {"os": "ios"}, "items": [{"sku": "a", "qty": 2}, {"sku": "b", "qty": 1}], "amount": "12.5"}'),
  (2, '{"device": {"os": "android"}, "items": []}'),
  (3, 'not json')"""

_REST = {
    "sales.stores": ({"store_id": "bigint", "region": "string", "opened": "date", "active": "boolean"}, _STORES),
    "sales.payments": (
        {"order_id": "bigint", "amount": "decimal(12,2)"},
        "VALUES (1, 60.00), (1, 40.00), (2, 50.00), (4, 150.50)",
    ),
    "web.events": ({"event_id": "bigint", "payload": "string"}, _EVENTS),
    "web.visits": ({"id": "bigint"}, "VALUES (1)"),
    "crm.visits": ({"id": "bigint"}, "VALUES (2)"),
    "hr.secrets": ({"id": "bigint", "salary": "double"}, "VALUES (1, 666777.0)"),
}
SHOP = {"sales.orders": (ORDERS, _ORDERS), "sales.customers": (CUSTOMERS, _CUSTOMERS), **_REST}

_NAMES = ", ".join(ORDERS)
SEEN_BY_R = {
    "sales.orders": (ORDERS, f"SELECT * FROM ({_ORDERS}) AS orders({_NAMES}) WHERE region = 'EMEA'"),
    "sales.customers": (
        {name: type_ for name, type_ in CUSTOMERS.items() if name != "email"},
        f"""SELECT customer_id, segment, CASE WHEN phone IS NOT NULL THEN '***' END, NULL, address
        FROM ({_CUSTOMERS}) AS customers({", ".join(CUSTOMERS)})""",
    ),
    **_REST,
}
"""A copy that holds only what role r of ``support`` may see: rows of EMEA, no email, phone and age masked."""
