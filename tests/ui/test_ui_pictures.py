"""Pictures of signals, plans and gates: what they draw, and what they keep from running out of the picture."""

import math
from typing import Any

import altair as alt
import pytest

from leadaudit.signals.verdict import SignalVerdict
from leadaudit.ui.maturity_chart import Gate, GateRow, gates
from leadaudit.ui.plan_charts import BuyBar, WorthBar, what_stages_are_worth, what_to_buy
from leadaudit.ui.signal_charts import LINES_SHOWN, RatioBar, rate_ratios


def layers(chart: alt.LayerChart) -> list[dict[str, Any]]:
    return list(chart.to_dict()["layer"])


def rows(chart: alt.LayerChart) -> list[dict[str, Any]]:
    """The rows of the first layer."""
    data = chart.layer[0].data
    assert isinstance(data, alt.InlineData)
    return list(data.to_dict()["values"])


def line(name: str, ratio: float, low: float, high: float, later: float | None = None) -> RatioBar:
    return RatioBar(
        name=name, words=f"{name}: said", verdict=SignalVerdict.LOW, ratio=ratio, low=low, high=high, later=later,
        of="3 of 40",
    )  # fmt: skip


def test_an_interval_without_end_is_cut_and_gets_an_arrow() -> None:
    drawn = rows(rate_ratios([line("webinar", math.inf, 0.02, math.inf), line("form", 1.2, 0.8, 1.9)], level=0.95))
    wide, narrow = drawn
    assert (wide["low"], wide["high"], wide["ratio"]) == (0.1, 10.0, None)
    assert (wide["beyond_left"], wide["beyond_right"]) == (True, True)
    assert (narrow["low"], narrow["high"], narrow["ratio"]) == (0.8, 1.9, 1.2)
    assert (narrow["beyond_left"], narrow["beyond_right"]) == (False, False)


def test_the_scale_lies_evenly_around_no_difference_and_is_never_narrower_than_twice() -> None:
    chart = rate_ratios([line("form", 1.1, 0.9, 1.3)], level=0.95)
    [low, high] = next(
        one["encoding"]["x"]["scale"]["domain"] for one in layers(chart) if "scale" in one["encoding"]["x"]
    )
    assert (low, high) == (0.5, 2.0)


def test_a_ratio_beyond_ten_times_widens_the_scale_and_stands_in_the_picture() -> None:
    chart = rate_ratios([line("price", 18.6, 11.6, 29.7, later=27.6), line("form", 1.1, 0.9, 1.3)], level=0.95)
    price = rows(chart)[0]
    assert (price["ratio"], price["later"], price["beyond_right"]) == (18.6, 27.6, False)
    [low, high] = next(
        one["encoding"]["x"]["scale"]["domain"] for one in layers(chart) if "scale" in one["encoding"]["x"]
    )
    assert low * high == pytest.approx(1)
    assert 27.6 < high < 40


def test_a_ratio_nobody_can_tell_is_a_row_of_words_alone() -> None:
    [nothing] = rows(rate_ratios([line("form", math.nan, 0.1, 9.0)], level=0.95))
    assert (nothing["low"], nothing["ratio"], nothing["later"]) == (None, None, None)
    assert nothing["words"] == "form: said"


def test_every_verdict_has_a_colour_of_its_own() -> None:
    chart = rate_ratios([line("form", 1.1, 0.9, 1.3)], level=0.95)
    scale = layers(chart)[0]["encoding"]["color"]["scale"]
    assert scale["domain"] == [one.value for one in SignalVerdict]
    assert len(set(scale["range"])) == len(SignalVerdict)


def test_more_lines_than_can_be_told_apart_are_left_to_the_table() -> None:
    many = [line(f"kind {number}", 1.1, 0.9, 1.3) for number in range(LINES_SHOWN + 5)]
    assert [row["row"] for row in rows(rate_ratios(many, level=0.95))] == [one.name for one in many[:LINES_SHOWN]]


def test_what_to_buy_stands_beside_what_is_bought_now_and_what_can_be() -> None:
    bars = [BuyBar(vendor="osprelle", words="osprelle: buy 413", now=420, buy=413, at_most=630),
            BuyBar(vendor="corvane", words="corvane: buy 180", now=360, buy=180, at_most=None)]  # fmt: skip
    chart = what_to_buy(bars)
    assert [(row["now"], row["buy"], row["most"]) for row in rows(chart)] == [(420, 413, 630), (360, 180, None)]
    assert layers(chart)[0]["encoding"]["x"]["scale"]["domain"] == [0, pytest.approx(630 * 1.03)]


def test_a_rule_stands_at_what_more_records_cost_only_where_that_is_known() -> None:
    bars = [WorthBar(stage="record to real lead", words="4 %", point=90_000, tenth=40_000)]
    with_cost, without = (what_stages_are_worth(bars, currency="USD", records=cost) for cost in (78_000, None))
    assert len(layers(with_cost)) == len(layers(without)) + 1
    assert [row["worth"] for row in rows(with_cost)] == [90_000, 40_000]


def test_gates_are_told_in_words_and_not_by_colour_alone() -> None:
    row = GateRow(
        name="Routing", words="Routing: stage 1 of 3",
        gates=(Gate(words="half given out", state="not known"), Gate(words="in time", state="waits")),
    )  # fmt: skip
    chart = gates([row])
    assert [(one["gate"], one["state"]) for one in rows(chart)] == [
        ("half given out", "not known"),
        ("in time", "waits"),
    ]
    said = next(one for one in layers(chart) if one.get("transform", [{}])[0].get("as") == "label")
    assert "'passed'" in said["transform"][0]["calculate"]
