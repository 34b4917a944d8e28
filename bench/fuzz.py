"""Read many damaged files: no fault but a clear refusal, and every input line accounted for.

    python bench/fuzz.py 10000 [--seed 1]

Each round takes a small table, writes it in some dialect and encoding or as a workbook, and damages it in one to
six ways.  A round fails when anything but a ``LeadauditError`` comes out, or when the lines do not add up.
"""

import argparse
import io
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import xlsxwriter

from leadaudit.errors import ConservationError, LeadauditError
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.fields import FIELDS
from leadaudit.intake.mapping import propose_mapping
from leadaudit.intake.read import read_table
from leadaudit.intake.records import read_records
from leadaudit.vocabulary import LineStatus

FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gia", "Zoë", "Jürgen", "Łucja")
LAST = ("Archer", "Brook", "O'Carver", "de Vries", "Ember", "Müller", "Grove")
COMPANIES = ("Northwell", "Osprelle, Inc.", "Tarnworks", 'Quill "Q" Mere', "None Ltd", "Harbourly\nEast")
TITLES = ("VP Marketing", "Head of IT", "Director, Operations", "CFO", "Geschäftsführer")
HEADER = ("First name", "Last name", "Email", "Job title", "Company", "Phone", "Country", "Employees", "Downloaded on")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1")
JUNK = (
    b"\0",
    b"\xff",
    b"\xc3",
    b"\x81",
    b"\r",
    b"\n",
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"|",
    b"\\",
    b"\xe2\x80\xa8",
    b"=1+1",
)


def table(random_: random.Random) -> list[list[str]]:
    """A table of leads, with or without header, sometimes framed by a banner and totals."""
    rows: list[list[str]] = [list(HEADER)] if random_.random() < 0.9 else []
    for number in range(random_.choice((0, 1, 2, 5, 12, 40))):
        first, last = random_.choice(FIRST), random_.choice(LAST)
        address = f"{first}.{last}{number}@northwell.example".lower().replace(" ", "").replace("'", "")
        phone = f"+1 202 555 01{random_.randrange(100):02d}"
        day = f"2026-{random_.randrange(1, 13):02d}-{random_.randrange(1, 29):02d}"
        rows.append(
            [
                first,
                last,
                address,
                random_.choice(TITLES),
                random_.choice(COMPANIES),
                phone,
                "US",
                str(number * 10),
                day,
            ]
        )
    width = random_.choice((1, 2, 3, 5, 9, 9, 9))
    rows = [row[:width] for row in rows]
    if random_.random() < 0.2:
        rows = [["Lead report"], [], *rows]
    if random_.random() < 0.2:
        rows = [*rows, ["Total", str(len(rows))], ["Copyright 2026 Northwell"]]
    return rows


def as_text(rows: list[list[str]], random_: random.Random) -> bytes:
    """The table as delimited text."""
    delimiter, quote = random_.choice((",", ",", ";", "\t", "|", ", ", "||", " ")), random_.choice(('"', '"', "'"))
    ending = random_.choice(("\n", "\n", "\r\n", "\r"))
    always = random_.random() < 0.3

    def cell(value: str) -> str:
        needs = always or any(mark in value for mark in (delimiter, quote, "\n"))
        return quote + value.replace(quote, quote * 2) + quote if needs else value

    text = ending.join(delimiter.join(map(cell, row)) for row in rows) + random_.choice(("", ending, ending * 3))
    return text.encode(random_.choice(ENCODINGS), errors="replace")


