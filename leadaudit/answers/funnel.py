"""Where people stop and whether ours follow up, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from leadaudit.answers.outcomes import WELL_LINKED
from leadaudit.answers.phrases import proper
from leadaudit.economics.followup import Lateness
from leadaudit.economics.funnel import Funnel, Stage, StageCount
from leadaudit.economics.meetings import Meetings
from leadaudit.economics.survival import Maturity
from leadaudit.economics.waiting import AnsweredWithin
from leadaudit.format import count, interval, percent, plural, share
from leadaudit.outcomes.lists import LinkRate

STAGE_WORDS: Final[Mapping[Stage, str]] = {
    Stage.DELIVERED: "Delivered lines",
    Stage.READ: "Read",
    Stage.USABLE: "Usable",
    Stage.LINKED: "Found in your CRM",
    Stage.WORKED: "Worked: any sign that we tried",
    Stage.CONTACTED: "Contacted: a dated call, mail or meeting",
    Stage.REPLIED: "Replied",
    Stage.REAL_LEAD: "Asked us: real lead",
    Stage.MEETING_SET: "Meeting set",
    Stage.MEETING_HELD: "Meeting held",
    Stage.OPPORTUNITY: "Opportunity",
    Stage.WON: "Won",
}
MATURITY_WORDS: Final[Mapping[Maturity, str]] = {
    Maturity.MATURE: "old enough",
    Maturity.MATURING: "still maturing",
    Maturity.IMMATURE: "too young to tell",
}
OF_WORDS: Final[Mapping[Stage, str]] = {
    Stage.READ: "of delivered lines",
    Stage.USABLE: "of delivered lines",
    Stage.LINKED: "of people",
    Stage.WORKED: "of those in the CRM",
    Stage.CONTACTED: "of those in the CRM",
}
OUTCOME_OF: Final = "of people outcomes are known of"


def funnel_answer(funnel: Funnel, touched: AnsweredWithin | None) -> tuple[str, ...]:
    """How far they came, where most of them stop, and how fast ours were."""
    usable = funnel[Stage.USABLE]
    if funnel[Stage.LINKED].records is None:
        return (
            f"**{share(usable.records or 0, usable.of)} of the delivered lines are usable**.",
            "What came of them is not known yet: no export of your CRM is loaded.",
        )
    return (*_linked(funnel), *_worked(funnel), *_came(funnel), *_fast(touched))


def _linked(funnel: Funnel) -> tuple[str, ...]:
    linked = funnel[Stage.LINKED]
    if linked.share is None or linked.share >= WELL_LINKED:
        return ()
    return (
        f"Only {share(linked.records or 0, linked.of)} of the people were found in your CRM; "
        "what follows speaks for those.",
    )


def _worked(funnel: Funnel) -> tuple[str, ...]:
    worked = funnel[Stage.WORKED]
    if not worked.of:
        return ("**Nobody of them was found in your CRM**; whether anybody was worked cannot be told.",)
    missed = worked.of - (worked.records or 0)
    told = f"Of {plural(worked.of, 'person', 'people')} in your CRM **{share_words(worked)} were worked**"
    return (f"{told}; nobody tried to reach {count(missed)}.",) if missed else (f"{told}: all of them.",)


def share_words(one: StageCount) -> str:
    """A count with its share: ``412 (46 %)``."""
    if one.records is None:
        return "not known yet"
    return f"{count(one.records)} ({percent(one.share)})"


def _came(funnel: Funnel) -> tuple[str, ...]:
    if funnel[Stage.MEETING_SET].records is None:
        return ("What came of them is not known yet: activities, opportunities or leads of your CRM are missing.",)
    told = [
        f"{count(funnel[stage].records)} {words}"
        for stage, words in (
            (Stage.REPLIED, "replied"),
            (Stage.REAL_LEAD, "asked us"),
            (Stage.MEETING_HELD, "held a meeting"),
            (Stage.OPPORTUNITY, "are named by an opportunity"),
            (Stage.WON, "by a won one"),
        )
    ]
    young = funnel[Stage.MEETING_SET].maturity
    still = "" if young in {Maturity.MATURE, None} else _still(funnel)
    return (f"So far {', '.join(told[:-1])} and {told[-1]}.{still}",)


def _still(funnel: Funnel) -> str:
    old = funnel[Stage.MEETING_SET].mature_share or 0.0
    return f" Only {percent(old)} of them had {funnel.horizon_days} days to do so; more will come."


def _fast(touched: AnsweredWithin | None) -> tuple[str, ...]:
    if touched is None:
        return ()
    days = plural(round(touched.limit_hours / 24), "business day")
    low, high = touched.interval.low, touched.interval.high
    ends = interval(percent(low), None if high is None else percent(high))
    return (
        f"Within {days} after the delivery **{percent(touched.share)}** of usable people were tried "
        f"({percent(touched.interval.level)}: {ends}).",
    )


def falls(rates: Sequence[LinkRate]) -> tuple[str, ...]:
    """A warning for each month in which fewer people are found in the CRM than before."""
    return tuple(
        f"{proper(one.vendor)}, {one.month:%B %Y}: only {share(one.linked, one.records)} were found in your CRM, "
        f"{percent(one.before)} before."
        for one in rates
        if one.has_fallen
    )


def meeting_words(found: Meetings) -> str:
    """What became of the meetings."""
    if not found.booked:
        return "No meeting was booked."
    told = f"{plural(found.booked, 'meeting')} booked; of {count(found.due)} that are due {count(found.held)} were held"
    parts = [f"{count(found.no_show)} people did not come"] if found.no_show else []
    if found.not_recorded:
        parts.append(f"of {count(found.not_recorded)} nobody wrote down what happened")
    return f"{'; '.join([told, *parts])}."


def lateness_words(vendor: str, found: Lateness) -> str:
    """How old a vendor's records were when they came."""
    if found.median_days is None:
        return f"{proper(vendor)} does not say when its records were captured."
    told = (
        f"{proper(vendor)} delivered half of its records within {plural(found.median_days, 'day')} after they were "
        f"captured, nine in ten within {count(found.slow_days)}"
    )
    unsaid = found.records - found.dated
    return f"{told}; {count(unsaid)} do not say when." if unsaid else f"{told}."
