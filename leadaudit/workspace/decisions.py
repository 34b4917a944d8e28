"""What people decided about two records: kept, listed, taken back; never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.identity.decisions import Decision, Place, decided
from leadaudit.vocabulary import Judgement
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.file_store import FileStore, Store, files_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDecision:
    """A decision as people see it.

    Args:
        number: Its number.
        left: ``<delivery>:<line>`` of one record.
        right: Of the other.
        judgement: What was decided.
        note: Why.
        author: Who decided.
        decided_at: When, UTC.
        drawn: Whether the pair was drawn at random among joined ones.
        taken_back_at: When it was taken back; None: it was not.
        in_force: Whether it is the newest about its two records, and was not taken back.
    """

    number: int
    left: str
    right: str
    judgement: Judgement
    note: str
    author: str
    decided_at: datetime
    drawn: bool
    taken_back_at: datetime | None
    in_force: bool


def place_of(written: str) -> Place:
    """Delivery and line of a record's id.

    Raises:
        UnknownNameError: It is not written as ``<delivery>:<line>``.
    """
    delivery, _, line = written.rpartition(":")
    if not delivery or not line.isdecimal() or len(line) > 9:
        raise UnknownNameError(f"record {written}", "there is none of that name here", "Write it as <delivery>:<line>")
    return delivery, int(line)


def decide(
    store: Store,
    left: str,
    right: str,
    judgement: Judgement,
    *,
    note: str = "",
    author: str | None = None,
    drawn: bool = False,
) -> int:
    """Keep what somebody decided about two records; the decision's number is returned.

    Raises:
        UnknownNameError: There is no such record.
        LeadauditError: Both are the same record.
    """
    one = decided(place_of(left), place_of(right), judgement)
    if one.left == one.right:
        raise LeadauditError(f"record {left}", "it cannot be compared with itself", "Name two records")
    with writing(store.engine) as connection:
        for place in (one.left, one.right):
            _require_record(connection, store.files, place)
        made = connection.execute(
            insert(schema.decisions).values(
                left_delivery=one.left[0],
                left_line=one.left[1],
                right_delivery=one.right[0],
                right_line=one.right[1],
                judgement=judgement.value,
                note=note.strip(),
                author=author or store.author,
                decided_at=clock(),
                drawn=drawn,
            )
        )
        subject = f"{_written(one.left)} and {_written(one.right)}"
        write_log(
            connection, author=author or store.author, action=f"decided {judgement.value}", subject=subject, detail=note
        )
        return int(made.inserted_primary_key[0])  # type: ignore[index]


def _require_record(connection: Connection, files: FileStore, place: Place) -> None:
    owned = files_of(connection, place[0])
    lines = files.read_table(owned["facts"], ["line"])["line"] if "facts" in owned else None
    if lines is None or lines.index(place[1]).as_py() < 0:
        raise UnknownNameError(
            f"record {_written(place)}", "there is none of that name here", "Check delivery and line"
        )


def take_back(store: Store, number: int) -> None:
    """Take a decision back; what was decided before about the same two is in force again.

    Raises:
        UnknownNameError: There is none of that number, or it was taken back already.
    """
    table = schema.decisions
    with writing(store.engine) as connection:
        row = connection.execute(select(table).where(table.c.decision == number)).mappings().first()
        if row is None or row["taken_back_at"] is not None:
            raise UnknownNameError(
                f"decision {number}", "there is none of that number in force", "leadaudit decisions lists them"
            )
        now = {"taken_back_at": clock(), "taken_back_by": store.author}
        connection.execute(update(table).where(table.c.decision == number).values(now))
        left, right = _ends(row)
        write_log(
            connection,
            author=store.author,
            action="decision taken back",
            subject=f"{_written(left)} and {_written(right)}",
        )


def all_decisions(connection: Connection) -> tuple[KeptDecision, ...]:
    """Every decision there ever was, newest first."""
    rows = list(connection.execute(select(schema.decisions).order_by(schema.decisions.c.decision.desc())).mappings())
    newest = _newest(rows)
    return tuple(
        KeptDecision(
            number=row["decision"],
            left=_written(_ends(row)[0]),
            right=_written(_ends(row)[1]),
            judgement=Judgement(row["judgement"]),
            note=row["note"],
            author=row["author"],
            decided_at=row["decided_at"],
            drawn=row["drawn"],
            taken_back_at=row["taken_back_at"],
            in_force=newest.get(_ends(row)) is row,
        )
        for row in rows
    )


def decisions_in_force(connection: Connection) -> tuple[Decision, ...]:
    """The newest decision about any two records that was not taken back."""
    rows = list(connection.execute(select(schema.decisions).order_by(schema.decisions.c.decision.desc())).mappings())
    return tuple(
        Decision(left=ends[0], right=ends[1], judgement=Judgement(row["judgement"]))
        for ends, row in _newest(rows).items()
    )


def _newest(rows: Sequence[RowMapping]) -> dict[tuple[Place, Place], RowMapping]:
    found: dict[tuple[Place, Place], RowMapping] = {}
    for row in rows:
        if row["taken_back_at"] is None:
            found.setdefault(_ends(row), row)
    return found


def _ends(row: RowMapping) -> tuple[Place, Place]:
    return (row["left_delivery"], row["left_line"]), (row["right_delivery"], row["right_line"])


def _written(place: Place) -> str:
    return f"{place[0]}:{place[1]}"
