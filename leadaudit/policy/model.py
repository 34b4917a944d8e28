"""The policy as types: every key of ``default.toml``, with what it may hold."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from leadaudit.policy.follow_up import FollowUp
from leadaudit.policy.outcomes import Conversion, Decisions, Planner, Signals
from leadaudit.policy.values import Days, Share
from leadaudit.settings_file import Section
from leadaudit.vocabulary import Category, EvidenceRole, JobFunction, Tier

Hazard = Annotated[float, Field(ge=0)]
Likelihood = tuple[Share, Share, Share]

# Stages of the relation at which a behaviour may mean something else.
LifecycleStage = Literal["any", "new", "lead", "opportunity", "customer"]

# What a signal may be meant to move.
SignalAim = Literal["lead", "meeting_set", "meeting_held", "opportunity", "won", "renewal"]

_SIGNAL_ROLES = frozenset({
    EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT, EvidenceRole.VENDOR_EXPLICIT, EvidenceRole.HIGH_VALUE,
    EvidenceRole.BEHAVIOUR, EvidenceRole.ACCOUNT,
})  # fmt: skip

# The facts a consent record must hold; a policy may ask for fewer, not for others.
ConsentField = Literal["consented_at", "wording", "our_company_named", "source", "method", "channel"]


class EvidenceKind(Section):
    """What one kind of evidence means and can do."""

    words: str
    """What the person did, completing "the person ..."."""
    role: EvidenceRole
    """What it can do in the decision table."""
    half_life_days: Annotated[int, Field(gt=0)] | None = None
    """After this it counts half; absent: it does not decay by half-life."""
    half_life_code: Literal["P", "S", "V", "A"] | None = None
    """Provenance of the half-life."""
    prior: Tier | None = None
    """Tier whose prior likelihood ratio orders it."""
    category: Category = Category.UNMAPPED
    """Buying question it is about when the row does not say."""
    likelihood: str | None = None
    """What it says of employer and title: a key of ``freshness.likelihood``; absent: nothing."""
    reach: Literal["works", "gone", "never_mail", "wrong_person"] | None = None
    """What it says of the address: it takes mail, it is not there, it must not be mailed, somebody else reads it."""
    meaning: Mapping[LifecycleStage, str] = {}
    """What it means at each stage of the relation; ``any`` speaks for every stage not named."""
    next_step: str | None = None
    """What to do when it is seen."""
    outcome: SignalAim | None = None
    """The outcome it should move."""
    made_by_sales: bool = False
    """Our own sales makes it happen, so it predicts nothing and is barred from back-tests."""

    @property
    def is_signal(self) -> bool:
        """Whether it may speak for a purchase."""
        return self.role in _SIGNAL_ROLES

    @model_validator(mode="after")
    def _says_what_it_is_for(self) -> "EvidenceKind":
        missing = [name for name in ("meaning", "next_step", "outcome") if not getattr(self, name)]
        if self.is_signal and missing:
            raise ValueError(
                f"role {self.role} may speak for a purchase and has no {', no '.join(missing)}. "
                "Say what it means, what to do then, and which outcome it should move."
            )
        return self

    @model_validator(mode="after")
    def _decays(self) -> "EvidenceKind":
        living = {
            EvidenceRole.HIGH_VALUE,
            EvidenceRole.BEHAVIOUR,
            EvidenceRole.VENDOR_EXPLICIT,
            EvidenceRole.ACCOUNT,
        }
        if self.role in living and (self.half_life_days is None or self.prior is None):
            raise ValueError(f"role {self.role} needs half_life_days and prior. Add them.")
        return self


class Combination(Section):
    """When several behaviours together are a high signal."""

    min_events: Annotated[int, Field(ge=2)]
    """Fewest high-value events."""
    max_gap_days: Days
    """Most days between two of them."""
    max_age_days: Days
    """Oldest the newest may be."""
    two_kinds_within_days: Days
    """Within which two distinct live kinds make a medium signal."""


class PriorLikelihoodRatio(Section):
    """How much a behaviour of a tier speaks for a lead before data; for ordering only."""

    high: Annotated[float, Field(gt=0)]
    """Of a high-value kind."""
    med: Annotated[float, Field(gt=0)]
    """Of a medium kind."""
    low: Annotated[float, Field(gt=0)]
    """Of any other kind."""


class Attested(Section):
    """When a vendor's relayed statements are no longer believed."""

    max_denied_share: Share
    """Share of the contacted people that may deny."""
    sure: Share
    """How sure it must be that more do."""
    trusted_vendors: tuple[str, ...]
    """Vendors whose statements count all the same: somebody looked into it."""


