"""Who may see what: roles, audiences, row filters and what is said about it."""

from __future__ import annotations

import pytest

from agent_actions.contract import Audience, Caller
from agent_actions.errors import RefusedError
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel, TableRef
from agent_actions.sql.rights import Grant, grant

ORDERS = TableRef("sales", "orders_v2")
CUSTOMERS = TableRef("sales", "customers")
STORES = TableRef("sales", "stores")
UNMODELLED = TableRef("raw", "clicks")
DM = Audience(kind="dm", channel="D1")
GENERAL = Audience(kind="channel", channel="C1", name="#general")
FINANCE = Audience(kind="channel", channel="C2", name="#finance")
PARTNERS = Audience(kind="channel", channel="C3", name="#partners", shared=True)


def field(dataset: str, name: str, expression: str) -> ModelField:
    return ModelField(dataset, name, expression, name)


def model(rights: object) -> SemanticModel:
    datasets = (
        Dataset(
            "orders",
            ORDERS,
            "Orders",
            fields=(field("orders", "area", "orders.region"), field("orders", "net", "gross - orders.tax")),
        ),
        Dataset("customers", CUSTOMERS, "Customers", fields=(field("customers", "full_name", "first || last"),)),
        Dataset("stores", STORES, "Stores"),
    )
    return SemanticModel("m", datasets, (), (), Config.model_validate({"rights": rights} if rights else {}))


RIGHTS = {
    "roles": {
        "everyone": {
            "datasets": ["orders", "stores"],
            "rows": {"orders": "area = {caller.region}"},
            "actions": ["query_metrics"],
        },
        "support": {
            "datasets": ["orders", "customers"],
            "columns": {"customers": {"hide": ["email"], "mask": ["phone"]}},
            "rows": {"orders": "status = 'open'"},
        },
        "analyst": {"datasets": "*", "models": "*"},
        "shared": {"datasets": ["stores"], "actions": ["search_catalog"]},
    },
    "people": {"*@example.com": "everyone", "priya@example.com": "support", "U_MAYA": "analyst"},
    "groups": {"S_SUPPORT": "support", "S_FINANCE": "analyst"},
    "channels": {"#finance": "analyst"},
    "attributes": {"U_LUIS": {"Region": "EMEA"}, "ana@example.com": {"region": "AP'AC"}},
}


def who(user: str, email: str | None = None, groups: tuple[str, ...] = (), kind: str = "member") -> Caller:
    return Caller.model_validate({"team": "T", "user": user, "email": email, "groups": groups, "kind": kind})


def granted(caller: Caller, audience: Audience = DM, rights: object = RIGHTS) -> Grant:
    return grant(model(rights), caller, audience)


LUIS = who("U_LUIS", "luis@example.com")
MAYA = who("U_MAYA", "maya@example.com")


def test_without_rights_a_member_sees_every_table() -> None:
    everything = granted(who("U1"), GENERAL, None)
    assert everything.allows_table(UNMODELLED)
    assert everything.allows_action("run_sql")
    assert everything.row_filters(ORDERS) == ()
    assert everything.describe_hidden([ORDERS, UNMODELLED]) == ()


@pytest.mark.parametrize(
    ("caller", "audience"),
    [(who("U1", kind="guest"), DM), (who("U1", kind="stranger"), DM), (who("U1"), PARTNERS)],
)
def test_without_rights_guests_strangers_and_shared_channels_are_refused(caller: Caller, audience: Audience) -> None:
    with pytest.raises(RefusedError):
        granted(caller, audience, None)


def test_stranger_is_refused_even_with_an_exact_role() -> None:
    with pytest.raises(RefusedError):
        granted(who("U_MAYA", "maya@example.com", kind="stranger"))


def test_exact_user_wins_over_email_and_email_over_domain() -> None:
    assert granted(MAYA).allows_table(UNMODELLED)
    assert granted(who("U9", "Priya@Example.com")).allows_dataset("customers")
    assert not granted(who("U9", "bob@example.com")).allows_dataset("customers")


