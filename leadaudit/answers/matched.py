"""Whether a vendor's people came further than like people of others, in words that claim no cause."""

from typing import Final

from leadaudit.answers.costs import level_words
from leadaudit.answers.phrases import possessive
from leadaudit.economics.matched import MatchedLift
from leadaudit.format import count, plural, share

MEANS: Final = (
    "Like people: delivered by others in the same month, at companies of the same size, of the same function, and as "
    "known or unknown to your CRM; how soon they were tried may differ. A difference is associated with the vendor; "
    "that it was caused could be said of a holdout drawn by chance only."
)
MATCHED_HEADER: Final = (
    "vendor", "days", "people", "came", "like_people", "like_came", "left_out", "difference", "low", "high", "level",
    "is_distinguishable", "smallest_detectable",
)  # fmt: skip
NOTHING: Final = (
    "Whether it made a difference **cannot be told**: nobody delivered was watched for long enough. It "
    "takes an export of your CRM's activities and opportunities from after the deliveries."
)


def matched_words(found: MatchedLift) -> str:
    """One vendor's people beside like people of others."""
    who = f"{possessive(found.vendor)} people"
    if found.pooled.difference is None:
        return (
            f"{who}: **cannot be told**, for nobody else delivered people like them. "
            "It takes another vendor's delivery of the same month, or a holdout drawn by chance."
        )
    sides = (
        f"{who}: {share(int(found.exposed.events), int(found.exposed.records))} held a meeting or came to an "
        f"opportunity within {found.days} days, "
        f"of like people {share(int(found.control.events), int(found.control.records))}"
    )
    if not found.is_told:
        return f"{sides}: **cannot be told** until somebody comes.{_left_out(found)}"
    return f"{sides}: {_verdict(found)}.{_left_out(found)}"


def matched_row(found: MatchedLift) -> dict[str, object]:
    """The same for other programs; what cannot be told is null."""
    pooled = found.pooled
    bounds = pooled.difference_bounds
    return {
        "vendor": found.vendor,
        "days": found.days,
        "people": found.exposed.records,
        "came": found.exposed.events,
        "like_people": found.control.records,
        "like_came": found.control.events,
        "left_out": found.left_out,
        "difference": pooled.difference if found.is_told else None,
        "low": bounds.low if found.is_told and bounds is not None else None,
        "high": bounds.high if found.is_told and bounds is not None else None,
        "level": bounds.level if found.is_told and bounds is not None else None,
        "is_distinguishable": pooled.is_distinguishable if found.is_told else None,
        "smallest_detectable": found.smallest_detectable,
    }


def _verdict(found: MatchedLift) -> str:
    bounds, difference = found.pooled.difference_bounds, found.pooled.difference
    if bounds is None or difference is None or not found.pooled.is_distinguishable:
        least = found.smallest_detectable
        beside = "" if least is None else f"; the least that would have been seen is {_points(least)} in 100"
        return f"**not distinguishable from no lift**{beside}"
    more = "more" if difference > 0 else "fewer"
    low, high = sorted((abs(bounds.low), abs(bounds.high)))
    ends = f"{level_words(bounds.level)}: {_points(low)} to {_points(high)}"
    return f"**associated with {_points(abs(difference))} in 100 {more}** ({ends})"


def _left_out(found: MatchedLift) -> str:
    if not found.left_out:
        return ""
    of = count(found.left_out + int(found.exposed.records))
    return f" Left out: {plural(found.left_out, 'person', 'people')} of {of} whom nobody is like."


def _points(part: float) -> str:
    return f"{part * 100:.1f}"
