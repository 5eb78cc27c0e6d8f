"""Two semantic models from different lines of business, built in code, and a way to ask the planner about them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agent_actions.contract import HISTORY_ATTRIBUTE, TODAY_ATTRIBUTE, HistoryCall, HistoryTurn
from agent_actions.semantic.config import Config, Defaults
from agent_actions.semantic.model import (
    Dataset,
    DataType,
    Metric,
    ModelField,
    Relationship,
    SemanticModel,
    TableRef,
)
from agent_actions.sql.tables import Tables
from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.outcomes import (
    Ask,
    OfferCertified,
    Outcome,
    Query,
    Refuse,
    RunCertified,
    RunSql,
    Talk,
    Unplaced,
    Unreachable,
)
from infra.local.model.plan import plan
from infra.local.model.planner import Planner
from infra.local.model.port import ModelTurn, Tool, ToolParameter, ToolResult

TODAY = date(2026, 11, 15)
TOOLS = (
    Tool("catalog", "search_catalog", "", (ToolParameter("query", "string", "", True),)),
    Tool("catalog", "describe_dataset", "", (ToolParameter("name", "string", "", True),)),
    Tool("analytics", "query_metrics", "", (ToolParameter("request", "string", "", True),)),
    Tool("analytics", "run_sql", "", (ToolParameter("sql", "string", "", True),)),
)


def make_field(
    dataset: str,
    name: str,
    datatype: DataType = "String",
    *,
    label: str | None = None,
    synonyms: Sequence[str] = (),
    values: Mapping[str, Sequence[str]] | None = None,
    unit: str | None = None,
) -> ModelField:
    return ModelField(
        dataset=dataset,
        name=name,
        expression=name,
        label=label or name.replace("_", " ").capitalize(),
        datatype=datatype,
        is_time=datatype in ("Date", "DateTime"),
        synonyms=tuple(synonyms),
        values={k: tuple(v) for k, v in (values or {}).items()},
        unit=unit,
    )


def make_dataset(
    name: str,
    fields: Sequence[ModelField],
    *,
    key: str,
    label: str | None = None,
    synonyms: Sequence[str] = (),
    time: str | None = None,
) -> Dataset:
    return Dataset(
        name=name,
        source=TableRef("db", name),
        label=label or name.replace("_", " ").capitalize(),
        synonyms=tuple(synonyms),
        primary_key=(key,),
        fields=tuple(fields),
        time=time,
    )


def make_metric(
    name: str,
    expression: str,
    datasets: Sequence[str],
    *,
    label: str | None = None,
    synonyms: Sequence[str] = (),
    time: str | None = None,
    description: str = "",
) -> Metric:
    return Metric(
        name=name,
        expression=expression,
        label=label or name.replace("_", " ").capitalize(),
        synonyms=tuple(synonyms),
        datasets=tuple(datasets),
        time=time,
        description=description,
    )


def link(many: str, one: str, column: str, to: str | None = None) -> Relationship:
    return Relationship(f"{many}_{one}", many, one, (column,), (to or column,))


def shop() -> SemanticModel:
    """A retailer: orders of products by customers in stores, web sessions, support tickets, marketing spend."""
    f = make_field
    orders = make_dataset(
        "orders",
        [
            f("orders", "order_id"),
            f("orders", "customer_id"),
            f("orders", "store_id"),
            f("orders", "product_id"),
            f("orders", "ordered_at", "DateTime", label="Order date"),
            f(
                "orders",
                "channel",
                synonyms=["sales channel"],
                values={"online": ["web", "internet"], "retail": ["in store"], "wholesale": []},
            ),
            f("orders", "status", values={"shipped": [], "pending": ["open"], "cancelled": ["canceled"]}),
            f("orders", "is_gift", "Boolean", label="Gift"),
            f("orders", "amount", "Decimal"),
            f("orders", "quantity", "Integer"),
        ],
        key="order_id",
        time="ordered_at",
        synonyms=["purchases"],
    )
    customers = make_dataset(
        "customers",
        [
            f("customers", "customer_id"),
            f("customers", "full_name", synonyms=["customer"]),
            f("customers", "segment", values={"Consumer": ["private"], "Small Business": ["SMB"], "Enterprise": []}),
            f(
                "customers",
                "country",
                values={"Germany": ["DE"], "France": [], "United States": ["US", "USA", "America"], "Italy": ["IT"]},
            ),
        ],
        key="customer_id",
        synonyms=["clients"],
    )
    products = make_dataset(
        "products",
        [
            f("products", "product_id"),
            f("products", "product_name", synonyms=["product", "item"]),
            f("products", "category", values={"Chairs": [], "Desks": ["tables"], "Lamps": ["lighting"]}),
            f("products", "brand", values={"Nordlys": [], "Casa Uno": []}),
            f("products", "price", "Decimal"),
        ],
        key="product_id",
    )
    stores = make_dataset(
        "stores",
        [
            f("stores", "store_id"),
            f("stores", "store_name", synonyms=["store"]),
            f(
                "stores",
                "region",
                synonyms=["territory"],
                values={"EMEA": ["Europe"], "APAC": ["Asia Pacific", "Asia"], "AMER": ["Americas"]},
            ),
            f("stores", "city", values={"Berlin": [], "Paris": [], "New York": ["NYC"], "Tokyo": []}),
        ],
        key="store_id",
        synonyms=["shops"],
    )
    tickets = make_dataset(
        "tickets",
        [
            f("tickets", "ticket_id"),
            f("tickets", "customer_id"),
            f("tickets", "opened_at", "DateTime"),
            f("tickets", "priority", values={"low": [], "medium": [], "high": ["urgent"]}),
            f("tickets", "topic", values={"Billing": [], "Delivery": ["shipping"], "Returns": []}),
        ],
        key="ticket_id",
        label="Support tickets",
        synonyms=["tickets"],
        time="opened_at",
    )
    spend = make_dataset(
        "ad_spend",
        [
            f("ad_spend", "spend_id"),
            f("ad_spend", "spent_on", "Date"),
            f("ad_spend", "campaign", values={"Spring Sale": [], "Brand Push": []}),
            f("ad_spend", "platform", values={"Search": [], "Social": []}),
            f("ad_spend", "cost", "Decimal"),
        ],
        key="spend_id",
        time="spent_on",
    )
    return SemanticModel(
        name="shop",
        datasets=(orders, customers, products, stores, tickets, spend),
        relationships=(
            link("orders", "customers", "customer_id"),
            link("orders", "products", "product_id"),
            link("orders", "stores", "store_id"),
            link("tickets", "customers", "customer_id"),
        ),
        metrics=(
            make_metric(
                "revenue",
                "SUM(orders.amount)",
                ["orders"],
                synonyms=["turnover", "income"],
                time="orders.ordered_at",
                description="Sum of order amounts.",
            ),
            make_metric(
                "order_count",
                "COUNT(orders.order_id)",
                ["orders"],
                label="Orders",
                synonyms=["number of orders"],
                time="orders.ordered_at",
            ),
            make_metric(
                "avg_order_value",
                "SUM(orders.amount) / COUNT(orders.order_id)",
                ["orders"],
                label="Average order value",
                synonyms=["AOV", "basket size"],
                time="orders.ordered_at",
            ),
            make_metric(
                "units_sold",
                "SUM(orders.quantity)",
                ["orders"],
                synonyms=["units", "items sold"],
                time="orders.ordered_at",
            ),
            make_metric("ticket_count", "COUNT(*)", ["tickets"], label="Ticket volume", time="tickets.opened_at"),
            make_metric(
                "ad_cost",
                "SUM(ad_spend.cost)",
                ["ad_spend"],
                label="Ad spend",
                synonyms=["marketing spend", "advertising cost"],
                time="ad_spend.spent_on",
            ),
            make_metric(
                "buyers",
                "COUNT(DISTINCT orders.customer_id)",
                ["orders"],
                label="Active customers",
                time="orders.ordered_at",
            ),
        ),
        config=Config(ambiguous={"sales": ["revenue", "order_count"]}),
    )


def clinic() -> SemanticModel:
    """A hospital group: admissions of patients to wards, treatments, staff shifts."""
    f = make_field
    admissions = make_dataset(
        "admissions",
        [
            f("admissions", "admission_id"),
            f("admissions", "patient_id"),
            f("admissions", "ward_id"),
            f("admissions", "admitted_on", "Date", label="Admission date"),
            f(
                "admissions",
                "route",
                label="Admission route",
                synonyms=["source of admission"],
                values={"emergency": ["A&E", "ER"], "referral": ["GP"], "transfer": []},
            ),
            f("admissions", "outcome", values={"discharged": [], "transferred out": [], "deceased": ["died"]}),
            f("admissions", "stay_days", "Integer", label="Length of stay", unit="days"),
        ],
        key="admission_id",
        synonyms=["stays"],
        time="admitted_on",
    )
    patients = make_dataset(
        "patients",
        [
            f("patients", "patient_id"),
            f("patients", "patient_name"),
            f(
                "patients",
                "age_group",
                values={"under 18": ["children"], "18 to 64": ["adults"], "65 and over": ["seniors", "elderly"]},
            ),
            f("patients", "sex", synonyms=["gender"], values={"female": ["women"], "male": ["men"]}),
            f("patients", "insurer", values={"Public": ["statutory"], "Private": []}),
        ],
        key="patient_id",
    )
    wards = make_dataset(
        "wards",
        [
            f("wards", "ward_id"),
            f(
                "wards",
                "ward_name",
                synonyms=["ward"],
                values={"Cardiology": ["heart"], "Oncology": ["cancer"], "Surgery": [], "Intensive Care": ["ICU"]},
            ),
            f("wards", "site", synonyms=["hospital", "location"], values={"North": [], "South": [], "St. Mary's": []}),
        ],
        key="ward_id",
    )
    treatments = make_dataset(
        "treatments",
        [
            f("treatments", "treatment_id"),
            f("treatments", "admission_id"),
            f("treatments", "performed_at", "DateTime"),
            f(
                "treatments",
                "procedure",
                synonyms=["treatment type"],
                values={"MRI": [], "X-ray": ["radiograph"], "Dialysis": []},
            ),
            f("treatments", "cost", "Decimal"),
        ],
        key="treatment_id",
        synonyms=["procedures"],
        time="performed_at",
    )
    shifts = make_dataset(
        "shifts",
        [
            f("shifts", "shift_id"),
            f("shifts", "ward_id"),
            f("shifts", "worked_on", "Date"),
            f("shifts", "role", values={"nurse": ["nursing"], "doctor": ["physician"]}),
            f("shifts", "hours", "Decimal"),
        ],
        key="shift_id",
        time="worked_on",
    )
    return SemanticModel(
        name="clinic",
        datasets=(admissions, patients, wards, treatments, shifts),
        relationships=(
            link("admissions", "patients", "patient_id"),
            link("admissions", "wards", "ward_id"),
            link("treatments", "admissions", "admission_id"),
            link("shifts", "wards", "ward_id"),
        ),
        metrics=(
            make_metric("admissions", "COUNT(*)", ["admissions"], time="admissions.admitted_on"),
            make_metric(
                "avg_stay",
                "AVG(admissions.stay_days)",
                ["admissions"],
                label="Average length of stay",
                synonyms=["ALOS", "mean stay"],
                time="admissions.admitted_on",
            ),
            make_metric(
                "bed_days",
                "SUM(admissions.stay_days)",
                ["admissions"],
                synonyms=["occupied bed days"],
                time="admissions.admitted_on",
            ),
            make_metric(
                "treatment_cost",
                "SUM(treatments.cost)",
                ["treatments"],
                synonyms=["cost of treatment", "spending"],
                time="treatments.performed_at",
            ),
            make_metric(
                "treatment_count",
                "COUNT(treatments.treatment_id)",
                ["treatments"],
                label="Treatments",
                time="treatments.performed_at",
            ),
            make_metric(
                "staff_hours",
                "SUM(shifts.hours)",
                ["shifts"],
                synonyms=["hours worked", "working hours"],
                time="shifts.worked_on",
            ),
            make_metric(
                "mortality",
                "AVG(CASE WHEN admissions.outcome = 'deceased' THEN 1.0 ELSE 0 END)",
                ["admissions"],
                label="Mortality rate",
                time="admissions.admitted_on",
            ),
        ),
        config=Config(
            defaults=Defaults(week_start="sunday"), ambiguous={"activity": ["admissions", "treatment_count"]}
        ),
    )


MODELS = {"shop": shop(), "clinic": clinic()}
NO_TABLES = Tables.of(())
LEXICONS = {name: build(model, NO_TABLES) for name, model in MODELS.items()}
PLANNERS = {name: Planner(lambda m=model: m, lambda: NO_TABLES) for name, model in MODELS.items()}


def make_turn(
    text: str, history: Sequence[HistoryTurn] = (), results: Sequence[ToolResult] = (), tools: Sequence[Tool] = TOOLS
) -> ModelTurn:
    attributes = {
        TODAY_ATTRIBUTE: TODAY.isoformat(),
        HISTORY_ATTRIBUTE: json.dumps([h.model_dump(mode="json") for h in history]),
    }
    return ModelTurn("", tuple(tools), text, {}, attributes, (), tuple(results))


def body(**parts: Any) -> str:
    return json.dumps(parts)


def decide(model: str, message: str, turns: Sequence[HistoryTurn] = ()) -> Outcome:
    """What the planner decides to do with a message."""
    return plan(message, Known(LEXICONS[model], TODAY, tuple(turns)))


def said(question: str, outcome: Outcome) -> HistoryTurn:
    """The turn as the ledger would tell it, had the request been answered."""
    calls: tuple[HistoryCall, ...] = ()
    if isinstance(outcome, Query):
        arguments = outcome.request.model_dump(mode="json", exclude_defaults=True)
        calls = (HistoryCall(action="query_metrics", status="ok", request=arguments),)
    elif isinstance(outcome, RunSql):
        calls = (HistoryCall(action="run_sql", status="ok", request={"sql": outcome.sql}),)
    elif isinstance(outcome, RunCertified):
        certified = {"name": outcome.name, "parameters": dict(outcome.parameters)}
        calls = (HistoryCall(action="run_sql", status="ok", request={"certified": certified}),)
    asks = isinstance(outcome, Ask | Unplaced | OfferCertified) or (isinstance(outcome, Talk) and outcome.asks)
    ended = "asked_back" if asks else "answered"
    if isinstance(outcome, Refuse | Unreachable):
        ended = "refused"
    return HistoryTurn(question=question, outcome=ended, calls=calls)
