"""What to buy of whom beside what is bought now, and what a better stage is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from leadaudit.ui import theme
from leadaudit.ui.picture import MARK_BELOW, finished, row_words, rows_in_order
from leadaudit.vocabulary import RecordClass

_POINT: Final = theme.CLASS_COLOURS[RecordClass.OPT_IN]
_TENTH: Final = theme.CLASS_COLOURS[RecordClass.LEAD]
_BAR: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyBar:
    """One vendor in the months of the plan, in records.

    Args:
        vendor: Its id.
        words: What stands above its bar.
        now: At today's pace.
        buy: By the plan.
        at_most: What it can deliver; None: no limit known.
    """

    vendor: str
    words: str
    now: float
    buy: float
    at_most: float | None


def what_to_buy(bars: Sequence[BuyBar]) -> alt.LayerChart:
    """One row per vendor: filled what to buy, a tick for today's pace, a hollow box up to what it can deliver."""
    paper = theme.paper()
    values = [{"row": bar.vendor, "now": bar.now, "buy": bar.buy, "most": bar.at_most, "zero": 0} for bar in bars]
    largest = max(max(bar.now, bar.buy, bar.at_most or 0) for bar in bars) or 1
    x = alt.X(
        "zero:Q",
        title="records in the months of the plan",
        scale=alt.Scale(domain=[0, largest * 1.03], nice=False),
        axis=alt.Axis(format=",.0f", tickCount=4, domain=False, ticks=False),
    )
    tip = [
        alt.Tooltip("row:N", title="vendor"), alt.Tooltip("buy:Q", title="buy", format=",.0f"),
        alt.Tooltip("now:Q", title="now", format=",.0f"), alt.Tooltip("most:Q", title="at most", format=",.0f"),
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=values)).encode(y=rows_in_order([bar.vendor for bar in bars]), tooltip=tip)
    room = base.transform_filter("datum.most != null").mark_bar(
        height=13, yOffset=MARK_BELOW, filled=False, stroke=paper.soft, strokeWidth=1
    )
    buy = base.mark_bar(height=13, yOffset=MARK_BELOW, color=_TENTH)
    now = base.mark_tick(thickness=3, height=19, yOffset=MARK_BELOW, color=paper.ink)
    return finished(
        [
            buy.encode(x=x, x2="buy:Q"),
            room.encode(x=x, x2="most:Q"),
            now.encode(x="now:Q"),
            *row_words([(bar.vendor, bar.words) for bar in bars]),
        ],
        rows=len(bars),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthBar:
    """One stage; whole units of the currency.

    Args:
        stage: Its name.
        words: What stands above its bars.
        point: What one point in a hundred more is worth.
        tenth: What a tenth more is worth.
    """

    stage: str
    words: str
    point: float
    tenth: float


def what_stages_are_worth(bars: Sequence[WorthBar], *, currency: str, records: float | None) -> alt.LayerChart:
    """One row per stage: above what a point more is worth, below what a tenth more is; a rule where records cost more.

    Args:
        bars: The stages in order.
        currency: Of every amount.
        records: What a tenth more records costs; None: not known.
    """
    paper = theme.paper()
    values = [
        {"row": bar.stage, "what": what, "worth": worth, "zero": 0}
        for bar in bars
        for what, worth in (("one point more", bar.point), ("a tenth more", bar.tenth))
    ]
    largest = max([*(max(bar.point, bar.tenth) for bar in bars), records or 0]) or 1
    scale = alt.Scale(domain=[0, largest * 1.03], nice=False)
    x = alt.X(
        "zero:Q",
        title=f"{currency} of revenue",
        scale=scale,
        axis=alt.Axis(format=",.0f", tickCount=4, domain=False, ticks=False),
    )
    tip = [
        alt.Tooltip("row:N", title="stage"), alt.Tooltip("what:N"),
        alt.Tooltip("worth:Q", title=currency, format=",.0f"),
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=values)).encode(y=rows_in_order([bar.stage for bar in bars]), tooltip=tip)
    point = base.transform_filter("datum.what == 'one point more'").mark_bar(height=_BAR, yOffset=13, color=_POINT)
    tenth = base.transform_filter("datum.what == 'a tenth more'").mark_bar(height=_BAR, yOffset=22, color=_TENTH)
    layers = [point.encode(x=x, x2="worth:Q"), tenth.encode(x=x, x2="worth:Q")]
    if records is not None:
        rule = alt.Chart(alt.InlineData(values=[{"at": records}])).mark_rule(color=paper.ink, strokeDash=[4, 3])
        layers.append(rule.encode(x=alt.X("at:Q", scale=scale)))
    return finished([*layers, *row_words([(bar.stage, bar.words) for bar in bars])], rows=len(bars), row_height=76)
