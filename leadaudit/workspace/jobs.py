"""Long work: a child process, or a thread for short work, that notes how far it is where any page can read it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Engine, RowMapping, insert, select, update

from leadaudit.audit import Report
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, writing

JobState = Literal["waiting", "running", "done", "failed"]

# A job without a heartbeat for this long is dead, whatever its row says.
DEAD_AFTER: Final = timedelta(seconds=120)

# Processes this one started, by catalogue and job, until somebody saw how they ended; every workspace counts from 1.
_children: Final[dict[tuple[str, int], subprocess.Popen[bytes]]] = {}

# A stage may be long and silent; its process says that it is alive this often.
_HEARTBEAT_SECONDS: Final = 15.0

_OVER: Final = ("done", "failed")

# Progress is written at most this often; more would only make writers wait for one another.
_REPORT_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work and how far it is."""

    job: int
    kind: str
    subject: str
    state: JobState
    stage: str
    done: int
    total: int | None
    started_at: datetime
    heartbeat_at: datetime
    message: str | None
    result: str | None

    @property
    def is_over(self) -> bool:
        """Whether it ended, well or not."""
        return self.state in _OVER


def start_job(engine: Engine, folder: Path, *, kind: str, subject: str, arguments: Sequence[str]) -> int:
    """Start ``python -m leadaudit <arguments>`` as a child process that reports under a job number.

    Args:
        engine: The catalogue.
        folder: The workspace.
        kind: What it does, one word.
        subject: What it does it to.
        arguments: Of the command line, without workspace and job.

    Returns:
        The job's number.
    """
    job = _noted(engine, kind=kind, subject=subject)
    command = [sys.executable, "-m", "leadaudit", *arguments, "--workspace", str(folder), "--job", str(job)]
    quiet = subprocess.DEVNULL
    _children[_child(engine, job)] = subprocess.Popen(  # noqa: S603 - our own module with our own arguments
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    return job


def start_thread(engine: Engine, *, kind: str, subject: str, work: Callable[[Report], str]) -> int:
    """Start short work in a thread of this process, which has everything imported already.

    A process of its own would take longer to start than the work takes; when this one ends, the thread ends first.

    Args:
        engine: The catalogue.
        kind: What it does, one word.
        subject: What it does it to.
        work: Gets the report of progress and returns the id of what it made.

    Returns:
        The job's number.
    """
    job = _noted(engine, kind=kind, subject=subject)

    def run() -> None:
        # What went wrong in our own words stands in the job's row; anything else shows on the console as well.
        with suppress(LeadauditError), running(engine, job) as report:
            finish_job(engine, job, result=work(report))

    threading.Thread(target=run, name=f"job-{job}").start()
    return job


def _child(engine: Engine, job: int) -> tuple[str, int]:
    return str(engine.url), job


def _noted(engine: Engine, *, kind: str, subject: str) -> int:
    """The number of a job that waits."""
    moment = clock()
    values = {
        "kind": kind,
        "subject": subject,
        "state": "waiting",
        "stage": "starting",
        "done": 0,
        "started_at": moment,
        "heartbeat_at": moment,
    }
    with writing(engine) as connection:
        number = connection.execute(insert(schema.jobs).values(values)).inserted_primary_key
    return int(number[0]) if number is not None else 0


def running_jobs(engine: Engine) -> int:
    """How many pieces of long work are under way."""
    with engine.connect() as connection:
        rows = connection.execute(select(schema.jobs).where(schema.jobs.c.state.not_in(_OVER))).mappings()
        return sum(clock() - row["heartbeat_at"] <= DEAD_AFTER for row in rows)


def job_named(engine: Engine, job: int) -> Job:
    """One job; one whose process went silent is shown as failed.

    Raises:
        UnknownNameError: There is none of that number.
    """
    # Asked before the row is read: a process that ended since then has written how.
    child = _children.get(_child(engine, job))
    has_ended = child is not None and child.poll() is not None
    with engine.connect() as connection:
        row = connection.execute(select(schema.jobs).where(schema.jobs.c.job == job)).mappings().first()
    if row is None:
        raise UnknownNameError(f"job {job}", "there is none of that number here", "Start the work again")
    found = _job(row, has_ended=has_ended)
    if row["state"] in _OVER and child is not None:
        # It says that it is done just before it ends; waiting here leaves no dead process behind.
        child.wait()
        _children.pop(_child(engine, job), None)
    return found


@contextmanager
def running(engine: Engine, job: int) -> Iterator[Report]:
    """Reports progress under a job number; a failure is kept as its sentence and raised again."""
    last = 0.0

    def report(stage: str, done: int, of: int | None) -> None:
        nonlocal last
        if time.monotonic() - last < _REPORT_SECONDS and done:
            return
        last = time.monotonic()
        _set(engine, job, state="running", stage=stage, done=done, total=of, process=os.getpid())

    report("starting", 0, None)
    ended = threading.Event()
    threading.Thread(target=_beat, args=(engine, job, ended), daemon=True).start()
    try:
        yield report
    except LeadauditError as error:
        _set(engine, job, state="failed", message=str(error))
        raise
    except BaseException as error:
        _set(engine, job, state="failed", message=f"{type(error).__name__}: the work stopped. Try again.")
        raise
    finally:
        ended.set()


def _beat(engine: Engine, job: int, ended: threading.Event) -> None:
    while not ended.wait(_HEARTBEAT_SECONDS):
        _set(engine, job)


def finish_job(engine: Engine, job: int, *, result: str) -> None:
    """Mark a job as done, with the id of what it made."""
    _set(engine, job, state="done", stage="done", result=result)


def _set(engine: Engine, job: int, **values: object) -> None:
    with writing(engine) as connection:
        connection.execute(update(schema.jobs).where(schema.jobs.c.job == job).values(heartbeat_at=clock(), **values))


def _job(row: RowMapping, *, has_ended: bool) -> Job:
    silent_for = clock() - row["heartbeat_at"]
    is_dead = row["state"] not in _OVER and (has_ended or silent_for > DEAD_AFTER)
    return Job(
        job=row["job"],
        kind=row["kind"],
        subject=row["subject"],
        state="failed" if is_dead else row["state"],
        stage=row["stage"],
        done=row["done"],
        total=row["total"],
        started_at=row["started_at"],
        heartbeat_at=row["heartbeat_at"],
        message="The work stopped without a word. Nothing was stored; try again." if is_dead else row["message"],
        result=row["result"],
    )