def as_workbook(rows: list[list[str]], random_: random.Random) -> bytes:
    """The table as a workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    left, top = random_.randrange(3), random_.randrange(3)
    for at, row in enumerate(rows):
        sheet.write_row(at + top, left, row)
    book.close()
    return buffer.getvalue()


def _place(content: bytearray, random_: random.Random) -> int:
    return random_.randrange(len(content) + 1)


def insert_junk(content: bytearray, random_: random.Random) -> None:
    """Put in a byte or two that mean something to a reader."""
    at = _place(content, random_)
    content[at:at] = random_.choice(JUNK) * random_.choice((1, 1, 2, 5))


def delete_some(content: bytearray, random_: random.Random) -> None:
    """Take out a few bytes."""
    at = _place(content, random_)
    del content[at : at + random_.choice((1, 1, 2, 8, 60))]


def flip_byte(content: bytearray, random_: random.Random) -> None:
    """Change one byte to any other."""
    if content:
        content[random_.randrange(len(content))] = random_.randrange(256)


def swap_marks(content: bytearray, random_: random.Random) -> None:
    """Turn one kind of mark into another, in a part of the file."""
    old, new = random_.sample((b",", b";", b"\t", b'"', b"'", b"\n", b" "), 2)
    first, last = sorted((_place(content, random_), _place(content, random_)))
    content[first:last] = bytes(content[first:last]).replace(old, new)


def repeat_part(content: bytearray, random_: random.Random) -> None:
    """Repeat a part, as a copy and paste gone wrong."""
    first = _place(content, random_)
    part = bytes(content[first : first + random_.choice((3, 40, 400))])
    content[first:first] = part * random_.choice((1, 2, 20))


def truncate(content: bytearray, random_: random.Random) -> None:
    """Break off."""
    del content[_place(content, random_) :]


def append_noise(content: bytearray, random_: random.Random) -> None:
    """End in something else: delimiters, binary, blank lines."""
    tail = random_.choice((b",,,,,\n" * 30, bytes(random_.randrange(256) for _ in range(200)), b"\n \n\t\n", b'"'))
    content.extend(tail)


def recode_part(content: bytearray, random_: random.Random) -> None:
    """Write a part in another encoding, as files of two systems put together."""
    first, last = sorted((_place(content, random_), _place(content, random_)))
    text = bytes(content[first:last]).decode("utf-8", errors="replace")
    content[first:last] = text.encode(random_.choice(("cp1252", "utf-16-le", "utf-16", "utf-8-sig")), errors="replace")


def mix_endings(content: bytearray, random_: random.Random) -> None:
    """End some lines otherwise, or not at all."""
    endings = (b"\n", b"\r\n", b"\r", b"\n\n", b"", b"\x0b", b"\r\r\n")
    lines = bytes(content).split(b"\n")
    ended = [line + (b"\n" if random_.random() < 0.8 else random_.choice(endings)) for line in lines[:-1]]
    content[:] = b"".join(ended) + lines[-1]


def shift_lines(content: bytearray, random_: random.Random) -> None:
    """Move the cells of some lines one column to the right or to the left."""
    mark = random_.choice((b",", b";", b"\t"))
    lines = bytes(content).split(b"\n")
    for at in range(_place(content, random_) % len(lines), len(lines), random_.choice((1, 2, 7))):
        lines[at] = mark + lines[at] if random_.random() < 0.5 else lines[at].partition(mark)[2]
    content[:] = b"\n".join(lines)


def open_quotes(content: bytearray, random_: random.Random) -> None:
    """Leave a quote open on many lines."""
    lines = bytes(content).split(b"\n")
    quote = random_.choice((b'"', b'"', b"'", b'\\"'))
    for at in range(random_.randrange(3), len(lines), random_.choice((1, 2, 5))):
        cut = random_.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:cut] + quote + lines[at][cut:]
    content[:] = b"\n".join(lines)


def repeat_header(content: bytearray, random_: random.Random) -> None:
    """Put the first line in again, as files put together by hand have it."""
    lines = bytes(content).split(b"\n")
    for _ in range(random_.choice((1, 1, 4))):
        lines.insert(random_.randrange(len(lines) + 1), lines[0])
    content[:] = b"\n".join(lines)


def other_table(content: bytearray, random_: random.Random) -> None:
    """Put a table with other columns in: behind, before or in the middle."""
    table_ = random_.choice(
        (b"Country,Leads\nUS,3\nDE,4\n", b"Topic;Score;Week\nERP;70;1\n", b"Rejected\na@b.example\n")
    )
    at = random_.choice((0, len(content), _place(content, random_)))
    content[at:at] = random_.choice((b"\n", b"\n\n", b"")) + table_ + random_.choice((b"", b"\n"))


def side_notes(content: bytearray, random_: random.Random) -> None:
    """Write remarks to the right of some lines."""
    mark = random_.choice((b",", b";", b"\t")) * random_.choice((1, 2, 3))
    lines = bytes(content).split(b"\n")
    for _ in range(random_.choice((1, 2, 6))):
        lines[random_.randrange(len(lines))] += mark + random_.choice((b"call first", b"see above", b"ok?", b"12"))
    content[:] = b"\n".join(lines)


def long_cell(content: bytearray, random_: random.Random) -> None:
    """Swell one place: a pasted letter, blanks, marks."""
    at = _place(content, random_)
    piece = random_.choice((b"Dear all, thank you. ", b" ", b"x", b'""', b",", b'",\n"', b"\t"))
    content[at:at] = piece * random_.choice((300, 5_000))


def pad_with_nuls(content: bytearray, random_: random.Random) -> None:
    """Pad with zero bytes, as a disk that was full."""
    at = random_.choice((0, len(content), _place(content, random_)))
    content[at:at] = bytes(random_.choice((3, 512, 4_096)))


DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    insert_junk, insert_junk, insert_junk, delete_some, delete_some, flip_byte, swap_marks, repeat_part, truncate,
    append_noise, recode_part, mix_endings, shift_lines, open_quotes, repeat_header, other_table, side_notes, long_cell,
    pad_with_nuls,
)  # fmt: skip


def faults(read: DeliveredTable) -> list[str]:
    """What does not add up in a table that was read."""
    lines = read.lines
    numbers = lines["line"].to_pylist()
    found = []
    if lines.num_rows + read.skipped.count + read.continued != read.physical_lines:
        found.append("lines do not add up")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        found.append("line numbers do not ascend")
    if numbers and not 1 <= numbers[0] <= numbers[-1] <= read.physical_lines:
        found.append("a line number is not in the file")
    outside = [skipped.line for skipped in read.skipped.listed]
    if set(outside) & set(numbers) or len(set(outside)) != len(outside):
        found.append("a line is both delivered and outside")
    for row in lines.to_pylist():
        is_unreadable = row["status"] == LineStatus.UNREADABLE
        if (row["cells"] is None) != is_unreadable or (row["cells"] and len(row["cells"]) != len(read.header)):
            found.append(f"line {row['line']}: cells do not match the header")
        if (row["before"] is None) != (row["status"] == LineStatus.READ) or (row["reason"] is None) != (
            row["before"] is None
        ):
            found.append(f"line {row['line']}: before or reason is missing")
    if len(set(read.header)) != len(read.header) or not all(read.header):
        found.append("column names are not distinct")
    return found + _faults_of_records(read)


def _faults_of_records(read: DeliveredTable) -> list[str]:
    """What does not add up once columns are mapped: every line that was read is one record, and its texts are there."""
    mapping = propose_mapping(read.header, read.lines)
    records, _ = read_records(read.lines, mapping)
    is_read = [status != LineStatus.UNREADABLE for status in read.lines["status"].to_pylist()]
    found = []
    if records.num_rows != sum(is_read):
        found.append("records do not add up")
    one_only = [column for column in mapping.columns if column.field and not FIELDS[column.field].many]
    for column in one_only:
        if column.field == "email" and len(mapping.columns_of("email")) == 1:
            cells = [row["cells"][column.column_no].strip() or None for row in read.lines.to_pylist() if row["cells"]]
            if records["email"].to_pylist() != cells:
                found.append("an e-mail address is not the cell's")
    return found


def one_round(seed: int) -> tuple[str, list[str]]:
    """Make, damage and read one file; what became of it, and its faults."""
    random_ = random.Random(seed)
    rows = table(random_)
    content = bytearray(as_workbook(rows, random_) if random_.random() < 0.05 else as_text(rows, random_))
    for _ in range(random_.randrange(1, 7)):
        random_.choice(DAMAGES)(content, random_)
    try:
        read = read_table(bytes(content), file_name="fuzz", delivery="fuzz")
    except ConservationError as error:
        return "fault", [str(error)]
    except LeadauditError:
        return "refused", []
    except BaseException:  # noqa: BLE001 - a panic in a reader's native code is no Exception
        return "fault", [traceback.format_exc()]
    try:
        found = faults(read)
    except BaseException:  # noqa: BLE001 - mapping must answer for any table that was read
        found = [traceback.format_exc()]
    return "fault" if found else "read", found


def main() -> None:
    """Run the rounds and say what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    begun = time.perf_counter()
    became: Counter[str] = Counter()
    for seed in range(chosen.seed, chosen.seed + chosen.rounds):
        outcome, found = one_round(seed)
        became[outcome] += 1
        for fault in found[:3]:
            print(f"seed {seed}: {fault}")
    seconds = time.perf_counter() - begun
    print(
        f"{chosen.rounds} damaged files in {seconds:.0f} s: " + ", ".join(f"{n} {what}" for what, n in became.items())
    )
    sys.exit(1 if became["fault"] else 0)


if __name__ == "__main__":
    main()
