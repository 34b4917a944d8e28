"""Until when an opportunity keeps what its people said alive.

Source: docs/method.md, "Classes".
"""

from datetime import date

import pyarrow as pa

from leadaudit import sql, tables


def opportunities_alive(outcomes: pa.Table, *, as_of: date) -> pa.Table:
    """Outcomes in which an opportunity ends, for whoever missed two meetings in a row, on the day of the second.

    From then on a statement lapses like any other, counted from the day the newest meeting was booked.

    Args:
        outcomes: OUTCOMES.
        as_of: The day after which no meeting is read.
    """
    if not outcomes.num_rows:
        return outcomes
    return tables.OUTCOMES.require(sql.run("evidence_opportunities", {"outcomes": outcomes}, {"as_of": as_of}))
