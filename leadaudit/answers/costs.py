"""What a real lead costs, in sentences: the answer of the page, of the command, and of one vendor."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from leadaudit.answers.cost_words import HINDRANCES, listed, part_names
from leadaudit.answers.phrases import amount, bare, possessive, proper
from leadaudit.economics.cohort_cost import CostPart
from leadaudit.economics.cost import Shown
from leadaudit.economics.decisions import BudgetVerdict, Hindrance
from leadaudit.economics.outcome_cells import OutcomeCells
from leadaudit.economics.outcome_entry import VendorOutcome, bought
from leadaudit.economics.ranked_outcomes import Compared, is_far_apart
from leadaudit.economics.ranking import PairDecision, RankedVendor
from leadaudit.economics.rates import Interval
from leadaudit.format import UNDEFINED, count, day, interval, money, percent, plural, share

# A step of budget is looked at again after so long: a quarter in which further records get old enough.
REVIEW_AFTER: Final = timedelta(days=90)

# Beyond so many further records of each of two vendors nobody waits for the difference to show.
OUT_OF_REACH: Final = 10_000

# Below this chance nobody would say which of two is cheaper.
EVEN: Final = 0.6

_HAS_FIGURE: Final = frozenset({Shown.DIRECTIONAL_ONLY, Shown.RANK})


def cost_answer(compared: Compared, cells: OutcomeCells) -> tuple[str, ...]:
    """Which vendor's real leads cost the least, and how sure that is."""
    told = [one for one in compared.outcomes if _cost(compared, one) is not None]
    if not told:
        return _not_known(compared, cells)
    # People who come by themselves are compared with; the vendor named first is one that money can be given to.
    sold = bought(told)
    best = sold[0]
    if len(sold) == 1:
        sentences = [_costs(best, compared), *_others_without(compared, told)]
    else:
        sentences = [_costs(best, compared), *_beside(compared, best.name), *_others_without(compared, told)]
    return (*sentences, *_own_besides(compared), *_counted(compared), *_linked(compared, cells))


def _not_known(compared: Compared, cells: OutcomeCells) -> tuple[str, ...]:
    sold = bought(compared.outcomes)
    leads = [one.real_leads for one in sold if one.real_leads is not None]
    days = [one.possible_on for one in sold if one.possible_on is not None]
    if cells.sight.known_through is None and not leads:
        first = (
            "What a real lead costs is **not known yet**: nothing loaded could show one.",
            "Bring in the activities and opportunities of your CRM for the last twelve months.",
        )
        when = max(min(days, default=cells.as_of), cells.as_of)
        return (
            (*first, "A figure can be given as soon as they are here.")
            if when <= cells.as_of
            else (
                *first,
                f"With these records a figure can be given from {day(when)}.",
            )
        )
    seen = f"Real leads so far: **{amount(sum(leads))}**; what one costs is **not known yet**."
    own = _own_besides(compared)
    without_price = [one.name for one in compared.outcomes if one.people and one.spent.currency is None]
    if without_price:
        return (seen, *own, f"No price is known of {listed(without_price)}.")
    if any(compared.ranked(one.name).shown in _HAS_FIGURE for one in compared.outcomes):
        return (seen, *own, *_without_rate(compared))
    when_words = f"A figure can be given from {day(min(days))}." if days else "These records are too few for a figure."
    return (seen, *own, when_words)


def _costs(one: VendorOutcome, compared: Compared) -> str:
    cost, currency, ranked = _cost(compared, one), compared.currency or "", compared.ranked(one.name)
    if cost is None or cost.median is None:
        bound = money(None if cost is None else cost.low, currency)
        return f"{possessive(one.name)} real leads: expect **at least {bound}** each; none came so far."
    realised = compared.realised_minor(one.name)
    if one.is_baseline and realised is not None:
        return (
            f"{possessive(one.name)} real leads cost **{money(realised, currency)}** each so far; "
            "nobody sells them, so there is no next order."
        )
    ends = interval_words(cost, currency)
    direction = "" if ranked.shown is Shown.RANK else ", a direction only"
    return (
        f"{possessive(one.name)} real leads: expect **{money(cost.median, currency)}** each from the next order "
        f"({level_words(cost.level)}: {ends}{direction})."
    )


