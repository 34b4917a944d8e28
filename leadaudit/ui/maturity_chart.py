"""Dimensions and their gates: filled where passed, hollow where not, dashed where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import altair as alt

from leadaudit.ui import theme
from leadaudit.ui.picture import FONT, finished, row_words, rows_in_order
from leadaudit.vocabulary import RecordClass

_PASSED: Final = theme.CLASS_COLOURS[RecordClass.LEAD]
_HEIGHT: Final = 22
_GAP: Final = 0.008
_BELOW: Final = 14

GateState = Literal["passed", "waits", "not passed", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate of a dimension.

    Args:
        words: What it asks, in as few words as fit half the width of a phone.
        state: Passed; passed but behind one that is not (waits); not passed; not known.
    """

    words: str
    state: GateState


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One dimension with its two gates."""

    name: str
    words: str
    gates: tuple[Gate, Gate]


def gates(rows: Sequence[GateRow]) -> alt.LayerChart:
    """One row per dimension, its gates from left to right."""
    paper = theme.paper()
    values = [
        {
            "row": row.name,
            "gate": gate.words,
            "state": gate.state,
            "low": at / 2 + (_GAP if at else 0),
            "high": (at + 1) / 2 - (0 if at else _GAP),
            "middle": at / 2 + 0.02,
        }
        for row in rows
        for at, gate in enumerate(row.gates)
    ]
    x = alt.X("low:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1]))
    tip = [alt.Tooltip("row:N", title="what"), alt.Tooltip("gate:N"), alt.Tooltip("state:N", title="it is")]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=rows_in_order([row.name for row in rows]), tooltip=tip)
    layers: list[alt.Chart] = []
    for state, dash in (("passed", None), ("waits", [1, 0]), ("not passed", [1, 0]), ("not known", [4, 3])):
        of_state = base.transform_filter(alt.FieldEqualPredicate(field="state", equal=state))
        mark = (
            of_state.mark_bar(height=_HEIGHT, yOffset=_BELOW, color=_PASSED, opacity=0.28)
            if dash is None
            else of_state.mark_bar(
                height=_HEIGHT, yOffset=_BELOW, filled=False, strokeDash=dash, strokeWidth=1,
                stroke=_PASSED if state == "waits" else paper.soft,
            )
        )  # fmt: skip
        layers.append(mark.encode(x=x, x2="high:Q"))
    words = base.mark_text(
        align="left", baseline="middle", yOffset=_BELOW, color=paper.ink, font=FONT, fontSize=12
    ).encode(x="middle:Q", text="label:N")
    labelled = words.transform_calculate(
        label="(datum.state == 'waits' ? 'passed' : datum.state == 'not passed' ? 'not yet' : datum.state) + ': ' "
        "+ datum.gate"
    )
    return finished(
        [*layers, labelled, *row_words([(row.name, row.words) for row in rows])], rows=len(rows), row_height=60
    )
