"""What an audit says, as one JSON object: keys are never omitted, what cannot be known is null."""

from collections.abc import Iterator, Mapping
from typing import Final

from leadaudit.answers import Outcomes
from leadaudit.audit import OpenedDelivery
from leadaudit.audit_file import Audit, AuditedFile
from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.ladder import RealLeadCost
from leadaudit.economics.summary import StillTrue, Summary
from leadaudit.intake.delivered import Detected, Detection
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.policy import Policy
from leadaudit.vocabulary import ExcludedReason, NotUsableReason

_EXCLUDED: Final = tuple(reason.value for reason in ExcludedReason)

# Reasons named in every document, none of them or not; reasons of the contract are named where they occur.
_ALWAYS_NAMED: Final = (
    NotUsableReason.UNREADABLE.value,
    *_EXCLUDED,
    NotUsableReason.ACCOUNT_ONLY.value,
    NotUsableReason.NO_CHANNEL.value,
    NotUsableReason.EMPLOYER.value,
)


def audit_document(audited: Audit, one: AuditedFile) -> dict[str, object]:
    """The document of one delivery (docs/cli.md); ratios are unrounded, money is minor units."""
    story = audited.stories[one.head.delivery]
    return {
        "delivery": one.head.delivery,
        "vendor": one.head.vendor,
        "program": one.head.program,
        "delivered_on": one.head.delivered_on,
        "delivered_on_assumed": one.head.delivered_on_assumed,
        "as_of": audited.as_of,
        "policy": _policy(audited.policy),
        "file": _file(one),
        "mapping": _mapping(one.mapping),
        **summary_document(story.total, audited.policy, came=story.outcomes),
    }


def summary_document(summary: Summary, policy: Policy, *, came: Outcomes | None = None) -> dict[str, object]:
    """The counts and costs of one summary, and what came of the people where that is known."""
    lines, cost = summary.lines, summary.cost
    confirmed = cost.confirmed if came is None else came.cost
    real_lead = cost.real_lead if came is None or came.with_attested is None else came.with_attested
    return {
        "lines": {
            "delivered": lines.delivered,
            "read": lines.read,
            "repaired": lines.repaired,
            "unreadable": lines.unreadable,
        },
        "usable": summary.usable.records,
        "not_usable": {**dict.fromkeys(_ALWAYS_NAMED, 0), **_records(summary.not_usable)},
        "consent": dict(summary.consent),
        "outcomes": {
            "loaded_through": None if came is None else came.loaded_through,
            "linked": None if came is None else came.linked,
        },
        "classes": dict(summary.classes),
        "account_level": summary.account_level,
        "excluded": {**dict.fromkeys(_EXCLUDED, 0), **summary.excluded},
        "verdicts": _records(summary.verdicts),
        "freshness": {"employer": dict(summary.employer), "title": dict(summary.title)},
        "still_true": {what: still_true_document(summary.still_true.get(what)) for what in ("employer", "title")},
        "cost": {
            "currency": cost.currency,
            "media_minor": cost.media_minor,
            "media_basis": cost.media_basis,
            "per_delivered_minor": cost.per_delivered_minor,
            "per_payable_minor": cost.per_payable_minor,
            "per_usable_minor": cost.per_usable_minor,
            "lead_currency": cost.currency if came is None else came.currency or None,
            "real_leads": {"confirmed": confirmed.leads, "attested": summary.attested},
            "per_confirmed_lead_minor": _per_lead(confirmed, policy),
            "per_real_lead_minor": _per_lead(real_lead, policy),
        },
    }


def vendor_rows(
    summaries: Mapping[str, Summary],
    came: Mapping[str, Outcomes] | None = None,
    *,
    ours: frozenset[str] = frozenset(),
) -> list[dict[str, object]]:
    """One row per vendor, best usable share first: what is known from day one, and what came of its people.

    Args:
        summaries: By vendor.
        came: What came of the people, by vendor; a vendor that is not there has null in those columns.
        ours: Those who are no vendors: people who came by themselves, or whom we reached.
    """
    outcomes = came or {}
    rows: list[dict[str, object]] = [
        {
            "vendor": name,
            "deliveries": len(one.deliveries),
            "delivered": one.lines.delivered,
            "usable": one.usable.records,
            "usable_share": one.usable.records / one.lines.delivered if one.lines.delivered else None,
            "usable_low": None if one.usable_share is None else one.usable_share.low,
            "usable_high": None if one.usable_share is None else one.usable_share.high,
            "currency": one.cost.currency,
            "media_minor": one.cost.media_minor,
            "per_delivered_minor": one.cost.per_delivered_minor,
            "per_usable_minor": one.cost.per_usable_minor,
            "paid_twice": one.paid_twice.records,
            "paid_twice_minor": one.paid_twice.amount_minor,
            "claimable_minor": one.claims.claimable.amount_minor,
            "real_leads_confirmed": one.cost.confirmed.leads if name not in outcomes else outcomes[name].confirmed,
            "real_leads_attested": one.attested,
            **_came_columns(outcomes.get(name)),
            "is_baseline": name in ours,
        }
        for name, one in summaries.items()
    ]
    return sorted(rows, key=lambda row: (-_number(row["usable_share"]), str(row["vendor"])))


