"""The weights of a pair as a picture: from the chance of any two records to the sum, each step in words."""

import altair as alt

from leadaudit.identity.pairs.explanation import Explanation
from leadaudit.ui import theme
from leadaudit.ui.format import percent
from leadaudit.ui.picture import finished
from leadaudit.vocabulary import RecordClass

ROW_HEIGHT = 40
_LEAST_BITS = 0.05


def waterfall(explanation: Explanation) -> alt.LayerChart:
    """One row per comparison, a bar from the sum before it to the sum after; last the sum itself.

    To the right means one person, to the left two; the rule stands where both are as likely.
    """
    paper = theme.paper()
    rows: list[dict[str, object]] = []
    at = 0.0
    for step in explanation.steps:
        if abs(step.bits) < _LEAST_BITS:
            continue
        rows.append(
            {
                "row": f"{len(rows)}",
                "words": step.words,
                "low": min(at, at + step.bits),
                "high": max(at, at + step.bits),
                "kind": "start" if step.level is None else "for" if step.bits > 0 else "against",
                "bits": f"{step.bits:+.1f}",
            }
        )
        at += step.bits
    chance = f"together: {percent(explanation.p)} likely one person"
    low, high = sorted((0.0, explanation.bits))
    rows.append({"row": f"{len(rows)}", "words": chance, "low": low, "high": high, "kind": "sum", "bits": f"{at:+.1f}"})
    colours = {
        "for": theme.CLASS_COLOURS[RecordClass.LEAD],
        "against": theme.CLASS_COLOURS[RecordClass.EXCLUDED],
        "start": paper.soft,
        "sum": paper.ink,
    }
    y = alt.Y("row:O", axis=None, sort=[str(row["row"]) for row in rows])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=y, tooltip=[alt.Tooltip("words:N", title="what"), alt.Tooltip("bits:N", title="weight")]
    )
    axis = alt.Axis(ticks=False, domain=False, labels=False, grid=False)
    x = alt.X("low:Q", title="two people ← → one person", axis=axis)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    bars = base.mark_bar(height=10, yOffset=9).encode(x=x, x2="high:Q", color=colour)
    words = base.transform_calculate(label="datum.words + '  ' + datum.bits").mark_text(
        align="left", baseline="middle", yOffset=-8, color=paper.ink, font="Inter, sans-serif", fontSize=13
    ).encode(x=alt.value(0), text="label:N")  # fmt: skip
    even = alt.Chart(alt.InlineData(values=[{"at": 0}])).mark_rule(color=paper.soft, strokeDash=[3, 3]).encode(x="at:Q")
    return finished([even, bars, words], rows=len(rows), row_height=ROW_HEIGHT)
