"""The sessions the README shows are what the commands print."""

import re
import shlex
from pathlib import Path

import pytest

from leadaudit.cli import main

ROOT = Path(__file__).parents[1]
SESSIONS = re.findall(
    r"```console\n\$ (leadaudit [^\n]+)\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("command", "shown"), SESSIONS)
def test_a_session_of_the_readme_prints_what_it_shows(
    command: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", shlex.split(command))
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert capsys.readouterr().out.splitlines() == shown.splitlines()


def test_the_readme_shows_a_session_and_a_picture_that_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert SESSIONS
    assert all((ROOT / path).exists() for path in re.findall(r"\]\(([^)#:]+)\)", readme))
