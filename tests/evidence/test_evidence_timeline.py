"""A record's class over time, and what would change it."""

from datetime import date, timedelta

from leadaudit.evidence.timeline import Known, Life, outlook, spans
from leadaudit.policy import default_policy
from leadaudit.vocabulary import Actor, Category, Flag, RecordClass, Source

POLICY = default_policy()
DELIVERED = date(2026, 3, 1)


def on(after: int) -> date:
    return DELIVERED + timedelta(days=after)


def known(kind: str, after: int, seen: int | None = None) -> Known:
    return Known(
        kind=kind,
        occurred_on=on(after),
        seen_on=on(after if seen is None else seen),
        actor=Actor.PERSON,
        source=Source.FIRST,
        category=Category.UNMAPPED,
    )


def life(*evidence: Known, flags: frozenset[Flag] = frozenset(), p_employer: float | None = 0.9) -> Life:
    return Life(delivered_on=DELIVERED, evidence=evidence, flags_on=lambda _: flags, p_employer_on=lambda _: p_employer)


def bands(of: Life, as_of: date) -> list[tuple[str, int, int]]:
    return [
        (span.record_class.value, (span.from_on - DELIVERED).days, (span.until_on - DELIVERED).days)
        for span in spans(of, as_of=as_of, policy=POLICY)
    ]


def test_the_band_has_no_gap_and_changes_when_evidence_comes_and_when_it_expires() -> None:
    # A price page lives 28 days; a request makes a lead for 90 days and a signal for 90 more.
    of = life(known("pricing_page", 10), known("demo_request", 50))
    assert bands(of, on(300)) == [
        ("unproven", 0, 9), ("signal", 10, 38), ("unproven", 39, 49), ("lead", 50, 140), ("signal", 141, 230),
        ("unproven", 231, 300),
    ]  # fmt: skip


def test_evidence_is_read_from_the_day_its_source_knew_it() -> None:
    assert bands(life(known("pricing_page", 10, seen=20)), on(30)) == [("unproven", 0, 19), ("signal", 20, 30)]


def test_a_single_fact_raises_or_lowers() -> None:
    found = outlook(life(known("product_page", 0)), as_of=on(1), policy=POLICY)
    assert [(change.what, change.record_class, change.tier) for change in found.raises] == [
        ("ask_yes", RecordClass.LEAD, "high"), ("pricing_page", RecordClass.SIGNAL, "med"),
    ]  # fmt: skip
    assert [(change.what, change.record_class) for change in found.lowers] == [
        ("ask_no", RecordClass.UNPROVEN), ("hard_bounce", RecordClass.EXCLUDED),
    ]  # fmt: skip
    assert (found.falls_on, found.becomes) == (on(29), RecordClass.UNPROVEN)


def test_what_a_flag_excludes_no_fact_raises() -> None:
    found = outlook(life(flags=frozenset({Flag.COMPETITOR})), as_of=on(1), policy=POLICY)
    assert (found.raises, found.lowers, found.falls_on) == ((), (), None)


def test_a_doubtful_employer_needs_a_confirmation() -> None:
    found = outlook(life(known("demo_request", 0), p_employer=0.2), as_of=on(40), policy=POLICY)
    assert [(change.what, change.record_class) for change in found.raises] == [
        ("employer_confirmed", RecordClass.LEAD),
    ]


def test_proof_of_permission_raises_who_has_none() -> None:
    found = outlook(life(), as_of=on(1), policy=POLICY)
    assert ("consent_proof", RecordClass.OPT_IN) in [(change.what, change.record_class) for change in found.raises]
    assert found.raises[0].record_class is RecordClass.LEAD
