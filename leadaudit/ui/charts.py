"""The pictures, one theme for all: rows with their words above the bar, class colours, no legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import altair as alt

from leadaudit.economics.summary import Summary
from leadaudit.ui import theme
from leadaudit.ui.format import interval, percent, share
from leadaudit.ui.picture import finished
from leadaudit.vocabulary import ConsentState, RecordClass
from leadaudit.words import reason_name

BAR_HEIGHT: Final = 13
# Distance of two strokes of a hatching, as a share of the picture's width.
HATCH: Final = 0.007

# Reasons with a bar of their own; the ledger below the picture has all of them.
REASONS_SHOWN: Final = 5

Fill = Literal["proven", "claimed", "none", "out", "rest", "unknown"]

WORDS: Final[Mapping[Fill, str]] = {
    "proven": "usable, permission proven",
    "claimed": "usable, permission claimed",
    "none": "usable, no permission shown",
    "rest": "not usable",
    "unknown": "asked us",
}
_COLOURS: Final[Mapping[Fill, str]] = {
    "proven": theme.CLASS_COLOURS[RecordClass.OPT_IN],
    "none": theme.CLASS_COLOURS[RecordClass.UNPROVEN],
    "out": theme.CLASS_COLOURS[RecordClass.EXCLUDED],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """Usable records by what they prove about permission.

    Args:
        proven: With the wording, in the line or stored.
        claimed: A yes, and no more.
        none: Nothing, or a contradiction.
    """

    proven: int
    claimed: int
    none: int

    @property
    def total(self) -> int:
        """All usable lines."""
        return self.proven + self.claimed + self.none


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorBar:
    """One vendor in the picture of what was bought against what was got."""

    vendor: str
    delivered: int
    usable: Usable


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share of a vendor's lines with its interval."""

    name: str
    part: int
    whole: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Part of a bar, from ``low`` to ``high`` of the picture's width."""

    row: str
    fill: Fill
    low: float
    high: float
    words: str
    of: str


def usable_by_permission(counts: Mapping[str, int]) -> Usable:
    """Usable records by consent state, in the three groups that a picture shows."""
    proven = counts.get(ConsentState.PROVEN, 0) + counts.get(ConsentState.PROVEN_BY_PROGRAM, 0)
    claimed = counts.get(ConsentState.ASSERTED, 0)
    return Usable(proven=proven, claimed=claimed, none=sum(counts.values()) - proven - claimed)


def bought_and_got(summary: Summary, usable: Usable, *, knows_who_asked: bool = False) -> alt.LayerChart:
    """A bar for each group of usable lines and for each reason not usable, all of the delivered lines.

    Last a hollow bar for what nothing loaded can show: who asked us; none where something loaded can.
    """
    whole = max(summary.lines.delivered, 1)
    groups: dict[Fill, int] = {"proven": usable.proven, "claimed": usable.claimed, "none": usable.none}
    usable_rows = [(WORDS[fill], fill, number) for fill, number in groups.items() if number or fill == "proven"]
    reasons = [(reason_name(code), counted.records) for code, counted in summary.not_usable.items()]
    others = sum(number for _, number in reasons[REASONS_SHOWN:])
    named = [*reasons[:REASONS_SHOWN], ("other reasons, below", others)] if others else reasons
    out: list[tuple[str, Fill, int]] = [(row, "out", number) for row, number in named]
    stretches = [
        _Stretch(row=row, fill=fill, low=0, high=number / whole, words=row, of=share(number, whole))
        for row, fill, number in [*usable_rows, *out]
    ]
    unknown = _Stretch(row=WORDS["unknown"], fill="unknown", low=0, high=1, words="asked us", of="not known yet")
    shown = stretches if knows_who_asked else [*stretches, unknown]
    return _bars(shown, {stretch.row: f"{stretch.row}: {stretch.of}" for stretch in shown})


def vendors_bought_and_got(vendors: Sequence[VendorBar]) -> alt.LayerChart:
    """One bar per vendor, most usable first: permission proven, claimed, none; then not usable."""
    ordered = sorted(vendors, key=lambda each: (-each.usable.total / max(each.delivered, 1), each.vendor))
    captions = {each.vendor: f"{each.vendor}: {share(each.usable.total, each.delivered)} usable" for each in ordered}
    return _bars([stretch for each in ordered for stretch in _stretches(each)], captions, scale="share of its lines")


def _stretches(vendor: VendorBar) -> list[_Stretch]:
    whole = max(vendor.delivered, 1)
    numbers: dict[Fill, int] = {
        "proven": vendor.usable.proven,
        "claimed": vendor.usable.claimed,
        "none": vendor.usable.none,
        "rest": vendor.delivered - vendor.usable.total,
    }
    stretches: list[_Stretch] = []
    low = 0
    for fill, number in numbers.items():
        if number:
            stretches.append(
                _Stretch(
                    row=vendor.vendor,
                    fill=fill,
                    low=low / whole,
                    high=(low + number) / whole,
                    words=WORDS[fill],
                    of=share(number, whole),
                )
            )
        low += number
    return stretches