def _came_columns(came: Outcomes | None) -> dict[str, object]:
    expected = None if came is None else came.cost.expected
    return {
        "linked": None if came is None else came.linked,
        "people": None if came is None else came.of,
        "lead_currency": None if came is None else came.currency or None,
        "lead_realised_minor": None if came is None else came.cost.realised_minor,
        "lead_expected_low_minor": None if expected is None else expected.low,
        "lead_expected_median_minor": None if expected is None else expected.median,
        "lead_expected_high_minor": None if expected is None else expected.high,
        "lead_possible_on": None if came is None else came.possible_on,
    }


def still_true_document(found: StillTrue | None) -> dict[str, float | int] | None:
    """How many are to be expected still true; null where nothing names one."""
    if found is None:
        return None
    total = found.total
    return {
        "records": total.records,
        "expected": total.expected,
        "low": total.low,
        "high": total.high,
        "level": total.level,
        "leaving_fast": found.fast,
        "leaving_slowly": found.slow,
        "age_assumed": found.assumed,
    }


def _number(value: object) -> float:
    return value if isinstance(value, float) else -1.0


def columns_document(opened: OpenedDelivery) -> dict[str, object]:
    """What a file holds and how its columns would be mapped."""
    table, mapping = opened.table, opened.mapping
    return {
        "file": {"name": table.file_name, "sha256": table.sha256, "bytes": table.byte_count},
        "detected": {
            name: {"value": found.value, "reason": found.reason} for name, found in detections(table.detection)
        },
        "lines": table.lines.num_rows,
        "columns": [
            {
                "column": column.column_no + 1,
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
                "reason": column.reason,
                "samples": list(column.samples),
                "date_order": column.date_order,
                "also": list(column.also),
            }
            for column in mapping.columns
        ],
        "questions": [
            {"about": question.about, "columns": [at + 1 for at in question.columns], "sentence": question.sentence}
            for question in mapping.questions
        ],
    }


def detections(detection: Detection) -> Iterator[tuple[str, Detected]]:
    """What was detected of a file, with its name for people; what does not apply is left out."""
    named = {
        "format": detection.file_format,
        "encoding": detection.encoding,
        "separator": detection.delimiter,
        "quote": detection.quote,
        "sheet": detection.sheet,
        "header line": detection.header_line,
    }
    yield from ((name, found) for name, found in named.items() if found is not None)


def _policy(policy: Policy) -> dict[str, str]:
    return {"name": policy.name, "version": policy.version, "fingerprint": policy.fingerprint}


def _file(one: AuditedFile) -> dict[str, object]:
    detection = one.table.detection
    return {
        "name": one.head.file_name,
        "sha256": one.table.sha256,
        "encoding": None if detection.encoding is None else detection.encoding.value,
        "delimiter": None if detection.delimiter is None else detection.delimiter.value,
        "sheet": None if detection.sheet is None else detection.sheet.value,
        "header_line": int(detection.header_line.value),
    }


def _mapping(mapping: ColumnsMapping) -> dict[str, object]:
    """Field to header; a field that several columns fill has all of them."""
    headers: dict[str, list[str]] = {}
    for column in mapping.columns:
        if column.field is not None:
            headers.setdefault(column.field, []).append(column.header)
    single: dict[str, object] = {field: named[0] if len(named) == 1 else named for field, named in headers.items()}
    return {**single, "unmapped": [column.header for column in mapping.unmapped]}


def _records(counted: Mapping[str, Counted]) -> dict[str, int]:
    return {name: one.records for name, one in counted.items()}


def _per_lead(cost: RealLeadCost, policy: Policy) -> dict[str, float | None]:
    expected = cost.expected
    return {
        "realised": cost.realised_minor,
        "median": None if expected is None else expected.median,
        "low": None if expected is None else expected.low,
        "high": None if expected is None else expected.high,
        "level": policy.cost.level if expected is None else expected.level,
    }
