"""How employer and title age, and what changes their course."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.evidence.states import ON_THE_FACT_DATE, Hazards, Seen, aged, hazards_of, label_of, states_at
from leadaudit.policy import default_policy
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

RULES = default_policy().freshness
AVERAGE = hazards_of(Seniority.UNKNOWN, JobFunction.UNKNOWN, RULES)


# The twelve-month table of docs/method.md, "Freshness".
@pytest.mark.parametrize(
    ("seniority", "p_employer", "p_title"),
    [
        (Seniority.ENTRY, 0.7736, 0.7109),
        (Seniority.INDIVIDUAL, 0.8372, 0.7694),
        (Seniority.UNKNOWN, 0.8372, 0.7694),
        (Seniority.MANAGER, 0.8752, 0.8043),
        (Seniority.DIRECTOR, 0.8752, 0.8043),
        (Seniority.VP, 0.8752, 0.8043),
        (Seniority.C_LEVEL, 0.8607, 0.8278),
        (Seniority.OWNER, 0.8607, 0.8278),
    ],
)
def test_bands_age_as_published(seniority: Seniority, p_employer: float, p_title: float) -> None:
    states = aged(ON_THE_FACT_DATE, hazards_of(seniority, JobFunction.IT, RULES), 1)
    assert states.p_employer == pytest.approx(p_employer, abs=1e-4)
    assert states.p_title == pytest.approx(p_title, abs=1e-4)


def test_a_function_multiplies_the_rate_of_leaving_alone() -> None:
    hazards = hazards_of(Seniority.INDIVIDUAL, JobFunction.HR, RULES)
    assert hazards.employer == pytest.approx(0.177730 * 1.377)
    assert hazards.title == 0.084469


def test_a_marketing_chief_has_rates_of_its_own() -> None:
    assert hazards_of(Seniority.C_LEVEL, JobFunction.MARKETING, RULES) == Hazards(employer=0.27, title=0.05)


# The evidence table of docs/method.md, "Freshness": seen at twelve months, unknown band.
@pytest.mark.parametrize(
    ("kind", "p_employer"),
    [
        ("hard_bounce", 0.1281),
        ("delivered_not_catchall", 0.9438),
        ("delivered_catchall", 0.864),
        ("domain_mismatch", 0.3701),
        ("crm_newer_diff_employer", 0.2322),
        ("crm_newer_same_employer_diff_title", 0.9325),
        ("other_vendor_diff_employer", 0.507),
        ("vendor_verified", 0.9670),
        ("first_party_confirmed", 0.9978),
        ("autoreply_left", 0.017),
    ],
)
def test_one_item_after_a_year_moves_the_employer_as_tabled(kind: str, p_employer: float) -> None:
    states = states_at(1, hazards=AVERAGE, seen=[Seen(years=1, kind=kind)], rules=RULES)
    assert states.p_employer == pytest.approx(p_employer, abs=5e-4)


def test_of_one_group_the_newest_item_speaks_alone() -> None:
    bounced, delivered = Seen(years=0.5, kind="hard_bounce"), Seen(years=0.8, kind="delivered_not_catchall")
    both = states_at(1, hazards=AVERAGE, seen=[bounced, delivered], rules=RULES)
    assert both == states_at(1, hazards=AVERAGE, seen=[delivered], rules=RULES)


def test_of_one_day_and_group_the_strongest_item_speaks() -> None:
    weak, strong = Seen(years=0.5, kind="domain_match"), Seen(years=0.5, kind="domain_mismatch")
    both = states_at(1, hazards=AVERAGE, seen=[strong, weak], rules=RULES)
    assert both == states_at(1, hazards=AVERAGE, seen=[strong], rules=RULES)


def test_an_item_seen_later_is_not_read() -> None:
    later = Seen(years=1.1, kind="hard_bounce")
    assert states_at(1, hazards=AVERAGE, seen=[later], rules=RULES) == states_at(
        1, hazards=AVERAGE, seen=[], rules=RULES
    )


@pytest.mark.parametrize(
    ("probability", "label"),
    [
        (0.80, FreshnessLabel.FRESH),
        (0.799, FreshnessLabel.DOUBTFUL),
        (0.50, FreshnessLabel.DOUBTFUL),
        (0.499, FreshnessLabel.STALE),
        (None, FreshnessLabel.UNKNOWN),
    ],
)
def test_labels_begin_at_their_limits(probability: float | None, label: FreshnessLabel) -> None:
    assert label_of(probability, RULES) is label


SEEN = st.builds(Seen, years=st.floats(-1, 5), kind=st.sampled_from(sorted(RULES.likelihood)))


@given(st.lists(SEEN, max_size=6), st.floats(0, 6))
def test_probabilities_sum_to_one_whatever_the_order_of_items(seen: list[Seen], years: float) -> None:
    states = states_at(years, hazards=AVERAGE, seen=seen, rules=RULES)
    assert states.same + states.retitled + states.left == pytest.approx(1)
    assert min(states.same, states.retitled, states.left) >= 0
    assert states == states_at(years, hazards=AVERAGE, seen=seen[::-1], rules=RULES)
