"""Curves of who is still there, against the worked answers and the published table."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.evidence.retention import (
    Weibull,
    calibrated_spells,
    completed_survival,
    fitted_spells,
    hazard_of_yearly_share,
    monthly_share_of_yearly,
    residual_survival,
    survival_after,
    table_survival,
    yearly_share_of_monthly,
)

ANSWERS: Final[dict[str, Any]] = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "worked_answers.json").read_text("utf-8"))
}
# Bureau of Labor Statistics, January 2016: tenure with the current employer by age, in percent of workers; up to 1, 2,
# 3, 5 and 10 years, then longer.
TENURES: Final = {
    "25-34": (28.9, 9.4, 7.8, 24.9, 21.7, 7.4),
    "35-44": (17.1, 6.1, 4.8, 18.4, 24.4, 29.3),
    "45-54": (12.4, 5.0, 3.4, 13.7, 20.6, 44.9),
    "55-64": (10.2, 3.5, 2.9, 11.7, 18.1, 53.7),
}


def still_there(age: str) -> list[float]:
    shares = TENURES[age]
    return [1 - sum(shares[:upto]) / sum(shares) for upto in range(1, 6)]


def answer(name: str) -> tuple[Any, Any, float]:
    case = ANSWERS[name]
    return case["inputs"], case["expected"], case["tolerance"]


def test_shares_a_month_and_a_year_and_rates_are_one_thing() -> None:
    _, expected, tolerance = answer("B07")
    assert yearly_share_of_monthly(0.021) == pytest.approx(expected["annual_from_2_1pct_month"], abs=tolerance)
    assert monthly_share_of_yearly(0.225) == pytest.approx(expected["monthly_from_22_5"], abs=tolerance)
    assert hazard_of_yearly_share(0.225) == pytest.approx(expected["hazard_from_22_5"], abs=tolerance)
    assert hazard_of_yearly_share(0.23) == pytest.approx(expected["hazard_from_23"], abs=tolerance)


def test_a_new_job_lasts() -> None:
    inputs, expected, tolerance = answer("B08")
    spells = Weibull(shape=inputs["k"], scale=inputs["theta"])
    assert [completed_survival(years, spells) for years in inputs["t"]] == pytest.approx(expected["S"], abs=tolerance)


def test_a_job_whose_start_is_known_lasts_on() -> None:
    inputs, expected, tolerance = answer("B09")
    spells = Weibull(shape=inputs["k"], scale=inputs["theta"])
    assert survival_after(inputs["elapsed"], inputs["t"], spells) == pytest.approx(expected["p"], abs=tolerance)


def test_a_job_whose_start_is_unknown_lasts_on() -> None:
    inputs, expected, tolerance = answer("B10")
    spells = Weibull(shape=inputs["k"], scale=inputs["theta"])
    assert [residual_survival(years, spells) for years in inputs["t"]] == pytest.approx(expected["p"], abs=tolerance)


def test_spells_are_calibrated_to_a_median_and_a_share_of_new_jobs() -> None:
    inputs, expected, tolerance = answer("B11")
    spells = calibrated_spells(median_years=inputs["median"], share_within_a_year=inputs["share_le_1y"])
    assert (spells.shape, spells.scale) == pytest.approx((expected["k"], expected["theta"]), abs=tolerance)
    for years, key in ((0.5, "s_0_5"), (1, "s_1"), (2, "s_2")):
        assert residual_survival(years, spells) == pytest.approx(expected[key], abs=tolerance)


@pytest.mark.parametrize("age", TENURES)
def test_spells_are_fitted_to_a_published_table(age: str) -> None:
    inputs, every, tolerance = answer("B13")
    expected = every[age]
    spells = fitted_spells(inputs["t"], still_there(age))
    assert (spells.shape, spells.scale) == pytest.approx((expected["k"], expected["theta"]), abs=tolerance)
    assert residual_survival(1, spells) == pytest.approx(expected["s_1"], abs=tolerance)
    assert residual_survival(2, spells) == pytest.approx(expected["s_2"], abs=tolerance)


def test_between_two_entries_of_a_table_the_rate_is_constant() -> None:
    inputs, expected, tolerance = answer("B28")
    found = [table_survival(years, inputs["knots"], inputs["S"]) for years in inputs["t"]]
    assert found == pytest.approx(expected["S"], abs=tolerance)


def test_beyond_a_table_its_last_rate_goes_on() -> None:
    assert table_survival(4, (0, 1, 2), (1.0, 0.8, 0.4)) == pytest.approx(0.1)
    assert table_survival(0, (0, 1, 2), (1.0, 0.8, 0.4)) == 1


@given(st.floats(0, 20), st.floats(0.01, 5), st.floats(0.3, 3), st.floats(0.2, 20))
def test_nobody_comes_back(years: float, more: float, shape: float, scale: float) -> None:
    spells = Weibull(shape=shape, scale=scale)
    assert 1 >= residual_survival(years, spells) >= residual_survival(years + more, spells) >= 0
    assert 1 >= completed_survival(years, spells) >= completed_survival(years + more, spells) >= 0
