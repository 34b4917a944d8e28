"""E-mails and phones: short cuts over whole columns beside the judge of one value, on the same values in one run.

    python -m bench.plain_values [RECORDS] [FILE.csv EMAIL_COLUMN PHONE_COLUMN COUNTRY]

Without a file the values are those of bench/big_file.py.  Prints the processor seconds of both sides, what they would
be for a million values, the share of values that the short cut recognises, and every value of which the sides differ.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa

from bench.big_file import HEADER, write_big_file
from leadaudit.facts import judges
from leadaudit.facts.columns import Judge, PlainJudge, judge_rows, with_check
from leadaudit.facts.email_columns import plain_emails
from leadaudit.facts.phone_columns import plain_phones
from leadaudit.tables import FLAG, TEXT

EMAIL_SAYS = with_check(
    ("norm", TEXT), ("domain", TEXT), ("suggestion", TEXT), ("is_role", FLAG), ("is_free", FLAG),
    ("is_disposable", FLAG), ("is_academic", FLAG),
)  # fmt: skip
PHONE_SAYS = with_check(("e164", TEXT), ("region", TEXT))


def compared(name: str, rows: Sequence[Sequence[str | None]], judge: Judge, plain: PlainJudge, says: pa.Schema) -> int:
    """Print both sides over the distinct rows; the number of rows of which they differ."""
    distinct = list(dict.fromkeys(map(tuple, rows)))
    columns = [pa.array(column, TEXT) for column in zip(*distinct, strict=True)]
    share = plain(columns).facts.num_rows / len(distinct)
    started = time.process_time()
    short = judge_rows(columns, judge, says, plain=plain)
    between = time.process_time()
    whole = judge_rows(columns, judge, says)
    ours, one_by_one = between - started, time.process_time() - between
    short_facts, whole_facts = (side.facts.take(side.place) for side in (short, whole))
    differing = [
        (row, one, other)
        for row, one, other in zip(distinct, short_facts.to_pylist(), whole_facts.to_pylist(), strict=True)
        if one != other
    ]
    million = 1_000_000 / len(distinct)
    print(
        f"{name:7} {len(distinct):9,} distinct: columns {ours:6.2f} s, one by one {one_by_one:6.2f} s, "
        f"{one_by_one / ours:5.1f} x; for a million {ours * million:.1f} s and {one_by_one * million:.1f} s; "
        f"{share:.1%} recognised; {len(differing)} differences"
    )
    for row, one, other in differing[:10]:
        print(f"  {row}: {one} but {other}")
    return len(differing)


def _generated(records: int) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.csv"
        write_big_file(path, records=records)
        return _rows(path, records)


def _rows(path: Path, records: int) -> list[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        _, *rows = islice(csv.reader(file), records + 1)
    return rows


def main(arguments: Sequence[str]) -> int:
    """Print both kinds of value; 1 when the sides differ anywhere."""
    records = int(arguments[0]) if arguments else 100_000
    if len(arguments) > 1:
        email, phone, country = int(arguments[2]), int(arguments[3]), arguments[4]
        rows = _rows(Path(arguments[1]), records)
    else:
        email, phone, country = HEADER.index("Email"), HEADER.index("Phone"), "US"
        rows = _generated(records)
    emails = [[row[email] or None] for row in rows if len(row) > email]
    phones = [[row[phone] or None, country] for row in rows if len(row) > phone]
    nobodys: frozenset[str] = frozenset()
    judge, plain = partial(judges.email, extra_role_names=nobodys), partial(plain_emails, extra_role_names=nobodys)
    differing = compared("e-mails", emails, judge, plain, EMAIL_SAYS)
    differing += compared("phones", phones, judges.phone, plain_phones, PHONE_SAYS)
    return min(differing, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