class Classes(Section):
    """The decision table's choices."""

    explicit_valid_days: Days
    """How long a statement makes a lead."""
    lapse_days: Days
    """How long a lapsed statement stays a signal."""
    cooloff_days: Days
    """How long a no outranks behaviour."""
    live_weight: Share
    """A behaviour supports a class while its weight is at least this."""
    high_weight: Share
    """A validated kind makes a high signal while its weight is at least this."""
    min_employer_p: Share
    """A statement makes a lead when the employer is at least this likely."""
    fresh_statement_days: Days
    """A statement this young outweighs a doubtful employer."""
    vendor_statement_with_proof: Literal["lead", "signal"]
    """What a statement relayed by the vendor with complete proof makes."""
    repeat_discount: Share
    """What each repeat of a kind counts of the one before."""
    stage_categories: tuple[Category, ...]
    """Categories that are context of a buying stage."""
    validated_high_kinds: tuple[str, ...]
    """Kinds that a back-test promoted."""
    attested: Attested
    """When a vendor's relayed statements are no longer believed."""
    combination: Combination
    """Several behaviours together."""
    prior_likelihood_ratio: PriorLikelihoodRatio
    """Ordering before data."""


class Consent(Section):
    """What proves permission."""

    required_fields: tuple[ConsentField, ...]
    """All of these must be known."""


class BatchPatterns(Section):
    """From which figure on a whole delivery looks as people seldom do; shown, and moves no class."""

    min_records: Annotated[int, Field(ge=2)]
    """Fewer records may look like anything by chance."""
    burst_share: Share
    """Share of the records captured within one minute."""
    even_gap_spread: Share
    """Spread of the gaps between capture times over their mean, at most; 1 where people come by chance."""
    same_block_share: Share
    """Share of the records with an address from one block of them."""
    same_answer_share: Share
    """Share of the answers to one question that are the same."""
    min_mailed: Annotated[int, Field(ge=1)]
    """Fewest mailed people of whom none bounced and none replied."""


class Flags(Section):
    """Patterns that no person makes."""

    same_second_min_records: Annotated[int, Field(ge=2)]
    """Fewest records of one second that count as a pattern."""
    same_second_share: Share
    """Share of a delivery captured in one second that counts as a pattern."""
    same_ip_people: Annotated[int, Field(ge=2)]
    """People on one address that count as a pattern."""
    forms_per_minute: Annotated[int, Field(ge=2)]
    """Forms from one address in one minute that count as a pattern."""
    min_patterns: Annotated[int, Field(ge=1)]
    """Patterns that have to meet before a record counts as made by a machine."""
    batch: BatchPatterns
    """What a whole delivery looks like."""


class HazardByBand(Section):
    """Rate per year by seniority band."""

    entry: Hazard
    """Entry level."""
    individual: Hazard
    """Individual contributors, and where the level is unknown."""
    leader: Hazard
    """Managers, directors and vice presidents."""
    c_level: Hazard
    """C-level and owners."""


class MarketingCLevel(Section):
    """Rates per year of a marketing chief."""

    employer: Hazard
    """Of leaving."""
    title: Hazard
    """Of a new title inside."""