@pytest.mark.parametrize("email", ["bob@evil.com", "bob@example.com.evil.com", "bob@sub.example.com", None])
def test_whoever_matches_nothing_is_refused(email: str | None) -> None:
    with pytest.raises(RefusedError):
        granted(who("U9", email))


def test_roles_of_groups_are_added() -> None:
    both = granted(who("U_LUIS", "luis@example.com", ("S_SUPPORT",)))
    assert both.allows_dataset("customers")
    assert both.allows_dataset("stores")
    assert both.row_filters(ORDERS) == ("(\"region\" = 'EMEA') OR (\"status\" = 'open')",)


def test_a_role_without_filter_lifts_the_filters_of_the_others() -> None:
    assert granted(who("U_LUIS", "luis@example.com", ("S_FINANCE",))).row_filters(ORDERS) == ()


def test_columns_are_hidden_only_where_every_granting_role_hides_them() -> None:
    support = granted(who("U9", None, ("S_SUPPORT",)))
    assert support.hidden_columns(CUSTOMERS) == {"email"}
    assert support.masked_columns(CUSTOMERS) == {"phone"}
    assert granted(who("U9", None, ("S_SUPPORT", "S_FINANCE"))).hidden_columns(CUSTOMERS) == frozenset()


def test_hiding_a_computed_field_hides_what_it_reads() -> None:
    rights = {
        "roles": {"r": {"datasets": "*", "columns": {"customers": {"hide": ["full_name"]}}}},
        "people": {"U1": "r"},
    }
    assert granted(who("U1"), DM, rights).hidden_columns(CUSTOMERS) == {"first", "last"}


def test_guest_gets_the_shared_role_whatever_the_domain_says() -> None:
    guest = granted(who("U_GUS", "gus@example.com", ("S_FINANCE",), "guest"))
    assert guest.allows_dataset("stores")
    assert not guest.allows_dataset("orders")
    assert not guest.allows_action("run_sql")


def test_guest_with_an_exact_role_keeps_it() -> None:
    assert granted(who("U_MAYA", None, (), "guest")).allows_dataset("customers")


def test_guest_without_a_shared_role_is_refused() -> None:
    with pytest.raises(RefusedError):
        granted(who("U_GUS", "gus@example.com", (), "guest"), DM, {**RIGHTS, "roles": {"everyone": {}}})


def test_a_channel_without_role_is_read_by_everyone() -> None:
    maya = granted(MAYA, GENERAL)
    assert maya.allows_dataset("orders")
    assert not maya.allows_dataset("customers")
    assert maya.describe_hidden([CUSTOMERS]) == ("Customers: hidden from this channel",)


def test_a_channel_with_a_role_shows_what_the_asker_may_see() -> None:
    assert granted(MAYA, FINANCE).allows_table(UNMODELLED)
    assert not granted(LUIS, FINANCE).allows_dataset("customers")
    assert granted(LUIS, FINANCE).describe_hidden([CUSTOMERS]) == ("Customers: not open to you",)


def test_a_channel_may_be_named_by_its_id() -> None:
    rights = {**RIGHTS, "channels": {"C9": "analyst"}}
    assert granted(MAYA, Audience(kind="channel", channel="C9", name="#any"), rights).allows_dataset("customers")


def test_a_channel_with_a_guest_drops_to_shared() -> None:
    maya = granted(MAYA, PARTNERS)
    assert maya.allows_dataset("stores")
    assert not maya.allows_dataset("orders")


def test_a_channel_without_any_role_is_refused() -> None:
    with pytest.raises(RefusedError):
        granted(MAYA, GENERAL, {"roles": {"analyst": {"datasets": "*"}}, "people": {"U_MAYA": "analyst"}})


def test_filters_of_asker_and_audience_must_both_hold() -> None:
    support = granted(who("U_LUIS", None, ("S_SUPPORT",)), GENERAL)
    assert support.row_filters(ORDERS) == ("\"status\" = 'open'", "\"region\" = 'EMEA'")
    assert support.describe_hidden([ORDERS]) == ("Orders: only status open, only area EMEA, in this channel",)


