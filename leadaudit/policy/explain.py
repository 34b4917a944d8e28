"""A policy in sentences: what each rule does, and where its numbers come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Final

from leadaudit.policy.model import Policy
from leadaudit.vocabulary import EvidenceRole
from leadaudit.words import FRESHNESS_ITEMS

_CODES: Final = {
    "P": "primary published source",
    "S": "secondary source",
    "V": "vendor or practitioner",
    "A": "our assumption",
    "O": "your own data",
}

_MODELS: Final = {
    "exponential": "People leave at a constant rate.",
    "renewal": "The longer a job has lasted, the less likely it ends; its start is read where it is known.",
    "bls_table": "Shares still with the employer are read from the published table.",
}

_CONSENT_WORDS: Final = {
    "consented_at": "when it was given",
    "wording": "the wording shown",
    "our_company_named": "that we were named",
    "source": "the page or asset",
    "method": "how it was given",
    "channel": "for which channel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its sentence, and where its numbers come from."""

    sentence: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSection:
    """Rules that belong together."""

    title: str
    rules: tuple[Rule, ...]


def rules_in_words(policy: Policy) -> tuple[RuleSection, ...]:
    """Every rule of a policy as a sentence, in the order in which a record meets them."""
    sections = {
        "Freshness": _freshness(policy),
        "What proves permission": _consent(policy),
        "Classes": _classes(policy),
        "What people do and say": _kinds(policy),
        "Patterns no person makes": _flags(policy),
        "Usable records": _usable(policy),
        "Costs": _cost(policy),
    }
    return tuple(
        RuleSection(
            title=title,
            rules=tuple(Rule(sentence=sentence, provenance=_provenance(policy, key)) for key, sentence in sentences),
        )
        for title, sentences in sections.items()
    )


def _provenance(policy: Policy, key: str) -> str:
    kind = policy.kinds.get(key.removeprefix("kinds."))
    if kind is not None:
        return _CODES[kind.half_life_code] if kind.half_life_code else "by definition"
    source = policy.provenance_of(key)
    return "not given" if source is None else f"{_CODES[source.code]}: {source.source}"


