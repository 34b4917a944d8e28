"""What to do next with the people of a workspace: made from an assessment, given out, and remembered."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, insert, select

from leadaudit import sql, tables
from leadaudit.followup.given import FollowUpGiven, read_given
from leadaudit.followup.lists import Listed, kinds_table, lists_of, segments_of
from leadaudit.vocabulary import FollowUpList
from leadaudit.workspace import schema, settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.crm_rows import rows_in_force
from leadaudit.workspace.file_store import FileStore, Store, files_of, register
from leadaudit.workspace.followup_tasks import Task, tasks_of
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.settings import SettingKind

ROUTED_RUN: Final = "routed"
# Who is left out of a list by chance, so that what it brings can be told.
_COMPARED: Final = {FollowUpList.ASK: FollowUpList.HELD_OUT, FollowUpList.CONFIRM: FollowUpList.HELD_BACK}
_READ: Final = ("classes", "usable", "freshness", "facts", "evidence", "subjects", "outcomes", "people")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FollowUp:
    """The lists of a day.

    Args:
        found: The assessment they were made from.
        listed: Everybody, and who is on which list.
        given: Owners and wordings.
        routed: tables.ROUTED of that day and before.
        crm_rows: tables.CRM_ROWS in force.
        us: How we call ourselves.
    """

    found: StoredAssessment
    listed: Listed
    given: FollowUpGiven
    routed: pa.Table
    crm_rows: pa.Table
    us: str

    def tasks(
        self, name: FollowUpList, state: str = "now", *, limit: int | None = None, at: datetime | None = None
    ) -> list[Task]:
        """The people of a list with why they are on it.

        Args:
            name: The list.
            state: now, waits, with_sales or routed.
            limit: At most so many, the first ones.
            at: When they are given out, for when they are due; None: no clock runs.
        """
        rows = self.listed.on(name, state)
        return tasks_of(self.found, rows if limit is None else rows.slice(0, limit), name, at)

    def signals(self) -> pa.Table:
        """What a CRM is told of each lead and signal, as ``followup_signals.sql`` describes."""
        paths = self.found.paths
        contacts = sql.run("followup_contacts", {"people": paths["people"], "rows": self.crm_rows})
        return sql.run(
            "followup_signals",
            {
                **{name: paths[name] for name in ("evidence", "subjects", "classes", "facts")},
                "people": self.listed.people,
                "lists": self.listed.lists,
                "kinds": kinds_table(self.found.policy),
                "contacts": contacts,
            },
            {"as_of": self.found.as_of},
        )

    def signal_deals(self) -> pa.Table:
        """The same of open opportunities."""
        read = {"signals": self.signals(), "outcomes": self.found.paths["outcomes"]}
        return sql.run("followup_signal_deals", read, {"as_of": self.found.as_of})

    def signal_accounts(self) -> pa.Table:
        """The same of companies."""
        return sql.run("followup_signal_accounts", {"signals": self.signals()})

    def segments(self) -> pa.Table:
        """What kind of message suits everybody."""
        return segments_of(self.listed)

    def collisions(self) -> pa.Table:
        """Mail that reached people while sales was talking to them, or from two sequences at once."""
        rules = self.found.policy.follow_up
        return sql.run(
            "followup_collisions",
            {name: self.found.paths[name] for name in ("evidence", "subjects", "outcomes")},
            {"as_of": self.found.as_of, "engaged_days": rules.engaged_days, "apart_days": rules.apart_days},
        )


def open_follow_up(store: Store, found: StoredAssessment) -> FollowUp:
    """The lists of the day of an assessment."""
    with store.engine.connect() as connection:
        crm_rows = rows_in_force(connection, store.files, all_imports(connection), found.as_of)
        given = settings.follow_up(connection)
        routed = routed_until(connection, store.files, found.as_of)
        us = given.us or next(iter(settings.buyer(connection).names), "our company")
    listed = lists_of(
        {name: found.paths[name] for name in _READ},
        crm_rows=crm_rows,
        routed=routed,
        given=given,
        policy=found.policy,
        as_of=found.as_of,
    )
    return FollowUp(found=found, listed=listed, given=given, routed=routed, crm_rows=crm_rows, us=us)


def stored_given(store: Store) -> FollowUpGiven:
    """Owners and wordings somebody gave; the shipped wordings and no owners where nobody did."""
    with store.engine.connect() as connection:
        return settings.follow_up(connection)


def put_given(store: Store, text: str, *, where: str) -> FollowUpGiven:
    """Keep owners and wordings.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    given = read_given(text, where=where)
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.FOLLOW_UP, "", text, author=store.author)
    return given


def routed_until(connection: Connection, files: FileStore, as_of: date) -> pa.Table:
    """Everything given out by a day, as tables.ROUTED."""
    runs = schema.published_runs
    names = connection.execute(select(runs.c.name).where(runs.c.kind == ROUTED_RUN).order_by(runs.c.run)).scalars()
    parts = [files.read_table(files_of(connection, name)[ROUTED_RUN]) for name in names]
    together = pa.concat_tables([tables.ROUTED.empty(), *parts])
    return together.filter(pc.less_equal(together["routed_on"], pa.scalar(as_of, tables.DAY)))


def give_out(
    store: Store, follow_up: FollowUp, names: Sequence[FollowUpList], *, at: datetime | None = None
) -> list[Task]:
    """Remember whom a list gave to whom, so that its outcome can be told and nobody is given out twice.

    Args:
        store: The workspace.
        follow_up: The lists of the day.
        names: Which of them are given out; those held out from asking go along with *ask*, those held back from sales
            with *confirm*.
        at: When; None: now.

    Returns:
        What was given out; nothing is stored when that is nobody.
    """
    moment = at or datetime.now(UTC)
    wanted = [*names, *(_COMPARED[name] for name in names if name in _COMPARED)]
    tasks = [task for name in wanted for task in follow_up.tasks(name, at=moment)]
    if not tasks:
        return []
    rows = tables.ROUTED.build([_routed(task, follow_up.found.as_of, moment) for task in tasks])
    digest = hashlib.sha256("\n".join(f"{task.list}:{task.record}" for task in tasks).encode()).hexdigest()
    name = f"routed-{follow_up.found.as_of.isoformat()}-{moment:%H%M%S}-{digest[:6]}"
    stored = store.files.write_tables({ROUTED_RUN: rows})
    with writing(store.engine) as connection:
        register(connection, name, stored)
        connection.execute(
            insert(schema.published_runs).values(
                assessment_id=follow_up.found.assessment_id, kind=ROUTED_RUN, name=name, published_at=clock()
            )
        )
        write_log(connection, author=store.author, action="list given out", subject=name, detail=f"{len(tasks)} people")
    return [task for task in tasks if task.list not in _COMPARED.values()]


def _routed(task: Task, on: date, at: datetime) -> dict[str, object]:
    delivery, _, line = task.record.rpartition(":")
    return {
        "delivery": delivery,
        "line": int(line),
        "person": task.person,
        "list": task.list.value,
        "routed_on": on,
        "routed_at": at,
        "due_at": task.due_at,
        "owner": task.owner,
        "vendor": task.vendor,
        "class": task.record_class,
        "tier": task.tier,
        "attested": task.attested,
        "rule": task.rule.value,
        "category": task.category,
        "kinds": sorted({one.kind for one in task.why.used}),
    }