class ScenarioHazard(Section):
    """Rates of leaving per year under which list totals are shown as a range."""

    low: Hazard
    """Slow."""
    base: Hazard
    """As published."""
    high: Hazard
    """Fast."""


class JobSpells(Section):
    """How long completed jobs last (Weibull), for the model with a declining rate."""

    shape: Annotated[float, Field(gt=0)]
    """Below 1: the longer a job lasted, the less likely it ends."""
    scale: Annotated[float, Field(gt=0)]
    """Years after which 37 in 100 last."""


class TenureTable(Section):
    """Share still with the employer after some years, by seniority band, for the model that reads a table."""

    years: tuple[Annotated[float, Field(ge=0)], ...]
    """Years of the entries, rising, from 0."""
    entry: tuple[Share, ...]
    """Entry level."""
    individual: tuple[Share, ...]
    """Individual contributors, and where the level is unknown."""
    leader: tuple[Share, ...]
    """Managers, directors and vice presidents."""
    c_level: tuple[Share, ...]
    """C-level and owners."""

    @model_validator(mode="after")
    def _falls(self) -> "TenureTable":
        if len(self.years) < 2 or self.years[0] != 0 or list(self.years) != sorted(set(self.years)):
            raise ValueError("years must rise from 0, two entries at least. Correct them.")
        for band in ("entry", "individual", "leader", "c_level"):
            shares = getattr(self, band)
            if len(shares) != len(self.years) or shares[0] != 1 or list(shares) != sorted(shares, reverse=True):
                raise ValueError(f"{band} needs one share for each of years, falling from 1. Correct it.")
            if shares[-1] == 0:
                raise ValueError(f"{band} ends at 0, after which no rate can be told. Leave out the last entry.")
        return self


class AuditRules(Section):
    """How a sample is drawn for checking by hand, and what it may replace."""

    at_least: Annotated[int, Field(ge=1)]
    """Fewest records of a vendor to check."""
    precision: Annotated[float, Field(gt=0, lt=1)]
    """Half the width of the interval wanted for the share that is no longer true."""
    prior_person_years: Annotated[float, Field(gt=0)]
    """What the published rates of leaving count for."""
    min_per_state: Annotated[int, Field(ge=1)]
    """Audited records in a state below which its likelihoods are left as they are."""


class Freshness(Section):
    """How employer and title age."""

    model: Literal["exponential", "renewal", "bls_table"]
    """exponential: a constant rate; renewal: a declining one, with the start of the job where known; bls_table."""
    unknown_age_days: Days
    """Age of a fact whose date is not known."""
    fresh: Share
    """Label fresh from this probability."""
    doubtful: Share
    """Label doubtful from this one; stale below."""
    employer_hazard: HazardByBand
    """Rate of leaving the employer."""
    title_hazard: HazardByBand
    """Rate of a new title at the same employer."""
    marketing_c_level: MarketingCLevel
    """Replaces both for a marketing chief."""
    scenario_hazard: ScenarioHazard
    """Range shown beside list totals."""
    function_multiplier: Mapping[str, Annotated[float, Field(gt=0)]]
    """Multiplies the rate of leaving; functions not named count 1."""
    likelihood: Mapping[str, Likelihood]
    """P(seen | same both), P(seen | new title), P(seen | left)."""
    groups: Mapping[str, tuple[str, ...]]
    """Kinds that are one fact seen twice."""
    known_stale: tuple[str, ...]
    """Kinds after which the employer is known to be no longer true, whatever else is likely."""
    known_current: tuple[str, ...]
    """Kinds that lift this again when they come later."""
    renewal: JobSpells
    """Numbers of the model with a declining rate."""
    tenure_table: TenureTable
    """Numbers of the model that reads a table."""
    audit: AuditRules
    """Checking by hand."""

    @model_validator(mode="after")
    def _known_kinds(self) -> "Freshness":
        named = {
            "groups": {kind for kinds in self.groups.values() for kind in kinds},
            "known_stale": set(self.known_stale),
            "known_current": set(self.known_current),
        }
        mistakes = [
            f"{key} names {', '.join(sorted(kinds - set(self.likelihood)))}, which has no likelihood. "
            "Add it or remove the name."
            for key, kinds in named.items()
            if kinds - set(self.likelihood)
        ]
        twice = sorted(kind for kind in named["groups"] if sum(kind in kinds for kinds in self.groups.values()) > 1)
        if twice:
            mistakes.append(f"groups name {', '.join(twice)} more than once. Leave it in one group.")
        jobs = sorted(set(self.function_multiplier) - set(JobFunction))
        if jobs:
            mistakes.append(f"function_multiplier names {', '.join(jobs)}, which is no function. Remove it.")
        if self.doubtful > self.fresh:
            mistakes.append(f"doubtful {self.doubtful} is above fresh {self.fresh}. Swap or correct them.")
        scenario = self.scenario_hazard
        if not scenario.low <= scenario.base <= scenario.high:
            mistakes.append("scenario_hazard must rise from low over base to high. Correct it.")
        if mistakes:
            raise ValueError(" ".join(mistakes))
        return self


