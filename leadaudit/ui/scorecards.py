"""Vendors side by side, and one of them in full."""

from collections.abc import Mapping

from altair import LayerChart

from leadaudit.answers.phrases import possessive
from leadaudit.answers.still_true import still_true_rows
from leadaudit.contract.program import baselines
from leadaudit.economics.summary import Summary
from leadaudit.ui import charts, overview
from leadaudit.ui.format import UNDEFINED, count, day, money, percent, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.vocabulary import ConsentState, FreshnessLabel, Verdict
from leadaudit.words import CONSENT, FRESHNESS, VERDICTS, reason_name
from leadaudit.workspace.assessments import StoredAssessment

CALCULATION = (
    "The usable share is usable lines divided by delivered lines. Its interval (Jeffreys: a Beta posterior from the "
    "prior one half, one half) holds the share to expect of further files of the same kind.",
    "Paid twice are payable records of people whom another vendor had delivered before. Claimable is what the contract "
    "lets us return today, at its contract price.",
)

REASON_BY_VENDOR = (
    Column(label="Why not usable"),
    Column(label="Lines", align="number"),
    Column(label="Share of its lines", align="number"),
    Column(label="Money", align="number"),
)

COMPARISON = (
    Column(label="Vendor", align="word"),
    Column(label="Usable", align="number"),
    Column(label="Interval", align="number"),
    Column(label="Per usable record", align="number"),
    Column(label="Paid twice", align="number"),
    Column(label="Permission proven", align="number"),
    Column(label="Commonest reason not usable"),
)


def ours(found: StoredAssessment) -> frozenset[str]:
    """Who stands beside the vendors to compare with."""
    return baselines(found.programs.values())


