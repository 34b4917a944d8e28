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
from datetime import date
from pathlib import Path

from bench.big_file import write_big_file

AS_OF = date(2026, 11, 1)

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
from leadaudit.contract.program import program_without_contract
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from decimal import Decimal
started, seen = time.perf_counter(), []
def report(stage, done, of):
    if not seen or seen[-1][0] != stage:
        seen.append((stage, time.perf_counter()))
workspace = Workspace.create(Path(sys.argv[2]))
workspace.put_program('vendor = "big"\\nprice = 45\\ncurrency = "USD"\\n', where="big")
report("stage", 0, None)
staged = workspace.stage(Path(sys.argv[1]), "big.csv")
report("read", 0, None)
opened = workspace.opened(staged.staged, vendor="big")
arrival = Arrival(program=workspace.program("big"), delivered_on=date(2026, 10, 1))
workspace.commit(opened, staged, arrival, report=report)
report("load", 0, None)
workspace.assessment(as_of=date(2026, 11, 1), report=report)
seen.append(("end", time.perf_counter()))
for (stage, at), (_, until) in zip(seen, seen[1:]):
    print(f"  {stage:12} {until - at:6.1f} s")
"""


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


def _timed(code: str, *arguments: str) -> tuple[float, float]:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], env={**os.environ})
    watch = _Peak(process.pid)
    watch.start()
    if process.wait():
        sys.exit("a side failed; its message stands above")
    watch.is_over = True
    return time.perf_counter() - started, watch.peak_bytes / 1e9


def main(records: int) -> None:
    """Print the three sides."""
    naive_records = min(records, 50_000)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "big.csv"
        write_big_file(source, records=records)
        size = source.stat().st_size / 1e6
        print(f"{records:,} records x 16 columns, {size:.0f} MB, {os.cpu_count()} cores")
        ours, peak = _timed(OUR_SIDE, str(source), str(Path(folder) / "workspace"))
        copied, copied_peak = _timed(DUCKDB_SIDE, str(source), str(Path(folder) / "copy.parquet"))
        naive, _ = _timed(NAIVE_SIDE, str(source), str(Path(folder) / "naive.parquet"), str(naive_records))
        naive_all = naive * records / naive_records
        print(f"leadaudit, all of it, stored: {ours:.1f} s, peak {peak:.2f} GB")
        print(f"DuckDB reading and writing: {copied:.1f} s, peak {copied_peak:.2f} GB; we take {ours / copied:.1f} x")
        print(
            f"naive loop (pandas, email-validator, phonenumbers), {naive_records:,} records: {naive:.1f} s, "
            f"for all of them about {naive_all:.0f} s; we take {ours / naive_all:.2f} x"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
