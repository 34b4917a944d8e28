"""Do intervals hold as often as they say, and who is promoted by chance: simulated vendors and signals of known truth.

``python -m bench.economics``: seeded, under a minute, beside the figures that ``docs/method.md`` gives.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from leadaudit.economics.compare import value_of_drawn_move
from leadaudit.economics.cost import cost_per_real_lead
from leadaudit.economics.decisions import Worked
from leadaudit.economics.delay import ExponentialDelay
from leadaudit.economics.hierarchy import Seen, vendor_rates
from leadaudit.economics.other_cost_intervals import likeliest_prior
from leadaudit.economics.other_intervals import wald
from leadaudit.economics.ranking import VendorData, rank_vendors
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.survival import End, conversion_by, incidence_curve
from leadaudit.economics.two_rates import difference_interval
from leadaudit.economics.young import effective_trials, young_rate, young_rate_on_grid
from leadaudit.policy import default_policy
from leadaudit.signals.backtest import signal_lift
from leadaudit.signals.landmark import Followed, SignalCounts, SignalEvents, landmark_table, signal_counts

POLICY = default_policy()
DELAY = ExponentialDelay(mean_days=45, horizon_days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the report.

    Args:
        what: In words.
        found: Here.
        error: Twice its standard error; 0 where it was counted exactly.
        published: In the method; None: no such figure.
        least: Below this the run fails; None: no such limit.
        most: Above this likewise.
    """

    what: str
    found: float
    error: float = 0.0
    published: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def is_off(self) -> bool:
        """Whether it is beyond its limits by more than its own error."""
        too_low = self.least is not None and self.found + self.error < self.least
        return too_low or (self.most is not None and self.found - self.error > self.most)


def share(held: npt.ArrayLike) -> tuple[float, float]:
    """A share and twice its standard error."""
    each = np.asarray(held, float)
    mean = float(each.mean())
    return mean, 2 * float(np.sqrt(max(mean * (1 - mean), 0.25 / each.size) / each.size))


def one_vendor() -> Iterator[Figure]:
    """Cost per lead of one vendor, all outcomes counted with their chance: no dice."""
    for trials, rate, published in ((100, 0.01, 0.980), (300, 0.01, 0.916), (1000, 0.02, None)):
        chances = _binomial(trials, rate)
        held = naive = 0.0
        for events, chance in enumerate(chances):
            cost = cost_per_real_lead(RatePosterior(events=events, trials=trials), 50.0, level=0.95)
            held += chance * ((cost.low or 0) <= 50 / rate <= (cost.high or np.inf))
            plain = wald(events, trials, level=0.95)
            naive += chance * plain.holds(rate)
        yield Figure(what=f"95 % cost interval, n {trials}, {rate:.0%}", found=held, published=published, least=0.90)
        yield Figure(what=f"   textbook interval of the rate, n {trials}, {rate:.0%}", found=naive)


def _binomial(trials: int, rate: float) -> npt.NDArray[np.float64]:
    chances = np.empty(trials + 1)
    chances[0] = (1 - rate) ** trials
    for events in range(1, trials + 1):
        chances[events] = chances[events - 1] * (trials - events + 1) / events * rate / (1 - rate)
    return chances


def two_rates() -> Iterator[Figure]:
    """The score interval of a difference, all pairs of outcomes counted with their chance."""
    for trials, other_trials, rate, other_rate in (
        (100, 100, 0.02, 0.02),
        (300, 150, 0.06, 0.03),
        (200, 250, 0.01, 0.05),
    ):
        one, other = np.arange(trials + 1)[:, None], np.arange(other_trials + 1)[None, :]
        low, high = difference_interval(one, trials, other, other_trials, level=0.95)
        held = (low <= rate - other_rate) & (rate - other_rate <= high)
        chance = _binomial(trials, rate)[:, None] * _binomial(other_trials, other_rate)[None, :]
        what = f"95 % interval of a difference, {rate:.0%} of {trials} and {other_rate:.0%} of {other_trials}"
        yield Figure(what=what, found=float((held * chance).sum()), published=0.958, least=0.93)


