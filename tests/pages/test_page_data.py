"""The page *data*: erasing a person says before what goes, and does it once somebody is sure."""

import shutil
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from leadaudit.workspace import Workspace

Open = Callable[..., AppTest]


def test_a_person_is_erased_after_the_page_said_what_goes_and_what_stays(
    small_workspace: Path, open_page: Open, shown: Callable[[AppTest], str], tmp_path: Path
) -> None:
    folder = tmp_path / "erased"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder, author="tester")
    delivery = workspace.deliveries()[0].head.delivery
    facts = workspace.read_table(delivery, "facts")
    address = next(one for one in facts["email_norm"].to_pylist() if one)
    page = open_page("data", folder)
    assert "There is no way back" in shown(page)
    page.text_input(key="forget_address").input("nobody")
    page.button(key="FormSubmitter:find_person-Show what would be erased").click().run()
    assert "nobody is no e-mail address" in shown(page)
    page.text_input(key="forget_address").input(address)
    page.button(key="FormSubmitter:find_person-Show what would be erased").click().run()
    assert not page.exception
    assert "would be emptied" in shown(page)
    assert address in workspace.read_table(delivery, "facts")["email_norm"].to_pylist()
    page.checkbox(key="forget_sure").check().run()
    page.button(key="forget_now").click().run()
    assert not page.exception
    assert "Erased: " in shown(page)
    assert address not in workspace.read_table(delivery, "facts")["email_norm"].to_pylist()
    assert workspace.log()[0].action == "person erased"