def answer(summaries: Mapping[str, Summary], *, level: float, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Which vendor's lines can be used, and how sure that is; of our own only where there is nobody else."""
    told = with_people(summaries)
    people = {vendor: one for vendor, one in told.items() if vendor not in own} or told
    if not people:
        return ("**No vendor delivered people yet**, only lines about companies.",)
    best, *others = sorted(people, key=lambda vendor: -people[vendor].usable.records / people[vendor].lines.delivered)
    first = _said(best, people[best])
    if not others:
        return (f"{first}.", "One vendor alone cannot be compared.")
    worst = others[-1]
    both = f"{first}; of {possessive(worst)} {_share(people[worst])}."
    sure = f"The intervals hold the truth {percent(level)} of the time."
    return (both, *_overlaps(people, best, others[0]), sure)


def _said(vendor: str, summary: Summary) -> str:
    return f"Of {possessive(vendor)} lines **{_share(summary)} are usable**"


def _share(summary: Summary) -> str:
    return f"{share(summary.usable.records, summary.lines.delivered)}"


def _overlaps(people: Mapping[str, Summary], best: str, second: str) -> tuple[str, ...]:
    """Whether the lead of the best over the second is certain."""
    ahead, behind = people[best].usable_share, people[second].usable_share
    if ahead is None or behind is None or ahead.low is None or behind.high is None or ahead.low > behind.high:
        return ()
    return (f"Whether {best} is really ahead of {second} is not certain: their intervals overlap.",)


def with_people(summaries: Mapping[str, Summary]) -> dict[str, Summary]:
    """The vendors that delivered people, not companies alone."""
    return {
        vendor: summary
        for vendor, summary in summaries.items()
        if summary.lines.delivered and not overview.is_companies_only(summary)
    }


def picture(summaries: Mapping[str, Summary], *, level: float, own: frozenset[str] = frozenset()) -> LayerChart:
    """The usable share of each vendor with its interval."""
    return charts.usable_shares(
        [
            charts.ShareRow(
                name=_named(vendor, own),
                part=summary.usable.records,
                whole=summary.lines.delivered,
                low=summary.usable_share.low or 0.0,
                high=1.0 if summary.usable_share.high is None else summary.usable_share.high,
            )
            for vendor, summary in with_people(summaries).items()
            if summary.usable_share is not None
        ],
        level=level,
    )


def comparison_rows(summaries: Mapping[str, Summary], *, own: frozenset[str] = frozenset()) -> list[list[Cell]]:
    """One row per vendor, most usable first; last those that delivered companies alone."""
    people = with_people(summaries)
    ordered = sorted(people, key=lambda vendor: -people[vendor].usable.records / people[vendor].lines.delivered)
    rest = sorted(vendor for vendor, summary in summaries.items() if vendor not in people and summary.lines.delivered)
    return [
        *(_comparison_row(vendor, people[vendor], own) for vendor in ordered),
        *([_link(vendor, own), "companies, no people", *[None] * (len(COMPARISON) - 2)] for vendor in rest),
    ]


def _named(vendor: str, own: frozenset[str]) -> str:
    return f"{vendor} (ours)" if vendor in own else vendor


def _link(vendor: str, own: frozenset[str]) -> Link:
    return Link(words=_named(vendor, own), page="vendor_scorecards", params=(("vendor", vendor),))


def _comparison_row(vendor: str, summary: Summary, own: frozenset[str]) -> list[Cell]:
    currency = summary.cost.currency or ""
    commonest = next(iter(summary.not_usable.items()), None)
    reason: Cell = None
    if commonest is not None:
        code, counted = commonest
        reason = Link(
            words=f"{reason_name(code)}, {share(counted.records, summary.lines.delivered)}",
            page="records",
            params=(("vendor", vendor), ("reason", code)),
        )
    return [
        _link(vendor, own),
        share(summary.usable.records, summary.lines.delivered),
        overview.interval_words(summary),
        money(summary.cost.per_usable_minor, currency) if currency else UNDEFINED,
        # Nobody is paid for people who came by themselves.
        None
        if vendor in own
        else overview.counted_money(summary.paid_twice.records, summary.paid_twice.amount_minor, currency),
        share(proven(summary), summary.lines.read),
        reason,
    ]


def proven(summary: Summary) -> int:
    """Records that prove permission, in the line or by a stored wording."""
    return summary.consent[ConsentState.PROVEN] + summary.consent[ConsentState.PROVEN_BY_PROGRAM]


def figures(summary: Summary) -> tuple[Figure, ...]:
    """Four figures of one vendor."""
    currency = summary.cost.currency or ""
    claimable = summary.claims.claimable
    until = summary.claims.last_on
    return (
        Figure(
            label="Usable",
            value=percent(summary.usable.records / summary.lines.delivered) if summary.lines.delivered else UNDEFINED,
            of=f"{count(summary.usable.records)} of {count(summary.lines.delivered)}",
        ),
        Figure(
            label="Per usable record",
            value=money(summary.cost.per_usable_minor, currency) if currency else UNDEFINED,
            of=f"instead of {money(summary.cost.per_delivered_minor, currency)}" if currency else "several currencies",
        ),
        Figure(
            label="Permission proven",
            value=count(proven(summary)),
            of=f"of {count(summary.lines.read)} read, {count(summary.consent[ConsentState.ASSERTED])} only claimed",
        ),
        Figure(
            label="Claimable now",
            value=overview.counted_money(claimable.records, claimable.amount_minor, currency),
            of=f"until {day(until)}" if until else "nothing within its time",
        ),
    )


def verdict_rows(summary: Summary) -> list[tuple[str, Cell]]:
    """What the contract says, what proves permission, how current the employers are."""
    verdicts = [
        f"{VERDICTS[verdict]} {count(summary.verdicts[verdict].records)}"
        for verdict in Verdict
        if summary.verdicts[verdict].records
    ]
    consent = [f"{CONSENT[state]} {count(summary.consent[state])}" for state in ConsentState if summary.consent[state]]
    employer = [
        f"{FRESHNESS[label]} {count(summary.employer[label])}" for label in FreshnessLabel if summary.employer[label]
    ]
    return [
        ("What the contract says", ", ".join(verdicts) or UNDEFINED),
        ("Permission", ", ".join(consent) or UNDEFINED),
        ("Employer", ", ".join(employer) or UNDEFINED),
        *still_true_rows(summary.still_true),
    ]
