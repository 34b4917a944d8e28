import random
import subprocess
import sys

import idna
from tldextract import TLDExtract

from leadaudit.facts.suffixes import ending_of, suffixes

LIBRARY = TLDExtract(
    cache_dir=None,
    suffix_list_urls=(),
    fallback_to_snapshot=True,
    include_psl_private_domains=True,
    extra_suffixes=("example",),
)


def as_the_library(host: str) -> tuple[int, bool] | None:
    parts = LIBRARY(host)
    return None if not parts.suffix else (host.count(".") - parts.suffix.count("."), parts.is_private)


def test_the_rules_are_those_of_the_library() -> None:
    assert suffixes().rules == set(LIBRARY.tlds)
    assert len(suffixes().rules) > 9_000


def test_every_ending_begins_where_the_library_has_it() -> None:
    dice = random.Random(5)  # noqa: S311 - the same hosts each time, not secrets
    labels = ("acme", "www", "co", "com", "github", "xn--mller-kva", "xn--", "xn--\u00fc", "city", "a", "1", "")
    different = []
    for rule in sorted(suffixes().rules):
        ending = rule.lstrip("!").replace("*", dice.choice(("any", "www", "city")))
        written = [ending, *([] if ending.isascii() else [idna.encode(ending).decode()])]
        hosts = [".".join([*dice.choices(labels, k=number), one]) for one in written for number in range(4)]
        shorter = [host.partition(".")[2] for host in written]
        different += [host for host in (*hosts, *shorter) if ending_of(host.split(".")) != as_the_library(host)]
    assert different == []


def test_no_ending_is_known_of_numbers_and_invented_endings() -> None:
    for host in ("1.2.3.4", "acme.notanending", "acme", "xn--zz--zz"):
        assert ending_of(host.split(".")) is None


def test_the_list_is_read_without_loading_what_could_fetch_it() -> None:
    code = "import sys, leadaudit.facts.read; from leadaudit.facts.url import registrable_domain as of;"
    code += "print(of('shop.acme.co.uk'), 'requests' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "acme.co.uk False\n"
