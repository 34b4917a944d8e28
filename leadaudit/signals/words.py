"""A back-test in sentences: which behaviours predict a next step, what a line means, how much more is needed.

Source: docs/method.md, "Signals".
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from leadaudit.economics.followed import NextStep
from leadaudit.format import UNDEFINED, count, day, interval, percent, plural, share
from leadaudit.policy import Policy
from leadaudit.signals.back_test import BackTest, TestedSignal
from leadaudit.signals.people import By
from leadaudit.signals.verdict import SignalVerdict, StillNeeded

STEPS: Final[Mapping[NextStep, str]] = {
    NextStep.PROGRESS: "a meeting held or an opportunity",
    NextStep.LEAD: "asking us",
    NextStep.MEETING_SET: "a meeting set",
    NextStep.MEETING_HELD: "a meeting held",
    NextStep.OPPORTUNITY: "an opportunity",
    NextStep.WON: "a win",
}

VERDICTS: Final[Mapping[SignalVerdict, str]] = {
    SignalVerdict.HIGH: "high",
    SignalVerdict.MED: "medium",
    SignalVerdict.LOW: "low",
    SignalVerdict.VANITY: "says nothing useful",
    SignalVerdict.UNPROVEN: "not enough data",
}

# So many are named in a sentence; the table has all of them.
_NAMED: Final = 3
# The fewest outcomes in all from which anything about a signal may be said.
FEWEST_EVENTS: Final = 20


def signals_answer(test: BackTest, policy: Policy) -> tuple[str, ...]:
    """Which behaviours predict the next step, and what is missing where it cannot be told."""
    step = STEPS[test.outcome]
    if test.split is None:
        return (
            "Which signals predict anything is **not known yet**: nothing loaded shows what came of people who did "
            "something.",
            "Bring in the activities and opportunities of your CRM for the last twelve months.",
        )
    if test.events < FEWEST_EVENTS:
        return (
            f"Which signals predict {step} is **not known yet**: {plural(test.events, 'outcome')} among "
            f"{plural(test.people, 'person', 'people')} old enough to tell; below {FEWEST_EVENTS} nothing is said.",
            *_when(test),
        )
    proved = [one for one in test.signals if one.verdict in {SignalVerdict.HIGH, SignalVerdict.MED}]
    said = (
        f"**{count(len(proved))} of {_tried(test)} predicted {step}** in later deliveries as well as in earlier ones: "
        f"{_named(proved, policy)}."
        if proved
        else f"**None of {_tried(test)} has proved to predict {step}** so far."
    )
    nothing = test.of(SignalVerdict.VANITY)
    vanity = [f"Shown to say nothing useful: {_named(nothing, policy)}."] if nothing else []
    unproven = test.of(SignalVerdict.UNPROVEN)
    open_ones = [f"Not enough data on {count(len(unproven))}; each line says how much more."] if unproven else []
    return (said, *vanity, *open_ones, *_when(test))


def _tried(test: BackTest) -> str:
    together = sum(one.also is not None for one in test.signals)
    alone = plural(len(test.signals) - together, "behaviour")
    return f"{alone} and {plural(together, 'combination')}" if together else alone


def may_be_said(test: BackTest) -> bool:
    """Whether there are outcomes enough to say anything of a line."""
    return test.split is not None and test.events >= FEWEST_EVENTS and bool(test.signals)


def lift_finding(test: BackTest, policy: Policy) -> str:
    """What a picture of all lines shows, in one sentence."""
    step = STEPS[test.outcome]
    proved = [one for one in test.signals if one.verdict in {SignalVerdict.HIGH, SignalVerdict.MED}]
    if proved:
        best = proved[0]
        times = "by far more often" if math.isinf(best.ratio) else f"{best.ratio:.1f} times as often"
        return f"After people {signal_words(best, policy)}, {step} comes {times}, in later deliveries too"
    above = [one for one in test.signals if one.low > 1]
    if above:
        lies = "lies" if len(above) == 1 else "lie"
        lines = plural(len(test.signals), "line")
        return f"{count(len(above))} of {lines} {lies} above 1 as a whole; none has held in later deliveries"
    return f"No behaviour can be told from chance: every interval reaches 1 or lies below it, for {step}"


def _when(test: BackTest) -> list[str]:
    if test.split is None:
        return []
    if not test.trained_people and test.possible_on is not None:
        return [
            f"What trains and what proves it need deliveries from two stretches of time; there are both from "
            f"{day(test.possible_on)}. Until then figures describe and nothing is promoted."
        ]
    if not test.held_out_people:
        return ["No later deliveries are old enough to prove anything on, so nothing is promoted."]
    return []


def _named(lines: Sequence[TestedSignal], policy: Policy) -> str:
    words = [signal_words(one, policy) for one in lines[:_NAMED]]
    rest = len(lines) - len(words)
    return ", ".join(words) + (f" and {rest} more" if rest else "")


def signal_words(one: TestedSignal, policy: Policy) -> str:
    """What the person did, and what the line is narrowed to."""
    words = policy.kinds[one.kind].words
    if one.also is not None:
        return f"{words}, on two days" if one.also == one.kind else f"{words} and {policy.kinds[one.also].words}"
    return words + ("" if one.of is None else f" ({one.of})")


def ratio_words(one: TestedSignal) -> str:
    """``2.4 times (1.6 to 3.7)``."""
    if math.isnan(one.ratio):
        return UNDEFINED
    if math.isinf(one.ratio):
        return f"only people with it (at least {one.low:.1f} times)"
    high = None if math.isinf(one.high) else f"{one.high:.1f}"
    return f"{one.ratio:.1f} times ({interval(f'{one.low:.1f}', high)})"


def later_words(one: TestedSignal) -> str:
    """How it held in later deliveries."""
    if one.later is None:
        return "nobody yet"
    if one.needed.exposed:
        return "too few people"
    times = "only people with it" if math.isinf(one.later.ratio) else f"{one.later.ratio:.1f} times"
    return f"{times}; {min(max(round(one.later.p_above_1 * 100), 1), 99)} in 100 that it is more often"


def verdict_words(one: TestedSignal) -> str:
    """The verdict, and what stands in force where that differs."""
    if not one.routed:
        return _verdict(one)
    return f"{_verdict(one)}; {count(one.routed)} given to sales"


def _verdict(one: TestedSignal) -> str:
    said = VERDICTS[one.verdict]
    if one.is_high_now and one.stands is not SignalVerdict.HIGH:
        return f"{said}; high until now, {VERDICTS[one.stands]} from here"
    return f"{said}; high in force" if one.is_high_now else said


def needed_words(needed: StillNeeded) -> str:
    """How much more a verdict wants: ``12 more people with it, 3 more outcomes among them``; empty when nothing."""
    if needed.is_nothing:
        return ""
    parts = [
        words
        for number, words in (
            (needed.exposed, plural(needed.exposed, "more person with it", "more people with it")),
            (
                needed.exposed_events,
                plural(needed.exposed_events, "more outcome among them", "more outcomes among them"),
            ),
            (needed.total_events, plural(needed.total_events, "more outcome in all", "more outcomes in all")),
        )
        if number
    ]
    records = "" if needed.records is None else f"; about {plural(needed.records, 'more record')} would bring that"
    return ", ".join(parts) + records


def counted_words(test: BackTest, policy: Policy) -> tuple[str, ...]:
    """Who was counted and who was not."""
    if test.split is None:
        return ()
    split = test.split
    left_out = [
        f"{count(number)} {why}"
        for number, why in (
            (test.excluded_young, "delivered too lately"),
            (test.excluded_before, "who had got there by then"),
            (test.excluded_ended, "who had dropped out by then"),
        )
        if number
    ]
    out = f" Left out: {', '.join(left_out)}." if left_out else ""
    return (
        f"{plural(test.people, 'person', 'people')} old enough to tell, {share(test.events, test.people)} with the "
        f"outcome.{out}",
        f"Earlier deliveries, until {day(split.training_until)}: {count(test.trained_people)} people, "
        f"{plural(test.trained_events, 'outcome')}. Later ones that prove it, until {day(split.holdout_until)}: "
        f"{count(test.held_out_people)} people, {plural(test.held_out_events, 'outcome')}.",
        *_together_words(test),
        *_routed_words(test),
        f"Barred because our own sales makes it happen: {', '.join(policy.kinds[kind].words for kind in test.barred)}.",
    )


def _together_words(test: BackTest) -> tuple[str, ...]:
    together = sum(one.also is not None for one in test.signals)
    if not together:
        return ()
    return (
        f"{plural(together, 'combination')} of behaviours, those that most people showed, count as tests like the "
        "others; what they prove changes no policy by itself.",
    )


def _routed_words(test: BackTest) -> tuple[str, ...]:
    if not any(one.routed for one in test.signals):
        return ()
    return ("Whoever is given to sales is worked harder, which flatters what they showed.",)


def ordering_words(test: BackTest) -> str:
    """What the model that orders people inside a priority may do."""
    found = test.ordering
    if found is None or test.by is not By.KIND:
        return ""
    if not found.kinds:
        return "Too few outcomes for a model that orders people; priorities alone decide."
    if found.scores is None:
        return "A model that orders people was made and cannot be proved yet; priorities alone decide."
    skill, came = found.scores.brier_skill, found.scores.observed_to_expected
    better = "better" if skill is not None and skill > 0 else "no better"
    foretold = "none were foretold" if math.isinf(came) else f"outcomes were {percent(came)} of those it foretold"
    use = "It orders people inside a priority" if found.is_used else "It is not used"
    return (
        f"A model of {plural(len(found.kinds), 'behaviour')}, held against later deliveries, is {better} than knowing "
        f"the share alone; {foretold}. {use}."
    )
