"""What another policy would move, in words: costs as they are told wherever outcomes are known."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from leadaudit.answers.policy_effect import PolicyEffect, RuleChange, VendorEffect
from leadaudit.answers.policy_words import effect_sentences
from leadaudit.answers.story import Outcomes
from leadaudit.economics.cost import Shown
from leadaudit.economics.ladder import RealLeadCost
from leadaudit.policy import default_policy

RULE = RuleChange(key="classes.cooloff_days", before=90, after=60)


def came(realised_minor: float | None, currency: str = "USD") -> Outcomes:
    cost = RealLeadCost(leads=3, realised_minor=realised_minor, expected=None, shown=Shown.DIRECTIONAL_ONLY)
    return Outcomes(
        linked=80, of=100, confirmed=3, matured_share=0.9, possible_on=None, cost=cost, currency=currency, level=0.9,
        loaded_through=date(2026, 10, 31),
    )  # fmt: skip


@pytest.fixture
def effect() -> PolicyEffect:
    summary: Any = SimpleNamespace(cost=SimpleNamespace(currency="USD", per_usable_minor=5_000.0))
    vendor = VendorEffect(vendor="corvane", before=summary, after=summary, moves=(), came=(came(61_000), came(84_500)))
    policy = default_policy()
    return PolicyEffect(before=policy, after=policy, rules=(RULE,), records=100, moves=(), vendors=(vendor,))


def test_a_real_lead_costs_what_it_is_told_to_cost_elsewhere(effect: PolicyEffect) -> None:
    assert effect_sentences(effect)[-1] == "Corvane: cost per real lead so far from 610 USD to 845 USD."


def test_no_outcomes_no_cost_of_a_real_lead(effect: PolicyEffect) -> None:
    [vendor] = effect.vendors
    unknown = replace(effect, vendors=(replace(vendor, came=(None, None)),))
    assert effect_sentences(unknown) == ("1 rule changes.", "**Nothing moves** among the 100 records delivered so far.")


def test_the_cost_of_a_real_lead_stands_in_its_own_currency(effect: PolicyEffect) -> None:
    [vendor] = effect.vendors
    euros = replace(effect, vendors=(replace(vendor, came=(came(61_000, "EUR"), came(None, "EUR"))),))
    assert effect_sentences(euros)[-1] == "Corvane: cost per real lead so far from 610 EUR to – (none left)."
