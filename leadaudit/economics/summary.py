"""Everything said of a delivery, a vendor or all of them, each number from one place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.economics.cost import prices_at
from leadaudit.economics.ladder import Ladder, MediaBasis, build_ladder
from leadaudit.economics.list_totals import EXACT_UP_TO, Moments, Total, list_total, total_of_moments
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy import Policy
from leadaudit.vocabulary import ConsentState, FreshnessLabel, RecordClass, Verdict

# A copy delivered longer before a statement has no share in it (docs/method.md, "Real leads").
CREDIT_DAYS: Final = 180

_NOTHING = ""
_NO_LINES: Final = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE)])


class By(StrEnum):
    """What one summary speaks of."""

    DELIVERY = "delivery"
    VENDOR = "vendor"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some records and what they cost; the money is None when a price is not known or currencies differ."""

    records: int
    amount_minor: int | None


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
        paid_twice: Payable records of people another vendor delivered too.
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
    """
    scoped: dict[str, list[dict[str, str]]] = {}
    for delivery in deliveries.to_pylist():
        scoped.setdefault(_scope(delivery, by), []).append(delivery)
    scopes = pa.table(
        {
            "delivery": pa.array([each["delivery"] for group in scoped.values() for each in group], tables.TEXT),
            "scope": pa.array([scope for scope, group in scoped.items() for _ in group], tables.TEXT),
            "zone": pa.array(
                [(zones or {}).get(each["program"], "UTC") for group in scoped.values() for each in group], tables.TEXT
            ),
        }
    )
    attested = sql.run("economics_attested", {"classes": assessed["classes"]}, {"credit_days": CREDIT_DAYS})
    names = ("lines", "usable", "classes", "verdicts", "freshness", "repeats")
    read = {name: assessed[name] for name in names}
    free = _NO_LINES.empty_table() if unpaid is None else unpaid.cast(_NO_LINES)
    counts = sql.run("economics_counts", {**read, "scopes": scopes, "attested": attested, "unpaid": free})
    still_true = _still_true(scopes, assessed["freshness"], policy)
    rows: dict[str, list[dict[str, object]]] = {scope: [] for scope in scoped}
    for row in counts.to_pylist():
        rows[row["scope"]].append(row)
    return {
        scope: _summary(
            scope,
            tuple(sorted(each["delivery"] for each in group)),
            _Counts(rows[scope]),
            still_true.get(scope, {}),
            currency=_one({currencies.get(each["program"]) for each in group}),
            policy=policy,
        )
        for scope, group in scoped.items()
    }


def _scope(delivery: Mapping[str, str], by: By) -> str:
    return By.EVERYTHING.value if by is By.EVERYTHING else delivery[by.value]


def _one(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


class _Counts:
    """The counts of one scope, by measure and word."""

    def __init__(self, rows: Iterable[Mapping[str, object]]) -> None:
        self.by_measure: dict[str, dict[str, Mapping[str, object]]] = {}
        for row in rows:
            self.by_measure.setdefault(str(row["measure"]), {})[str(row["word"])] = row

    def words(self, measure: str) -> list[str]:
        """Words of a measure, most records first."""
        counted = self.by_measure.get(measure, {})
        return sorted(counted, key=lambda word: (-self.number(measure, word), word))

    def number(self, measure: str, word: str = _NOTHING) -> float:
        """Records of a word; 0 when there is none."""
        row = self.by_measure.get(measure, {}).get(word)
        return 0.0 if row is None else float(str(row["records"]))

    def records(self, measure: str, word: str = _NOTHING) -> int:
        """Whole records of a word."""
        return round(self.number(measure, word))

    def counted(self, measure: str, word: str = _NOTHING, *, has_money: bool) -> Counted:
        """Records of a word with their money."""
        row = self.by_measure.get(measure, {}).get(word, {"amount_minor": 0})
        amount = row["amount_minor"] if has_money else None
        return Counted(records=self.records(measure, word), amount_minor=None if amount is None else int(str(amount)))

    def total(self, measure: str, *, has_money: bool) -> Counted:
        """All words of a measure together."""
        parts = [self.counted(measure, word, has_money=has_money) for word in self.words(measure)]
        amounts = [part.amount_minor for part in parts if part.amount_minor is not None]
        is_known = has_money and len(amounts) == len(parts)
        return Counted(records=sum(part.records for part in parts), amount_minor=sum(amounts) if is_known else None)

    def last_on(self, measure: str) -> date | None:
        """The last day before the first deadline of a measure."""
        found = [row["last_on"] for row in self.by_measure.get(measure, {}).values()]
        return min((on for on in found if isinstance(on, date)), default=None)

    def until(self, measure: str) -> datetime | None:
        """The first deadline of a measure."""
        found = [row["until_at"] for row in self.by_measure.get(measure, {}).values()]
        return min((until for until in found if isinstance(until, datetime)), default=None)


def _still_true(scopes: pa.Table, freshness: sql.Source, policy: Policy) -> dict[str, dict[str, StillTrue]]:
    found: dict[str, dict[str, StillTrue]] = {}
    counted = sql.run("economics_still_true", {"scopes": scopes, "freshness": freshness}, {"exact_up_to": EXACT_UP_TO})
    level = policy.cost.report_level
    for row in counted.to_pylist():
        chances = row["chances"]
        moments = Moments(**{name: row[name] for name in ("records", "expected", "variance", "third")})
        total = (
            total_of_moments(moments, level=level)
            if chances is None
            else list_total(chances, [1] * len(chances), level=level)
        )
        found.setdefault(row["scope"], {})[row["what"]] = StillTrue(
            total=total, assumed=row["assumed"], fast=row["fast"], slow=row["slow"]
        )
    return found


def _summary(
    scope: str,
    deliveries: tuple[str, ...],
    counts: _Counts,
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


def _line_counts(counts: _Counts) -> LineCounts:
    repaired, unreadable = counts.records("line", "repaired"), counts.records("line", "unreadable")
    read = counts.records("line", "read") + repaired
    return LineCounts(delivered=read + unreadable, read=read, repaired=repaired, unreadable=unreadable)


def _counted_words(counts: _Counts, measure: str, *, has_money: bool) -> dict[str, Counted]:
    return {word: counts.counted(measure, word, has_money=has_money) for word in counts.words(measure)}
