"""Which company the person of a record is counted at, and under which other names."""

from typing import Final

from leadaudit import sql
from leadaudit.format import plural
from leadaudit.one_record.record import Query, Record

_READ: Final = ("accounts", "account_names", "facts", "people", "classes")
# Names beyond these are counted.
_MOST_NAMES: Final = 6


def account_words(record: Record, query: Query) -> str | None:
    """The account of the record, what else it is called here, and how many people were delivered there.

    None for a line that could not be read, or where no company is known.

    Source: docs/method.md, "Accounts".
    """
    if not record.is_read:
        return None
    named: dict[str, sql.Parameter] = {"delivery": record.delivery, "line": record.line}
    rows = query("record_account", _READ, named).to_pylist()
    if not rows:
        return None
    [row] = rows
    names, more = row["also"][:_MOST_NAMES], len(row["also"]) - _MOST_NAMES
    others = [*names, *([plural(more, "other")] if more > 0 else [])]
    also = f", here also {', '.join(others)}" if others else ""
    who = plural(row["people"], "person was", "people were")
    return f"{row['account']}{also}; {who} delivered there by {plural(row['vendors'], 'vendor')}"
