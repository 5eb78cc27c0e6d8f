"""What is asked: questions of the demo's workspace that are answered, and some that are not."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 15)

QUESTIONS = (
    "revenue last month",
    "revenue by region last month",
    "How many orders did we get in October 2026?",
    "show me the top 5 products by revenue last month",
    "monthly revenue in 2026",
    "orders by channel in Europe this year",
    "orders in Germany by month, last 3 months",
    "revenue and units sold by region last month",
    "turnover by product category last month",
    "tickets by priority last month",
    "units sold by brand in Q3 2026",
    "ad spend by channel in September",
    "web sessions by device last month",
    "late share by carrier last month",
    "average resolution hours by topic last quarter",
    "revenue by month this year",
    "orders by region yesterday",
    "worst 3 products by revenue last quarter",
    "revenue by channel and month in Q3 2026",
    "daily orders last week",
)
"""Answered for Maya, each by one metric query."""

NOT_ANSWERED = (
    "who won the world cup",
    "sales last month",
    "revenue by favourite colour last month",
    "SELECT * FROM secret.salaries",
)
"""Refused or asked back."""

FOLLOW_UPS = ("only EMEA", "and by channel?", "show me the SQL")

STATEMENTS = (
    "SELECT region, count(*) AS n FROM sales.orders GROUP BY region ORDER BY n DESC LIMIT 20",
    "SELECT p.category, sum(i.net_amount) AS revenue FROM sales.order_items AS i "
    "JOIN sales.products AS p ON p.product_id = i.product_id WHERE i.status = 'completed' GROUP BY 1",
    "WITH monthly AS (SELECT date_trunc('month', ordered_at) AS month, region, sum(net_amount) AS revenue "
    "FROM sales.order_items GROUP BY 1, 2) SELECT month, region, revenue, "
    "revenue - lag(revenue) OVER (PARTITION BY region ORDER BY month) AS change FROM monthly ORDER BY 1, 2",
    "SELECT * FROM support.tickets WHERE created_month = '2026-10' AND priority IN ('high', 'urgent') LIMIT 100",
    "SELECT carrier, approx_percentile(CASE WHEN late THEN 1.0 ELSE 0.0 END, 0.5) AS middle FROM logistics.shipments "
    "WHERE shipped_month >= '2026-07' GROUP BY carrier HAVING count(*) > 10",
)
"""Written SQL, as an agent would hand it to run_sql."""
