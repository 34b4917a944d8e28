"""Averages over shares: the nodes are those of Gauss and Legendre."""

import numpy as np
import pytest

from leadaudit.economics.distributions import shares_and_weights


@pytest.mark.parametrize("nodes", [2, 7, 64, 200])
def test_shares_and_weights_are_those_of_gauss_and_legendre(nodes: int) -> None:
    points, weights = np.polynomial.legendre.leggauss(nodes)
    found = shares_and_weights(nodes)
    assert found[0] == pytest.approx((points + 1) / 2, abs=1e-14)
    assert found[1] == pytest.approx(weights / 2, abs=1e-13)


def test_an_average_over_many_shares_is_exact_for_powers() -> None:
    shares, weights = shares_and_weights(400)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert (weights * shares**3).sum() == pytest.approx(1 / 4, abs=1e-12)
    assert (weights * shares**0.5).sum() == pytest.approx(2 / 3, abs=1e-7)
