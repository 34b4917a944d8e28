"""What the decision table asks of one record, and what it answers.

Source: docs/method.md, "Classes".
"""

from dataclasses import dataclass

from leadaudit.vocabulary import Actor, Category, ClassRule, ExcludedReason, Flag, RecordClass, Source, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One piece of evidence as the table reads it.

    Args:
        kind: Id in ``policy/evidence_kinds.toml``.
        age_days: Days from the event to the day the class speaks for; negative: not yet.
        actor: Who did it; what a system or bot did counts for nothing.
        source: Through whom it reached us.
        category: Buying question it is about.
        proof_complete: Of a statement relayed by a vendor: wording, answer, time and proof are all there.
    """

    kind: str
    age_days: int
    actor: Actor = Actor.PERSON
    source: Source = Source.FIRST
    category: Category = Category.UNMAPPED
    proof_complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything the decision table asks of one record.

    Args:
        flags: What is known besides evidence, permission and active opportunity included.
        events: Evidence in any order.
        p_employer: How likely the employer is still true; None: nothing names one, so nothing makes it doubtful.
    """

    flags: frozenset[Flag] = frozenset()
    events: tuple[Event, ...] = ()
    p_employer: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A class with the row of the table that decided it.

    Args:
        record_class: The class.
        rule: The row.
        tier: Priority of a lead or signal.
        excluded_reason: Why it is not countable.
        attested: A lead by a statement that reached us through the vendor alone.
        category: Buying question of the evidence that decided.
    """

    record_class: RecordClass
    rule: ClassRule
    tier: Tier | None = None
    excluded_reason: ExcludedReason | None = None
    attested: bool = False
    category: Category | None = None
