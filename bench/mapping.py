"""How well headers are mapped, scored on labelled header rows: python bench/mapping.py FOLDER.

FOLDER holds mapping_gold.csv: layout_id, system, header, field, also_acceptable.  Only headers are given, no values.
A must-map header is one for which "ignore" is not acceptable; a must-ignore header one for which only it is.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from leadaudit import tables
from leadaudit.intake.fields import IGNORE
from leadaudit.intake.mapping import propose_mapping

NEVER_WRONG = ("email", "first_name", "last_name", "full_name", "company", "title")


def score(folder: Path) -> int:
    """Print every error and the figures; 0 when the targets are met."""
    layouts: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "mapping_gold.csv").open(encoding="utf-8", newline="") as gold:
        for row in csv.DictReader(gold):
            layouts[row["layout_id"]].append(row)
    must_map = mapped_right = must_ignore = ignored_wrong = never_wrong = questions = 0
    systems: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rows in layouts.values():
        mapping = propose_mapping([row["header"] for row in rows], tables.LINES.empty())
        questions += len(mapping.questions)
        for row, column in zip(rows, mapping.columns, strict=True):
            found = column.field or IGNORE
            accepted = {row["field"], *row["also_acceptable"].replace(";", " ").split()}
            is_right = found in accepted
            if IGNORE not in accepted:
                must_map += 1
                mapped_right += is_right
                systems[row["system"]][0] += is_right
                systems[row["system"]][1] += 1
            elif accepted == {IGNORE}:
                must_ignore += 1
                ignored_wrong += not is_right
            never_wrong += found in NEVER_WRONG and not is_right
            if not is_right:
                print(f"{row['layout_id']} {row['system']}: {row['header']!r} is {row['field']}, mapped to {found}")
        for question in mapping.questions:
            print(f"{rows[0]['layout_id']} asked: {question.sentence}")
    for system, (right, all_of_it) in systems.items():
        print(f"{system}: {right} of {all_of_it}")
    print(f"must-map headers right: {mapped_right} of {must_map} ({mapped_right / must_map:.1%})")
    print(f"must-ignore headers mapped: {ignored_wrong} of {must_ignore} ({ignored_wrong / must_ignore:.1%})")
    print(f"wrong e-mail, name, company or title columns: {never_wrong}; questions asked: {questions}")
    return 0 if mapped_right >= 0.95 * must_map and ignored_wrong <= 0.03 * must_ignore and not never_wrong else 1


if __name__ == "__main__":
    sys.exit(score(Path(sys.argv[1])))
