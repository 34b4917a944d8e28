"""How well company keys agree on the same companies, and how often a name and a domain are wrongly called strangers.

Usage: python bench/company_keys.py DIR, where DIR holds dedupe_messy_orgs, bombora_sample, company_edgar and
company_legal_suffixes.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from time import perf_counter

from leadaudit.facts.company import load_legal_forms, read_company
from leadaudit.facts.company_domain import company_matches_domain
from leadaudit.facts.url import registrable_domain

FORMS = load_legal_forms()


def key(name: str) -> str | None:
    """The key of a company's name; None when it names none."""
    return read_company(name, legal_forms=FORMS).key


def plain(name: str) -> str:
    """What most people do first: small letters, nothing but letters and digits."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower()))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


def report(title: str, pairs: list[tuple[str, str]]) -> None:
    """Print how many pairs of names get one key, ours beside plain folding."""
    ours = sum(key(one) == key(other) for one, other in pairs)
    naive = sum(plain(one) == plain(other) for one, other in pairs)
    print(f"{title}: same key for {ours} of {len(pairs)}, plain folding {naive} of {len(pairs)}")


def messy_organisations(folder: Path) -> None:
    """Recall and precision of equal keys among organisations with known identity."""
    sites = [row for row in rows(folder / "csv_example_input_with_true_ids.csv") if row["Site name"].strip()]
    for title, folded in (("plain folding", plain), ("company key", key)):
        known: dict[str, set[str]] = defaultdict(set)
        for row in sites:
            known[row["True Id"]].add(row["Site name"])
        spellings = [pair for names in known.values() for pair in combinations(sorted(names), 2)]
        same = sum(folded(one) == folded(other) for one, other in spellings)
        owners: dict[str, set[str]] = defaultdict(set)
        for row in sites:
            owners[folded(row["Site name"]) or ""].add(row["True Id"])
        mixed = sum(len(ids) > 1 for ids in owners.values())
        print(
            f"dedupe_messy_orgs, {title}: {same} of {len(spellings)} pairs of spellings agree; "
            f"{mixed} of {len(owners)} keys hold several sites"
        )


def strangers(folder: Path) -> None:
    """Of organisations with their own site or mailbox, how many names are called strangers to it."""
    answers: Counter[str] = Counter()
    examples: list[str] = []
    seen: set[tuple[str, str]] = set()
    for row in rows(folder / "csv_example_input_with_true_ids.csv"):
        domain = registrable_domain(row["Website"])
        names = {row["Site name"].strip(), row["Agency"].strip()} - {""}
        if domain is None or not names or (row["Site name"], domain) in seen:
            continue
        seen.add((row["Site name"], domain))
        said = {company_matches_domain(key(name) or "", domain) for name in names}
        best = "match" if True in said else "cannot tell" if None in said else "stranger"
        answers[best] += 1
        if best == "stranger":
            examples.append(f"{row['Site name'].strip()} | {domain}")
    print(f"dedupe_messy_orgs, site against its own web site: {dict(answers)}; strangers: {sorted(set(examples))[:8]}")


def accounts(folder: Path) -> None:
    """Of account rows that hold a company and its domain, how many are called strangers."""
    pairs: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            pairs |= {(row[0], row[1]) for row in csv.reader(file) if len(row) > 1 and row[0].strip() and "." in row[1]}
    answers = {pair: company_matches_domain(key(pair[0]) or "", pair[1]) for pair in sorted(pairs)}
    counts = Counter(answers.values())
    called = [pair for pair, answer in answers.items() if answer is False]
    print(
        f"bombora_sample, company against its own domain, {len(pairs)} pairs: match {counts[True]}, "
        f"cannot tell {counts[None]}, called strangers {counts[False]}: {called[:8]}"
    )
    firms, domains = zip(*sorted(pairs), strict=True)
    crossed = [(firms[place], domains[place - 1 - place % 7]) for place in range(len(firms))]
    counts = Counter(
        company_matches_domain(key(firm) or "", domain) for firm, domain in crossed if (firm, domain) not in pairs
    )
    print(f"bombora_sample, company against another's domain: {dict(counts)}")


def edgar(folder: Path) -> None:
    """Spellings of one registered company in two snapshots, and names that must not fall together."""
    changes = rows(folder / "edgar_ticker_snapshot_name_changes.csv")
    spelled = [(row["name_snapshot_A"], row["name_snapshot_B"]) for row in changes if row["same_norm"] == "True"]
    renamed = [(row["name_snapshot_A"], row["name_snapshot_B"]) for row in changes if row["same_norm"] == "False"]
    report("company_edgar, spelled otherwise", spelled)
    report("company_edgar, renamed (lower is better)", renamed)
    owners: dict[str | None, set[str]] = defaultdict(set)
    names = rows(folder / "company_tickers.csv")
    read_company("Northwell (Northland)", legal_forms=FORMS)  # loads the names of places, once
    started = perf_counter()
    for row in names:
        owners[key(row["title"])].add(row["cik"])
    took = perf_counter() - started
    mixed = [(name, len(ciks)) for name, ciks in owners.items() if len(ciks) > 1]
    print(f"company_edgar: {len(mixed)} of {len(owners)} keys stand for several companies, e.g. {sorted(mixed)[:12]}")
    print(f"company_edgar: {took / len(names) * 1e6:.0f} µs a name")


def suffixes(folder: Path) -> None:
    """How many of the known suffixes are taken off an invented name, per country with the most of them."""
    known = json.loads((folder / "corp_names_company_suffixes.json").read_text(encoding="utf-8"))
    taken, every, left = Counter[str](), Counter[str](), defaultdict(list)
    for suffix, facts in known.items():
        found = key(f"Northwell {suffix}") == "northwell"
        for country in facts["jurisdictions"]:
            every[country] += 1
            taken[country] += found
            if not found:
                left[country].append(suffix)
    total = sum(key(f"Northwell {suffix}") == "northwell" for suffix in known)
    print(f"company_legal_suffixes: {total} of {len(known)} suffixes taken off")
    for country, number in every.most_common(30):
        print(f"  {country}: {taken[country]} of {number}; left, for example: {left[country][:14]}")


def main(folder: Path) -> None:
    """Print every figure."""
    messy_organisations(folder / "dedupe_messy_orgs")
    strangers(folder / "dedupe_messy_orgs")
    accounts(folder / "bombora_sample")
    edgar(folder / "company_edgar")
    suffixes(folder / "company_legal_suffixes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python bench/company_keys.py DIR")
    main(Path(sys.argv[1]))
