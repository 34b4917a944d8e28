"""What every query may count on, wherever it is asked from."""

import subprocess
import sys

ASKED_WITHOUT_A_SCRIPT = """
import leadaudit.sql as door
door.text_of = lambda name: "select current_setting('enable_progress_bar') as bar, current_setting('TimeZone') as zone"
print(door.run("anything", {}).to_pylist())
"""


def test_no_progress_is_written_between_the_lines_of_a_result_even_at_a_prompt() -> None:
    # DuckDB takes a program without a file for somebody at a prompt and draws a bar after two seconds.
    printed = subprocess.run([sys.executable, "-c", ASKED_WITHOUT_A_SCRIPT], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[{'bar': False, 'zone': 'UTC'}]"
