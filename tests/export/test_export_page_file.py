"""A page as one file: nothing in it is fetched, run or obeyed."""

from pathlib import Path

import pytest

from leadaudit.errors import LeadauditError
from leadaudit.export import picture, print_file
from leadaudit.export.page_file import figures, heading, page_file, paragraph, without_addresses, without_links
from leadaudit.ui.format import rich, text


def test_a_file_fetches_and_runs_nothing() -> None:
    page = page_file("How does northwell do?", ["<p>one</p>", "<p>two</p>"], made="Made today.")
    assert page.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<p>one</p>\n<p>two</p>" in page


def test_no_address_leaves_with_a_page_whatever_a_sentence_quotes() -> None:
    assert without_addresses("<p>ada.marlow@brightwater.example wrote</p>") == "<p>(address left out) wrote</p>"
    assert "@" not in page_file("x", [paragraph(text("ben@silver.example"))], made="").split("</style>")[1]


def test_links_into_the_app_become_words() -> None:
    assert without_links('<td><a href="records?vendor=x" target="_self">12 repeats</a></td>') == "<td>12 repeats</td>"
    assert without_links("<abbr>kept</abbr>") == "<abbr>kept</abbr>"


@pytest.mark.parametrize("quoted", ["<img src=x onerror=alert(1)>", "a & b < c", "**not bold**", "[link](http://x)"])
def test_what_a_file_said_is_shown_and_not_obeyed(quoted: str) -> None:
    shown = paragraph(text(quoted))
    inside = shown.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert "<b>" not in shown


def test_what_matters_in_a_sentence_stays_bold() -> None:
    assert paragraph(rich("Of 8 **5 are usable**")) == "<p>Of 8 <b>5 are usable</b></p>"
    assert heading("By vendor", level=2) == "<h2>By vendor</h2>"


def test_figures_say_what_they_are_a_part_of() -> None:
    shown = figures([{"label": "Usable", "value": "62 %", "of": "5 of 8"}])
    assert "Usable<b>62 %</b>" in shown
    assert "5 of 8" in shown


def test_a_card_for_one_sheet_has_its_tables_in_columns_below_the_figures() -> None:
    pieces = ["<h1>x</h1>", figures([{"label": "a", "value": "1", "of": "b"}]), "<table></table>"]
    page = page_file("x", pieces, made="", one_sheet=True).split("<body>")[1]
    above, below = page.split('<div class="columns">')
    assert "figures" in above
    assert "<table>" in below


def test_without_a_browser_a_pdf_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(print_file, "browser", lambda: None)
    with pytest.raises(LeadauditError, match=r"card\.pdf: nothing on this machine can print a PDF\. Give a name"):
        print_file.print_pdf("<p>x</p>", tmp_path / "card.pdf")


def test_a_chart_is_a_drawing_that_fetches_nothing() -> None:
    drawn = picture.drawing({"mark": "bar", "data": {"values": [{"a": "osprelle"}]}, "encoding": {"y": {"field": "a"}}})
    assert drawn.startswith("<svg")
    assert "osprelle" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/", "")


def test_an_underscore_the_app_escaped_is_an_underscore() -> None:
    assert "economics&#95;counts" in paragraph(text("economics_counts"))
