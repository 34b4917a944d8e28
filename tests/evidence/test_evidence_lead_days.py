"""The first day on which a record was a lead, from the days on which something was said and seen."""

import pytest

from leadaudit.evidence.lead_days import LeadDays, Statement, lead_days
from leadaudit.policy import default_policy
from leadaudit.vocabulary import Actor, Flag, Source

POLICY = default_policy()


def said(kind: str, occurred: int, seen: int | None = None, actor: Actor = Actor.PERSON) -> Statement:
    source = Source.VENDOR if kind.startswith("statement_via_vendor") else Source.FIRST
    return Statement(kind=kind, occurred=occurred, seen=occurred if seen is None else seen, actor=actor, source=source)


def days(*statements: Statement, flags: frozenset[Flag] = frozenset(), p_employer: float = 0.9) -> LeadDays:
    return lead_days(statements, flags=flags, p_employer=lambda _: p_employer, policy=POLICY)


def test_own_and_relayed_statements_have_days_of_their_own() -> None:
    assert days(said("statement_via_vendor", -4, 0), said("ask_yes", 12)) == LeadDays(confirmed=12, attested=0)


def test_what_was_said_before_the_delivery_makes_a_lead_on_that_day() -> None:
    assert days(said("demo_request", -30)) == LeadDays(confirmed=0, attested=None)


def test_a_statement_makes_a_lead_from_the_day_it_was_known() -> None:
    assert days(said("demo_request", 3, 9)).confirmed == 9
    assert days(said("demo_request", 3, 93)).confirmed == 93
    assert days(said("demo_request", 3, 94)).confirmed is None


def test_a_no_that_was_not_yet_known_undoes_no_day() -> None:
    assert days(said("demo_request", -4), said("ask_no", -1, 5)).confirmed == 0
    assert days(said("demo_request", -4), said("ask_no", -1)).confirmed is None


def test_a_second_yes_after_a_no_is_the_first_lead() -> None:
    assert days(said("demo_request", -9), said("ask_no", -4), said("ask_yes", 20)).confirmed == 20


@pytest.mark.parametrize(("p_employer", "confirmed"), [(0.5, 0), (0.49, None)])
def test_an_employer_doubtful_on_the_day_keeps_an_older_statement_from_a_lead(
    p_employer: float, confirmed: int | None
) -> None:
    assert days(said("demo_request", -31), p_employer=p_employer).confirmed == confirmed


def test_what_excludes_a_record_excludes_it_on_every_day() -> None:
    assert days(said("demo_request", 0), flags=frozenset({Flag.DUPLICATE})) == LeadDays(confirmed=None, attested=None)


def test_a_machine_says_nothing() -> None:
    assert days(said("demo_request", 0, actor=Actor.BOT)).confirmed is None
