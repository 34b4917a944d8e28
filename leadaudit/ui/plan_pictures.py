"""What the pictures of a plan say: what to buy of whom, and what a better stage is worth beside more records."""

from leadaudit.format import count, money, percent
from leadaudit.money import minor_digits
from leadaudit.plan.elasticity import TEN_PERCENT, StageWorth
from leadaudit.plan.planner import Planned
from leadaudit.plan.target import PlanTarget
from leadaudit.ui.picture import Picture
from leadaudit.ui.plan_charts import BuyBar, WorthBar, what_stages_are_worth, what_to_buy
from leadaudit.workspace.plans import PlanDesk

# Within a tenth of today's pace a vendor is bought from as now.
_AS_NOW = 0.1


def worth_picture(found: Planned, target: PlanTarget) -> Picture | None:
    """What a point and a tenth more of each stage are worth; None without a plan."""
    if found.needed is None:
        return None
    unit = 10 ** minor_digits(target.currency)
    spend = found.needed.middle.spend
    tenth = max(one.plus_ten_percent for one in found.worth.values())
    beside = "" if spend is None else f"; a tenth more records costs {money(spend * TEN_PERCENT, target.currency)}"
    bars = [
        WorthBar(
            stage=name,
            words=_worth_words(name, rate.median, found.worth[name], target.currency),
            point=found.worth[name].plus_one_point / unit,
            tenth=found.worth[name].plus_ten_percent / unit,
        )
        for name, rate in found.facts.rates.items()
    ]
    return Picture(
        title=f"A tenth more at any stage is worth {money(tenth, target.currency)}{beside}",
        chart=what_stages_are_worth(
            bars, currency=target.currency, records=None if spend is None else spend * TEN_PERCENT / unit
        ),
        reading="Upper bar, blue: one point in a hundred more, which looks large where few pass. Lower bar, green: a "
        "tenth more of what passes. Dashed rule: what a tenth more records costs.",
    )


def _worth_words(name: str, rate: float, worth: StageWorth, currency: str) -> str:
    point, tenth = money(worth.plus_one_point, currency), money(worth.plus_ten_percent, currency)
    return f"{name} ({percent(rate)})\na point {point}, a tenth {tenth}"


def buy_picture(found: Planned, target: PlanTarget, desk: PlanDesk) -> Picture | None:
    """What to buy of each vendor beside what is bought now; None where nothing can be bought."""
    if found.allocation is None or not found.facts.offers:
        return None
    pace = desk.pace()
    bars: list[BuyBar] = []
    more: list[str] = []
    less: list[str] = []
    for offer, records in zip(found.facts.offers, found.allocation.records, strict=True):
        now = pace.get(offer.vendor, 0.0) * target.months
        if records > now * (1 + _AS_NOW):
            more.append(offer.vendor)
        elif records < now * (1 - _AS_NOW):
            less.append(offer.vendor)
        bars.append(
            BuyBar(
                vendor=offer.vendor,
                words=f"{offer.vendor}: buy {count(round(records))}, now {count(round(now))}; "
                f"{records * offer.yield_:,.1f} real leads",
                now=now,
                buy=float(records),
                at_most=offer.at_most,
            )
        )
    parts = [f"{word} of {', '.join(vendors)}" for word, vendors in (("more", more), ("less", less)) if vendors]
    return Picture(
        title=f"Buy {', '.join(parts)}" if parts else "Buy of every vendor about as much as now",
        chart=what_to_buy(bars),
        reading="Filled: what to buy in these months; tick: at today's pace; hollow box: the most a vendor can bring.",
    )
