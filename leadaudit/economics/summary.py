"""Everything said of a delivery, a vendor or all of them, each number from one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import fsum
from typing import Any

import pyarrow as pa

from leadaudit import sql
from leadaudit.economics.cost import prices_at
from leadaudit.economics.delivery_counts import Counted, Counts, delivery_counts, still_true_counts
from leadaudit.economics.ladder import Ladder, MediaBasis, build_ladder
from leadaudit.economics.list_totals import EXACT_UP_TO, Moments, Total, list_total, total_of_moments
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy import Policy
from leadaudit.vocabulary import ConsentState, FreshnessLabel, RecordClass, Verdict


class By(StrEnum):
    """What one summary speaks of."""

    DELIVERY = "delivery"
    VENDOR = "vendor"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCounts:
    """Delivered = read + unreadable; repaired lines are read."""

    delivered: int
    read: int
    repaired: int
    unreadable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the contract takes back.

    Args:
        by_code: Returned records by headline reason.
        claimable: Those still in time, with the money they are worth.
        until_at: The first deadline among them.
        last_on: The last day on which all of them are in time, in their program's time zone.
    """

    by_code: Mapping[str, Counted]
    claimable: Counted
    until_at: datetime | None
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StillTrue:
    """How many employers or titles are to be expected still true.

    Args:
        total: Expected number with the interval that chance alone leaves.
        assumed: Of the records, those whose age is assumed.
        fast: The expected number where people leave fast.
        slow: The same where they leave slowly.
    """

    total: Total
    assumed: int
    fast: float
    slow: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The numbers of one delivery, one vendor, or everything.

    Args:
        scope: Delivery id, vendor, or ``everything``.
        deliveries: Ids of the deliveries it holds.
        lines: What became of the lines.
        usable: Usable lines.
        usable_share: Of the delivered lines, with the Jeffreys interval; None without lines.
        not_usable: The others by their one reason, most first.
        consent: Read records by what they prove; every state is a key.
        classes: Read records by class; every class is a key.
        account_level: How many of the signals are companies without a person.
        companies: Lines about a company without a person, by their one reason not usable; part of ``not_usable``.
        excluded: Excluded records by reason, most first.
        verdicts: Read records by verdict; every verdict is a key.
        claims: Returns in detail.
        employer: Read records by freshness of the employer; every label is a key.
        title: The same of the title.
        still_true: Employers and titles to be expected still true, under ``employer`` and ``title``; absent where no
            record names one.
        paid_twice: Payable records of people whom another vendor had delivered before.
        attested: People who asked on the vendor's form, shared among vendors; confirmed ones are not known yet.
        cost: The ladder.
        prices_at: What a real lead would cost at example rates, minor units; empty without a price.
    """

    scope: str
    deliveries: tuple[str, ...]
    lines: LineCounts
    usable: Counted
    usable_share: Interval | None
    not_usable: Mapping[str, Counted]
    consent: Mapping[str, int]
    classes: Mapping[str, int]
    account_level: int
    companies: Mapping[str, Counted]
    excluded: Mapping[str, int]
    verdicts: Mapping[str, Counted]
    claims: Claims
    employer: Mapping[str, int]
    title: Mapping[str, int]
    still_true: Mapping[str, StillTrue]
    paid_twice: Counted
    attested: float
    cost: Ladder
    prices_at: Mapping[float, float]


def summarize(
    assessed: Mapping[str, sql.Source],
    *,
    deliveries: pa.Table,
    currencies: Mapping[str, str | None],
    policy: Policy,
    by: By = By.DELIVERY,
    unpaid: pa.Table | None = None,
    zones: Mapping[str, str] | None = None,
    query: sql.Query = sql.run,
) -> dict[str, Summary]:
    """A summary of every delivery, vendor, or everything, by its name.

    Args:
        assessed: lines, classes, verdicts, freshness, repeats and usable of an assessment.
        deliveries: tables.DELIVERIES; one that delivered no line has a summary of zeros.
        currencies: Currency of each program; None while its price is unknown.
        policy: Levels and limits.
        by: What one summary speaks of.
        unpaid: delivery, line of records that cost nothing: credited ones, and those that came instead of others.
        zones: Time zone of each program; UTC where there is none.
        query: Whom to ask.
    """
    scoped: dict[str, list[dict[str, str]]] = {}
    for delivery in deliveries.to_pylist():
        scoped.setdefault(_scope(delivery, by), []).append(delivery)
    counts = delivery_counts(assessed, unpaid, query)
    still_true = still_true_counts(assessed, query)
    level = policy.cost.report_level
    summaries = {}
    for scope, group in scoped.items():
        ids = [each["delivery"] for each in group]
        summaries[scope] = _summary(
            scope,
            tuple(sorted(ids)),
            Counts(
                [
                    {**row, "zone": (zones or {}).get(each["program"], "UTC")}
                    for each in group
                    for row in counts.get(each["delivery"], ())
                ]
            ),
            _still_true([row for one in ids for row in still_true.get(one, ())], level=level),
            currency=_one({currencies.get(each["program"]) for each in group}),
            policy=policy,
        )
    return summaries


def _scope(delivery: Mapping[str, str], by: By) -> str:
    return By.EVERYTHING.value if by is By.EVERYTHING else delivery[by.value]


def _one(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _still_true(rows: Sequence[Mapping[str, Any]], *, level: float) -> dict[str, StillTrue]:
    found: dict[str, StillTrue] = {}
    for what in sorted({row["what"] for row in rows}):
        each = [row for row in rows if row["what"] == what]
        moments = Moments(
            records=sum(row["records"] for row in each),
            **{name: _sum(each, name) for name in ("expected", "variance", "third")},
        )
        chances = sorted(chance for row in each for chance in row["chances"] or ())
        found[what] = StillTrue(
            total=list_total(chances, [1] * len(chances), level=level)
            if moments.records <= EXACT_UP_TO
            else total_of_moments(moments, level=level),
            assumed=sum(row["assumed"] for row in each),
            fast=_sum(each, "fast"),
            slow=_sum(each, "slow"),
        )
    return found


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    return fsum(row[name] for row in rows if row[name] is not None)


def _summary(
    scope: str,
    deliveries: tuple[str, ...],
    counts: Counts,
    still_true: Mapping[str, StillTrue],
    *,
    currency: str | None,
    policy: Policy,
) -> Summary:
    has_money = currency is not None
    lines = _line_counts(counts)
    usable = counts.counted("usable", has_money=has_money)
    media, unpaid = counts.total("media", has_money=has_money), counts.records("unpaid")
    cost = build_ladder(
        currency=currency,
        media_minor=media.amount_minor,
        delivered=lines.delivered,
        read=lines.read,
        payable=counts.records("verdict", Verdict.ACCEPT),
        usable=usable.records,
        attested=counts.number("attested"),
        policy=policy.cost,
        media_basis=MediaBasis.LESS_CREDITS if unpaid else MediaBasis.CONTRACT,
    )
    share = RatePosterior(events=usable.records, trials=lines.delivered, prior=policy.cost.prior_rate)
    per_delivered = cost.per_delivered_minor
    return Summary(
        scope=scope,
        deliveries=deliveries,
        lines=lines,
        usable=usable,
        usable_share=share.interval(policy.cost.level) if lines.delivered else None,
        not_usable=_counted_words(counts, "not_usable", has_money=has_money),
        consent={state.value: counts.records("consent", state) for state in ConsentState},
        classes={each.value: counts.records("class", each) for each in RecordClass},
        account_level=counts.records("account_level"),
        companies=_counted_words(counts, "company", has_money=has_money),
        excluded={word: counts.records("excluded", word) for word in counts.words("excluded")},
        verdicts={each.value: counts.counted("verdict", each, has_money=has_money) for each in Verdict},
        claims=Claims(
            by_code=_counted_words(counts, "returned", has_money=has_money),
            claimable=counts.total("claimable", has_money=has_money),
            until_at=counts.until("claimable"),
            last_on=counts.last_on("claimable"),
        ),
        employer={label.value: counts.records("employer", label) for label in FreshnessLabel},
        title={label.value: counts.records("title", label) for label in FreshnessLabel},
        still_true=still_true,
        paid_twice=counts.counted("paid_twice", has_money=has_money),
        attested=counts.number("attested"),
        cost=cost,
        prices_at={} if per_delivered is None else prices_at(per_delivered, policy.cost.example_rates),
    )


def _line_counts(counts: Counts) -> LineCounts:
    repaired, unreadable = counts.records("line", "repaired"), counts.records("line", "unreadable")
    read = counts.records("line", "read") + repaired
    return LineCounts(delivered=read + unreadable, read=read, repaired=repaired, unreadable=unreadable)


def _counted_words(counts: Counts, measure: str, *, has_money: bool) -> dict[str, Counted]:
    return {word: counts.counted(measure, word, has_money=has_money) for word in counts.words(measure)}
