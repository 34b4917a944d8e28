"""Cohorts: how many have converted by each day, dashed where too few are old enough to tell."""

from collections.abc import Sequence
from typing import Final

import altair as alt

from leadaudit.economics.followup import Cohort
from leadaudit.ui import theme
from leadaudit.ui.format import percent, share
from leadaudit.ui.picture import finished

HEIGHT: Final = 300
# More lines than this cannot be told apart; the table below the picture has all of them.
LINES_SHOWN: Final = 6
# Room right of the last day for the names of the lines, as a share of the days.
ROOM: Final = 0.3
# Least distance of two names, as a share of the height.
APART: Final = 0.075
# Steps lower than this share of the height, four pixels, are drawn together with the next one.
SEEN: Final = 1 / 75


def cohort_lines(cohorts: Sequence[Cohort], *, days: int, what: str, level: float) -> alt.LayerChart:
    """One line per cohort over the days since delivery, with its interval at each horizon.

    Dashed where fewer records than the policy asks for are that old; every line carries its name at its end.

    Args:
        cohorts: At most LINES_SHOWN are drawn, the largest first.
        days: The last day shown.
        what: The outcome, for the axis.
        level: Of the intervals.
    """
    paper = theme.paper()
    drawn = sorted(cohorts, key=lambda each: -each.by[0].records)[:LINES_SHOWN]
    tops = [
        horizon.interval.high or 0.0 for each in drawn for horizon in each.by if horizon.horizon_days <= each.last_days
    ]
    top = max([*(each.curve.by(days) for each in drawn), *tops, 0.001]) * 1.08
    x = alt.X(
        "day:Q",
        title=f"days since delivery; share with {what}, {level:.0%} interval".replace("%", " %"),
        scale=alt.Scale(domain=[0, days * (1 + ROOM)], nice=False),
        axis=alt.Axis(values=sorted({horizon.horizon_days for each in drawn for horizon in each.by}), grid=False,
                      domain=False, ticks=False),
    )  # fmt: skip
    y = alt.Y(
        "share:Q",
        title=None,
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(format=".1%" if top < 0.1 else ".0%", tickCount=4, domain=False, ticks=False),
    )
    points = [point for each in drawn for point in _points(each, days, top)]
    lines = alt.Chart(alt.InlineData(values=points)).encode(x=x, y=y, detail=alt.Detail("line:N"))
    told = lines.transform_filter("datum.told").mark_line(interpolate="step-after", color=paper.ink, strokeWidth=1.6)
    young = lines.transform_filter("!datum.told").mark_line(
        interpolate="step-after", color=paper.soft, strokeWidth=1.4, strokeDash=[4, 3]
    )
    ends = [end for at, each in enumerate(drawn) for end in _intervals(each, at, days)]
    base = alt.Chart(alt.InlineData(values=ends)).encode(x=x, tooltip=[alt.Tooltip("words:N", title="cohort")])
    spans = base.mark_rule(color=paper.soft, strokeWidth=3, opacity=0.45).encode(
        y=alt.Y("low:Q", title=None), y2=alt.Y2("high:Q")
    )
    marks = base.mark_point(size=36, filled=True, color=paper.ink, opacity=1).encode(y=alt.Y("share:Q", title=None))
    names = alt.Chart(alt.InlineData(values=_names(drawn, days, top))).mark_text(
        align="left", baseline="middle", dx=14, color=paper.ink, font="Inter, sans-serif", fontSize=12
    )
    layers = [young, told, spans, marks, names.encode(x=x, y=y, text=alt.Text("words:N"))]
    return finished(layers, rows=1, row_height=HEIGHT)


def _points(cohort: Cohort, days: int, top: float) -> list[dict[str, object]]:
    """The curve in two stretches that meet where too few records are old enough."""
    last, told = min(cohort.last_days, days), min(cohort.told_days, days)
    steps = sorted({0.0, *(float(day) for day in cohort.curve.days if day <= last), told, last})
    shares = [cohort.curve.by(day) for day in steps]
    points: list[dict[str, object]] = []
    drawn = 0.0
    for day, reached in zip(steps, shares, strict=True):
        if day not in {0.0, told, last} and reached - drawn < top * SEEN:
            continue
        drawn = reached
        sides = [is_told for is_told, is_on in ((True, day <= told), (False, day >= told)) if is_on]
        points += [
            {"line": f"{cohort.name} {is_told}", "day": day, "share": reached, "told": is_told} for is_told in sides
        ]
    return sorted(points, key=lambda point: not point["told"])


def _intervals(cohort: Cohort, at: int, days: int) -> list[dict[str, object]]:
    # Lines share their horizons: a little aside, the intervals stand beside one another.
    aside = (at - (LINES_SHOWN - 1) / 2) * days * 0.008
    return [
        {
            "day": one.horizon_days + aside,
            "share": one.incidence,
            "low": one.interval.low or 0.0,
            "high": 1.0 if one.interval.high is None else one.interval.high,
            "words": f"{cohort.name}, by day {one.horizon_days}: {share(one.outcomes, one.records)} so far, "
            f"{percent(one.incidence)} by then",
        }
        for one in cohort.by
        if one.horizon_days <= min(cohort.last_days, days)
    ]


def _names(drawn: Sequence[Cohort], days: int, top: float) -> list[dict[str, object]]:
    """Names at the ends of the lines, moved up where they would lie on one another."""
    placed: list[dict[str, object]] = []
    below = -1.0
    for each in sorted(drawn, key=lambda one: one.curve.by(days)):
        last = min(each.last_days, days)
        height = max(each.curve.by(days) / top, below + APART)
        below = height
        placed.append({"day": last, "share": min(height, 1.0) * top, "words": each.name})
    return placed
