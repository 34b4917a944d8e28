"""What another policy would move, as one JSON object."""

from leadaudit.answers.policy_effect import Move, PolicyEffect
from leadaudit.answers.story import Outcomes
from leadaudit.economics.summary import Summary
from leadaudit.policy import Policy


def effect_document(effect: PolicyEffect) -> dict[str, object]:
    """The document of ``leadaudit policy diff --json``; money is minor units, what cannot be known is null."""
    return {
        "before": _policy(effect.before),
        "after": _policy(effect.after),
        "records": effect.records,
        "rules": [{"key": change.key, "before": change.before, "after": change.after} for change in effect.rules],
        "moves": [_move(move) for move in effect.moves],
        "vendors": [
            {
                "vendor": vendor.vendor,
                "before": _numbers(vendor.before, vendor.came[0]),
                "after": _numbers(vendor.after, vendor.came[1]),
                "moves": [_move(move) for move in vendor.moves],
            }
            for vendor in effect.vendors
        ],
    }


def _policy(policy: Policy) -> dict[str, str]:
    return {"name": policy.name, "version": policy.version, "fingerprint": policy.fingerprint}


def _move(move: Move) -> dict[str, object]:
    return {
        "what": move.what, "before": move.before or None, "after": move.after or None, "records": move.records,
    }  # fmt: skip


def _numbers(summary: Summary, came: Outcomes | None) -> dict[str, object]:
    return {
        "usable": summary.usable.records,
        "classes": dict(summary.classes),
        "currency": summary.cost.currency,
        "per_usable_minor": summary.cost.per_usable_minor,
        "per_real_lead_minor": None if came is None else came.cost.realised_minor,
        "real_leads_attested": summary.attested,
    }
