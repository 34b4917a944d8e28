"""Every row of the decision table with its near miss, and what must hold for any evidence."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.evidence.case import Case, Decision, Event
from leadaudit.evidence.decision import decide
from leadaudit.policy import default_policy, read_policy
from leadaudit.vocabulary import Actor, Category, ClassRule, ExcludedReason, Flag, RecordClass, Source, Tier

POLICY = default_policy()
CONSENT = Flag.CONSENT_VALID
YES = ["demo_request", "pricing_request", "contact_me", "ask_yes", "reply_positive", "meeting_booked", "opp_contact"]
NO = ["ask_no", "reply_not_interested", "statement_via_vendor_no", "unsubscribe", "spam_complaint", "denied_engagement"]
# From nothing to a lead; excluded stands below all.
ORDER = [RecordClass.EXCLUDED, RecordClass.UNPROVEN, RecordClass.OPT_IN, RecordClass.SIGNAL, RecordClass.LEAD]


def decided(*events: Event, flags: set[Flag] | None = None, p_employer: float | None = 0.9) -> Decision:
    return decide(Case(flags=frozenset(flags or set()), events=events, p_employer=p_employer), POLICY)


def event(kind: str, age_days: int, category: Category = Category.UNMAPPED, source: Source = Source.FIRST) -> Event:
    return Event(kind=kind, age_days=age_days, category=category, source=source)


def relayed(age_days: int) -> Event:
    return event("statement_via_vendor", age_days, source=Source.VENDOR)


def test_the_first_flag_in_order_names_the_exclusion() -> None:
    flags = {Flag.UNREACHABLE, Flag.OUT_OF_SPEC, Flag.COMPETITOR, Flag.DUPLICATE}
    assert decided(flags=flags).excluded_reason is ExcludedReason.DUPLICATE
    assert decided(flags=flags - {Flag.DUPLICATE}).excluded_reason is ExcludedReason.COMPETITOR
    assert decided(flags={Flag.UNREACHABLE, Flag.OUT_OF_SPEC}).excluded_reason is ExcludedReason.OUT_OF_SPEC
    assert decided(flags={Flag.UNREACHABLE}).excluded_reason is ExcludedReason.UNREACHABLE


def test_a_denial_excludes_however_old_and_whatever_came_later() -> None:
    decision = decided(event("denied_engagement", 400), event("demo_request", 2), flags={CONSENT})
    assert (decision.rule, decision.excluded_reason) == (ClassRule.DENIED, ExcludedReason.DENIED_ENGAGEMENT)


def test_a_request_after_unsubscribing_makes_a_lead_and_one_on_the_same_day_does_not() -> None:
    later = decided(event("unsubscribe", 30), event("demo_request", 5), flags={CONSENT})
    same_day = decided(event("unsubscribe", 5), event("demo_request", 5), flags={CONSENT})
    assert later.record_class is RecordClass.LEAD
    assert (same_day.record_class, same_day.rule) == (RecordClass.EXCLUDED, ClassRule.SUPPRESSED)


def test_permission_taken_back_does_not_return_when_the_later_request_lapses() -> None:
    decision = decided(event("unsubscribe", 300), event("demo_request", 200), flags={CONSENT})
    assert decision.record_class is RecordClass.UNPROVEN


def test_a_suppression_list_excludes_even_a_request_because_an_entry_has_no_date() -> None:
    assert decided(event("demo_request", 2), flags={Flag.SUPPRESSED}).excluded_reason is ExcludedReason.SUPPRESSED


def test_a_role_mailbox_without_a_person_is_unproven_whatever_it_holds() -> None:
    decision = decided(event("demo_request", 2), flags={Flag.ROLE_MAILBOX, CONSENT})
    assert (decision.record_class, decision.rule) == (RecordClass.UNPROVEN, ClassRule.ROLE_MAILBOX)
    assert decided(flags={Flag.ROLE_MAILBOX, Flag.COMPETITOR}).record_class is RecordClass.EXCLUDED


def test_an_account_alone_is_a_low_signal() -> None:
    decision = decided(event("account_topic_surge", 3, source=Source.THIRD), flags={Flag.ACCOUNT_ONLY})
    assert (decision.record_class, decision.tier, decision.rule) == (
        RecordClass.SIGNAL,
        Tier.LOW,
        ClassRule.ACCOUNT_ONLY,
    )


def test_account_intent_is_no_signal_of_a_person() -> None:
    assert decided(event("account_topic_surge", 3, source=Source.THIRD)).record_class is RecordClass.UNPROVEN


@pytest.mark.parametrize(
    ("age", "expected"),
    [(90, RecordClass.LEAD), (91, RecordClass.SIGNAL), (180, RecordClass.SIGNAL), (181, RecordClass.OPT_IN)],
)
def test_a_statement_ages_from_lead_over_signal_to_nothing(age: int, expected: RecordClass) -> None:
    assert decided(event("ask_yes", age), flags={CONSENT}).record_class is expected


def test_an_active_opportunity_keeps_a_statement_alive_until_a_no() -> None:
    flags = {CONSENT, Flag.ACTIVE_OPPORTUNITY}
    assert decided(event("demo_request", 300), flags=flags).record_class is RecordClass.LEAD
    refused = decided(event("demo_request", 300), event("ask_no", 20), flags=flags)
    assert (refused.record_class, refused.rule) == (RecordClass.OPT_IN, ClassRule.COOLING_OFF)


def test_an_active_opportunity_without_any_statement_is_no_lead() -> None:
    assert decided(flags={CONSENT, Flag.ACTIVE_OPPORTUNITY}).record_class is RecordClass.OPT_IN


@pytest.mark.parametrize(
    ("age", "p_employer", "rule"),
    [
        (31, 0.50, ClassRule.EXPLICIT_STATEMENT),
        (31, 0.49, ClassRule.CONFIRM_EMPLOYER),
        (30, 0.49, ClassRule.EXPLICIT_STATEMENT),
        (31, None, ClassRule.EXPLICIT_STATEMENT),
    ],
)
def test_a_doubtful_employer_is_confirmed_first_unless_the_statement_is_fresh(
    age: int, p_employer: float | None, rule: ClassRule
) -> None:
    decision = decided(event("demo_request", age), p_employer=p_employer)
    assert decision.rule is rule
    assert decision.tier is (Tier.HIGH if rule is ClassRule.EXPLICIT_STATEMENT else Tier.MED)


def test_a_relayed_statement_is_attested_only_where_no_own_one_carries_the_lead() -> None:
    assert decided(relayed(5)).attested is True
    assert decided(relayed(5), event("demo_request", 60)).attested is False
    assert decided(relayed(5), event("demo_request", 100)).attested is True


def test_a_no_of_the_same_day_stands_against_the_yes() -> None:
    same_day = decided(event("ask_no", 5), event("demo_request", 5), flags={CONSENT})
    assert (same_day.record_class, same_day.rule) == (RecordClass.OPT_IN, ClassRule.COOLING_OFF)
    assert decided(event("ask_no", 6), event("demo_request", 5)).record_class is RecordClass.LEAD


def test_a_relayed_statement_is_cancelled_by_a_newer_no() -> None:
    refused = event("statement_via_vendor_no", 2, source=Source.VENDOR)
    assert decided(relayed(5), refused).rule is ClassRule.COOLING_OFF
    assert decided(relayed(2), event("ask_no", 5)).record_class is RecordClass.LEAD


def test_the_policy_can_refuse_to_count_relayed_statements_as_leads() -> None:
    strict = read_policy(
        'name = "strict"\nversion = "1"\n[classes]\nvendor_statement_with_proof = "signal"\n', where="strict.toml"
    )
    decision = decide(Case(events=(relayed(5),), p_employer=0.9), strict)
    assert (decision.record_class, decision.tier) == (RecordClass.SIGNAL, Tier.MED)


def test_a_yes_that_a_vendor_reports_is_the_vendors_word() -> None:
    decision = decided(event("demo_request", 5, source=Source.VENDOR))
    assert (decision.record_class, decision.tier, decision.rule) == (
        RecordClass.SIGNAL,
        Tier.MED,
        ClassRule.STRONG_BEHAVIOUR,
    )
    assert decided(event("demo_request", 61, source=Source.VENDOR)).record_class is RecordClass.UNPROVEN


@pytest.mark.parametrize(("age", "rule"), [(180, ClassRule.COOLING_OFF), (181, ClassRule.STRONG_BEHAVIOUR)])
def test_a_no_outranks_behaviour_until_the_cooling_off_ends(age: int, rule: ClassRule) -> None:
    assert decided(event("ask_no", age), event("pricing_page", 1)).rule is rule


def test_a_learner_is_lifted_by_a_statement_only() -> None:
    flags = {Flag.LEARNER}
    capped = decided(event("webinar_live", 1), flags=flags)
    assert (capped.record_class, capped.rule) == (RecordClass.UNPROVEN, ClassRule.LEARNER_CAP)
    assert decided(event("demo_request", 1), flags=flags).record_class is RecordClass.LEAD


@pytest.mark.parametrize(("age", "expected"), [(28, RecordClass.SIGNAL), (29, RecordClass.UNPROVEN)])
def test_behaviour_lives_two_half_lives(age: int, expected: RecordClass) -> None:
    assert decided(event("pricing_page", age)).record_class is expected


@pytest.mark.parametrize(
    ("ages", "category", "tier"),
    [
        ((3, 17), Category.PRICING, Tier.HIGH),
        ((3, 18), Category.PRICING, Tier.MED),
        ((14, 28), Category.PRICING, Tier.HIGH),
        ((15, 20), Category.PRICING, Tier.MED),
        ((3, 9), Category.UNMAPPED, Tier.MED),
    ],
)
def test_two_strong_events_are_high_when_close_recent_and_in_context(
    ages: tuple[int, int], category: Category, tier: Tier
) -> None:
    decision = decided(*(event("webinar_live", age, category) for age in ages))
    assert decision.tier is tier
    assert decision.category is category


def test_an_active_opportunity_is_context_too() -> None:
    events = (event("webinar_live", 3), event("event_attend", 9))
    assert decided(*events, flags={Flag.ACTIVE_OPPORTUNITY}).tier is Tier.HIGH


@pytest.mark.parametrize(("ages", "tier"), [((5, 35), Tier.MED), ((5, 36), Tier.LOW)])
def test_two_kinds_are_medium_when_they_lie_close(ages: tuple[int, int], tier: Tier) -> None:
    assert decided(event("asset_engaged", ages[0]), event("second_asset", ages[1])).tier is tier


def test_two_of_one_kind_stay_low() -> None:
    assert decided(event("asset_engaged", 5), event("asset_engaged", 9)).tier is Tier.LOW


def test_a_kind_that_a_back_test_promoted_is_high_while_it_weighs_half() -> None:
    promoted = read_policy(
        'name = "promoted"\nversion = "1"\n[classes]\nvalidated_high_kinds = ["asset_engaged"]\n', where="promoted.toml"
    )
    assert decide(Case(events=(event("asset_engaged", 30),)), promoted).rule is ClassRule.VALIDATED_TYPE
    assert decide(Case(events=(event("asset_engaged", 31),)), promoted).rule is ClassRule.SINGLE_BEHAVIOUR


def test_a_kind_nobody_knows_counts_for_nothing() -> None:
    assert decided(event("telepathy", 1)).rule is ClassRule.NO_EVIDENCE


FLAGS = st.frozensets(st.sampled_from(list(Flag)), max_size=3)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from([*sorted(POLICY.kinds), "telepathy"]),
    age_days=st.integers(-40, 400),
    actor=st.sampled_from(list(Actor)),
    source=st.sampled_from(list(Source)),
    category=st.sampled_from(list(Category)),
    proof_complete=st.booleans(),
)
CASES = st.builds(
    Case,
    flags=FLAGS,
    events=st.lists(EVENTS, max_size=6).map(tuple),
    p_employer=st.one_of(st.none(), st.floats(0, 1)),
)


@given(CASES, st.lists(EVENTS.map(lambda e: event(e.kind, -1 - abs(e.age_days))), min_size=1, max_size=3))
def test_what_happens_later_never_matters(case: Case, later: list[Event]) -> None:
    with_later = Case(flags=case.flags, events=(*case.events, *later), p_employer=case.p_employer)
    assert decide(with_later, POLICY) == decide(case, POLICY)


@given(CASES)
def test_permission_never_lowers_a_class(case: Case) -> None:
    without = Case(flags=case.flags - {CONSENT}, events=case.events, p_employer=case.p_employer)
    with_it = Case(flags=case.flags | {CONSENT}, events=case.events, p_employer=case.p_employer)
    assert _rank(with_it) >= _rank(without)


@given(CASES, st.sampled_from(NO), st.integers(0, 400))
def test_a_no_never_raises_a_class(case: Case, kind: str, age_days: int) -> None:
    refused = Case(flags=case.flags, events=(*case.events, event(kind, age_days)), p_employer=case.p_employer)
    assert _rank(refused) <= _rank(case)


@given(CASES, st.randoms())
def test_the_order_of_evidence_does_not_matter(case: Case, shuffler: random.Random) -> None:
    events = list(case.events)
    shuffler.shuffle(events)
    shuffled = Case(flags=case.flags, events=tuple(events), p_employer=case.p_employer)
    assert decide(shuffled, POLICY) == decide(case, POLICY)


@given(CASES)
def test_only_a_statement_makes_a_lead(case: Case) -> None:
    silent = tuple(event for event in case.events if event.kind not in {*YES, "meeting_held", "statement_via_vendor"})
    decision = decide(Case(flags=case.flags, events=silent, p_employer=case.p_employer), POLICY)
    assert decision.record_class is not RecordClass.LEAD


def _rank(case: Case) -> int:
    return ORDER.index(decide(case, POLICY).record_class)
