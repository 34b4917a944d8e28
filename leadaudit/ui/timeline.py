"""A record over time as a picture: a lane for each kind of evidence, fading by its half-life, its class underneath."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import altair as alt
import streamlit as st

from leadaudit.one_record import Record
from leadaudit.record_history import History, Lane, history_of, history_words
from leadaudit.ui import parts, run, theme
from leadaudit.ui.format import day
from leadaudit.vocabulary import RecordClass
from leadaudit.words import CLASSES
from leadaudit.workspace.assessments import StoredAssessment

ROW_HEIGHT: Final = 44
# Stretches a lane is drawn in between its day and its end, each as faint as the evidence has become.
STRETCHES: Final = 12
_BAND: Final = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of a lane, or of the band of classes.

    Args:
        row: Which lane.
        from_on: Its first day.
        until_on: The day after its last.
        weight: How much it still counts, 0 to 1.
        words: What it is.
        colour: Of the class; None: ink.
    """

    row: str
    from_on: date
    until_on: date
    weight: float
    words: str
    colour: str | None = None


def show(found: StoredAssessment, record: Record) -> None:
    """The picture and what it says; nothing of a line that could not be read."""
    history = history_of(found, record, query=lambda name, needs, params: run.query(found, name, needs, params))
    if history is None:
        return
    st.subheader("How it came to be, and what would change it")
    parts.sentences(history_words(history))
    st.altair_chart(picture(history), theme=None)


def stretches(history: History) -> list[Stretch]:
    """Everything the picture shows, lane by lane, the band of classes last."""
    lanes = [stretch for lane in history.lanes for stretch in _faded(lane, history)]
    return [*lanes, *_band(history)]


def _faded(lane: Lane, history: History) -> Iterator[Stretch]:
    first = max(lane.on, _first_day(history))
    if lane.ends_on is None or lane.ends_on < first:
        return
    total = (lane.ends_on - lane.on).days + 1
    step = max(1, -(-total // STRETCHES)) if lane.half_life_days else total
    words = f"{lane.words}, {day(lane.on)}. {lane.standing}"
    for after in range(0, total, step):
        from_on = lane.on + timedelta(days=after)
        until_on = lane.on + timedelta(days=min(after + step, total))
        if until_on <= first or from_on > history.as_of:
            continue
        weight = 2 ** (-after / lane.half_life_days) if lane.half_life_days else 1.0
        yield Stretch(row=lane.words, from_on=max(from_on, first), until_on=until_on, weight=weight, words=words)


def _band(history: History) -> Iterator[Stretch]:
    for span in history.spans:
        words = CLASSES[span.record_class]
        yield Stretch(
            row=_BAND,
            from_on=span.from_on,
            until_on=span.until_on + timedelta(days=1),
            weight=1.0,
            words=f"{words}, {day(span.from_on)} to {day(span.until_on)}",
            colour=theme.CLASS_COLOURS[RecordClass(span.record_class)],
        )


def _first_day(history: History) -> date:
    earliest = min((lane.on for lane in history.lanes), default=history.delivered_on)
    return max(min(earliest, history.delivered_on), history.spans[0].from_on - timedelta(days=90))


def picture(history: History) -> alt.LayerChart:
    """The lanes with their days, the fading stretches, and the band of classes."""
    paper = theme.paper()
    drawn = stretches(history)
    rows = [*dict.fromkeys(lane.words for lane in history.lanes), _BAND]
    first = _first_day(history)
    values = [
        {
            "row": one.row, "from": one.from_on.isoformat(), "until": one.until_on.isoformat(), "weight": one.weight,
            "words": one.words, "colour": one.colour or paper.ink,
        }
        for one in drawn
    ]  # fmt: skip
    y = alt.Y("row:N", sort=rows, axis=None)
    bars = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(height=11, yOffset=9)
        .encode(
            x=alt.X("from:T", title=None, axis=alt.Axis(format="%d %b %Y", labelOverlap=True, tickCount=6)),
            x2="until:T",
            y=y,
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("weight:Q", scale=None),
            tooltip=[alt.Tooltip("words:N", title="what")],
        )
    )
    days = [
        {"row": lane.words, "from": lane.on.isoformat(), "words": f"{lane.words}, {day(lane.on)}. {lane.standing}"}
        for lane in history.lanes
        if lane.on >= first
    ]
    points = (
        alt.Chart(alt.InlineData(values=days))
        .mark_point(filled=False, size=60, yOffset=9, color=paper.ink)
        .encode(x="from:T", y=y, tooltip=[alt.Tooltip("words:N", title="what")])
    )
    captions = [{"row": row, "from": first.isoformat(), "words": _caption(row, history)} for row in rows]
    words = (
        alt.Chart(alt.InlineData(values=captions))
        .mark_text(align="left", baseline="middle", yOffset=-9, color=paper.ink, font="Inter, sans-serif", fontSize=13)
        .encode(x="from:T", y=y, text="words:N")
    )
    finished: alt.LayerChart = (
        alt.layer(bars, points, words)
        .properties(height=ROW_HEIGHT * len(rows), background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelColor=paper.soft, gridColor=paper.line, labelFontSize=12, labelFont="Inter, sans-serif")
    )
    return finished


def _caption(row: str, history: History) -> str:
    if row != _BAND:
        return row
    course = list(dict.fromkeys(CLASSES[span.record_class] for span in history.spans))
    return f"Class: {', then '.join(course[:4])}"
