"""A million records x 16 columns: read, understood, judged, stored; beside DuckDB copying, and a naive loop.

    python -m bench.million [RECORDS]

Prints seconds by stage, the peak of memory over all processes, and the ratios to both other sides of the same run.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
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
    print(f"{stage}\\t{until - at}")
"""

# What a stage does, for people; in the order in which they come.
STAGES = (
    ("taking in", "copying the file into the workspace"),
    ("reading", "lines, repair of damaged ones, meaning of the columns"),
    ("columns", "columns"),
    ("facts", "facts: addresses, phones, names, titles, companies, places, dates"),
    ("storing", "storing the delivery"),
    ("loading", "loading it for the answer"),
    ("identity", "who is the same person, who is on a list"),
    ("permission", "permission"),
    ("contract", "contract"),
    ("freshness", "evidence and freshness"),
    ("classes", "classes, what is usable, sums that must close"),
    ("storing", "storing the answer"),
)


class _Peak(threading.Thread):
    """The largest resident memory of a process and its children, sampled."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak_bytes, self.is_over = process, 0, False

    def run(self) -> None:
        while not self.is_over:
            self.peak_bytes = max(self.peak_bytes, sum(_resident(each) for each in _family(self.process)))
            time.sleep(0.1)


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


def _timed(code: str, *arguments: str) -> tuple[float, float, str]:
    """Seconds, the peak of memory in GB, and what a side printed."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env={**os.environ}, stdout=subprocess.PIPE, text=True
    ) as process:
        watch = _Peak(process.pid)
        watch.start()
        printed = process.communicate()[0]
        watch.is_over = True
    if process.returncode:
        sys.exit("a side failed; its message stands above")
    return time.perf_counter() - started, watch.peak_bytes / 1e9, printed


def _print_stages(printed: str, seconds: float) -> None:
    """Where the time went, as rows of a table; what is left is starting, importing and the catalogue."""
    timed = [(stage, float(taken)) for stage, taken in (line.split("\t") for line in printed.splitlines())]
    named = iter(timed)
    print("| stage | seconds | share |")
    print("|---|--:|--:|")
    spent = 0.0
    for stage, words in STAGES:
        taken = next(taken for name, taken in named if name == stage)
        spent += taken
        print(f"| {words} | {taken:.1f} | {taken / seconds:.0%} |")
    print(f"| starting | {seconds - spent:.1f} | {(seconds - spent) / seconds:.0%} |")


def main(records: int) -> None:
    """Print the three sides."""
    naive_records = min(records, 50_000)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "big.csv"
        write_big_file(source, records=records)
        size = source.stat().st_size / 1e6
        print(f"{records:,} records x 16 columns, {size:.0f} MB, {os.cpu_count()} cores\n", flush=True)
        ours, peak, stages = _timed(OUR_SIDE, str(source), str(Path(folder) / "workspace"))
        _print_stages(stages, ours)
        print(f"\nleadaudit, all of it, stored: {ours:.1f} s, peak {peak:.2f} GB over all processes", flush=True)
        copied, copied_peak, _ = _timed(DUCKDB_SIDE, str(source), str(Path(folder) / "copy.parquet"))
        print(
            f"DuckDB reading and writing: {copied:.1f} s, peak {copied_peak:.2f} GB; we take {ours / copied:.1f} x",
            flush=True,
        )
        naive, _, _ = _timed(NAIVE_SIDE, str(source), str(Path(folder) / "naive.parquet"), str(naive_records))
        naive_all = naive * records / naive_records
        print(
            f"naive loop (pandas, email-validator, phonenumbers), {naive_records:,} records: {naive:.1f} s, "
            f"for all of them about {naive_all:.0f} s; we take {ours / naive_all:.2f} x"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
