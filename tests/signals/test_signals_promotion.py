"""Twenty kinds of known worth, fourteen of them of none: who is promoted by training and later deliveries."""

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array
from leadaudit.policy import default_policy
from leadaudit.signals.backtest import signal_lift
from leadaudit.signals.landmark import SignalCounts
from leadaudit.signals.verdict import SignalVerdict, held_out, signal_verdict, trained


def test_of_fourteen_kinds_that_say_nothing_hardly_one_is_promoted_and_most_that_say_much_are() -> None:
    dice = np.random.default_rng(20_260_101)
    ratios = np.array([1.0] * 14 + [2.0] * 3 + [4.0] * 3)
    promoted = np.array([_promoted(ratios, dice) for _ in range(20)])
    nothing, four_times = promoted[:, :14], promoted[:, 17:]
    # one in a thousand of those of no worth, three quarters of the others, as the method says; three errors allowed
    assert nothing.sum() <= 2
    assert abs(four_times.mean() - 0.75) < 0.17


def _promoted(ratios: Array, dice: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Which kinds a training of 3,000 records and a holdout of half as many promote."""
    rules = default_policy().signals
    train, later = (
        signal_lift(_simulated(ratios, records, dice), prior_sd_log_rr=rules.prior_sd_log_rr)
        for records in (3_000, 1_500)
    )
    return np.array(
        [
            signal_verdict(trained(train, at), held_out(later, at), rules) in {SignalVerdict.HIGH, SignalVerdict.MED}
            and later.p_above_1[at] >= rules.high.holdout_p
            for at in range(ratios.size)
        ]
    )


def _simulated(ratios: Array, records: int, dice: np.random.Generator) -> SignalCounts:
    # some kinds are rare and some are shown by every fifth record
    shown = np.exp(dice.uniform(np.log(0.015), np.log(0.2), ratios.size))
    exposed = dice.binomial(records, shown).astype(float)
    other = records - exposed
    return SignalCounts(
        exposed=exposed,
        exposed_events=dice.binomial(exposed.astype(int), 0.02 * ratios).astype(float),
        unexposed=other,
        unexposed_events=dice.binomial(other.astype(int), 0.02).astype(float),
    )
