"""A million records x 16 columns: read, understood, judged, stored; beside DuckDB copying, and a naive loop.

    python -m bench.million [RECORDS]

Prints seconds by stage, the peak of memory over all processes, and the ratios to both other sides of the same run.
"""

import math
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.big_file import write_big_file

DUCKDB_SIDE = """
import sys, duckdb
duckdb.sql(f"copy (select * from read_csv('{sys.argv[1]}', all_varchar=true, header=true, delim=',', quote='\\"',"
           f" ignore_errors=true, auto_detect=false, strict_mode=false,"
           f" columns={{{', '.join(repr(f'c{i}') + ': ' + repr('VARCHAR') for i in range(16))}}}))"
           f" to '{sys.argv[2]}' (format parquet)")
"""

NAIVE_SIDE = """
import sys
import pandas as pd, phonenumbers
from email_validator import EmailNotValidError, validate_email
table = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False, on_bad_lines="skip", nrows=int(sys.argv[3]))
def email(text):
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
def phone(text):
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, 0) if phonenumbers.is_valid_number(number) else None
table["email_norm"] = table["Email"].map(email)
table["phone_e164"] = table["Phone"].map(phone)
table["repeat"] = table.duplicated("email_norm")
table.to_parquet(sys.argv[2])
"""

OUR_SIDE = """
import sys, time
from datetime import date
from pathlib import Path
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
workspace = Workspace.create(Path(sys.argv[2]))
workspace.put_program('vendor = "big"\\nprice = 45\\ncurrency = "USD"\\n', where="big")
begun = []
def report(stage, done, of):
    if not begun or begun[-1][0] != stage:
        begun.append((stage, time.perf_counter()))
report("taking in", 0, None)
staged = workspace.stage(Path(sys.argv[1]), "big.csv")
report("reading", 0, None)
arrival = Arrival(program=workspace.program("big"), delivered_on=date(2026, 10, 1))
workspace.commit(workspace.opened(staged.staged, vendor="big"), staged, arrival, report=report)
workspace.assessment(as_of=date(2026, 11, 1), report=report)
report("end", 0, None)
for (stage, at), (_, until) in zip(begun, begun[1:]):
    print(f"{stage}\\t{at}\\t{until}")
"""

# What comes on top of reading, facts, exact identity, freshness, contract and classes is counted apart, so that both
# can be judged: comparing people by likeness, and counting once what every page shows.
LIKENESS, COUNTING = "likeness", "counting"

# What a stage does, for people; in the order in which they come.
STAGES = (
    ("taking in", "copying the file into the workspace"),
    ("reading", "lines, repair of damaged ones, meaning of the columns"),
    ("columns", "columns"),
    ("facts", "facts: addresses, phones, names, titles, companies, places, dates"),
    ("storing", "storing the delivery"),
    (LIKENESS, "who may be one person by all they say (identity beyond exact keys)"),
    ("loading", "loading it for the answer"),
    ("identity", "who is the same person, who is on a list"),
    ("permission", "permission"),
    ("contract", "contract"),
    ("freshness", "evidence and freshness"),
    ("classes", "classes, also on days after the delivery"),
    ("outcomes", "outcomes, what is usable, sums that must close"),
    ("storing", "storing the answer"),
    (COUNTING, "counting once what every page shows"),
)


class _Peak(threading.Thread):
    """The largest resident memory of a process and its children, sampled; with the instants, to name stages by."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.is_over = process, False
        self.samples: list[tuple[float, int]] = []

    def run(self) -> None:
        while not self.is_over:
            self.samples.append((time.perf_counter(), sum(_resident(each) for each in _family(self.process))))
            time.sleep(0.1)

    def between(self, since: float, until: float) -> float:
        """The largest in a span of time, in GB."""
        return max((size for at, size in self.samples if since <= at <= until), default=0) / 1e9


def _family(process: int) -> list[int]:
    found = [process]
    for parent in found:
        listing = Path(f"/proc/{parent}/task/{parent}/children")
        found += [int(child) for child in listing.read_text().split()] if listing.exists() else []
    return found


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0
    return pages * resource.getpagesize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of the comparison.

    Args:
        seconds: From start to end.
        memory: Its processes' memory over time.
        printed: What it wrote.
    """

    seconds: float
    memory: _Peak
    printed: str

    @property
    def peak(self) -> float:
        """The largest memory over all processes, in GB."""
        return self.memory.between(0, math.inf)


def _timed(code: str, *arguments: str) -> Side:
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True) as process:
        watch = _Peak(process.pid)
        watch.start()
        printed = process.communicate()[0]
        watch.is_over = True
    if process.returncode:
        sys.exit("a side failed; its message stands above")
    return Side(seconds=time.perf_counter() - started, memory=watch, printed=printed)


def _print_stages(side: Side) -> tuple[float, float]:
    """Where time and memory went, as rows of a table; what is left is starting, importing and the catalogue.

    Returns:
        Seconds of likeness, and of counting for pages.
    """
    rows = [line.split("\t") for line in side.printed.splitlines()]
    named = iter([(stage, float(since), float(until)) for stage, since, until in rows])
    print("| stage | seconds | share | peak GB |")
    print("|---|--:|--:|--:|")
    spent, apart = 0.0, {LIKENESS: 0.0, COUNTING: 0.0}
    for stage, words in STAGES:
        since, until = next(((since, until) for name, since, until in named if name == stage), (0.0, 0.0))
        spent += until - since
        if stage in apart:
            apart[stage] = until - since
        share, peak = (until - since) / side.seconds, side.memory.between(since, until)
        print(f"| {words} | {until - since:.1f} | {share:.0%} | {peak:.2f} |")
    print(f"| starting | {side.seconds - spent:.1f} | {(side.seconds - spent) / side.seconds:.0%} | |")
    return apart[LIKENESS], apart[COUNTING]


def main(records: int) -> None:
    """Print the three sides."""
    naive_records = min(records, 50_000)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "big.csv"
        write_big_file(source, records=records)
        size = source.stat().st_size / 1e6
        print(f"{records:,} records x 16 columns, {size:.0f} MB, {os.cpu_count()} cores\n", flush=True)
        ours = _timed(OUR_SIDE, str(source), str(Path(folder) / "workspace"))
        likeness, counting = _print_stages(ours)
        print(f"\nleadaudit, all of it, stored: {ours.seconds:.1f} s, peak {ours.peak:.2f} GB over all processes")
        exact = ours.seconds - likeness - counting
        print(f"with exact identity alone, and before pages are counted: {exact:.1f} s", flush=True)
        copy = _timed(DUCKDB_SIDE, str(source), str(Path(folder) / "copy.parquet"))
        print(f"DuckDB reading and writing: {copy.seconds:.1f} s, peak {copy.peak:.2f} GB;", end=" ")
        print(
            f"we take {exact / copy.seconds:.1f} x with exact identity, "
            f"{ours.seconds / copy.seconds:.1f} x with all of it"
        )
        naive = _timed(NAIVE_SIDE, str(source), str(Path(folder) / "naive.parquet"), str(naive_records))
        naive_all = naive.seconds * records / naive_records
        print(
            f"naive loop (pandas, email-validator, phonenumbers), {naive_records:,} records: {naive.seconds:.1f} s, "
            f"for all of them about {naive_all:.0f} s; we take {exact / naive_all:.2f} x with exact identity, "
            f"{ours.seconds / naive_all:.2f} x with all of it"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