def test_what_the_channel_hides_is_told_from_what_the_person_lacks() -> None:
    rights = {
        "roles": {
            "a": {"datasets": "*", "columns": {"customers": {"hide": ["email"]}}},
            "everyone": {"datasets": "*", "columns": {"customers": {"hide": ["phone"], "mask": ["last"]}}},
        },
        "people": {"U1": "a"},
    }
    assert granted(who("U1"), GENERAL, rights).describe_hidden([CUSTOMERS]) == (
        "Customers: email hidden, phone hidden from this channel, last masked in this channel",
    )


def test_actions_need_both_sides() -> None:
    assert granted(MAYA).allows_action("run_sql")
    assert not granted(MAYA, GENERAL).allows_action("run_sql")
    assert granted(MAYA, GENERAL).allows_action("query_metrics")


def test_prediction_models_need_both_sides() -> None:
    assert granted(MAYA).allows_model("churn")
    assert not granted(MAYA, GENERAL).allows_model("churn")


def test_an_attribute_is_bound_as_an_escaped_literal() -> None:
    ana = granted(who("U_ANA", "ana@example.com"))
    assert ana.row_filters(ORDERS) == ("\"region\" = 'AP''AC'",)


def test_a_missing_attribute_shows_no_rows_and_says_so() -> None:
    bob = granted(who("U_BOB", "bob@example.com"))
    assert bob.row_filters(ORDERS) == ("FALSE",)
    assert bob.describe_hidden([ORDERS]) == ("Orders: no rows, because your region is not known",)


def filtered(condition: str, caller: Caller = LUIS) -> Grant:
    rights = {
        "roles": {"r": {"datasets": "*", "rows": {"orders": condition}}},
        "people": {caller.user: "r"},
        "attributes": {"U_LUIS": {"region": "EMEA"}},
    }
    return granted(caller, DM, rights)


def test_fields_of_a_filter_become_their_expressions() -> None:
    assert filtered("net > 0 and orders.area = 'x'").row_filters(ORDERS) == (
        '("gross" - "tax") > 0 AND "region" = \'x\'',
    )


def test_a_quoted_attribute_means_the_attribute() -> None:
    assert filtered("region = '{caller.region}'").row_filters(ORDERS) == ("\"region\" = 'EMEA'",)


def test_email_and_user_come_from_slack_only() -> None:
    assert filtered("a = {caller.email} or b = { caller.user }").row_filters(ORDERS) == (
        "\"a\" = 'luis@example.com' OR \"b\" = 'U_LUIS'",
    )
    assert filtered("a = {caller.email}", who("U_LUIS")).row_filters(ORDERS) == ("FALSE",)


@pytest.mark.parametrize(
    "broken",
    [
        "region = ",
        "region = 'x'; drop table orders",
        "region = 'x-{caller.region}'",
        "region in (select region from secrets)",
        "{region}",
        "region = :other",
        "select 1",
        "",
    ],
)
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(broken: str) -> None:
    closed = filtered(broken)
    with pytest.raises(RefusedError):
        closed.row_filters(ORDERS)
    assert closed.describe_hidden([ORDERS]) == ("Orders: no rows, because its row filter cannot be read",)
    assert closed.row_filters(STORES) == ()


def test_rights_over_an_unknown_dataset_fail_closed() -> None:
    rights = {
        "roles": {"r": {"datasets": "*", "columns": {"custmers": {"hide": ["email"]}}}},
        "people": {"U1": "r"},
    }
    with pytest.raises(RefusedError, match="custmers"):
        granted(who("U1"), DM, rights).allows_dataset("customers")


def test_rights_may_name_a_table_without_dataset() -> None:
    rights = {
        "roles": {"r": {"datasets": ["raw.clicks"], "columns": {"raw.clicks": {"hide": ["ip"]}}}},
        "people": {"U1": "r"},
    }
    one = granted(who("U1"), DM, rights)
    assert one.allows_table(TableRef("RAW", "Clicks"))
    assert one.hidden_columns(UNMODELLED) == {"ip"}
    assert not one.allows_dataset("orders")


def test_a_role_that_does_not_exist_grants_nothing() -> None:
    with pytest.raises(RefusedError):
        granted(who("U1"), DM, {"roles": {}, "people": {"U1": "ghost"}})
