import json
from pathlib import Path

import pytest

from leadaudit.workspace import Workspace
from tests.cli.test_cli_audit import BOUGHT, HEADER, ROWS, run

WORDS = '[[titles]]\nwords = ["director of marketing"]\nlevel = "manager"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.toml").write_text(WORDS, encoding="utf-8")
    (tmp_path / "leads.csv").write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    return tmp_path


@pytest.fixture
def leadaudit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    return lambda *arguments: run(*arguments, capsys=capsys, monkeypatch=monkeypatch)


@pytest.fixture
def store(folder: Path, leadaudit) -> Path:  # type: ignore[no-untyped-def]
    Workspace.create(folder / "store").close()
    assert leadaudit("audit", folder / "leads.csv", *BOUGHT, "--workspace", folder / "store")[0] == 0
    return folder / "store"


def test_a_words_file_is_checked(leadaudit, folder) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = leadaudit("words", "check", folder / "words.toml")
    assert code == 0
    assert out.startswith("words.toml: these words can be used. Fingerprint sha256:")


def test_every_mistake_is_named_and_the_exit_code_is_two(leadaudit, folder) -> None:  # type: ignore[no-untyped-def]
    (folder / "words.toml").write_text(WORDS.replace("manager", "boss") + "levle = 1\n", encoding="utf-8")
    code, _, err = leadaudit("words", "check", folder / "words.toml")
    assert code == 2
    assert "words.toml, titles.1.level: is 'boss'. Use owner" in err
    assert "words.toml, titles.1.levle: is not a key of this file. Did you mean level?" in err


def test_an_audit_without_a_workspace_takes_words(leadaudit, folder) -> None:  # type: ignore[no-untyped-def]
    def levels(*options: str | Path) -> list[str]:
        assert leadaudit("audit", folder / "leads.csv", *BOUGHT, "--out", folder / "out", *options)[0] == 0
        lines = (folder / "out" / "records.csv").read_text(encoding="utf-8").splitlines()
        at = lines[0].split(",").index("seniority")
        return [line.split(",")[at] for line in lines[1:]]

    assert levels()[0] == "director"
    assert levels("--words", folder / "words.toml")[0] == "manager"


def test_with_a_workspace_words_are_put_in_force_there(leadaudit, folder, store) -> None:  # type: ignore[no-untyped-def]
    code, _, err = leadaudit(
        "audit", folder / "leads.csv", *BOUGHT, "--workspace", store, "--words", folder / "words.toml"
    )
    assert code == 2
    assert err == ("--words words.toml: a workspace keeps its own words. Put them in force with leadaudit words use.\n")


def test_the_effect_is_told_before_anything_is_saved(leadaudit, folder, store) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = leadaudit("words", "diff", folder / "words.toml", "--workspace", store)
    assert code == 0
    assert out.splitlines()[0] == "1 title of 2 records changes level or function."
    assert "director, marketing" in out
    assert "manager, marketing" in out
    found = json.loads(leadaudit("words", "diff", folder / "words.toml", "--workspace", store, "--json")[1])
    assert (found["records"], found["joined"], found["parted"]) == (4, {}, {})
    [change] = found["changes"]
    assert change["value"] == ["Director of Marketing", None, None]
    assert (change["before"][0], change["after"][0], change["records"]) == ("director", "manager", 2)
    csv = leadaudit("words", "diff", folder / "words.toml", "--workspace", store, "--csv")[1].splitlines()
    assert csv[0] == "What,As delivered,Now,With these words,Records"
    assert csv[1] == 'title,Director of Marketing,"director, marketing","manager, marketing",2'
    assert "No words of your own" in leadaudit("words", "show", "--workspace", store)[1]


def test_words_in_force_are_shown_with_their_versions(leadaudit, folder, store) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = leadaudit("words", "use", folder / "words.toml", "--workspace", store)
    assert code == 0
    assert out.startswith("words.toml: in force as version ")
    version = int(out.rstrip().rstrip(".").rpartition(" ")[2])
    assert leadaudit("words", "show", "--workspace", store)[1] == WORDS
    (folder / "words.toml").write_text("", encoding="utf-8")
    leadaudit("words", "use", folder / "words.toml", "--workspace", store)
    assert leadaudit("words", "show", "--workspace", store)[1].strip() == ""
    assert leadaudit("words", "show", "--workspace", store, "--version", str(version))[1] == WORDS
    assert str(version) in leadaudit("words", "show", "--workspace", store, "--versions")[1]
    code, _, err = leadaudit("words", "show", "--workspace", store, "--version", "999")
    assert code == 2
    assert err.startswith("words, version 999: there is no such version. Known are ")
    assert leadaudit("doctor", "--workspace", store)[0] == 0