def several_vendors(random: np.random.Generator) -> Iterator[Figure]:
    """90 % intervals of vendors taken together, true yields drawn around 2 %; the plug-in way beside."""
    cells = ((3, 0.0, 0.940, 0.218), (6, 0.3, 0.914, 0.498), (6, 0.6, 0.888, 0.677), (12, 1.0, 0.900, 0.873))
    for vendors, variation, published, published_plug_in in cells:
        held: list[bool] = []
        plugged: list[bool] = []
        for run in range(480 // vendors):
            true = _yields(vendors, variation, random)
            trials = np.exp(random.uniform(np.log(50), np.log(3000), vendors)).astype(int)
            events = random.binomial(trials, true)
            seen = [Seen(events=float(x), trials=float(n)) for x, n in zip(events, trials, strict=True)]
            below = vendor_rates(seen, cv_prior_max=2.0).below(true)
            held += [bool(0.05 <= one <= 0.95) for one in below]
            # The plug-in is slow to fit; a part of the runs shows it well enough.
            if run % 6 == 0 and events.sum():
                prior = likeliest_prior([(float(x), float(n)) for x, n in zip(events, trials, strict=True)])
                for rate, x, n in zip(true, events, trials, strict=True):
                    own = RatePosterior(events=float(x), trials=float(n), prior=(prior.a, prior.b))
                    plugged.append(bool(own.quantile(0.05) <= rate <= own.quantile(0.95)))
        what = f"90 % interval, {vendors} vendors, variation {variation:g}"
        yield Figure(what=what, found=share(held)[0], error=share(held)[1], published=published, least=0.86)
        yield Figure(
            what="   likeliest prior plugged in",
            found=share(plugged)[0],
            error=share(plugged)[1],
            published=published_plug_in,
        )


def _yields(vendors: int, variation: float, random: np.random.Generator) -> npt.NDArray[np.float64]:
    if variation == 0:
        return np.full(vendors, 0.02)
    strength = 0.98 / (0.02 * variation**2) - 1
    return random.beta(0.02 * strength, 0.98 * strength, vendors)


def young_records(random: np.random.Generator) -> Iterator[Figure]:
    """The 180-day rate of records delivered evenly over the last 180 days, a third of them disqualified."""
    names = ("counted as if mature", "Aalen-Johansen, effective records", "effective trials", "grid")
    held: dict[str, list[bool]] = {name: [] for name in names}
    for records, rate in ((200, 0.01), (200, 0.03), (2000, 0.01), (2000, 0.03)):
        for _ in range(100):
            ages, days, ends = _cohort(records, rate, random)
            converted = ends == End.OUTCOME
            outcomes = int(converted.sum())
            naive = RatePosterior(events=outcomes, trials=records).interval(0.95)
            curve = incidence_curve(days, ends)
            johansen = conversion_by(180, curve=curve, ages=ages, delay=DELAY, level=0.95).interval
            young = young_rate(outcomes, effective_trials(ages, delay=DELAY)).interval(0.95)
            grid = young_rate_on_grid(outcomes, ages[~converted], delay=DELAY).interval(0.95)
            for name, interval in zip(names, (naive, johansen, young, grid), strict=True):
                held[name].append((interval.low or 0) <= rate <= (interval.high or 1))
    published = (0.875, 0.952, None, 0.958)
    for name, figure in zip(names, published, strict=True):
        found, error = share(held[name])
        least = None if name == names[0] else 0.92
        yield Figure(
            what=f"95 % interval of young records: {name}", found=found, error=error, published=figure, least=least
        )


def _cohort(
    records: int, rate: float, random: np.random.Generator
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Ages, days followed and ends of a cohort."""
    ages = np.ceil(random.uniform(0, 180, records))
    converts = random.random(records) < rate
    # Delays by inverting the truncated exponential.
    delays = np.ceil(-45 * np.log1p(-random.random(records) * -np.expm1(-180 / 45)))
    disqualified = ~converts & (random.random(records) < 0.35)
    at = np.where(converts, delays, np.where(disqualified, np.ceil(random.exponential(40, records)), np.inf))
    came = at <= ages
    ends = np.where(came & converts, End.OUTCOME, np.where(came, End.OTHERWISE, End.STILL_WAITING))
    return ages, np.where(came, at, ages), ends.astype(np.int64)


def promotions(random: np.random.Generator) -> Iterator[Figure]:
    """Twenty kinds of signal, fourteen of them nothing: who is promoted, with training and later deliveries."""
    ratios = np.array([1.0] * 14 + [2.0] * 3 + [4.0] * 3)
    runs, records = 250, 3000
    rules = {"p below .05": [], "q and support": [], "and later deliveries": []}  # type: dict[str, list[npt.NDArray[np.bool_]]]
    for _ in range(runs):
        seen = _tables(ratios, records, random)
        lift = signal_lift(seen, prior_sd_log_rr=POLICY.signals.prior_sd_log_rr)
        later = signal_lift(_tables(ratios, records // 2, random), prior_sd_log_rr=0.5)
        support = POLICY.signals.support
        called = (
            (lift.q <= POLICY.signals.fdr)
            & (lift.shrunk_ratio > 1)
            & (seen.exposed >= support.exposed)
            & (seen.exposed_events >= support.exposed_events)
            & (seen.exposed_events + seen.unexposed_events >= support.total_events)
        )
        proved = (later.p_above_1 >= 0.9) & (np.nan_to_num(later.ratio) > 1.25)
        rules["p below .05"].append((lift.fisher_p < 0.05) & (lift.ratio > 1))
        rules["q and support"].append(called)
        rules["and later deliveries"].append(called & proved)
    published = {
        "p below .05": (0.026, 0.45, 0.91),
        "q and support": (0.010, 0.31, 0.83),
        "and later deliveries": (0.001, 0.17, 0.75),
    }
    groups = (("nothing", slice(0, 14)), ("twice", slice(14, 17)), ("four times", slice(17, 20)))
    for rule, promoted in rules.items():
        for (name, places), figure in zip(groups, published[rule], strict=True):
            found, error = share(np.array(promoted)[:, places])
            most = 0.006 if rule == "and later deliveries" and name == "nothing" else None
            yield Figure(what=f"promoted, {rule}: {name}", found=found, error=error, published=figure, most=most)


def _tables(ratios: npt.NDArray[np.float64], records: int, random: np.random.Generator) -> SignalCounts:
    # Some kinds are rare and some are shown by every fifth record.
    common = np.exp(random.uniform(np.log(0.015), np.log(0.2), ratios.size))
    exposed = random.binomial(records, common).astype(float)
    unexposed = records - exposed
    return SignalCounts(
        exposed=exposed,
        exposed_events=random.binomial(exposed.astype(int), 0.02 * ratios).astype(float),
        unexposed=unexposed,
        unexposed_events=random.binomial(unexposed.astype(int), 0.02).astype(float),
    )


# In a process of its own: what reading scipy takes, then the first comparison.
FRESH: Final = """
import time
from bench import economics
import numpy as np
started = time.process_time()
import scipy.special
read = time.process_time()
economics.rank_twelve(np.random.Generator(np.random.PCG64(12)))
print(read - started, time.process_time() - read)
"""


def rank_twelve(random: np.random.Generator) -> float:
    """CPU seconds to rank 12 vendors and decide on all 66 pairs of them."""
    vendors = [
        VendorData(
            vendor=f"v{place}",
            events=float(random.binomial(800, 0.02)),
            trials=800.0,
            cost_per_record=float(random.uniform(30, 90)),
            budget=30_000.0,
            worked=Worked(worked=80, usable=100),
            outcomes_known=True,
        )
        for place in range(12)
    ]
    started = time.process_time()
    rank_vendors(vendors, cost=POLICY.cost, decisions=POLICY.decisions).with_target(4000.0)
    return time.process_time() - started


def speed(random: np.random.Generator) -> Iterator[Figure]:
    """CPU seconds of what a page waits for."""
    fresh = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    scipy_read, first = map(float, fresh.stdout.split())
    yield Figure(what="12 vendors ranked, 66 pairs decided, first in a process, CPU s", found=first, most=0.5)
    yield Figure(what="beside it, once a process: reading scipy, CPU s", found=scipy_read)
    again = min(rank_twelve(random) for _ in range(3))
    yield Figure(what="12 other vendors in the same process, CPU s", found=again, most=0.5)
    people, shown = 200_000, 2_000_000
    followed = Followed(
        delivered=random.integers(0, 300, people).astype(float),
        outcome=np.where(random.random(people) < 0.05, random.integers(300, 420, people), np.nan).astype(float),
        ended=np.full(people, np.nan),
    )
    record = random.integers(0, people, shown)
    occurred = followed.delivered[record] + random.integers(0, 60, shown)
    events = SignalEvents(record=record, kind=random.integers(0, 30, shown), occurred=occurred, observed=occurred)
    started = time.process_time()
    table = landmark_table(followed, events, kinds=30, landmark_days=14, outcome_days=90, as_of=420.0)
    signal_lift(signal_counts(table), prior_sd_log_rr=0.5)
    yield Figure(what="back-test of 200,000 people x 30 signals, CPU s", found=time.process_time() - started, most=10.0)


def choices(random: np.random.Generator) -> Iterator[Figure]:
    """What is lost by taking the vendor that looks cheapest: by plain division, and by the vendors taken together."""
    vendors, runs = 8, 90
    lost: dict[str, list[float]] = {"plain division": [], "vendors taken together": []}
    for _ in range(runs):
        true = _yields(vendors, 0.6, random)
        costs = random.uniform(30, 90, vendors)
        trials = np.exp(random.uniform(np.log(50), np.log(3000), vendors)).astype(int)
        events = random.binomial(trials, true)
        per_money = true / costs
        together = vendor_rates(
            [Seen(events=float(x), trials=float(n)) for x, n in zip(events, trials, strict=True)], cv_prior_max=2.0
        )
        chosen = {
            "plain division": int(np.argmax(events / trials / costs)),
            "vendors taken together": int(np.argmax(together.means() / costs)),
        }
        for name, place in chosen.items():
            move = value_of_drawn_move(per_money[[place]], per_money[[int(per_money.argmax())]], money=1.0)
            lost[name].append(move.regret / float(per_money.max()))
    for name, shares in lost.items():
        yield Figure(what=f"lost against the best of 8: {name}", found=float(np.mean(shares)))


def main() -> None:
    """Everything, one line a figure; a figure beyond its limit makes the run fail."""
    started = time.monotonic()
    seeds = np.random.SeedSequence(20_260_101).spawn(5)
    dice = [np.random.Generator(np.random.PCG64(seed)) for seed in seeds]
    parts = (
        ("One vendor", one_vendor()),
        ("Two rates (mean over many cells in the method)", two_rates()),
        ("Several vendors", several_vendors(dice[0])),
        ("Young records", young_records(dice[1])),
        ("Signals: 14 say nothing, 3 double and 3 quadruple the rate, 3,000 records", promotions(dice[2])),
        ("Choosing a vendor", choices(dice[3])),
        ("Speed", speed(dice[4])),
    )
    off = []
    for title, figures in parts:
        print(f"\n{title}")
        for figure in figures:
            published = "" if figure.published is None else f"   method {figure.published:.3f}"
            error = f" ± {figure.error:.3f}" if figure.error else ""
            print(f"  {figure.what:<62} {figure.found:.3f}{error}{published}", flush=True)
            off += [figure.what] if figure.is_off else []
    print(f"\n{time.monotonic() - started:.0f} s")
    if off:
        sys.exit(f"beyond its limit: {'; '.join(off)}")


if __name__ == "__main__":
    main()
