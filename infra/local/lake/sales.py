"""``sales.orders`` and ``sales.order_items``: who bought what, when, where, and what became of it."""

from __future__ import annotations

from datetime import timedelta

from infra.local.lake.company import REGIONS
from infra.local.lake.draws import SLOTS, choose, draw, slot
from infra.local.lake.pace import IDS_A_DAY, climate
from infra.local.lake.writer import Lake

LEAD_IN_DAYS = 31
"""Orders made up before the first day, never written: what ships and is complained about in the first weeks."""

HOURS = {"09": 4, "10": 7, "11": 9, "12": 10, "13": 8, "14": 8, "15": 9, "16": 10, "17": 11, "18": 10, "19": 7, "20": 5,
         "07": 1, "08": 2, "21": 4, "22": 2}  # fmt: skip
LINES = {"1": 42, "2": 27, "3": 17, "4": 9, "5": 5}
QUANTITIES = {"1": 79, "2": 14, "3": 4, "4": 2, "6": 1}


def build(lake: Lake) -> None:
    """Needs ``days``, ``people`` and what :mod:`infra.local.lake.shops` leaves.

    Leaves ``order_heads`` (late ones and the lead-in included), ``order_lines`` and ``order_totals``.
    """
    _heads(lake)
    _items(lake)
    arrived = f"loaded_at < TIMESTAMP '{lake.today} 12:00:00'"
    lake.write_months(
        "sales.orders",
        f"""SELECT h.order_id, h.customer_id, h.store_id, h.ordered_at, h.loaded_at, h.region, h.country, h.channel,
                   h.status, h.payment_method, h.currency, t.items_total, t.discount, t.order_total,
                   CAST(CASE WHEN h.channel = 'retail' OR t.order_total >= 90 THEN 0
                             WHEN h.region = 'EMEA' THEN 4.90 ELSE 7.90 END AS DECIMAL(12,2)) AS shipping_cost
            FROM order_heads h JOIN order_totals t USING (order_id) WHERE {arrived}""",
        by="ordered_at",
        partition="order_month",
        order="order_id",
    )
    lake.write_months(
        "sales.order_items",
        f"SELECT * EXCLUDE (loaded_at) FROM order_lines WHERE {arrived}",
        by="ordered_at",
        partition="order_month",
        order="order_id, line_number",
    )


def _heads(lake: Lake) -> None:
    """``order_heads``: who ordered when, where and how, and what became of it."""
    start = lake.first - timedelta(days=LEAD_IN_DAYS)
    months = sorted({f"{start:%Y-%m}", *(month for month, _, _ in lake.months())})
    lake.table(
        "climate",
        "month VARCHAR, region VARCHAR, kept DOUBLE",
        [(month, region, climate(month)[region]) for month in months for region in REGIONS],
    )
    key = "order_id"
    lake.run(f"""
        CREATE TABLE order_heads AS
        WITH slots AS (
            SELECT d.*, i, d.number * {IDS_A_DAY} + i AS order_id
            FROM days d, unnest(range(d.orders)) AS t(i)
            WHERE d.day >= DATE '{start}'
        ), thought_of AS (
            SELECT *, CAST(floor(signups_before * pow({draw("order.customer", key)}, 0.7)) AS BIGINT) AS anyone
            FROM slots
        ), who AS (
            SELECT *, CASE WHEN i < floor(signups * 0.8) THEN signups_before + i
                           WHEN {draw("order.regular", key)} < 0.22 THEN anyone - anyone % 17
                           ELSE anyone END AS ordinal,
                   {draw("order.channel", key)} AS channel_draw,
                   0.06 + 0.025 * greatest(year(day) - 2022 + dayofyear(day) / 366, 0) AS app_share
            FROM thought_of
        ), placed AS (
            SELECT w.*, p.customer_id, p.country, p.region, p.currency, p.segment,
                   CASE WHEN w.channel_draw < 0.40 AND NOT (p.country = 'Germany' AND isodow(w.day) = 7)
                        THEN s.store_id END AS store_id
            FROM who w
            JOIN people p ON p.ordinal = w.ordinal
            JOIN climate k ON k.month = strftime(w.day, '%Y-%m') AND k.region = p.region
            LEFT JOIN store_pick s ON s.country = p.country AND s.opened_on <= w.day
                AND s.slot = {slot("order.store", key, SLOTS)}
            WHERE {draw("order.kept", key)} < k.kept
        ), channelled AS (
            SELECT *, CASE WHEN store_id IS NOT NULL THEN 'retail'
                           WHEN channel_draw >= 0.93 THEN 'marketplace'
                           WHEN channel_draw >= 0.93 - app_share THEN 'app'
                           ELSE 'online' END AS channel
            FROM placed
        )
        SELECT
            order_id, customer_id, store_id, region, country, currency, channel, segment, promo_share, promo_depth,
            CAST(day AS TIMESTAMP)
                + to_hours(CAST({choose("order.hour", key, HOURS)} AS INTEGER))
                + to_seconds({slot("order.second", key, 3600)}) AS ordered_at,
            CAST(day AS TIMESTAMP) + INTERVAL 28 HOUR
                + to_days(CASE WHEN {draw("order.late", key)} < 0.006
                               THEN 1 + {slot("order.days late", key, 4)} ELSE 0 END) AS loaded_at,
            CASE WHEN {draw("order.test", key)} < 0.003 THEN 'test'
                 WHEN {draw("order.fate", key)} < CASE channel WHEN 'retail' THEN 0.008 ELSE 0.034 END THEN 'cancelled'
                 WHEN {draw("order.return", key)} < CASE channel WHEN 'retail' THEN 0.035 WHEN 'app' THEN 0.085
                                                         WHEN 'marketplace' THEN 0.12 ELSE 0.095 END THEN 'returned'
                 ELSE 'completed' END AS status,
            CASE WHEN segment = 'business' AND {draw("order.invoice", key)} < 0.7 THEN 'invoice'
                 ELSE {choose("order.payment", key, {"card": 55, "wallet": 30, "invoice": 9, "gift card": 6})}
            END AS payment_method,
            CAST({choose("order.lines", key, LINES)} AS INTEGER) AS lines
        FROM channelled
    """)