def usable_shares(rows: Sequence[ShareRow], *, level: float) -> alt.LayerChart:
    """One row per vendor, best first: a bar for the interval, a tick for the share."""
    title = f"usable share of its lines, {level:.0%} interval".replace("%", " %")
    return shares_of(rows, title=title, of="usable")


def shares_of(rows: Sequence[ShareRow], *, title: str, of: str) -> alt.LayerChart:
    """One row per vendor, the largest share first: a bar from low to high, a tick for the share.

    Args:
        rows: The shares.
        title: What the axis shows.
        of: What a part of the whole is, for the tooltip.
    """
    paper = theme.paper()
    ordered = sorted(rows, key=lambda row: (-row.part / max(row.whole, 1), row.name))
    values = [
        {
            "row": row.name,
            "share": row.part / max(row.whole, 1),
            "low": row.low,
            "high": row.high,
            "of": share(row.part, row.whole),
        }
        for row in ordered
    ]
    captions = {
        row.name: f"{row.name}: {share(row.part, row.whole)}, {interval(percent(row.low), percent(row.high))}"
        for row in ordered
    }
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=_rows(captions), tooltip=[alt.Tooltip("row:N", title="vendor"), alt.Tooltip("of:N", title=of)]
    )
    span = base.mark_bar(height=5, yOffset=10, color=paper.soft).encode(x=_width(title), x2=alt.X2("high:Q"))
    point = base.mark_tick(thickness=3, height=17, yOffset=10, color=paper.ink).encode(x=alt.X("share:Q"))
    return finished([span, point, _words(captions)], rows=len(ordered))


def _bars(stretches: Sequence[_Stretch], captions: Mapping[str, str], *, scale: str | None = None) -> alt.LayerChart:
    paper = theme.paper()
    values = [
        {"row": each.row, "fill": each.fill, "low": each.low, "high": each.high, "words": each.words, "of": each.of}
        for each in stretches
    ]
    tip = [alt.Tooltip("words:N", title="what"), alt.Tooltip("of:N", title="lines")]
    x = _width(scale)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=_rows(captions), x=x, x2=alt.X2("high:Q"), tooltip=tip)
    layers: list[alt.Chart] = []
    for fill in dict.fromkeys(each.fill for each in stretches):
        of_fill = base.transform_filter(alt.FieldEqualPredicate(field="fill", equal=fill))
        if fill in _COLOURS:
            layers.append(of_fill.mark_bar(height=BAR_HEIGHT, yOffset=10, color=_COLOURS[fill]))
        else:
            stroke = _COLOURS["proven"] if fill == "claimed" else paper.soft
            dash = [4, 3] if fill == "unknown" else [1, 0]
            layers.append(
                of_fill.mark_bar(
                    height=BAR_HEIGHT, yOffset=10, filled=False, stroke=stroke, strokeDash=dash, strokeWidth=1
                )
            )
    hatched = [each for each in stretches if each.fill == "claimed"]
    return finished([*layers, *_strokes(hatched, captions), _words(captions)], rows=len(captions))


def _strokes(stretches: Sequence[_Stretch], captions: Mapping[str, str]) -> list[alt.Chart]:
    """Upright strokes, so that a claim reads as one without its colour too."""
    strokes = [
        {"row": each.row, "low": each.low + HATCH * at}
        for each in stretches
        for at in range(1, int((each.high - each.low) / HATCH) + 1)
    ]
    if not strokes:
        return []
    marks = alt.Chart(alt.InlineData(values=strokes)).mark_tick(
        thickness=1, height=BAR_HEIGHT, yOffset=10, color=_COLOURS["proven"]
    )
    return [marks.encode(y=_rows(captions), x=alt.X("low:Q"))]


def _words(captions: Mapping[str, str]) -> alt.Chart:
    values = [{"row": row, "words": words} for row, words in captions.items()]
    marks = alt.Chart(alt.InlineData(values=values)).mark_text(
        align="left", baseline="middle", yOffset=-8, color=theme.paper().ink, font="Inter, sans-serif", fontSize=13
    )
    placed: alt.Chart = marks.encode(y=_rows(captions), x=alt.datum(0), text=alt.Text("words:N"))
    return placed


def _rows(captions: Mapping[str, str]) -> alt.Y:
    return alt.Y("row:N", sort=list(captions), axis=None)


def _width(title: str | None) -> alt.X:
    axis = None if title is None else alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], domain=False, ticks=False)
    return alt.X("low:Q", title=title, axis=axis, scale=alt.Scale(domain=[0, 1]))
