"""How long a back-test of 200,000 people and 30 signals takes: at most ten seconds.

``python -m bench.signals``; tables of an assessment are made up, written as Parquet and read as an assessment is.
"""

import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from leadaudit import tables
from leadaudit.economics.followed import NextStep, read_followed
from leadaudit.economics.outcome_cells import Sight
from leadaudit.policy import default_policy
from leadaudit.policy.model import EvidenceKind
from leadaudit.signals.back_test import back_test
from leadaudit.signals.people import By, read_signals, tested_kinds

PEOPLE = 200_000
KINDS = 30
PER_PERSON = 3
LIMIT_SECONDS = 10.0
THROUGH = date(2026, 11, 1)
DAYS = 600


def main() -> None:
    """Make the tables, test, and say how long it took."""
    dice = np.random.default_rng(1)
    policy = default_policy()
    policy = policy.model_copy(update={"kinds": _thirty(policy.kinds)})
    with tempfile.TemporaryDirectory() as place:
        paths = {name: _written(Path(place), name, table) for name, table in _made(dice, list(policy.kinds)).items()}
        started, wall = time.process_time(), time.perf_counter()
        followed = read_followed(
            paths,
            sight=Sight(known_through=THROUGH, has_crm=True, has_crm_outcomes=True),
            as_of=THROUGH,
            currency="USD",
        )
        data = read_signals(paths, followed, policy)
        read = time.process_time()
        test = back_test(data, outcome=NextStep.PROGRESS, by=By.KIND, policy=policy)
        done = time.process_time()
        print(f"people {followed.people.num_rows:,}, behaviours by the landmark {data.events.num_rows:,}")
        print(f"lines tested {len(test.signals)}, training {test.trained_people:,}, held out {test.held_out_people:,}")
        print(f"reading {read - started:.2f} s, testing {done - read:.2f} s of processor time", end="")
        print(f"; {time.perf_counter() - wall:.2f} s by the clock")
        if done - started > LIMIT_SECONDS:
            sys.exit(f"more than {LIMIT_SECONDS:g} s")


def _thirty(kinds: Mapping[str, EvidenceKind]) -> dict[str, EvidenceKind]:
    """As many kinds as are tested, those of the policy repeated under other names."""
    found = dict(kinds)
    known = tested_kinds(default_policy())
    for number in range(KINDS - len(known)):
        found[f"{known[number % len(known)]}_{number}"] = found[known[number % len(known)]]
    return found


def _made(dice: np.random.Generator, kinds: list[str]) -> dict[str, pa.Table]:
    names = pa.array([f"p{at}" for at in range(PEOPLE)])
    first = (THROUGH - timedelta(days=DAYS) - date(1970, 1, 1)).days
    delivered = first + np.arange(PEOPLE) * DAYS // PEOPLE
    lines = pa.array(np.arange(PEOPLE), pa.int32())
    delivery = pa.array(np.full(PEOPLE, "northwell-2026-10"))
    came = np.flatnonzero(dice.random(PEOPLE) < 0.03)
    testable = [kind for kind in kinds if kind in tested_kinds(default_policy()) or kind.rpartition("_")[2].isdecimal()]
    who = dice.integers(0, PEOPLE, PEOPLE * PER_PERSON)
    what = dice.integers(0, len(testable), who.size)
    when = delivered[who] + dice.integers(0, 60, who.size)
    keys = pa.array([f"e{at}" for at in range(who.size)])
    days = pa.array(when.astype(np.int32), pa.int32()).cast(pa.date32())
    return {
        "classes": _table("classes", PEOPLE, {
            "person": names, "delivery": delivery, "line": lines,
            "vendor": pa.array(np.array(["northwell", "aldergate", "quillmere"])[np.arange(PEOPLE) % 3]),
            "delivered_on": pa.array(delivered.astype(np.int32), pa.int32()).cast(pa.date32()),
            "flags": pa.array([[]] * PEOPLE, pa.list_(pa.string())),
        }),
        "links": _table("links", PEOPLE, {"person": names, "linked": pa.array([True] * PEOPLE)}),
        "followup": _table("followup", 0, {}),
        "outcomes": _table("outcomes", came.size, {
            "outcome_id": pa.array([f"o{at}" for at in came]), "person": names.take(pa.array(came)),
            "kind": pa.array(["opportunity"] * came.size), "people": pa.array([1] * came.size, pa.int32()),
            "occurred_on": pa.array((delivered[came] + 45).astype(np.int32), pa.int32()).cast(pa.date32()),
        }),
        "evidence": _table("evidence", who.size, {
            "evidence_id": keys, "kind": pa.array(np.array(testable)[what]), "occurred_on": days, "observed_on": days,
            "actor": pa.array(["person"] * who.size), "source": pa.array(["first"] * who.size),
        }),
        "subjects": _table("subjects", who.size, {"evidence_id": keys, "person": names.take(pa.array(who))}),
    }  # fmt: skip


def _table(name: str, rows: int, columns: dict[str, pa.Array]) -> pa.Table:
    schema = tables.ALL[name].schema
    return pa.table(
        [
            columns[field.name].cast(field.type) if field.name in columns else pa.nulls(rows, field.type)
            for field in schema
        ],
        schema=schema,
    )


def _written(folder: Path, name: str, table: pa.Table) -> Path:
    pq.write_table(table, folder / f"{name}.parquet")
    return folder / f"{name}.parquet"


if __name__ == "__main__":
    main()
