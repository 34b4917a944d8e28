"""How well files polluted in known ways are read, nothing configured: ours beside DuckDB's and Python's sniffers.

    python bench/reading.py DIR [--failures]

DIR holds ``csv`` (polluted files), ``clean`` (what should be read) and, if a file has no header, ``parameters``
that say so, as the Pollock benchmark lays them out (Vitagliano et al., VLDB 2023).  The score is theirs: success,
and precision, recall and F1 of header, records and cells as multisets; averaged over the files, ten at most.
"""

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leadaudit.errors import NotATableError
from leadaudit.intake.read import read_table
from leadaudit.vocabulary import LineStatus

MEASURES = (
    "success",
    *(f"{part} {measure}" for part in ("header", "record", "cell") for measure in ("precision", "recall", "F1")),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a reader made of a file: names and records; a file without header has no names."""

    header: Sequence[str]
    records: Sequence[Sequence[str]]


def load_ours(path: Path) -> Loaded:
    """The names as delivered, and the cells of every line that was read or repaired."""
    try:
        table = read_table(path, file_name=path.name, delivery="bench")
    except NotATableError:
        if path.stat().st_size:
            raise
        return Loaded((), ())  # an empty file is refused, which is what it holds
    rows = zip(table.lines["status"].to_pylist(), table.lines["cells"].to_pylist(), strict=True)
    return Loaded(table.raw_header, [cells for status, cells in rows if status != LineStatus.UNREADABLE])


def load_duckdb(path: Path) -> Loaded:
    """DuckDB's own detection, every column as text."""
    relation = duckdb.connect().read_csv(str(path), all_varchar=True)
    records = [["" if cell is None else cell for cell in row] for row in relation.fetchall()]
    made_up = all(name.startswith("column") and name[6:].isdigit() for name in relation.columns)
    return Loaded(() if made_up else relation.columns, records)


def load_python(path: Path) -> Loaded:
    """``csv.Sniffer`` for dialect and header, ``csv.reader`` for the rest."""
    text = path.read_bytes().decode()
    sniffer = csv.Sniffer()
    try:
        dialect: type[csv.Dialect] | csv.Dialect = sniffer.sniff(text)
        has_header = sniffer.has_header(text)
    except csv.Error:
        dialect, has_header = csv.excel, True
    rows = [row for row in csv.reader(text.splitlines(keepends=True), dialect) if row]
    return Loaded(rows[0] if has_header and rows else (), rows[1:] if has_header else rows)


READERS: dict[str, Callable[[Path], Loaded]] = {
    "leadaudit": load_ours,
    "DuckDB sniffer": load_duckdb,
    "Python csv.Sniffer": load_python,
}


def load_clean(path: Path, parameters: Path) -> Loaded:
    """What should be read."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    headers = json.loads(parameters.read_text())["header_lines"] if parameters.exists() else 1
    return Loaded(rows[0] if headers and rows else (), rows[1:] if headers else rows)


def overlap(wanted: Iterable[Hashable], found: Iterable[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two multisets; two empty ones agree."""
    want, have = Counter(wanted), Counter(found)
    if not want and not have:
        return 1.0, 1.0, 1.0
    common = (want & have).total()
    precision = common / have.total() if have else 0.0
    recall = common / want.total() if want else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def measure(reader: Callable[[Path], Loaded], path: Path, clean: Loaded) -> list[float]:
    """The ten measures of one reader on one file."""
    try:
        loaded = reader(path)
    except Exception as error:  # noqa: BLE001 - whatever a reader throws is a failure to read
        print(f"  {path.name}: {type(error).__name__}: {str(error)[:160]}")
        return [0.0] * len(MEASURES)
    return [
        1.0,
        *overlap(clean.header, loaded.header),
        *overlap(map(tuple, clean.records), map(tuple, loaded.records)),
        *overlap(
            (cell for record in clean.records for cell in record),
            (cell for record in loaded.records for cell in record),
        ),
    ]


def main() -> None:
    """Score every reader on every file of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="name every file that ours does not read perfectly")
    parser.add_argument("--ours-only", action="store_true", help="leave the other readers out")
    chosen = parser.parse_args()
    files = sorted((chosen.folder / "csv").iterdir())
    print(f"{len(files)} files, nothing configured")
    for name, reader in list(READERS.items())[: 1 if chosen.ours_only else None]:
        begun = time.perf_counter()
        scores = []
        for path in files:
            clean = load_clean(
                chosen.folder / "clean" / path.name, chosen.folder / "parameters" / f"{path.name}_parameters.json"
            )
            scores.append(measure(reader, path, clean))
            if chosen.failures and reader is load_ours and sum(scores[-1]) < len(MEASURES):
                print(f"  {sum(scores[-1]):.4f}  {path.name}")
        means = [sum(column) / len(files) for column in zip(*scores, strict=True)]
        print(f"\n{name}: {sum(means):.4f} of {len(MEASURES)} in {time.perf_counter() - begun:.1f} s")
        for what, mean in zip(MEASURES, means, strict=True):
            print(f"  {what:<18} {mean:.4f}")


if __name__ == "__main__":
    main()
