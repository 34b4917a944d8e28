"""What the numbers of a story look like on the screen: figures, ledgers, the small print."""

from collections.abc import Sequence
from datetime import date, datetime

import pyarrow as pa
from altair import LayerChart

from leadaudit.answers import Story
from leadaudit.answers.phrases import amount
from leadaudit.answers.story import company_lines, people_of
from leadaudit.economics.summary import By, Summary
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import charts, run
from leadaudit.ui.format import UNDEFINED, count, day, interval, money, percent, plural, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.vocabulary import ImportKind
from leadaudit.words import IMPORTS, reason_name
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment

NOT_KNOWN = "not known yet"

CALCULATION = (
    "A record is usable when it was read, is not excluded, is not against the contract, can be reached, and its "
    "employer is probably current. It says nothing about interest.",
    "Paid is the contract price of every line read; per usable record is that money divided by the usable ones. Each "
    "line that is not usable has one reason, the first that applies: usable lines and reasons add up to the delivered.",
)

VENDOR_COLUMNS = (
    Column(label="Vendor", align="word"),
    Column(label="Paid", align="number"),
    Column(label="Lines", align="number"),
    Column(label="Usable", align="number"),
    Column(label="Per usable record", align="number"),
    Column(label="Paid twice", align="number"),
    Column(label="Claimable now", align="number"),
)

REASON_COLUMNS = (
    Column(label="Why not usable"),
    Column(label="Lines", align="number"),
    Column(label="Share of all lines", align="number"),
    Column(label="Money", align="number"),
)


def provenance(found: StoredAssessment, workspace: Workspace, *, narrowed: Sequence[str] = ()) -> str:
    """The small print under every answer: rules, day, what is loaded and how old it is, filters in force."""
    newest = max((one.head.delivered_on for one in found.deliveries), default=None)
    loaded = plural(len(found.deliveries), "delivery", "deliveries")
    parts = [
        f"Policy {found.policy.name} {found.policy.version}",
        f"as of {day(found.as_of)}",
        f"{loaded}, the newest of {day(newest)}" if newest else "nothing delivered",
        _crm_words(workspace, found.as_of),
        *(f"only {words}" for words in narrowed),
    ]
    return " · ".join(parts)


def _crm_words(workspace: Workspace, as_of: date) -> str:
    loaded = [
        one.snapshot_on
        for one in workspace.imports()
        if one.kind is ImportKind.CRM_CONTACTS and one.snapshot_on <= as_of
    ]
    return f"{IMPORTS[ImportKind.CRM_CONTACTS]} of {day(max(loaded))}" if loaded else "no CRM loaded"


def figures(found: StoredAssessment, story: Story) -> tuple[Figure, ...]:
    """The four figures of a story: what was paid, what is usable, what that costs, what is not known."""
    total = story.total
    paid = story.amounts(lambda summary: summary.cost.media_minor)
    delivered = plural(total.lines.delivered, "line")
    files = plural(len(story.deliveries), "file")
    people = people_of(total)
    apart = total.lines.delivered - people.lines
    companies = f", {plural(apart, 'line')} about companies included" if apart and people.lines else ""
    about = " about people" if apart and people.lines else ""
    money_figure = Figure(
        label="Paid, by contract",
        value=paid[0] if paid else UNDEFINED,
        of=(f"and {' and '.join(paid[1:])}" if paid[1:] else f"{delivered} in {files}") + companies,
    )
    usable = Figure(
        label="Usable",
        value=count(total.usable.records),
        of=f"of {plural(people.lines, 'line')}{about} ({percent(people.usable_ratio if people.lines else None)})",
        history=_history(found, story),
    )
    return (money_figure, usable, _third(story), real_leads_figure(story))


def _third(story: Story) -> Figure:
    currency = story.total.cost.currency
    if currency is not None and story.total.cost.per_usable_minor is not None:
        before = money(story.total.cost.per_delivered_minor, currency)
        return Figure(
            label="Per usable record",
            value=money(story.total.cost.per_usable_minor, currency),
            of=f"instead of {before}",
        )
    claimable = sum(summary.claims.claimable.records for summary in story.deliveries.values())
    worth = story.money(lambda summary: summary.claims.claimable.amount_minor)
    return Figure(
        label="Claimable now", value=count(claimable), of=f"worth {worth}" if worth else "nothing within its time"
    )