def _beside(compared: Compared, best: str) -> list[str]:
    """What may be done with the budget of the others, the cheapest one beside each."""
    pairs = [pair for pair in compared.ranking.pairs if pair.to == best]
    of = {verdict: [pair.away_from for pair in pairs if pair.decision.verdict is verdict] for verdict in BudgetVerdict}
    sentences = []
    if of[BudgetVerdict.MOVE]:
        sentences.append(f"Budget may move to it from {listed(of[BudgetVerdict.MOVE])}.")
    if of[BudgetVerdict.LEAN]:
        sentences.append(f"It is likely cheaper than {listed(of[BudgetVerdict.LEAN])}: run a sized test.")
    if of[BudgetVerdict.NO_PRACTICAL_DIFFERENCE]:
        sentences.append(f"{proper(listed(of[BudgetVerdict.NO_PRACTICAL_DIFFERENCE]))}: no practical difference.")
    if of[BudgetVerdict.NOT_COMPARABLE]:
        named = listed(of[BudgetVerdict.NOT_COMPARABLE])
        sentences.append(f"It cannot be compared with {named}: their people were not followed up alike.")
    # The cheapest by its middle may be one whose figure is a direction only; it is never named first.
    unsure = [pair for pair in pairs if pair.decision.verdict is BudgetVerdict.NOT_ENOUGH_DATA]
    ahead = [pair for pair in compared.ranking.pairs if pair.away_from == best]
    sentences += [_may_be_cheaper(pair, best, compared) for pair in [*ahead, *unsure][:1]]
    return sentences


def _may_be_cheaper(pair: PairDecision, best: str, compared: Compared) -> str:
    other = pair.away_from if pair.to == best else pair.to
    more = more_records(pair, compared)
    if more is not None and more > OUT_OF_REACH:
        return f"{proper(other)} costs too nearly the same to tell."
    tell = f"; {plural(more, 'more record')} of each would tell" if more else "; older records would tell"
    return f"{proper(other)} may be cheaper{tell}."


def _others_without(compared: Compared, told: Sequence[VendorOutcome]) -> list[str]:
    silent = [one.name for one in compared.outcomes if one not in told and one.people]
    if not silent:
        return _without_rate(compared)
    return [f"No figure yet for {listed(silent)}.", *_without_rate(compared)]


def _without_rate(compared: Compared) -> list[str]:
    """Vendors whose currency has no rate on the day of a delivery: they have no cost, and what to do about it."""
    unknown = [one for one in compared.outcomes if one.spent.without_rate]
    if not unknown or compared.currency is None:
        return []
    currencies = sorted({currency for one in unknown for currency in one.spent.without_rate})
    whose = listed([one.name for one in unknown])
    return [
        f"What {whose}'s records cost is not known: there is no rate of exchange from {listed(currencies)} into "
        f"{compared.currency} for every day of delivery. Bring rates in (page Data, or leadaudit import fx)."
    ]


def _counted(compared: Compared) -> list[str]:
    if not compared.parts:
        return []
    counted = part_names(part for part in compared.parts if part is not CostPart.CREDITS)
    missing = [part for part in compared.missing if part is not CostPart.CREDITS]
    rest = f"; not given: {part_names(missing)}" if missing else ""
    return [f"Counted as cost: {counted}, credits taken off{rest}."]


def _linked(compared: Compared, cells: OutcomeCells) -> list[str]:
    if cells.sight.known_through is None or cells.sight.sees_everybody:
        return []
    people = sum(one.people for one in bought(compared.outcomes))
    linked = sum(one.linked for one in bought(compared.outcomes))
    return [f"{share(linked, people)} were found in your CRM, known through {day(cells.sight.known_through)}."]


def _own_besides(compared: Compared) -> list[str]:
    """Our own programs that stand beside what was bought: named, with what came of them; nothing where all is ours."""
    own = [one for one in compared.outcomes if one.is_baseline]
    if not own or len(own) == len(compared.outcomes):
        return []
    leads = sum(one.real_leads or 0.0 for one in own)
    brought = f", with {amount(leads)} real lead{'' if leads == 1 else 's'}" if leads else ""
    are = "stands" if len(own) == 1 else "stand"
    return [f"{proper(listed([one.name for one in own]))} (ours) {are} beside the vendors and in no total{brought}."]


def standing_words(one: VendorOutcome, compared: Compared) -> str:
    """What may be said of one vendor, for a cell."""
    ranked = compared.ranked(one.name)
    if not one.people:
        return "companies, no people"
    if ranked.shown is Shown.NOT_KNOWN_YET:
        return "not known yet" if one.possible_on is None else f"not known yet, from {day(one.possible_on)}"
    if ranked.shown is Shown.TOO_FEW_RECORDS:
        return "too few records"
    return expected_words(ranked, compared)


def expected_words(ranked: RankedVendor, compared: Compared) -> str:
    """``816 (590 to 1,180)``; a lower bound where nothing came; a dash without cost."""
    cost, currency = ranked.told, compared.currency or ""
    if cost is None or cost.low is None:
        return UNDEFINED
    if cost.median is None:
        return f"at least {bare(cost.low, currency)}"
    return f"{bare(cost.median, currency)} ({interval_words(cost, currency)})"


