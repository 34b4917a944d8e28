"""What checks by hand say of the policy."""

from datetime import date
from typing import Any

import pytest

from leadaudit.answers.calibration_words import calibration_sentences, likelihood_rows, rate_rows, vendor_rows
from leadaudit.evidence.audited import Audited, calibrate
from leadaudit.evidence.calibrated_policy import calibrated_text
from leadaudit.evidence.calibration import Checked, audited_hazard
from leadaudit.evidence.freshness import FreshnessCase
from leadaudit.policy import default_policy, read_policy
from leadaudit.vocabulary import JobFunction, Seniority

POLICY = default_policy()
NEWEST = date(2026, 11, 20)


def one(*, is_there: bool, is_titled: bool | None = None, day: int = 365, **changes: Any) -> Audited:
    plain = {
        "seniority": Seniority.DIRECTOR, "function": JobFunction.IT, "as_of": 400, "checked": None, "delivered": 10,
        "domain_evidence": None, "names_employer": True, "names_title": True, "is_stated": True,
    }  # fmt: skip
    return Audited(
        vendor=changes.pop("vendor", "corvane"),
        case=FreshnessCase(**{**plain, **changes}),
        day=day,
        is_there=is_there,
        is_titled=is_titled,
    )


def calibrated(audited: list[Audited]) -> Any:
    return calibrate(audited, records={"corvane": 500}, policy=POLICY, newest=NEWEST)


def test_rates_move_by_what_was_found_of_known_age() -> None:
    audited = [one(is_there=True, is_titled=True)] * 40 + [one(is_there=False)] * 20
    found = calibrated(audited)
    expected = audited_hazard(
        POLICY.freshness.employer_hazard.leader,
        [Checked(years=365 / 365.25, checked=60, changed=20)],
        prior_years=50,
    )
    rate = found.employer["leader"]
    assert (rate.checked, rate.changed, set(found.employer)) == (60, 20, {"leader"})
    assert rate.after.value == pytest.approx(expected.value, abs=1e-6)
    assert rate.before < rate.after.low
    assert (found.title["leader"].checked, found.title["leader"].changed) == (40, 0)


def test_an_assumed_age_moves_no_rate_and_a_rare_job_none() -> None:
    assumed = [one(is_there=False, is_stated=False)] * 10
    chiefs = [one(is_there=False, seniority=Seniority.C_LEVEL, function=JobFunction.MARKETING)] * 10
    assert calibrated(assumed + chiefs).employer == {}


def test_a_job_that_ends_faster_counts_as_older() -> None:
    slow = calibrated([one(is_there=False)] * 5 + [one(is_there=True)] * 20).employer["leader"].after.value
    hasty = [one(is_there=False, function=JobFunction.HR)] * 5 + [one(is_there=True, function=JobFunction.HR)] * 20
    assert calibrated(hasty).employer["leader"].after.value < slow


def test_likelihoods_are_shares_of_those_who_showed_the_group() -> None:
    there = [one(is_there=True, is_titled=True, domain_evidence="domain_match")] * 27
    there += [one(is_there=True, is_titled=True, domain_evidence="domain_mismatch")] * 3
    left = [one(is_there=False, domain_evidence="domain_match")] * 10
    left += [one(is_there=False, domain_evidence="domain_mismatch")] * 10
    silent = [one(is_there=True, is_titled=True)] * 50
    found = calibrated(there + left + silent).likelihoods
    assert set(found) == {"domain_match", "domain_mismatch"}
    assert (found["domain_mismatch"].seen, found["domain_mismatch"].of) == ((3, 0, 10), (30, 0, 20))
    same, retitled, gone = found["domain_mismatch"].after
    assert (same, gone) == pytest.approx((3.5 / 31, 10.5 / 21))
    assert retitled == pytest.approx(same), "too few with a new title: in proportion, as the assumption has it"


def test_too_few_in_a_state_leave_the_assumption() -> None:
    there = [one(is_there=True, is_titled=True, domain_evidence="domain_match")] * 60
    left = [one(is_there=False, domain_evidence="domain_mismatch")] * 19
    assert calibrated(there + left).likelihoods == {}


def test_what_spoke_after_the_check_is_not_held_against_it() -> None:
    audited = one(is_there=True, day=100, heard=(("hard_bounce", 200),))
    assert audited.expected(POLICY.freshness).p_employer > 0.9


def test_what_was_found_is_told_with_what_was_expected() -> None:
    audited = [one(is_there=True, is_titled=True)] * 40 + [one(is_there=False)] * 20
    found = calibrated(audited)
    # 60 directors a year on: .8752 each, 52.5 in all.
    assert calibration_sentences(found) == (
        "**Of 60 checked records 40 are still with the employer; 52.5 were expected.**",
        "The probabilities do not fit what was found at corvane.",
        "2 assumptions would be replaced by what was found.",
    )
    assert vendor_rows(found) == [
        ("corvane", "60", "20 of 60 (33 %)", "22 % to 46 %", "119 to 222 of 500", "7.5", "0.76"),
    ]
    assert [row[0] for row in rate_rows(found)] == ["leaving, managers to VPs", "new title, managers to VPs"]
    assert likelihood_rows(found) == []


def test_nothing_checked_is_said_so() -> None:
    assert calibration_sentences(calibrated([]))[0].startswith("**No record was checked by hand yet.**")


def test_the_policy_that_the_checks_ask_for_says_where_it_comes_from() -> None:
    audited = [one(is_there=True, is_titled=True, domain_evidence="domain_match")] * 40
    audited += [one(is_there=False, domain_evidence="domain_mismatch")] * 20
    found = calibrated(audited)
    own = 'name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 0.6\n'
    policy = read_policy(calibrated_text(own, found, name="ours-calibrated", version="2"), where="p")
    assert (policy.name, policy.version, policy.usable.min_employer_p) == ("ours-calibrated", "2", 0.6)
    assert policy.freshness.employer_hazard.leader == pytest.approx(found.employer["leader"].after.value, rel=1e-5)
    assert policy.freshness.employer_hazard.entry == POLICY.freshness.employer_hazard.entry
    assert policy.freshness.likelihood["domain_mismatch"] == pytest.approx(
        found.likelihoods["domain_mismatch"].after, rel=1e-5
    )
    source = policy.provenance_of("freshness.employer_hazard.leader")
    assert source is not None
    assert (source.code, source.source) == ("O", "20 of 60 checked by hand until 2026-11-20; before 0.1333")


def test_checks_that_say_nothing_change_no_rule() -> None:
    text = calibrated_text("", calibrated([]), name="ours", version="2")
    assert read_policy(text, where="p").fingerprint == POLICY.fingerprint
