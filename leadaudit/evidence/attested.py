"""Whether what a vendor says people said can still be believed: who of them, once asked, denies it.

Source: docs/method.md, "Classes".
"""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from leadaudit import sql
from leadaudit.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedAudit:
    """What became of the people a vendor attested.

    Args:
        vendor: Who relayed their statements.
        attested: How many people.
        contacted: How many of them we tried to reach, or heard from, since.
        denied: How many of those deny it.
        p_too_many: How sure it is that more deny than the policy bears.
        is_suspended: Whether its statements count as the vendor's answers alone.
        is_lifted: Whether somebody decided that they count all the same.
    """

    vendor: str
    attested: int
    contacted: int
    denied: int
    p_too_many: float
    is_suspended: bool
    is_lifted: bool


def p_more_deny(denied: int, contacted: int, *, share: float) -> float:
    """How sure it is that more than a share of a vendor's attested people deny, by Jeffreys' prior.

    Args:
        denied: People who deny.
        contacted: People we spoke to.
        share: The share that is still borne.
    """
    from scipy.special import betainc  # noqa: PLC0415 - costs a second to import

    return 1.0 - float(betainc(denied + 0.5, contacted - denied + 0.5, share))


def audit_attested(
    *, flags: sql.Source, evidence: sql.Source, subjects: sql.Source, policy: Policy, as_of: date
) -> tuple[AttestedAudit, ...]:
    """Every vendor that relayed statements, and whether they are suspended.

    Args:
        flags: delivery, line, vendor and person of every record.
        evidence: EVIDENCE.
        subjects: SUBJECTS.
        policy: Which share is borne, how sure it must be, and whose suspension somebody lifted.
        as_of: The day after which nothing is read.
    """
    kinds = sorted(policy.kinds)
    can = pa.table({"kind": kinds, "role": [policy.kinds[kind].role.value for kind in kinds]})
    rows = sql.run(
        "evidence_attested",
        {"flags": flags, "evidence": evidence, "subjects": subjects, "kinds": can},
        {"as_of": as_of},
    ).to_pylist()
    return tuple(_audited(row["vendor"], row["attested"], row["contacted"], row["denied"], policy) for row in rows)


def _audited(vendor: str, attested: int, contacted: int, denied: int, policy: Policy) -> AttestedAudit:
    rules = policy.classes.attested
    p_too_many = p_more_deny(denied, contacted, share=rules.max_denied_share) if contacted else 0.0
    is_lifted = vendor in rules.trusted_vendors
    return AttestedAudit(
        vendor=vendor,
        attested=attested,
        contacted=contacted,
        denied=denied,
        p_too_many=p_too_many,
        is_suspended=p_too_many >= rules.sure and not is_lifted,
        is_lifted=is_lifted,
    )