def interval_words(cost: Interval, currency: str) -> str:
    """Two ends without currency: ``590 to 1,180``."""
    high = None if cost.high is None else bare(cost.high, currency)
    return interval(bare(cost.low or 0, currency), high)


def level_words(level: float) -> str:
    """``90 %``."""
    return f"{level:.0%}".replace("%", " %")


def why_apart(one: VendorOutcome, compared: Compared) -> str | None:
    """Why what happened and what to expect of a vendor differ; None where they hardly do."""
    realised, cost = one.realised_minor(compared.parts), _cost(compared, one)
    median = None if cost is None or not one.real_leads else cost.median
    if not is_far_apart(realised, median) or realised is None or median is None:
        return None
    currency = compared.currency or ""
    seen = one.estimates["real_lead"]
    sentence = f"{proper(one.name)}: {bare(realised, currency)} so far, {bare(median, currency)} to be expected"
    grown = realised * (1 if one.matured_share is None else one.matured_share)
    if one.matured_share is not None and abs(math.log(grown / realised)) > abs(math.log(median / grown)):
        return f"{sentence}, because only about {percent(one.matured_share)} of its real leads have had time to come."
    number = "1 real lead is" if seen.events == 1 else f"{amount(seen.events)} real leads are"
    return f"{sentence}: {number} little evidence, so it is pulled toward the other vendors."


def none_words(one: VendorOutcome, compared: Compared) -> str | None:
    """What none of so many says of a vendor; None where a real lead was seen, or too little is known."""
    ranked = compared.ranked(one.name)
    if ranked.yields_at_most is None:
        return None
    told = f"none of {count(round(ranked.trials))} records old enough to tell became a real lead"
    return f"{proper(one.name)}: {told}, so at most {percent(ranked.yields_at_most)} do (95 %)."


def decision_words(pair: PairDecision, compared: Compared, cells: OutcomeCells) -> str:
    """What may be done with the budget of the dearer of two vendors, in a sentence somebody can sign."""
    currency = compared.currency or ""
    to, away = pair.to, pair.away_from
    likely = likely_words(pair.comparison.p)
    match pair.decision.verdict:
        case BudgetVerdict.MOVE:
            step = f"up to {money(pair.money, currency)}" if pair.money else "at most half of its budget"
            review = day(cells.as_of + REVIEW_AFTER)
            return f"Move {step} from {away} to {to}: cheaper with {likely}. Look again on {review}."
        case BudgetVerdict.LEAN:
            return f"Lean to {to} over {away}: cheaper with {likely}. Run a sized test{_sized(pair, compared)}."
        case BudgetVerdict.NO_PRACTICAL_DIFFERENCE:
            return f"No practical difference between {to} and {away}."
        case BudgetVerdict.NOT_COMPARABLE:
            one, other = pair.comparison.worked
            return (
                f"{proper(to)} and {away} are not comparable: follow-up differs "
                f"({share(one.worked, one.usable)} against {share(other.worked, other.usable)} worked)."
            )
        case BudgetVerdict.NOT_ENOUGH_DATA:
            lean = f"cheaper with {likely}" if pair.comparison.p >= EVEN else "either may be cheaper"
            return f"Not enough data to tell {to} from {away}: {lean}{_sized(pair, compared)}."


def likely_words(p: float) -> str:
    """A probability as people say it: ``82 in 100``; never certain."""
    return "over 99 in 100" if p > 0.994 else "under 1 in 100" if p < 0.006 else f"{round(p * 100)} in 100"


def why_not_more(pair: PairDecision) -> str:
    """What keeps a decision from being a stronger one, beside what its sentence says; empty when nothing does."""
    said = {Hindrance.PROBABILITY, Hindrance.FOLLOW_UP_DIFFERS}
    reasons = [HINDRANCES[one] for one in pair.decision.hindrances if one not in said]
    return listed(reasons)


def _sized(pair: PairDecision, compared: Compared) -> str:
    more = more_records(pair, compared)
    if more is None:
        return ""
    return (
        "; the records there are would be enough, were they old enough"
        if more == 0
        else (f"; {count(more)} more records of each would tell")
    )


def more_records(pair: PairDecision, compared: Compared) -> int | None:
    """Records of each beyond those there are that would decide; None where none would."""
    if pair.records_to_decide is None:
        return None
    have = min(compared.ranked(name).trials for name in (pair.to, pair.away_from))
    return max(round(pair.records_to_decide - have), 0)


def _cost(compared: Compared, one: VendorOutcome) -> Interval | None:
    return compared.ranked(one.name).told