def _freshness(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.freshness
    for band, words in (
        ("entry", "At entry level"),
        ("individual", "Individual contributors and people of unknown level:"),
        ("leader", "Managers, directors and vice presidents:"),
        ("c_level", "C-level and owners:"),
    ):
        leaves = getattr(rules.employer_hazard, band)
        yield (
            f"freshness.employer_hazard.{band}",
            f"{words} {_yearly(leaves)} leave the employer within a year of the fact date.",
        )
    yield (
        "freshness.title_hazard",
        f"Of those who stay, {_yearly(rules.title_hazard.individual)} have another title within a year.",
    )
    chief = rules.marketing_c_level
    yield (
        "freshness.marketing_c_level",
        f"Marketing chiefs: {_yearly(chief.employer)} leave within a year, {_yearly(chief.title)} have another title.",
    )
    fastest, slowest = (pick(rules.function_multiplier.items(), key=lambda pair: pair[1]) for pick in (max, min))
    yield (
        "freshness.function_multiplier",
        f"The rate of leaving is multiplied by function, from {slowest[0].replace('_', ' ')} {slowest[1]:g} to "
        f"{fastest[0].replace('_', ' ')} {fastest[1]:g}.",
    )
    yield "freshness.model", _MODELS[rules.model]
    yield "freshness.unknown_age_days", f"Without a fact date an age of {rules.unknown_age_days} days is assumed."
    for kind, (same, retitled, left) in rules.likelihood.items():
        yield (
            f"freshness.likelihood.{kind}",
            f"Seen: {FRESHNESS_ITEMS.get(kind, kind.replace('_', ' '))}. {_towards(same, retitled, left)}.",
        )
    yield "freshness.groups", "Of items that are one fact seen twice, the newest speaks alone."
    said = " or ".join(FRESHNESS_ITEMS.get(kind, kind) for kind in rules.known_stale)
    yield "freshness.known_stale", f"Stale whatever else is likely, until somebody finds the contrary: {said}."
    scenario = rules.scenario_hazard
    yield (
        "freshness.scenario_hazard",
        f"Beside totals stands the same list where {_yearly(scenario.low)}, and where {_yearly(scenario.high)} leave "
        f"within a year instead of {_yearly(scenario.base)}.",
    )
    audit = rules.audit
    yield (
        "freshness.audit",
        f"At least {audit.at_least} records of a vendor are checked by hand, and as many as make the share that left "
        f"known to plus or minus {audit.precision:.0%}.".replace("%", " %"),
    )
    yield (
        "freshness.audit.prior_person_years",
        f"Against what was found by hand a published rate counts as {audit.prior_person_years:g} people for a year; "
        f"likelihoods are replaced from {audit.min_per_state} people who stayed and as many who left.",
    )
    yield (
        "freshness.fresh",
        f"Fresh from {rules.fresh:.0%}, doubtful from {rules.doubtful:.0%}, stale below.".replace("%", " %"),
    )


def _towards(same: float, retitled: float, left: float) -> str:
    """What an item speaks for, and how much."""
    if retitled > max(same, left):
        return f"{_times(retitled, max(same, left))} more often of people with a new title at the same employer"
    if same == left:
        return "That says nothing of the employer"
    if same > left:
        return f"{_times(same, left)} more often of people who are still there"
    return f"{_times(left, same)} more often of people who left"


def _times(more: float, less: float) -> str:
    return "Incomparably" if less == 0 else f"{more / less:.3g} times"


def _yearly(hazard: float) -> str:
    return f"{round(100 * (1 - exp(-hazard)))} in 100"


def _consent(policy: Policy) -> Iterator[tuple[str, str]]:
    needed = [_CONSENT_WORDS[field] for field in policy.consent.required_fields]
    yield "consent.required_fields", f"Permission is proven when all of this is known: {', '.join(needed)}."


def _classes(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.classes
    yield (
        "classes.explicit_valid_days",
        f"A statement made to us makes a lead for {rules.explicit_valid_days} days, "
        "longer while an opportunity is open.",
    )
    yield (
        "classes.lapse_days",
        f"From then to {rules.lapse_days} days it is a lapsed statement: a signal of medium priority.",
    )
    yield (
        "classes.min_employer_p",
        f"The employer must be at least {rules.min_employer_p:.0%} likely, "
        f"or the statement at most {rules.fresh_statement_days} days old.".replace("%", " %"),
    )
    yield (
        "classes.cooloff_days",
        f"A no outranks every behaviour for {rules.cooloff_days} days.",
    )
    relayed = "makes a lead, counted apart" if rules.vendor_statement_with_proof == "lead" else "is a signal"
    yield "classes.vendor_statement_with_proof", f"A statement relayed by the vendor with complete proof {relayed}."
    yield "classes", "Behaviour alone never makes a lead, however strong."
    yield "classes.live_weight", f"A behaviour counts until its weight falls below {rules.live_weight:g}."
    combination = rules.combination
    yield (
        "classes.combination",
        f"{combination.min_events} high-value events within {combination.max_gap_days} days, the newest at most "
        f"{combination.max_age_days} days old and about a buying stage, make a signal of high priority.",
    )


def _kinds(policy: Policy) -> Iterator[tuple[str, str]]:
    meaning = {
        EvidenceRole.EXPLICIT_YES: "a statement to us",
        EvidenceRole.EXPLICIT_NO: "a no",
        EvidenceRole.HARD_NO: "ends all contact",
        EvidenceRole.DENIAL: "excludes the vendor's records of this person",
        EvidenceRole.RELAYED_STATEMENT: "a statement to us, relayed",
        EvidenceRole.VENDOR_EXPLICIT: "reported by the vendor, medium priority until confirmed",
        EvidenceRole.HIGH_VALUE: "high value",
        EvidenceRole.BEHAVIOUR: "behaviour",
        EvidenceRole.VANITY: "activity only, never raises a class",
        EvidenceRole.ACCOUNT: "about the company, never about a person",
        EvidenceRole.ACTIVITY: "activity of ours",
    }
    for name, kind in policy.kinds.items():
        decay = f"; counts half after {kind.half_life_days} days" if kind.half_life_days else ""
        yield f"kinds.{name}", f"The person {kind.words}: {meaning[kind.role]}{decay}."


def _flags(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.flags
    yield (
        "flags.same_second_share",
        f"{rules.same_second_min_records} or more records, and at least {rules.same_second_share:.0%} of a delivery, "
        "captured in one second look like a machine.".replace("%", " %"),
    )
    yield "flags.same_ip_people", f"{rules.same_ip_people} people on one internet address look like a machine."
    yield (
        "flags.forms_per_minute",
        f"{rules.forms_per_minute} forms in one minute from one internet address look like a machine.",
    )
    yield "flags.min_patterns", f"{rules.min_patterns} of these patterns together make a record not countable."


def _usable(policy: Policy) -> Iterator[tuple[str, str]]:
    yield (
        "usable.min_employer_p",
        "A record is usable when it is read, not excluded, not returnable, can be reached, and its employer is at "
        f"least {policy.usable.min_employer_p:.0%} likely.".replace("%", " %"),
    )


def _cost(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.cost
    yield "cost.level", f"Intervals hold the truth {rules.level:.0%} of the time.".replace("%", " %")
    yield (
        "cost.shown_from_effective_trials",
        f"No rate and no cost per real lead is shown below {rules.shown_from_effective_trials} records old enough to "
        "tell.",
    )
    yield (
        "cost.min_events",
        f"Below {rules.min_records} records only counts are shown; below {rules.min_events} real leads, or when the "
        f"upper end is more than {rules.max_high_to_low:g} times the lower, a direction and no rank.",
    )