class Usable(Section):
    """What makes a record workable."""

    min_employer_p: Share
    """The employer is at least this likely."""


class Cost(Section):
    """When a cost may be shown, and how wide its interval is."""

    level: Share
    """Credibility of intervals for decisions."""
    report_level: Share
    """Credibility of intervals in reports."""
    prior_rate: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]
    """Beta prior of a rate."""
    shown_from_effective_trials: Days
    """Below: no rate, no cost, no bound."""
    min_records: Days
    """Below: counts only."""
    min_events: Days
    """Below: directional."""
    max_high_to_low: Annotated[float, Field(gt=1)]
    """Wider: directional."""
    example_rates: tuple[Share, ...]
    """Shares that ask us, for which the price is shown before outcomes exist."""


class Provenance(Section):
    """Where a default comes from."""

    code: Literal["P", "S", "V", "A", "O"]
    """P primary, S secondary quoting a primary, V vendor or practitioner, A our assumption, O your own data."""
    source: str = Field(alias="from")
    """In words."""


class Policy(Section):
    """Every choice somebody could argue with, under one name, version and fingerprint."""

    name: str
    """Name of the policy."""
    version: str
    """Its version; a change makes a new one."""
    classes: Classes
    """The decision table."""
    consent: Consent
    """Proof of permission."""
    flags: Flags
    """Patterns."""
    freshness: Freshness
    """Employer and title."""
    usable: Usable
    """Usable records."""
    cost: Cost
    """Costs and rates."""
    conversion: Conversion
    """Outcomes, credit and how fast they come."""
    decisions: Decisions
    """When budget may move."""
    signals: Signals
    """Which behaviours have proved themselves."""
    follow_up: FollowUp
    """What to do next with whom."""
    planner: Planner
    """Planning and the stage that holds revenue back."""
    kinds: Mapping[str, EvidenceKind]
    """Evidence kinds."""
    provenance: Mapping[str, Provenance]
    """Key path to where its default comes from; a path speaks for everything below it."""
    fingerprint: str
    """sha256 of all rules; name, version and provenance do not count."""

    @field_validator("classes")
    @classmethod
    def _lapse_after_valid(cls, classes: Classes) -> Classes:
        if classes.lapse_days < classes.explicit_valid_days:
            raise ValueError(
                f"lapse_days {classes.lapse_days} is below explicit_valid_days {classes.explicit_valid_days}. "
                "A statement lapses after it was valid; correct one of them."
            )
        return classes

    def provenance_of(self, key: str) -> Provenance | None:
        """Where the value at a key path comes from: its own entry, else the nearest one above it."""
        while key:
            if key in self.provenance:
                return self.provenance[key]
            key = key.rpartition(".")[0]
        return None