def _items(lake: Lake) -> None:
    """``order_lines`` and ``order_totals`` (their sums by order)."""
    key = "line_key"
    lake.run(f"""
        CREATE TABLE order_lines AS
        WITH slots AS (
            SELECT h.*, CAST(line AS INTEGER) AS line_number, h.order_id * 8 + line AS line_key,
                   CAST(month(h.ordered_at) AS INTEGER) AS month
            FROM order_heads h, unnest(range(1, h.lines + 1)) AS t(line)
        ), shelf_sizes AS (
            SELECT category, count(*) AS size FROM shelf GROUP BY category
        ), sought AS (
            SELECT s.*, c.category, CAST(floor(z.size * pow({draw("line.product", key)}, 1.7)) AS INTEGER) AS position
            FROM slots s
            JOIN category_pick c ON c.month = s.month AND c.slot = {slot("line.category", key, SLOTS)}
            JOIN shelf_sizes z ON z.category = c.category
        ), found AS (
            SELECT s.*, p.product_id, p.price, p.cost,
                   CAST({choose("line.quantity", key, QUANTITIES)} AS INTEGER)
                       * CASE WHEN s.segment = 'business' AND {draw("line.bulk", key)} < 0.25 THEN 3 ELSE 1 END
                       AS quantity,
                   CASE WHEN {draw("line.promo", key)} < s.promo_share
                        THEN s.promo_depth * (0.6 + 0.8 * {draw("line.depth", key)}) ELSE 0 END
                       + CASE WHEN s.segment = 'club' THEN 0.05 ELSE 0 END AS rate
            FROM sought s
            JOIN shelf w ON w.category = s.category AND w.position = s.position
            JOIN shelf p ON p.category = s.category
                -- what is not out yet cannot be bought: one of the four that were always there, then
                AND p.position = CASE WHEN w.launched_on <= s.ordered_at THEN s.position ELSE s.position % 4 END
        ), priced AS (
            SELECT *, CAST(quantity * price AS DECIMAL(12,2)) AS gross,
                   CAST(round(CAST(quantity * price AS DOUBLE) * rate, 2) AS DECIMAL(12,2)) AS off
            FROM found
        )
        SELECT order_id, line_number, product_id, ordered_at, loaded_at, region, status, quantity,
               price AS unit_price, off AS discount, CAST(gross - off AS DECIMAL(12,2)) AS net_amount,
               CAST(quantity * cost AS DECIMAL(12,2)) AS cost_amount
        FROM priced
    """)
    lake.run("""
        CREATE TABLE order_totals AS
        SELECT order_id,
               CAST(sum(net_amount + discount) AS DECIMAL(12,2)) AS items_total,
               CAST(sum(discount) AS DECIMAL(12,2)) AS discount,
               CAST(sum(net_amount) AS DECIMAL(12,2)) AS order_total
        FROM order_lines GROUP BY order_id
    """)
