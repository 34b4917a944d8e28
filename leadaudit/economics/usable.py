"""Which delivered lines can be worked: known on day one, and silent about interest."""

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.policy import Policy


def usable_lines(
    *,
    lines: pa.Table,
    classes: pa.Table,
    facts: pa.Table,
    verdicts: pa.Table,
    freshness: pa.Table,
    deliveries: pa.Table,
    policy: Policy,
) -> pa.Table:
    """Every delivered line with whether it is usable, or the first reason why not.

    In order: unreadable; the reason it is excluded; a company without a person; the reason it goes back to the
    vendor; no working e-mail or phone; an employer it has probably left.  The reasons are exclusive and add up
    with the usable ones to all delivered lines.

    Args:
        lines: tables.LINES.
        classes: tables.CLASSES.
        facts: tables.FACTS.
        verdicts: tables.VERDICTS.
        freshness: tables.FRESHNESS.
        deliveries: tables.DELIVERIES.
        policy: From which probability an employer counts as still true.

    Returns:
        tables.USABLE.

    Source:
        docs/method.md, "Usable records, and what one costs".
    """
    found = sql.run(
        "economics_usable",
        {
            "lines": lines.select(["delivery", "line", "status"]),
            "classes": classes,
            "facts": facts,
            "verdicts": verdicts,
            "freshness": freshness,
            "deliveries": deliveries,
        },
        {"min_employer_p": policy.usable.min_employer_p},
    )
    return tables.USABLE.require(found)
