"""The picture of a record over time, on the page and by the command line."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture(scope="module")
def visited(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The small workspace with two visits of Ben Okoro, and the record of his that visits count for."""
    folder = tmp_path_factory.mktemp("visited") / "workspace"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder)
    staged = workspace.stage(
        b"Email,Page,Timestamp\nben.okoro@silver.example,/pricing,2026-10-20\n"
        b"ben.okoro@silver.example,/products,2026-10-25\n",
        "visits.csv",
    )
    snapshot = Snapshot(kind=ImportKind.WEB, source="web", coverage="partial", snapshot_on=date(2026, 10, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    delivery = next(one.head.delivery for one in workspace.deliveries() if one.head.vendor == "northwell")
    workspace.close()
    return folder, f"{delivery}:3"


def test_the_page_draws_lanes_and_the_band_and_says_what_would_change(
    open_page: Open, visited: tuple[Path, str], shown: Shown
) -> None:
    folder, record = visited
    page = open_page("records", folder, record=record)
    assert not page.exception
    assert "With nothing new it becomes no proof of permission on 23 November 2026." in shown(page)
    chart = page.get("vega_lite_chart")[0].proto
    lanes, days, words = (_rows(chart, layer) for layer in range(3))
    assert [row["words"] for row in words] == [
        "asked for the content that made the record", "looked at prices", "looked at a product page", "Class: signal",
    ]  # fmt: skip
    assert [row["from"] for row in days] == ["2026-10-19", "2026-10-20", "2026-10-25"]
    weights = [row["weight"] for row in lanes if row["row"] == "looked at prices"]
    assert weights[0] == 1.0
    assert weights == sorted(set(weights), reverse=True)
    assert weights[1] < 1.0


def _rows(chart: Any, layer: int) -> list[dict[str, Any]]:
    """The data of one layer, which the page sends beside the picture."""
    name = json.loads(chart.spec)["layer"][layer]["data"]["name"]
    [found] = [one for one in chart.datasets if one.name == name]
    return [{str(name): cell for name, cell in row.items()} for row in _frame(found).to_dict("records")]


def _frame(found: Any) -> Any:
    return convert_arrow_bytes_to_pandas_df(found.data.data)


def test_the_command_line_says_the_same(visited: tuple[Path, str]) -> None:
    folder, record = visited
    printed = CliRunner().invoke(app, ["explain", record, "--workspace", str(folder), "--as-of", "2026-11-01"])
    assert printed.exit_code == 0
    assert "How it came to be, and what would change it" in printed.output
    assert "With nothing new it becomes no proof of permission on 23 November 2026." in printed.output
