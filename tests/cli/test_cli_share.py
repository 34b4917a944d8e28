"""``leadaudit share``, refusals; what is written is proved with the pages."""

from pathlib import Path

from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.workspace import Workspace


def test_a_page_of_people_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "workspace", author="tester").close()
    target = tmp_path / "records.html"
    done = CliRunner().invoke(
        app, ["share", "records", "--out", str(target), "--workspace", str(tmp_path / "workspace")]
    )
    assert done.exit_code == 2
    assert "page records: it shows people. Give --with-people when the reader may see their names." in done.output
    assert not target.exists()
