"""How many times as often an outcome follows each behaviour: all lines on one scale, the verdict by colour and word."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from leadaudit.signals.verdict import SignalVerdict
from leadaudit.ui import theme
from leadaudit.ui.picture import finished, row_words, rows_in_order
from leadaudit.vocabulary import RecordClass

# More lines than this cannot be told apart; the table below has all of them.
LINES_SHOWN: Final = 12
# An interval that goes on beyond ten times is cut there with an arrow, unless a ratio itself lies beyond.
CUT: Final = 10.0
WIDEST: Final = 100.0
NARROWEST: Final = 2.0
_ROW_HEIGHT: Final = 66
_BELOW: Final = 18
_STEPS: Final = (0.01, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0)
_WIDE_STEPS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)

_COLOURS: Final[Mapping[SignalVerdict, str]] = {
    SignalVerdict.HIGH: theme.CLASS_COLOURS[RecordClass.LEAD],
    SignalVerdict.MED: theme.CLASS_COLOURS[RecordClass.SIGNAL],
    SignalVerdict.LOW: theme.CLASS_COLOURS[RecordClass.OPT_IN],
    SignalVerdict.VANITY: theme.CLASS_COLOURS[RecordClass.EXCLUDED],
    SignalVerdict.UNPROVEN: theme.CLASS_COLOURS[RecordClass.UNPROVEN],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioBar:
    """One line of a back-test.

    Args:
        name: What it is of.
        words: What stands above its bar, the verdict included.
        verdict: What it is worth.
        ratio: Rate with over rate without; NaN or infinite where that cannot be divided.
        low: Lower end of the interval.
        high: Upper end, possibly infinite.
        later: The ratio in later deliveries alone; None: too few.
        of: ``x of n``, for the tooltip.
    """

    name: str
    words: str
    verdict: SignalVerdict
    ratio: float
    low: float
    high: float
    later: float | None
    of: str


def rate_ratios(bars: Sequence[RatioBar], *, level: float) -> alt.LayerChart:
    """One row per line: a bar for the interval, a tick for the ratio, a ring for later deliveries, a rule at 1.

    Args:
        bars: The lines in the order of the table; the first LINES_SHOWN are drawn.
        level: Of the intervals.
    """
    paper = theme.paper()
    drawn = bars[:LINES_SHOWN]
    widest = _widest(drawn)
    values = [_value(bar, widest) for bar in drawn]
    rows = [bar.name for bar in drawn]
    steps = [step for step in (_STEPS if widest <= CUT * 1.05 else _WIDE_STEPS) if 1 / widest <= step <= widest]
    scale = alt.Scale(type="log", domain=[1 / widest, widest], nice=False)
    x = alt.X(
        "low:Q",
        title=f"times as often as without it, {level:.0%} interval".replace("%", " %"),
        scale=scale,
        axis=alt.Axis(values=steps, format="~g", domain=False, ticks=False),
    )
    colour = alt.Color(
        "verdict:N",
        legend=None,
        scale=alt.Scale(domain=[one.value for one in _COLOURS], range=list(_COLOURS.values())),
    )
    tip = [alt.Tooltip("words:N", title="the person"), alt.Tooltip("of:N", title="with it")]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=rows_in_order(rows), tooltip=tip)
    even = alt.Chart(alt.InlineData(values=[{"at": 1}])).mark_rule(color=paper.ink, strokeDash=[4, 3])
    spans = base.transform_filter("datum.low != null").mark_bar(height=6, yOffset=_BELOW)
    ticks = base.transform_filter("datum.ratio != null").mark_tick(
        thickness=3, height=17, yOffset=_BELOW, color=paper.ink
    )
    rings = base.transform_filter("datum.later != null").mark_point(
        shape="circle", size=70, yOffset=_BELOW, filled=True, fill=paper.paper, stroke=paper.ink, strokeWidth=1.5,
        opacity=1,
    )  # fmt: skip
    return finished(
        [
            spans.encode(x=x, x2="high:Q", color=colour),
            even.encode(x=alt.X("at:Q", scale=scale)),
            ticks.encode(x="ratio:Q"),
            rings.encode(x="later:Q"),
            _arrows(base, "right", widest).encode(color=colour),
            _arrows(base, "left", widest).encode(color=colour),
            *row_words([(bar.name, bar.words) for bar in drawn]),
        ],
        rows=len(drawn),
        row_height=_ROW_HEIGHT,
    )


def _arrows(base: alt.Chart, side: str, widest: float) -> alt.Chart:
    """Where an interval goes on beyond the picture."""
    marks: alt.Chart = (
        base.transform_filter(f"datum.beyond_{side}")
        .mark_point(shape=f"triangle-{side}", filled=True, size=90, yOffset=_BELOW, opacity=1)
        .encode(x=alt.datum(widest if side == "right" else 1 / widest))
    )
    return marks


def _widest(bars: Sequence[RatioBar]) -> float:
    ends = [min(_away(end), CUT) for bar in bars for end in (bar.low, bar.high)]
    middles = [_away(middle) for bar in bars for middle in (bar.ratio, bar.later or 1.0)]
    return min(max([*ends, *(middle * 1.3 for middle in middles), NARROWEST]), WIDEST)


def _away(end: float) -> float:
    """How many times more or less often; what has no end or is none is left to the arrows."""
    return max(end, 1 / end) if 0 < end < math.inf else 1.0


def _value(bar: RatioBar, widest: float) -> dict[str, object]:
    is_known = not math.isnan(bar.ratio)
    return {
        "row": bar.name,
        "words": bar.words,
        "verdict": bar.verdict.value,
        "low": _within(bar.low, widest) if is_known else None,
        "high": _within(bar.high, widest) if is_known else None,
        "ratio": bar.ratio if is_known and 1 / widest <= bar.ratio <= widest else None,
        "later": bar.later if bar.later is not None and 1 / widest <= bar.later <= widest else None,
        "beyond_left": is_known and bar.low < 1 / widest,
        "beyond_right": is_known and bar.high > widest,
        "of": bar.of,
    }


def _within(end: float, widest: float) -> float:
    return min(max(end, 1 / widest), widest)
