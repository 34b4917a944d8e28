"""Who is the same person, against Splink 5, sides in one run.

    python -m bench.identity_pairs [DATA] [RECORDS] [--alone]

Ours is what a workspace answers (exact keys, likeness at p >= .95, nobody decided anything), with weights made from the
records without labels and with the shipped ones, against Splink with comparisons as its documentation recommends and
tuned by hand, at *its* best threshold.  Both look at the same pairs.
DATA holds ``identity/`` and ``person_dedupe_gold/``; without it, and always besides, contacts are generated.  Splink
runs in an environment of its own, made here; with --alone it is left out.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench.contacts import contacts
from bench.people_collections import collections, facts_of
from leadaudit.facts.keys import keys
from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.between import Found, candidacy, pairs_among, weights_from
from leadaudit.identity.pairs.coded import coded
from leadaudit.identity.pairs.keys import numbered_keys
from leadaudit.identity.pairs.rules import BY_NAME
from leadaudit.identity.pairs.weights import shipped_weights
from leadaudit.identity.people import persons
from leadaudit.identity.repeats import nodes
from leadaudit.tables import CONTACTS, DELIVERIES

GENERATED = 100_000
ROOT = Path(__file__).parents[1]
THRESHOLDS = np.arange(-4, 40, 1.0)
Numbers = npt.NDArray[np.int64]


def pairs_in(groups: Numbers) -> int:
    """Pairs of records within groups."""
    sizes = np.unique(groups, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def cluster_f1(person: Numbers, found: Numbers) -> float:
    """F1 over pairs of records in one group."""
    both = pairs_in(person * (int(found.max()) + 1) + found)
    return 2 * both / max(pairs_in(person) + pairs_in(found), 1)


def components(count: int, left: Numbers, right: Numbers) -> Numbers:
    """The connected component of every record."""
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def ours(described: pa.Table, person: Numbers, *, made: bool) -> None:
    """Pairs, timed as the other side is, and the people they make; a line of figures."""
    started, worked = time.perf_counter(), time.process_time()
    looked_at = candidacy(described)
    weights = weights_from(looked_at, shipped_weights()) if made else shipped_weights()
    found = pairs_among(looked_at, weights)
    seconds, cpu, peak = time.perf_counter() - started, time.process_time() - worked, _peak()
    p, true = found.pairs["p"].to_numpy(), _true(found, described, person)
    reached = int((person[looked_at.pairs.left] == person[looked_at.pairs.right]).sum())
    # What was looked at is not kept while people are made.
    del looked_at
    started, worked = time.perf_counter(), time.process_time()
    group = _people(described, found.pairs)
    print(
        f"  ours, {'own weights' if made else 'shipped':11} cluster F1 {cluster_f1(person, group):.4f} at p >= {SAME}"
        f"  precision {true[p >= SAME].mean():.3f}  estimated/true matches {p.sum() / pairs_in(person):.2f}"
        f"  blocking recall {reached / pairs_in(person):.3f} (estimated {found.recall:.3f})"
        f"  {found.compared:,} pairs, processor {cpu:.1f} s, wall {seconds:.1f} s, peak {peak:.0f} MB;"
        f" people after that {time.process_time() - worked:.1f} s of processor, peak of all {_peak():.0f} MB",
        flush=True,
    )


def _peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _people(described: pa.Table, pairs: pa.Table) -> Numbers:
    """For every record its person, as a workspace would have it."""
    facts = facts_of(described)
    vendors = [
        {"delivery": name, "vendor": "v", "delivered_on": date(2026, 1, 1)}
        for name in described["delivery"].unique().to_pylist()
    ]
    among = nodes(facts=facts, deliveries=DELIVERIES.build(vendors), contacts=CONTACTS.empty())
    held = keys(facts=facts, records=facts.select(["delivery", "line"]), vendor="v")
    found = persons(nodes=among, keys=held, facts=facts, pairs=pairs).people
    person = found["person"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    # People come by line, the records as they stand.
    place = np.argsort(np.argsort(described["line"].to_numpy(), kind="stable"), kind="stable")
    return np.asarray(person[place], np.int64)


def _true(found: Found, described: pa.Table, person: Numbers) -> npt.NDArray[np.bool_]:
    at = np.zeros(int(described["line"].to_numpy().max()) + 1, np.int64)
    at[described["line"].to_numpy()] = np.arange(described.num_rows)
    return np.asarray(person[at[found.pairs["line"].to_numpy()]] == person[at[found.pairs["other_line"].to_numpy()]])


def prepared_for_splink(described: pa.Table) -> pa.Table:
    """The values, and one key column for each of our blocking rules; null where a key is over its cap."""
    values = coded(described)
    table = described.drop_columns(["delivery", "line", "generation", "profile", "domain"])
    table = table.append_column("unique_id", pa.array(range(described.num_rows)))
    names = zip(described["first"].to_pylist(), described["last"].to_pylist(), strict=True)
    table = table.append_column("full_name", pa.array([f"{a} {b}" if a and b else None for a, b in names], pa.string()))
    for rule, how in BY_NAME.items():
        nodes, keys = numbered_keys(values, rule)
        _, place, holders = np.unique(keys, return_inverse=True, return_counts=True)
        kept = (holders > 1) & (holders * (holders - 1) // 2 <= how.most_pairs)
        column = np.full(described.num_rows, -1, np.int64)
        column[nodes[kept[place]]] = place[kept[place]]
        if kept.any() and rule != "everybody":
            table = table.append_column(f"k_{rule}", pa.array(column, mask=column < 0))
    return table.select([name for name in table.column_names if table[name].null_count < table.num_rows])


def splink(python: Path, table: pa.Table, person: Numbers, mode: str, folder: Path) -> None:
    """Splink over the same pairs, at its best threshold; one line of figures."""
    records, out = folder / "records.parquet", folder / "pairs.parquet"
    pq.write_table(table, records)
    peer = Path(__file__).with_name("splink_peer.py")
    done = subprocess.run([python, peer, records, out, mode], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  Splink {mode:7} failed: {done.stderr.strip().splitlines()[-1]}")
        return
    took = json.loads(done.stdout.splitlines()[-1])
    pairs = pq.read_table(out)
    left, right, bits, p = (pairs[name].to_numpy() for name in ("l", "r", "match_weight", "p"))
    scores = [cluster_f1(person, components(len(person), left[bits >= at], right[bits >= at])) for at in THRESHOLDS]
    best = int(np.argmax(scores))
    true = person[left] == person[right]
    print(
        f"  Splink {mode:7} cluster F1 {scores[best]:.4f} at its best threshold ({THRESHOLDS[best]:g} bits)"
        f"  precision at {SAME} {true[p >= SAME].mean():.3f}  estimated/true matches {p.sum() / pairs_in(person):.2f}"
        f"  processor {took['cpu']:.1f} s, wall {took['wall']:.1f} s, peak {took['peak_mb']:.0f} MB"
    )


def sets(data: Path | None, count: int) -> Iterator[tuple[str, pa.Table, Numbers]]:
    """Name, ``DESCRIBED`` and the person of every record."""
    if data is not None:
        yield from collections(data)
    generated = contacts(count)
    yield f"generated, {count:,} contacts", generated.described, generated.person


def main(data: Path | None, count: int, *, alone: bool) -> None:
    """Make Splink's environment, then both sides on every set."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = None if alone else _splinks_python(folder)
        for title, described, person in sets(data, count):
            print(f"{title}: {described.num_rows:,} records, {pairs_in(person):,} true pairs", flush=True)
            # In a process of its own, as the other side: what made the records counts for nobody.
            pq.write_table(described, folder / "described.parquet")
            np.save(folder / "person.npy", person)
            for weights in ("own", "shipped"):
                command = [sys.executable, "-m", "bench.identity_pairs", "--ours", str(folder), "--weights", weights]
                subprocess.run(command, check=True, cwd=ROOT)
            if python is not None:
                table = prepared_for_splink(described)
                for mode in ("docs", "tuned"):
                    splink(python, table, person, mode, folder)


def _splinks_python(folder: Path) -> Path:
    venv.create(folder / "splink", with_pip=True)
    python = folder / "splink" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "-q", "install", "splink==5.*", "pyarrow"], check=True)
    return python


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("given", nargs="*")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--ours", type=Path, help="one side over the set in this folder")
    parser.add_argument("--weights", choices=("own", "shipped"))
    asked = parser.parse_args()
    if asked.ours:
        described = pq.read_table(asked.ours / "described.parquet")
        ours(described, np.load(asked.ours / "person.npy"), made=asked.weights == "own")
    else:
        folders = [Path(given) for given in asked.given if not given.isdigit()]
        counts = [int(given) for given in asked.given if given.isdigit()]
        main(folders[0] if folders else None, counts[0] if counts else GENERATED, alone=asked.alone)
