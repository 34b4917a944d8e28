"""A picture under a title that says what it shows: rows with their words above the mark, no legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import streamlit as st

from leadaudit.ui import parts, theme

ROW_HEIGHT: Final = 46
# Words above, mark below: so the words stay readable on a phone, where no room is left beside a bar.
WORDS_ABOVE: Final = -8
MARK_BELOW: Final = 10
LINE_HEIGHT: Final = 16
# As wide as the page of a phone; longer words would push the marks out of the picture.
WORDS_WIDTH: Final = 345
FONT: Final = "Inter, sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with what it says.

    Args:
        title: What is found, as a sentence.
        chart: The marks.
        reading: How to read them, in words; people who do not see the chart have this and the table.
    """

    title: str
    chart: alt.LayerChart
    reading: str


def show(picture: Picture | None) -> None:
    """Put a picture on the page; nothing where there is none."""
    if picture is None:
        return
    parts.sentences([f"**{picture.title}**"])
    st.altair_chart(picture.chart, theme=None)
    parts.small(picture.reading)


def rows_in_order(rows: Sequence[str]) -> alt.Y:
    """Rows from top to bottom in the order given, their words being in the picture."""
    return alt.Y("row:N", sort=list(rows), axis=None)


def row_words(words: Sequence[tuple[str, str]]) -> list[alt.Chart]:
    """The words above each row's mark, from the left edge on, with a rim of paper so that no rule runs through them.

    Args:
        words: Row and its words, in order; a second line stands below the first.
    """
    paper = theme.paper()
    y = rows_in_order([row for row, _ in words])
    lines = max((said.count("\n") + 1 for _, said in words), default=1)
    layers: list[alt.Chart] = []
    for at in range(lines):
        values = [{"row": row, "words": said.split("\n")[at]} for row, said in words if at <= said.count("\n")]
        base = alt.Chart(alt.InlineData(values=values)).encode(y=y, x=alt.value(0), text="words:N")
        above = WORDS_ABOVE - LINE_HEIGHT * (lines - 1) / 2 + LINE_HEIGHT * at
        layers += [_type(base, paper.paper, above=above, rim=5), _type(base, paper.ink, above=above, rim=0)]
    return layers


def _type(base: alt.Chart, colour: str, *, above: float, rim: int) -> alt.Chart:
    marks: alt.Chart = base.mark_text(
        align="left", baseline="middle", yOffset=above, font=FONT, fontSize=13, color=colour, stroke=colour,
        strokeWidth=rim, strokeJoin="round", limit=WORDS_WIDTH,
    )  # fmt: skip
    return marks


def finished(layers: Sequence[alt.Chart], *, rows: int, row_height: int = ROW_HEIGHT) -> alt.LayerChart:
    """The layers with ink, paper and type of the house."""
    paper = theme.paper()
    layered: alt.LayerChart = (
        alt.layer(*layers)
        .properties(height=row_height * rows, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=paper.soft, titleColor=paper.soft, gridColor=paper.line, labelFontSize=12, titleFontSize=12,
            titleFontWeight="normal", labelFont=FONT, titleFont=FONT, titleLimit=700,
        )
    )  # fmt: skip
    return layered
