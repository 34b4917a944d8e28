"""Splink 5 over a prepared table, run by ``bench/identity_pairs.py`` in an environment of its own.

``python splink_peer.py RECORDS.parquet OUT.parquet docs|tuned`` reads columns ``unique_id``, the values, and one key
column per blocking rule (``k_...``, null where the key is over its cap), so that both sides look at the same pairs.
Writes the pairs with their probability, and prints seconds and peak memory as JSON.
"""

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable

import duckdb
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

warnings.filterwarnings("ignore")


def documented(columns: set[str]) -> list[object]:
    """Comparisons as the documentation recommends them for each kind of column."""
    made: dict[str, Callable[[], object]] = {
        "first": lambda: cl.NameComparison("first"),
        "last": lambda: cl.NameComparison("last"),
        "middle": lambda: cl.ExactMatch("middle"),
        "email": lambda: cl.EmailComparison("email"),
        "phone": lambda: cl.LevenshteinAtThresholds("phone", [1, 2]),
        "company": lambda: cl.JaroWinklerAtThresholds("company", [0.92, 0.8]).configure(
            term_frequency_adjustments=True
        ),
        "title": lambda: cl.JaroWinklerAtThresholds("title", [0.92, 0.8]),
        "street": lambda: cl.LevenshteinAtThresholds("street", [1, 3]),
        "city": lambda: cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        "postcode": lambda: cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        "state": lambda: cl.ExactMatch("state"),
        "country": lambda: cl.ExactMatch("country"),
        "born": lambda: cl.DateOfBirthComparison(
            "born", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
        ),
        "person_id": lambda: cl.LevenshteinAtThresholds("person_id", [1, 2]),
        "gender": lambda: cl.ExactMatch("gender"),
    }
    return [make() for name, make in made.items() if name in columns]


def tuned(columns: set[str]) -> list[object]:
    """Comparisons by hand: swapped names, term frequencies, digits that slip, company tokens."""
    comparisons = documented(columns - {"first", "last", "phone", "email", "title"})
    if {"first", "last"} <= columns:
        comparisons.append(
            cl.ForenameSurnameComparison("first", "last", forename_surname_concat_col_name="full_name").configure(
                term_frequency_adjustments=True
            )
        )
    if "phone" in columns:
        comparisons.append(cl.LevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True))
    if "email" in columns:
        comparisons.append(
            cl.DamerauLevenshteinAtThresholds("email", [1, 3]).configure(term_frequency_adjustments=True)
        )
    if "title" in columns:
        comparisons.append(cl.JaroWinklerAtThresholds("title", [0.92]).configure(term_frequency_adjustments=True))
    return comparisons


# Rules that find sure pairs, for the prior; and the columns to hold fixed while the others are trained.
SURE = (("email",), ("person_id",), ("first", "last", "born"), ("first", "last", "phone"), ("first", "last", "street"))
TRAINING = (("first", "last"), ("email",), ("born",), ("phone",), ("company", "last"), ("street",))


def main(records: str, out: str, mode: str) -> None:
    """Train, predict, write."""
    started, worked = time.perf_counter(), time.process_time()
    connection = duckdb.connect()
    connection.execute("set threads = 2; set memory_limit = '14GB'")
    connection.execute(f"create table people as select * from '{records}'")
    names = [row[0] for row in connection.execute("describe people").fetchall()]
    rules = [name for name in names if name.startswith("k_")]
    columns = {name for name in names if not name.startswith("k_") and name not in {"unique_id", "full_name"}}
    comparisons = documented(columns) if mode == "docs" else tuned(columns)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(rule) for rule in rules],
        retain_matching_columns=False,
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register("people"), settings, log_level=40)
    sure = [block_on(*rule) for rule in SURE if set(rule) <= columns] or [block_on("first", "last", "company")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in [rule for rule in TRAINING if set(rule) <= columns][:3]:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        except Exception as error:  # noqa: BLE001 - a rule without pairs trains nothing; the next one may
            print(f"training on {rule}: {error}", file=sys.stderr)
    found = linker.inference.predict(threshold_match_probability=0.01)
    columns_out = "unique_id_l as l, unique_id_r as r, match_weight, match_probability as p"
    query = f"select {columns_out} from {found.physical_name} order by l, r"
    connection.execute(f"copy ({query}) to '{out}' (format parquet)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": time.perf_counter() - started, "cpu": time.process_time() - worked, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
