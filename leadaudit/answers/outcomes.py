"""The forms of the answer that need outcomes: CRM poorly linked, young, mature."""

from typing import Final

from leadaudit.answers.phrases import amount, bare
from leadaudit.answers.story import Outcomes
from leadaudit.economics.cost import Shown
from leadaudit.format import count, day, interval, money, percent

# Below this share of records found in the CRM, what follows speaks for those alone (docs/method.md, "Linking").
WELL_LINKED: Final = 0.60


def outcome_sentences(outcomes: Outcomes) -> list[str]:
    """What came of the people, and what a real lead costs where that may be said."""
    linked = []
    if outcomes.of and outcomes.linked / outcomes.of < WELL_LINKED:
        linked = [
            f"**{count(outcomes.linked)} of {count(outcomes.of)} were found in your CRM**; "
            "what follows speaks for those."
        ]
    if outcomes.cost.shown is Shown.NOT_KNOWN_YET:
        return [*linked, *_young(outcomes)]
    return [*linked, _mature(outcomes)]


def _young(outcomes: Outcomes) -> list[str]:
    sentences = [f"Real leads so far: **{amount(outcomes.confirmed)}**."]
    if outcomes.matured_share is not None:
        sentences.append(f"Of those who ever ask, about {percent(outcomes.matured_share)} have done so by now.")
    if outcomes.possible_on is not None:
        sentences.append(f"What one costs can be said from {day(outcomes.possible_on)}.")
    return sentences


def _mature(outcomes: Outcomes) -> str:
    cost, currency = outcomes.cost, outcomes.currency
    realised = cost.realised_minor
    so_far = amount(outcomes.confirmed) + ("" if realised is None else f" so far at {money(realised, currency)} each")
    if outcomes.is_ours:
        return f"Real leads: **{so_far}**, of our own; nobody sells them, so there is no next order."
    expected = cost.expected
    if not currency:
        return f"Real leads: **{so_far}**; what one costs is not known without a price."
    if expected is None or expected.low is None:
        return f"Real leads: **{so_far}**; too few records to say what the next order brings."
    high = None if expected.high is None else bare(expected.high, currency)
    ends = interval(bare(expected.low, currency), high)
    if expected.median is None:
        return f"Real leads: **{so_far}**. One of the next order costs {ends} {currency} ({_level(expected.level)})."
    direction = " This is a direction, not a rank: too few real leads." if cost.shown is not Shown.RANK else ""
    return (
        f"A real lead of the next order costs **{money(expected.median, currency)}** "
        f"({_level(expected.level)}: {ends}); {so_far}.{direction}"
    )


def _level(level: float) -> str:
    return f"{level:.0%}".replace("%", " %")
