"""The ordering model, its scores, trends and agreement; against scikit-learn's answers and arithmetic."""

import numpy as np
import pytest

from leadaudit.policy import default_policy
from leadaudit.signals.agreement import agreement, many_way_agreement
from leadaudit.signals.model import fit_ordering_model, fit_ridge, may_order, recalibrated, scores
from leadaudit.signals.trend import class_trend

RULES = default_policy().signals.model


def test_f08_ridge() -> None:
    x = [[0, 0], [0, 1], [1, 0], [1, 1], [0, 0], [0, 1], [1, 0], [1, 1], [0, 0], [1, 1]]
    y = [0, 0, 0, 1, 0, 1, 1, 1, 0, 0]
    intercept, coefficients = fit_ridge(x, y, c=1.0)
    assert intercept == pytest.approx(-1.01450928, abs=1e-4)
    assert coefficients == pytest.approx([0.58841241, 0.58841241], abs=1e-4)
    probabilities = 1 / (1 + np.exp(-(intercept + np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) @ coefficients)))
    assert probabilities == pytest.approx([0.26609831, 0.39505875, 0.39505875, 0.54049003], abs=1e-4)


def test_f07_scores() -> None:
    y = [1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    p = [0.7, 0.2, 0.6, 0.3, 0.1, 0.4, 0.35, 0.05, 0.5, 0.8, 0.15, 0.25]
    found = scores(y, p)
    assert found.brier == pytest.approx(0.10416667, abs=1e-6)
    assert found.log_loss == pytest.approx(0.35979485, abs=1e-6)
    assert found.auc == pytest.approx(0.96875, abs=1e-6)
    assert found.average_precision == pytest.approx(0.95, abs=1e-6)
    assert found.observed_to_expected == pytest.approx(0.90909091, abs=1e-6)
    assert found.brier_skill == pytest.approx(0.53125, abs=1e-6)
    assert may_order(found, RULES)


def test_ties_have_no_order() -> None:
    found = scores([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5])
    assert (found.auc, found.average_precision, found.brier_skill) == (0.5, 0.5, 0)
    assert not may_order(found, RULES)


def test_outcomes_of_one_kind_score_nothing() -> None:
    found = scores([0, 0], [0.1, 0.2])
    assert (found.auc, found.average_precision, found.brier_skill, found.observed_to_expected) == (None, None, None, 0)
    assert not may_order(found, RULES)


@pytest.mark.parametrize(("factor", "may"), [(1.0, True), (1 / 0.71, True), (1 / 0.69, False), (1 / 1.41, False)])
def test_a_model_far_over_or_under_may_not_order(factor: float, may: bool) -> None:
    y = np.array([1] * 20 + [0] * 80)
    p = np.where(y == 1, 0.55, 0.1125) * factor
    assert scores(y, p).brier_skill is not None
    assert may_order(scores(y, p), RULES) is may


def made_up(records: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.Generator(np.random.PCG64(6))
    features = random.random((records, 6)) < 0.3
    rates = 1 / (1 + np.exp(-(-3 + 2 * features[:, 0])))
    return features.astype(float), (random.random(records) < rates).astype(float)


def test_the_model_finds_the_feature_that_matters() -> None:
    x, y = made_up(3000)
    model = fit_ordering_model(x, y, RULES, preference=np.arange(6))
    assert model is not None
    # Standardised: about 2 x the deviation of a 30 % share.
    assert model.coefficients[0] == pytest.approx(2 * 0.458, abs=0.15)
    assert np.abs(model.coefficients[1:]).max() < 0.2
    assert model.probabilities(x).mean() == pytest.approx(y.mean(), abs=1e-6)


def test_nineteen_outcomes_make_no_model_and_twenty_do() -> None:
    x = np.arange(400, dtype=float).reshape(100, 4) % 7
    nineteen, twenty = (np.array([1.0] * n + [0.0] * (100 - n)) for n in (19, 20))
    assert fit_ordering_model(x, nineteen, RULES, preference=[3, 1, 2, 0]) is None
    model = fit_ordering_model(x, twenty, RULES, preference=[3, 1, 2, 0])
    assert model is not None
    assert model.features == (0, 1, 2, 3)
    many = np.column_stack([x, x[:, :2] ** 2])
    chosen = fit_ordering_model(many, twenty, RULES, preference=[3, 1, 2, 0, 9, 8])
    assert chosen is not None
    assert chosen.features == (0, 1, 2, 3)


def test_a_feature_that_never_varies_says_nothing() -> None:
    x, y = made_up(400)
    model = fit_ordering_model(np.column_stack([x[:, 0], np.ones(400)]), y, RULES, preference=[0, 1])
    assert model is not None
    assert model.coefficients[1] == pytest.approx(0)


def test_recalibration_meets_the_outcomes() -> None:
    x, y = made_up(3000)
    shift, slope = recalibrated(np.full(40, -3.0), [1.0] * 10 + [0.0] * 30)
    assert slope == 1
    assert -3 + shift == pytest.approx(np.log(1 / 3))
    model = fit_ordering_model(x, y, RULES, preference=np.arange(6))
    assert model is not None
    shift, slope = recalibrated(model.logits(x) * 2 + 1, y)
    assert slope == pytest.approx(0.5, abs=0.1)
    assert (1 / (1 + np.exp(-(shift + slope * (model.logits(x) * 2 + 1))))).mean() == pytest.approx(y.mean(), abs=1e-5)


def test_outcomes_of_one_kind_fit_no_model() -> None:
    with pytest.raises(ValueError, match="0 of 3 records have the outcome; a model needs both"):
        fit_ridge([[1], [0], [1]], [0, 0, 0])
    with pytest.raises(ValueError, match="0 of 2 records have the outcome"):
        recalibrated([1, 2], [0, 0])


def test_f10_the_classes_in_order() -> None:
    found = class_trend([1, 3, 5, 6], [60, 240, 70, 9])
    assert found is not None
    assert found.rates == pytest.approx((0.01666667, 0.0125, 0.07142857, 0.66666667), abs=1e-6)
    assert found.z == pytest.approx(5.9656753, abs=1e-6)
    assert found.p == pytest.approx(0, abs=1e-6)
    assert not found.is_monotone
    # One of 60 against 3 of 240 is noise, no alert.
    assert found.reversed_pairs == ()


def test_an_order_that_is_surely_broken_is_told() -> None:
    found = class_trend([30, 30, 5], [100, 100, 100])
    assert found is not None
    assert found.z < 0
    assert found.reversed_pairs == ((1, 2),)


def test_no_outcome_has_no_trend() -> None:
    assert class_trend([0, 0], [10, 10]) is None
    assert class_trend([1, 0], [10, 0]) is None
    skipped = class_trend([1, 0, 5], [10, 0, 10])
    assert skipped is not None
    assert skipped.is_monotone


def test_agreement_beyond_chance() -> None:
    found = agreement(both=20, called_only=5, so_only=10, neither=15, level=0.9)
    assert found is not None
    assert (found.precision, found.agreed) == (0.8, 0.7)
    assert found.recall == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx(0.4)
    assert found.precision_interval is not None
    assert found.precision_interval.low is not None
    assert found.precision_interval.low < 0.8


def test_agreement_of_nobody_is_no_figure() -> None:
    assert agreement(both=0, called_only=0, so_only=0, neither=0, level=0.9) is None
    alone = agreement(both=0, called_only=0, so_only=0, neither=7, level=0.9)
    assert alone is not None
    assert (alone.precision, alone.recall, alone.kappa, alone.agreed) == (None, None, None, 1)


def test_labels_may_be_many() -> None:
    same, kappa = many_way_agreement({("lead", "lead"): 4, ("signal", "signal"): 4, ("opt_in", "opt_in"): 4})
    assert [same, kappa] == pytest.approx([1, 1])
    same, kappa = many_way_agreement({(one, other): 1 for one in "abc" for other in "abc"})
    assert [same, kappa] == pytest.approx([1 / 3, 0])
