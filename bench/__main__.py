"""``make bench``: everything that needs nothing but this checkout; a folder of public collections adds more."""

import subprocess
import sys
from pathlib import Path

# What each measurement needs of the folder of public collections.
COLLECTIONS = {
    "reading": "csv_pollock_sample",
    "mapping": "headers",
    "email_syntax": ".",
    "company_keys": ".",
}
OF_OUR_OWN = (
    "million",
    "app_answer",
    "plain_values",
    "identity_people",
    "contract",
    "evidence_classes",
    "economics",
    "signals",
    "outcomes",
)


def _run(name: str, *arguments: str) -> None:
    print(f"\n== {name}", flush=True)
    if subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], check=False).returncode:
        sys.exit(f"bench.{name} failed; its message stands above")


def main(data: Path | None) -> None:
    """Run what can be run."""
    for name in OF_OUR_OWN:
        _run(name)
    for name, folder in COLLECTIONS.items():
        if data is None:
            print(f"\n== {name}: left out; make bench DATA=folder with {folder} in it runs it")
        else:
            _run(name, str(data / folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
