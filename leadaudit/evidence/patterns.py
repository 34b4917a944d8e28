"""What a whole delivery looks like where its records were made up: shown with the figures, deciding nothing.

Source: docs/method.md, "Patterns of a delivery".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.policy import Policy
from leadaudit.policy.model import BatchPatterns

# Kinds of evidence that show that a mail of ours went to an address, and what came of it.
_MAILED: Final = ("mail_sent", "mail_delivered", "email_open", "email_click", "soft_bounce")
_BOUNCED: Final = ("hard_bounce",)
_REPLIED: Final = (
    "reply_positive", "reply_neutral", "reply_not_interested", "autoreply_left", "autoreply_away", "unsubscribe",
    "spam_complaint",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One look at a delivery.

    Args:
        id: Published once and never renamed.
        title: What is looked at.
        figures: The figures in words.
        is_flagged: Whether people seldom look like this; None: nothing to look at.
    """

    id: str
    title: str
    figures: str
    is_flagged: bool | None


def patterns_of(
    assessed: Mapping[str, sql.Source], *, policy: Policy, delivery: str | None = None
) -> dict[str, tuple[Pattern, ...]]:
    """Every pattern of each delivery, by its id.

    Args:
        assessed: facts, records, answers and evidence of an assessment.
        policy: From which figure on a pattern is flagged.
        delivery: One delivery alone.
    """
    rows = sql.run(
        "evidence_patterns",
        {
            **{name: assessed[name] for name in ("facts", "answers", "evidence")},
            "texts": _addresses(assessed["records"]),
            "mail": _mail_kinds(),
        },
        {"delivery": delivery},
    ).to_pylist()
    return {row["delivery"]: judge_patterns(row, policy) for row in rows}


def _addresses(records: sql.Source) -> pa.Table:
    if isinstance(records, pa.Table):
        return given_texts(records, ["consent_ip"]).rename_columns(["delivery", "line", "ip"])
    return sql.texts_of(records, ["consent_ip"]).rename_columns(["delivery", "line", "ip"])


def _mail_kinds() -> pa.Table:
    kinds = [*_MAILED, *_BOUNCED, *_REPLIED]
    return pa.table(
        {
            "kind": kinds,
            "is_bounce": [kind in _BOUNCED for kind in kinds],
            "is_reply": [kind in _REPLIED for kind in kinds],
        }
    )


def judge_patterns(figures: Mapping[str, Any], policy: Policy) -> tuple[Pattern, ...]:
    """What the figures of one delivery say.

    Args:
        figures: A row as ``evidence_patterns.sql`` describes.
        policy: From which figure on a pattern is flagged.
    """
    rules = policy.flags.batch
    return (
        _one_second(figures, policy),
        _burst(figures, rules),
        _even_gaps(figures, rules),
        _one_block(figures, rules),
        _one_answer(figures, rules),
        _silence(figures, rules),
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else f"{part:,} of 0"


def _nothing(id_: str, title: str, why: str) -> Pattern:
    return Pattern(id=id_, title=title, figures=why, is_flagged=None)


def _one_second(row: Mapping[str, Any], policy: Policy) -> Pattern:
    title = "Captured in one and the same second"
    if not row["timed"]:
        return _nothing("pattern.one-second", title, "no capture time has seconds")
    flagged = (
        row["same_second"] >= policy.flags.same_second_min_records
        and row["same_second"] >= policy.flags.same_second_share * row["records"]
    )
    figures = _share(row["same_second"], row["records"])
    return Pattern(id="pattern.one-second", title=title, figures=figures, is_flagged=flagged)


def _gathered(
    id_: str, title: str, part: int, whole: int, *, least: float, rules: BatchPatterns, shared: str = ""
) -> Pattern:
    """Records that have one thing in common: flagged where enough of them say it and too large a part shares it."""
    flagged = whole >= rules.min_records and part >= least * whole
    return Pattern(id=id_, title=title, figures=f"{_share(part, whole)}{shared}", is_flagged=flagged)


def _burst(row: Mapping[str, Any], rules: BatchPatterns) -> Pattern:
    id_, title = "pattern.burst", "Captured within one minute"
    if not row["timed"]:
        return _nothing(id_, title, "no capture time has seconds")
    return _gathered(id_, title, row["same_minute"], row["records"], least=rules.burst_share, rules=rules)


def _even_gaps(row: Mapping[str, Any], rules: BatchPatterns) -> Pattern:
    title = "Evenly spaced capture times"
    if row["gap_cv"] is None or (row["gaps"] or 0) + 1 < rules.min_records:
        return _nothing("pattern.even-times", title, f"fewer than {rules.min_records} capture times with seconds")
    figures = f"gaps spread by {row['gap_cv']:.2f} of their mean; people who come by chance spread by about 1"
    return Pattern(
        id="pattern.even-times", title=title, figures=figures, is_flagged=row["gap_cv"] <= rules.even_gap_spread
    )


def _one_block(row: Mapping[str, Any], rules: BatchPatterns) -> Pattern:
    id_, title = "pattern.one-block", "From one block of addresses"
    if not row["with_ip"]:
        return _nothing(id_, title, "no record has an IP address")
    shared = f" from {row['block']}"
    return _gathered(
        id_, title, row["same_block"], row["with_ip"], least=rules.same_block_share, rules=rules, shared=shared
    )


def _one_answer(row: Mapping[str, Any], rules: BatchPatterns) -> Pattern:
    id_, title = "pattern.one-answer", "One and the same answer"
    if not row["answered"]:
        return _nothing(id_, title, "no custom question was asked")
    shared = f" answer '{row['answer']}' to '{row['question']}'"
    return _gathered(
        id_, title, row["same_answer"], row["answered"], least=rules.same_answer_share, rules=rules, shared=shared
    )


def _silence(row: Mapping[str, Any], rules: BatchPatterns) -> Pattern:
    title = "No bounce and no reply"
    if not row["mailed"]:
        return _nothing("pattern.silence", title, "no mail events are loaded for these addresses")
    figures = f"{row['bounced']:,} bounced and {row['replied']:,} replied of {row['mailed']:,} mailed"
    flagged = row["mailed"] >= rules.min_mailed and not row["bounced"] and not row["replied"]
    return Pattern(id="pattern.silence", title=title, figures=figures, is_flagged=flagged)


def pattern_sentence(patterns: tuple[Pattern, ...]) -> str:
    """What is flagged of a delivery, in one sentence."""
    flagged = [pattern for pattern in patterns if pattern.is_flagged]
    looked = [pattern for pattern in patterns if pattern.is_flagged is not None]
    if flagged:
        told = "; ".join(f"{pattern.title.lower()}: {pattern.figures}" for pattern in flagged)
        return f"**People seldom look like this**: {told}. Ask the vendor how these records came about."
    if not looked:
        return "Nothing here tells made-up records from those of people: no capture times, addresses, answers or mails."
    return f"{len(looked)} of {len(patterns)} patterns could be looked at, and none of them stands out."
