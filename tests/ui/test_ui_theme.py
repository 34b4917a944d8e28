"""Colours that can be read, type that is there, and settings that keep the app at home."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from leadaudit.ui.theme import CLASS_COLOURS, DARK, LIGHT, Paper
from leadaudit.vocabulary import RecordClass

ROOT = Path(__file__).parents[2]


def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    # WCAG 2.2, "relative luminance".
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("paper", [LIGHT, DARK])
def test_text_can_be_read_on_its_paper(paper: Paper) -> None:
    assert contrast(paper.ink, paper.paper) >= 7
    assert contrast(paper.soft, paper.paper) >= 4.5


@pytest.mark.parametrize("paper", [LIGHT, DARK])
@pytest.mark.parametrize("colour", CLASS_COLOURS.values())
def test_bars_stand_out_from_their_paper(paper: Paper, colour: str) -> None:
    # WCAG asks 3 to 1 of graphics that carry meaning; orange carries it with an outline and always with its word.
    assert contrast(colour, paper.paper) >= (2.1 if colour == CLASS_COLOURS[RecordClass.SIGNAL] else 3)


@pytest.mark.parametrize(("name", "paper"), [("light", LIGHT), ("dark", DARK)])
def test_the_pictures_and_the_app_agree_on_ink_and_paper(name: str, paper: Paper) -> None:
    theme = config()["theme"][name]
    assert (theme["backgroundColor"], theme["textColor"]) == (paper.paper, paper.ink)
    assert contrast(theme["linkColor"], paper.paper) >= 4.5
    assert contrast(theme["textColor"], theme["secondaryBackgroundColor"]) >= 7


def test_classes_keep_their_colours_and_their_order() -> None:
    assert list(CLASS_COLOURS) == list(RecordClass)
    assert config()["theme"]["chartCategoricalColors"] == list(CLASS_COLOURS.values())


def test_the_type_is_shipped_with_its_licence() -> None:
    faces = config()["theme"]["fontFaces"]
    assert all((ROOT / "static" / face["url"].removeprefix("app/static/")).stat().st_size > 5_000 for face in faces)
    assert "SIL Open Font License" in (ROOT / "static" / "inter-LICENSE.txt").read_text(encoding="utf-8")


def test_the_app_listens_to_this_machine_alone_and_tells_nobody() -> None:
    settings = config()
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["disableDataExport"] is True
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["runner"]["magicEnabled"] is False
    assert settings["server"]["maxUploadSize"] == 400