def real_leads_figure(story: Story) -> Figure:
    """How many real leads there are, or that nothing could show them."""
    if story.outcomes is not None:
        return Figure(
            label="Real leads so far",
            value=amount(story.outcomes.confirmed),
            of=f"of {share(story.outcomes.linked, story.outcomes.of)} found in your CRM",
        )
    if story.total.attested > 0:
        shown = f"{story.total.attested:,.4g}"
        return Figure(label="Real leads", value=f"{shown} attested", of="confirmed: not known yet")
    return Figure(label="Real leads", value=NOT_KNOWN, of="no outcomes loaded")


def _ratio(summary: Summary) -> float | None:
    return summary.usable.records / summary.lines.delivered if summary.lines.delivered else None


def _history(found: StoredAssessment, story: Story) -> tuple[float, ...]:
    """Usable share of each delivery, oldest first; deliveries of companies alone are no part of it."""
    in_order = sorted(
        found.deliveries, key=lambda one: (one.head.delivered_on, one.head.received_at, one.head.delivery)
    )
    known = [story.deliveries[one.head.delivery] for one in in_order if one.head.delivery in story.deliveries]
    shares = [_ratio(summary) for summary in known if not is_companies_only(summary)]
    if story.vendor is None:
        return ()  # of several vendors it would show who delivered when, not how anything went
    told = tuple(ratio for ratio in shares if ratio is not None)
    return told if len(told) > 2 else ()


def is_companies_only(summary: Summary) -> bool:
    """Whether every line is about a company and none about a person."""
    return 0 < summary.lines.delivered == company_lines(summary)


def vendor_rows(story: Story) -> list[list[Cell]]:
    """One row per vendor, most usable first; feeds about companies after them, and who is none last."""
    ordered = sorted(
        story.vendors.items(),
        key=lambda pair: (pair[0] in story.own, is_companies_only(pair[1]), -(_ratio(pair[1]) or 0), pair[0]),
    )
    return [
        _vendor_row(vendor, summary, words=_named(vendor, story), is_ours=vendor in story.ours)
        for vendor, summary in ordered
    ]


def _named(vendor: str, story: Story) -> str:
    return f"{vendor} (ours)" if vendor in story.ours else vendor


def _vendor_row(vendor: str, summary: Summary, *, words: str, is_ours: bool) -> list[Cell]:
    currency = summary.cost.currency or ""
    companies = is_companies_only(summary)
    return [
        Link(words=words, page="records", params=(("vendor", vendor),)),
        money(summary.cost.media_minor, currency) if currency else "several currencies",
        count(summary.lines.delivered),
        "companies, no people" if companies else share(summary.usable.records, summary.lines.delivered),
        money(summary.cost.per_usable_minor, currency) if currency else UNDEFINED,
        UNDEFINED if is_ours else counted_money(summary.paid_twice.records, summary.paid_twice.amount_minor, currency),
        counted_money(summary.claims.claimable.records, summary.claims.claimable.amount_minor, currency),
    ]


def counted_money(number: int, amount_minor: int | None, currency: str) -> str:
    """A count with its money: ``97 (2,813 USD)``; zero is zero."""
    if number == 0:
        return "0"
    return (
        f"{count(number)} ({money(amount_minor, currency)})" if currency and amount_minor is not None else count(number)
    )


def reason_rows(summary: Summary, **narrowed: str) -> list[list[Cell]]:
    """One row per reason not usable, most lines first; each leads to its records."""
    currency = summary.cost.currency or ""
    params = tuple(narrowed.items())
    return [
        [
            Link(words=reason_name(code), page="records", params=(*params, ("reason", code))),
            count(counted.records),
            percent(counted.records / summary.lines.delivered),
            money(counted.amount_minor, currency) if currency else UNDEFINED,
        ]
        for code, counted in summary.not_usable.items()
    ]


