"""What a real lead costs with each vendor on one scale, and the money lost from the first line to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from leadaudit.ui import theme
from leadaudit.ui.picture import finished
from leadaudit.vocabulary import RecordClass

# From this ratio of the largest to the smallest end on, even steps would crush the cheap vendors together.
LOG_FROM: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBar:
    """One vendor's cost per real lead, whole units of the currency.

    Args:
        name: The vendor.
        words: What stands above its bar.
        low: Lower end.
        median: Middle; None where there is only a lower end.
        high: Upper end; None where there is none.
        realised: What one cost so far; None without any.
        is_ranked: Whether it is more than a direction.
        of: ``x of n``, for the tooltip.
    """

    name: str
    words: str
    low: float
    median: float | None
    high: float | None
    realised: float | None
    is_ranked: bool
    of: str


def cost_intervals(bars: Sequence[CostBar], *, currency: str, level: float, target: float | None) -> alt.LayerChart:
    """One row per vendor in the order given: a bar for the interval, a tick for the middle, a ring for what it was.

    The middle is hollow where it is only a direction; an arrow stands where there is no upper end; the rule is the
    target.  The scale is logarithmic where costs lie more than ten times apart.
    """
    paper = theme.paper()
    ends = [end for bar in bars for end in (bar.low, bar.median, bar.high, bar.realised, target) if end]
    smallest, largest = min(ends), max(ends) * 1.08
    is_log = largest / smallest > LOG_FROM
    scale = alt.Scale(type="log" if is_log else "linear", domain=[smallest * 0.9 if is_log else 0, largest], nice=False)
    title = f"{currency} per real lead of the next order, {level:.0%} interval".replace("%", " %")
    axis = alt.Axis(
        format="~s" if largest >= 10_000 else ",.0f", domain=False, ticks=False,
        **({"values": _steps(smallest, largest)} if is_log else {"tickCount": 5}),
    )  # fmt: skip
    x = alt.X("low:Q", title=title, scale=scale, axis=axis)
    tip = [alt.Tooltip("words:N", title="cost"), alt.Tooltip("of:N", title="real leads")]
    values = [
        {
            "row": bar.name,
            "words": bar.words,
            "low": bar.low,
            "median": bar.median,
            "high": bar.high or largest,
            "realised": bar.realised,
            "of": bar.of,
        }
        for bar in bars
    ]
    y = alt.Y("row:N", sort=[bar.name for bar in bars], axis=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=y, tooltip=tip)
    layers: list[alt.Chart] = [base.mark_bar(height=5, yOffset=10, color=paper.soft).encode(x=x, x2=alt.X2("high:Q"))]
    ranked = [bar.name for bar in bars if bar.is_ranked and bar.median is not None]
    hollow = [bar.name for bar in bars if not bar.is_ranked and bar.median is not None]
    open_ended = [bar.name for bar in bars if bar.high is None]
    middle = base.transform_filter(alt.FieldOneOfPredicate(field="row", oneOf=ranked))
    layers.append(middle.mark_tick(thickness=3, height=17, yOffset=10, color=paper.ink).encode(x=alt.X("median:Q")))
    direction = base.transform_filter(alt.FieldOneOfPredicate(field="row", oneOf=hollow))
    layers.append(
        direction.mark_point(
            shape="diamond", size=130, yOffset=10, filled=True, fill=paper.paper, stroke=paper.ink, opacity=1
        ).encode(x=alt.X("median:Q"))
    )
    arrows = base.transform_filter(alt.FieldOneOfPredicate(field="row", oneOf=open_ended))
    layers.append(
        arrows.mark_point(
            shape="triangle-right", filled=True, size=110, yOffset=10, color=paper.soft, opacity=1
        ).encode(x=alt.X("high:Q"))
    )
    so_far = base.transform_filter("datum.realised != null")
    layers.append(
        so_far.mark_point(
            shape="circle",
            size=70,
            yOffset=10,
            filled=True,
            fill=paper.paper,
            stroke=_accent(),
            strokeWidth=2,
            opacity=1,
        ).encode(x=alt.X("realised:Q"))
    )
    if target is not None:
        rule = alt.Chart(alt.InlineData(values=[{"at": target}]))
        layers.append(
            rule.mark_rule(color=_accent(), strokeDash=[4, 3]).encode(
                x=alt.X("at:Q", scale=scale), tooltip=alt.Tooltip("at:Q", title="target", format=",.0f")
            )
        )
    words = base.mark_text(
        align="left", baseline="middle", yOffset=-8, color=paper.ink, font="Inter, sans-serif", fontSize=13
    ).encode(x=alt.value(0), text=alt.Text("words:N"))
    return finished([*layers, words], rows=len(bars))


def _steps(smallest: float, largest: float) -> list[float]:
    """1, 2 and 5 of every power of ten between two ends; of wide scales the powers alone."""
    powers = range(math.floor(math.log10(smallest)), math.ceil(math.log10(largest)) + 1)
    parts = (1, 2, 5) if largest / smallest < 100 else (1,)
    return [part * 10.0**power for power in powers for part in parts if smallest <= part * 10.0**power <= largest]


@dataclass(frozen=True, slots=True, kw_only=True)
class FallStep:
    """One step from everything that was bought to real leads, whole units of the currency.

    Args:
        words: What stands above the bar.
        left: Money in records that are left.
        lost: Money in records lost at this step.
    """

    words: str
    left: float
    lost: float


def money_lost(steps: Sequence[FallStep]) -> alt.LayerChart:
    """A waterfall: what is left at each step filled, what was lost at it hatched to its right."""
    paper = theme.paper()
    colours = {"left": theme.CLASS_COLOURS[RecordClass.LEAD], "lost": theme.CLASS_COLOURS[RecordClass.EXCLUDED]}
    values = [
        {"row": str(at), "words": step.words, "low": low, "high": high, "kind": kind}
        for at, step in enumerate(steps)
        for kind, low, high in (("left", 0.0, step.left), ("lost", step.left, step.left + step.lost))
        if high > low
    ]
    y = alt.Y("row:O", sort=[str(at) for at in range(len(steps))], axis=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=y, tooltip=[alt.Tooltip("words:N", title="step")])
    x = alt.X("low:Q", title=None, axis=None)
    left = base.transform_filter("datum.kind == 'left'").mark_bar(height=13, yOffset=10, color=colours["left"])
    lost = base.transform_filter("datum.kind == 'lost'").mark_bar(
        height=13, yOffset=10, filled=False, stroke=colours["lost"], strokeWidth=1
    )
    captions = alt.Chart(
        alt.InlineData(values=[{"row": str(at), "words": step.words} for at, step in enumerate(steps)])
    ).mark_text(align="left", baseline="middle", yOffset=-8, color=paper.ink, font="Inter, sans-serif", fontSize=13)
    return finished(
        [
            left.encode(x=x, x2=alt.X2("high:Q")),
            lost.encode(x=x, x2=alt.X2("high:Q")),
            captions.encode(y=y, x=alt.value(0), text=alt.Text("words:N")),
        ],
        rows=len(steps),
    )


def _accent() -> str:
    return theme.CLASS_COLOURS[RecordClass.OPT_IN]
