"""Measure how far our reading of e-mail addresses agrees with email-validator, on cases others collected.

Usage: python bench/email_syntax.py DIR

DIR holds ``isemail/tests*.xml`` (Dominic Sayers' is_email cases), ``email_validator_tests/`` with the cases of
Hibernate Validator and, for the domain lists, ``email_lists/``.  The library's verdict is the truth for syntax: a case
that it refuses and we accept, or the other way round, is a disagreement and is printed.  Cells that are no bare address
but hold one ('Jane <jane@...>', several) are unwrapped on purpose: what we take must be an address for the library.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from email_validator import EmailNotValidError, validate_email

from leadaudit.facts.email import parse_email

_CONTROL_PICTURES = {code: chr(code - 0x2400) for code in range(0x2400, 0x2421)}


def cases(folder: Path) -> Iterator[tuple[str, str]]:
    """Every case: the file it is from and the address as text."""
    for path in sorted((folder / "isemail").glob("tests*.xml")):
        for test in ElementTree.parse(path).iter("test"):  # noqa: S314 - a file the caller names
            # XML cannot hold control characters: the cases hold their pictures.
            yield path.name, (test.findtext("address") or "").translate(_CONTROL_PICTURES)
    path = folder / "email_validator_tests" / "hibernate_email_cases.json"
    for kind in ("valid", "invalid"):
        for address in json.loads(path.read_text(encoding="utf-8"))[kind]:
            yield path.name, address


def is_address(text: str) -> bool:
    """The library's verdict."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def main(folder: Path) -> int:
    """Print agreement by file, every disagreement, list figures and speed; 1 when anything disagrees."""
    figures: dict[str, list[int]] = {}
    disagreements = 0
    for source, text in cases(folder):
        cell = text.strip()
        fact = parse_email(text)
        counts = figures.setdefault(source, [0, 0, 0, 0])
        counts[0] += 1
        if fact.check in {"email.unwrapped", "email.several"}:
            counts[2] += 1
            agrees = not is_address(cell) and is_address(fact.norm or "")
            print(f"  unwrapped: {text!r} -> {fact.norm!r}")
        else:
            agrees = is_address(cell) == (fact.norm is not None)
        counts[1] += agrees
        counts[3] += is_address(cell)
        if not agrees:
            disagreements += 1
            print(f"  {source}: {text!r}: the library says {is_address(cell)}, we read {fact.norm!r} ({fact.check})")
    for source, (total, agreed, unwrapped, valid) in figures.items():
        print(f"{source}: {agreed} of {total} agree ({valid} addresses, {unwrapped} unwrapped on purpose)")
    measure_lists(folder / "email_lists")
    measure_speed()
    return 1 if disagreements else 0


def measure_lists(folder: Path) -> None:
    """Print how the domain lists of others come out: disposable before free mail, no real provider called a typo."""
    disposable = set((folder / "disposable_email_domains_pypi_0.0.293_blocklist.txt").read_text().split())
    free = set(json.loads((folder / "free-email-domains_npm_1.12.6.json").read_text()))
    facts = {domain: parse_email(f"jane@{domain}") for domain in sorted(disposable | free)}
    flagged = sum(facts[domain].is_disposable and not facts[domain].is_free for domain in disposable)
    print(f"disposable list: {flagged} of {len(disposable)} disposable and not free mail")
    both = disposable & free
    print(f"in both lists: {sum(facts[domain].is_disposable for domain in both)} of {len(both)} disposable")
    typos = [domain for domain in free - disposable if facts[domain].check == "email.typo-domain"]
    print(f"free list: {len(typos)} of {len(free - disposable)} read as a misspelling: {', '.join(sorted(typos))}")


def measure_speed() -> None:
    """Print microseconds per distinct address, ours and the library's, side by side."""
    addresses = [f"jane.doe{number}@firm{number % 5000}.example" for number in range(50_000)]
    started = time.perf_counter()
    for address in addresses:
        parse_email(address)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    for address in addresses:
        validate_email(address, check_deliverability=False)
    library = time.perf_counter() - started
    per = 1e6 / len(addresses)
    print(f"speed: {ours * per:.1f} us an address with all facts, the library alone {library * per:.1f} us")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("Usage: python bench/email_syntax.py DIR", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1])))