def reason_total(summary: Summary) -> list[Cell]:
    """The row above the reasons: all that is not usable."""
    currency = summary.cost.currency or ""
    number = sum(counted.records for counted in summary.not_usable.values())
    amounts = [counted.amount_minor for counted in summary.not_usable.values()]
    known = [amount for amount in amounts if amount is not None]
    amount = sum(known) if len(known) == len(amounts) else None
    return [
        "All that is not usable",
        count(number),
        percent(number / summary.lines.delivered) if summary.lines.delivered else UNDEFINED,
        money(amount, currency) if currency else UNDEFINED,
    ]


def step_sentences(story: Story) -> tuple[str, ...]:
    """The three things to do now, numbered."""
    return tuple(f"{number}. {step.sentence}" for number, step in enumerate(run.steps(story), start=1))


def picture(found: StoredAssessment, story: Story) -> LayerChart:
    """What was bought against what was got: of one vendor by reason, of several a bar each."""
    if story.vendor is not None:
        by = run.permission(found, by=By.DELIVERY)
        groups = [by[name] for name in story.deliveries if name in by]
        usable = charts.Usable(
            proven=sum(each.proven for each in groups),
            claimed=sum(each.claimed for each in groups),
            none=sum(each.none for each in groups),
        )
        return charts.bought_and_got(story.total, usable, knows_who_asked=story.outcomes is not None)
    by_vendor = run.permission(found, by=By.VENDOR)
    nothing = charts.Usable(proven=0, claimed=0, none=0)
    return charts.vendors_bought_and_got(
        [
            charts.VendorBar(
                vendor=_named(vendor, story), delivered=summary.lines.delivered, usable=by_vendor.get(vendor, nothing)
            )
            for vendor, summary in story.vendors.items()
            if not is_companies_only(summary)
        ]
    )


def picture_words(story: Story) -> str:
    """What the picture shows, for people who cannot see it."""
    if story.vendor is None:
        return (
            "One bar per vendor: filled blue where permission is proven, hatched where it is only claimed, grey where "
            "none is shown; the empty rest is not usable. Feeds about companies are left out."
        )
    return (
        "Of all delivered lines: filled blue where permission is proven, hatched where it is only claimed, grey where "
        "none is shown; below, why lines are not usable. The empty bar is what nothing loaded can show."
    )


def interval_words(summary: Summary) -> str:
    """The interval of a usable share: ``70 % to 76 %``."""
    found = summary.usable_share
    if found is None or found.low is None or found.high is None:
        return UNDEFINED
    return interval(percent(found.low), percent(found.high))


def vendors_csv(story: Story) -> str:
    """The comparison of vendors as a file, amounts in minor units."""
    header = (
        "vendor", "currency", "paid_minor", "lines", "usable", "usable_low", "usable_high", "per_usable_minor",
        "paid_twice", "claimable", "claimable_minor", "is_baseline",
    )  # fmt: skip
    rows = [
        (
            vendor,
            summary.cost.currency,
            summary.cost.media_minor,
            summary.lines.delivered,
            summary.usable.records,
            summary.usable_share.low if summary.usable_share else None,
            summary.usable_share.high if summary.usable_share else None,
            summary.cost.per_usable_minor,
            summary.paid_twice.records,
            summary.claims.claimable.records,
            summary.claims.claimable.amount_minor,
            vendor in story.ours,
        )
        for vendor, summary in story.vendors.items()
    ]
    return csv_text(header, rows)


def table_csv(table: pa.Table) -> str:
    """Any table as a file."""
    columns = [table[name].to_pylist() for name in table.column_names]
    return csv_text(table.column_names, zip(*columns, strict=True))


def age_words(on: datetime | date, as_of: date) -> str:
    """How old something is: ``today``, ``1 day``, ``23 days``."""
    days = (as_of - (on.date() if isinstance(on, datetime) else on)).days
    return "today" if days == 0 else plural(days, "day")
