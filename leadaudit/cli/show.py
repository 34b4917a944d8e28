"""What the command line prints: results on stdout, talk on stderr."""

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import StringIO
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from leadaudit.audit import Report

out: Final = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
talk: Final = Console(stderr=True, highlight=False, markup=False, emoji=False)

# Work that takes longer than this shows how far it is.
PATIENCE_SECONDS: Final = 1.0


@contextmanager
def progress() -> Iterator[Report]:
    """Reports stages on stderr once the work has taken over a second and somebody is looking."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal)
    started = time.monotonic()
    task = bar.add_task("reading", total=None)

    def report(stage: str, done: int, of: int | None) -> None:
        bar.update(task, description=stage, completed=done, total=of)
        if not bar.live.is_started and time.monotonic() - started > PATIENCE_SECONDS:
            bar.start()

    try:
        yield report
    finally:
        bar.stop()


def as_json(value: object) -> None:
    """One JSON value on stdout; days and instants as ISO text, decimals as numbers."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=_plain) + "\n")


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """A plain CSV on stdout for other programs."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if row[name] is None else row[name] for name in header] for row in rows])
    sys.stdout.write(target.getvalue())


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """A table on stdout, numbers right-aligned."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for position, name in enumerate(header):
        table.add_column(name, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case Enum():
            return value.value
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")
