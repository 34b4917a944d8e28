"""How long a spec of more than twenty clauses takes over N made-up records: ``python bench/contract.py 100000``."""

import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.company_accounts import accounts_of
from leadaudit.contract.judge import judge
from leadaudit.contract.lists import list_hits
from leadaudit.contract.program import read_program
from leadaudit.facts.own_words import OwnWords

PROGRAM = """
id = "spring"
vendor = "osprelle"
price = 45.505
currency = "USD"
start_on = 2026-01-01
end_on = 2026-12-31
goal = 900000
[dedupe]
key = "email_or_phone"
scope = "all_vendors"
look_back_days = 90
[returns]
window = 5
unit = "business_days"
[[spec]]
confirmed_at = 2025-12-20
geo = ["US", "GB", "DE"]
levels = ["manager", "director", "vp"]
functions = ["marketing", "it", "finance"]
size = { low = 50, high = 5000 }
industries = ["Software", "Financial Services"]
titles = ["marketing", "it", "finance", "director", "vp", "manager"]
excluded_titles = ["assistant"]
cap_domain = 40
cap_total = 900000
required_fields = ["email", "phone", "company", "title", "country", "city"]
refused_emails = ["disposable", "role", "free"]
required_consent = true
required_consent_proof = true
lists = ["suppression", "competitors", "customers", "target_accounts"]
"""
TITLES = np.array(
    [
        f"{level} of {function} {n}"
        for level in ("Director", "VP", "Manager", "Assistant")
        for function in ("Marketing", "IT", "Finance")
        for n in range(1000)
    ]
)


def made_up(count: int) -> dict[str, pa.Table]:
    """Facts, records, consent and deliveries: most records conform, a tenth repeats another."""
    dice = np.random.default_rng(7)

    def mostly(usual: str | None, other: str | None, share: float) -> pa.Array:
        picked = (dice.random(count) < share).astype(np.int64)
        return pa.array([usual, other], pa.string()).take(pa.array(picked))

    person = dice.integers(0, count * 9 // 2, count)
    company = dice.integers(0, max(5, count // 7), count)
    title = dice.choice(len(TITLES), count, p=_weights(dice))
    emails = pa.array([f"p{who}@d{where}.example" for who, where in zip(person, company, strict=True)])
    deliveries = [f"osprelle-2026-0{month}-01-abcdef" for month in range(3, 7)]
    place = np.sort(np.arange(count) * len(deliveries) // max(count, 1))
    key = {"delivery": pa.array(np.array(deliveries)[place]), "line": pa.array(np.arange(count) + 2, pa.int32())}
    country = dice.choice(["US", "GB", "DE", "FR"], count, p=[0.6, 0.2, 0.18, 0.02])
    facts = {
        **{field.name: pa.nulls(count, field.type) for field in tables.FACTS.schema},
        **key,
        "email_norm": emails,
        "email_domain": pa.array([f"d{where}.example" for where in company]),
        "email_status": mostly("ok", "unusable", 0.02),
        "phone_e164": pa.array([f"+1202{who:08d}" for who in person]),
        "phone_status": mostly("ok", "missing", 0.05),
        "title_status": mostly("ok", "missing", 0.01),
        "company_status": mostly("ok", "missing", 0.01),
        "company_key": pa.array([f"company {where}" for where in company]),
        "title_key": pa.array(np.char.lower(TITLES)[title]),
        "seniority": pa.array(np.array(["director", "vp", "manager", "individual"])[title // 3000]),
        "function": pa.array(np.array(["marketing", "it", "finance"])[title % 3000 // 1000]),
        "country_code": pa.array(country),
        "employees_low": pa.array(np.full(count, 51)),
        "employees_high": pa.array(np.where(dice.random(count) < 0.03, 9999, 200)),
        "captured_on": pa.array([date(2026, 1, 1) + timedelta(int(day)) for day in dice.integers(0, 60, count)]),
        "email_is_free": pa.array(dice.random(count) < 0.03),
        "email_is_role": pa.array(dice.random(count) < 0.01),
        "email_is_disposable": pa.array(dice.random(count) < 0.003),
        "is_test": pa.array(dice.random(count) < 0.005),
    }
    records = {
        **key,
        "email": emails,
        "title": pa.array(TITLES[title]),
        "country": pa.array(country),
        "employees": mostly("51-200", "51-9,999", 0.03),
        "company": facts["company_key"],
        "industry": mostly("Software", "Farming", 0.02),
        "city": mostly("Leeds", None, 0.01),
        "full_name": pa.array([f"Person {who}" for who in person]),
    }
    received: list[dict[str, object]] = [
        {
            "delivery": name,
            "vendor": "zeta" if month == 4 else "osprelle",
            "program": "spring",
            "delivered_on": date(2026, month, 1),
            "received_at": datetime(2026, month, 1, 9, tzinfo=UTC),
        }
        for month, name in enumerate(deliveries, start=3)
    ]
    return {
        "facts": pa.table(facts).cast(tables.FACTS.schema),
        "records": pa.table(records),
        "consent": pa.table(
            {
                **key,
                "state": mostly("proven", "asserted", 0.05),
                "missing": pa.nulls(count, tables.TEXTS),
                "wording_id": pa.nulls(count, tables.TEXT),
            }
        ),
        "deliveries": tables.DELIVERIES.build(received),
        "lists": tables.LISTS.build(_entries(count)),
    }


def _entries(count: int) -> list[dict[str, object]]:
    targets = [f"company {number}" for number in range(max(5, count // 7)) if number % 50]
    targeted: list[dict[str, object]] = [
        {"list": "target_accounts", "kind": "company", "value": name} for name in targets
    ]
    suppressed: list[dict[str, object]] = [
        {"list": "suppression", "kind": "domain", "value": f"d{number}.example"} for number in range(50)
    ]
    return [
        *targeted,
        *suppressed,
        {"list": "competitors", "kind": "domain", "value": "*.d77.example"},
        {"list": "customers", "kind": "company", "value": "company 78"},
    ]


def _weights(dice: np.random.Generator) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    raw = dice.random(len(TITLES)) ** 4
    raw[9000:] *= 0.05
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def main(count: int) -> None:
    """Prints seconds (wall and processor), peak memory and what came out."""
    given = made_up(count)
    program = read_program(PROGRAM, where="bench")
    companies = accounts_of(facts=given["facts"], contact_facts=tables.FACTS.empty(), words=OwnWords()).accounts
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    hits = list_hits(facts=given["facts"], lists=given["lists"])
    reasons, verdicts = judge(
        **given, programs={"spring": program}, list_hits=hits, repeats=tables.REPEATS.empty(), accounts=companies,
        as_of=date(2026, 6, 3),
    )  # fmt: skip
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{count:,} records: {wall:.1f} s ({busy:.1f} s of processor time), {after.ru_maxrss / 1024:,.0f} MB at most")
    print(f"{reasons.num_rows:,} reasons; verdicts", {row["values"]: row["counts"] for row in _counts(verdicts)})


def _counts(verdicts: pa.Table) -> list[dict[str, object]]:
    counted: list[dict[str, object]] = pc.value_counts(verdicts["verdict"]).to_pylist()
    return counted


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
