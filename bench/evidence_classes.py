"""How long evidence, permission, ageing and classes of many records take, beside reading the same table once.

    python -m bench.evidence_classes [RECORDS]

The records are generated: 8 vendors, 40 deliveries, a tenth of the people delivered twice, a third with answers,
a tenth with relayed statements, half with consent cells of their own.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from leadaudit import tables
from leadaudit.evidence.classify import classify
from leadaudit.evidence.consent import judge_consent
from leadaudit.evidence.freshness import judge_freshness
from leadaudit.evidence.read import read_evidence, under_policy
from leadaudit.policy import default_policy
from leadaudit.vocabulary import JobFunction, Seniority

DELIVERIES = 40
AS_OF = date(2026, 11, 1)
NAMES = ("Fernhollow Systems",)
WORDS = "I agree that Fernhollow Systems may write to me by e-mail. I can withdraw at any time."
QUESTION = "Would you like Fernhollow Systems to call you about pricing?"


def main() -> None:
    """Generate, run each step, print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    read = generate(count, np.random.default_rng(7))
    policy = default_policy()
    with TemporaryDirectory() as folder:
        stored = Path(folder) / "facts.parquet"
        pq.write_table(read["facts"], stored)
        with timed("reading the facts back") as reading:
            pq.read_table(stored)
    steps: dict[str, Callable[[], pa.Table]] = {}
    shared = {name: read[name] for name in ("facts", "records", "deliveries")}
    steps["evidence"] = lambda: read_evidence(
        **shared, answers=read["answers"], wordings=tables.WORDINGS.empty(), buyer_names=NAMES, program_types={},
        policy=policy,
    )  # fmt: skip
    steps["consent"] = lambda: judge_consent(
        **shared, wordings=tables.WORDINGS.empty(), buyer_names=NAMES, policy=policy
    )
    steps["freshness"] = lambda: judge_freshness(**shared, policy=policy, as_of=AS_OF)
    made: dict[str, pa.Table] = {}
    spent: dict[str, list[float]] = {}
    for name, step in steps.items():
        with timed(name) as spent[name]:
            made[name] = step()
    with timed("evidence taken over") as spent["evidence"]:
        under_policy(made["evidence"], policy)
    with timed("classes") as spent["classes"]:
        classified = classify(
            **shared, **made, people=read["people"], repeats=read["repeats"], list_hits=tables.LIST_HITS.empty(),
            reasons=tables.REASONS.empty(), subjects=tables.SUBJECTS.empty(), policy=policy, as_of=AS_OF,
        )  # fmt: skip
    classes = classified.classes
    print({row["values"]: row["counts"] for row in classes["class"].value_counts().to_pylist()})
    again = [sum(seconds) for seconds in zip(*spent.values(), strict=True)]
    print(
        f"classified again under a changed policy: {again[0]:.1f} s of processor time, {again[1]:.1f} s by the clock,"
    )
    print(f"  {again[0] / reading[0]:.1f} times reading the facts (by the clock {again[1] / reading[1]:.1f})")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


@contextmanager
def timed(what: str) -> Iterator[list[float]]:
    """Print how long a step took; the list holds both seconds afterwards.

    On a machine that others use as well the processor's seconds say more than the clock's.
    """
    start, on_processor, taken = time.perf_counter(), time.process_time(), [0.0, 0.0]
    yield taken
    taken[:] = time.process_time() - on_processor, time.perf_counter() - start
    print(f"{what:24} {taken[0]:7.2f} s of processor time {taken[1]:7.2f} s by the clock")


def generate(count: int, rng: np.random.Generator) -> dict[str, pa.Table]:
    """The tables other stages would have made."""
    line = np.arange(count)
    of = line * DELIVERIES // count
    delivery = pa.DictionaryArray.from_arrays(
        pa.array(of, pa.int32()), pa.array([f"vendor{number % 8}-{number:02d}" for number in range(DELIVERIES)])
    ).cast(pa.string())
    delivered_on = np.array(
        [date(2026, 1, 1) + timedelta(days=7 * number) for number in range(DELIVERIES)], "datetime64[D]"
    )
    captured_on = delivered_on[of] - rng.integers(0, 60, count)
    person = np.where(rng.random(count) < 0.1, rng.integers(0, count, count), line)
    says = rng.random(count)
    lines = pa.array(line, pa.int32())
    email = pa.array([f"person{number}@company{number % 150_000}.example" for number in person.tolist()])

    def picked(values: list[str]) -> pa.Array:
        return pa.array(values).take(pa.array(rng.integers(0, len(values), count)))

    given = {
        "delivery": delivery, "line": lines, "email_norm": email, "email_status": picked(["ok"] * 9 + ["unusable"]),
        "email_domain": picked(["company.example"]), "phone_e164": picked(["+442079460011"]),
        "phone_status": picked(["ok", "unusable"]), "first_name": picked(["Mara"]), "last_name": picked(["Lindqvist"]),
        "title": picked(["Head of Purchasing"]), "seniority": picked([level.value for level in Seniority]),
        "function": picked([job.value for job in JobFunction]), "company_key": picked(["northwell"]),
        "domain_is_employers": pa.array(rng.random(count) < 0.9), "captured_on": pa.array(captured_on),
        "consent_on": pa.array(captured_on, mask=says > 0.5), "consent_answer": pa.array(np.ones(count, bool)),
        "statement_on": pa.array(captured_on, mask=says > 0.1),
        "statement_answer": pa.array(says < 0.08, mask=says > 0.1),
    }  # fmt: skip
    facts = pa.table(
        {
            name: given.get(name, pa.nulls(count, tables.FACTS.schema.field(name).type))
            for name in tables.FACTS.schema.names
        }
    )
    half, few = says < 0.5, says < 0.1

    def where(given_to: np.ndarray, text: str) -> pa.Array:
        return pa.array(np.full(count, text), pa.string(), mask=~given_to)

    records = pa.table({
        "delivery": delivery, "line": lines, "asset": picked([f"Paper {number}" for number in range(50)]),
        "consent": where(says >= 0, "Yes"), "consent_text": where(half, WORDS),
        "consent_method": where(half, "form"), "consent_url": where(half, "https://forms.vendor.example/paper"),
        "statement_wording": where(few, QUESTION), "statement_proof": where(few, "https://cert.vendor.example/1"),
    })  # fmt: skip
    third = pa.array(np.flatnonzero(says > 2 / 3))
    answers = pa.table({
        "delivery": delivery.take(third), "line": lines.take(third),
        "column_no": pa.array(np.full(len(third), 9), pa.int32()),
        "question": pa.array(["What is your timeframe for a purchase?"] * len(third)),
        "answer": picked(["3 to 6 months", "No plans", "maybe"]).take(third),
    })  # fmt: skip
    people = pa.table({
        "delivery": delivery, "line": lines, "is_contact": pa.array(np.zeros(count, bool)),
        "person": pa.array([f"vendor-{number}" for number in person.tolist()]), "rule": pa.nulls(count, pa.string()),
    })  # fmt: skip
    return {
        "facts": facts,
        "records": records,
        "answers": answers,
        "people": people,
        "repeats": tables.REPEATS.empty(),
        "deliveries": tables.DELIVERIES.build(
            [
                {
                    "delivery": f"vendor{number % 8}-{number:02d}",
                    "vendor": f"vendor{number % 8}",
                    "program": f"program{number % 8}",
                    "delivered_on": delivered_on[number].astype(date),
                    "profile_source": "typed" if number % 2 else "unknown",
                }
                for number in range(DELIVERIES)
            ]
        ),
    }


if __name__ == "__main__":
    main()
