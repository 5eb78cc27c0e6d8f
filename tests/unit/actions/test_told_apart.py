"""Counts for people who may not see by what the counted things are told apart."""

from __future__ import annotations

import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.model import TableRef
from agent_actions.told_apart import refuse_masked

ORDERS = TableRef("sales", "orders")


def test_what_looks_alike_under_a_mask_is_not_counted() -> None:
    with pytest.raises(FixableError, match="cannot be counted for you"):
        refuse_masked([(ORDERS, "Customer_ID")], lambda ref: {"customer_id"} if ref == ORDERS else set())


def test_a_mask_of_other_columns_does_not_matter() -> None:
    refuse_masked([(ORDERS, "customer_id")], lambda _: {"email"})
    refuse_masked([], lambda _: {"customer_id"})
