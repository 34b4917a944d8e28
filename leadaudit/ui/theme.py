"""Ink, paper and the five class colours; the rest of the theme stands in ``.streamlit/config.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from leadaudit.vocabulary import RecordClass

# Okabe and Ito's colours, which people with colour-blindness tell apart; always in this order, always with the word.
CLASS_COLOURS: Final[Mapping[str, str]] = {
    RecordClass.LEAD: "#009E73",
    RecordClass.SIGNAL: "#E69F00",
    RecordClass.OPT_IN: "#0072B2",
    RecordClass.UNPROVEN: "#8A8F98",
    RecordClass.EXCLUDED: "#D55E00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The colours of one theme.

    Args:
        paper: Background.
        ink: Text.
        soft: Text of less weight; still 4.5 to 1 on the paper.
        line: Rules and borders.
    """

    paper: str
    ink: str
    soft: str
    line: str


LIGHT: Final = Paper(paper="#FBFBF8", ink="#1C2126", soft="#5B626B", line="#D9D9D2")
DARK: Final = Paper(paper="#15181C", ink="#E8E6E1", soft="#A3A9B1", line="#383E45")

# A ledger: rules between rows, numbers right-aligned, nothing shouts.  Colours come from the theme's own text colour,
# so that both themes share one sheet.
STYLE: Final = """
<style>
.stMainBlockContainer { max-width: 76rem; padding-top: 3.5rem; }
[data-testid="stMetricLabel"] p { font-size: .85rem; }
.la-answer { font-size: 1.2rem; line-height: 1.55; max-width: 60rem; }
.la-more { font-size: 1rem; line-height: 1.6; max-width: 60rem; margin-top: .5rem; }
.la-ledger a { color: inherit; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
[data-testid="stPageLink"] p { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
.la-ledger { width: 100%; overflow-x: auto; margin: .25rem 0 1rem; }
.la-ledger table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.35; }
.la-ledger caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; }
.la-ledger th, .la-ledger td { padding: .42rem .9rem .42rem 0; text-align: left; vertical-align: top;
  border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); }
.la-ledger th:last-child, .la-ledger td:last-child { padding-right: .1rem; }
.la-ledger thead th { font-weight: 500; font-size: .82rem; vertical-align: bottom;
  border-bottom: 1px solid color-mix(in srgb, currentColor 45%, transparent); }
.la-ledger td.n, .la-ledger th.n { text-align: right; white-space: nowrap; }
.la-ledger td.w { white-space: nowrap; }
.la-ledger td.d { overflow-wrap: break-word; max-width: 26rem; }
.la-ledger tr.total td { font-weight: 600; border-bottom: 1px solid color-mix(in srgb, currentColor 45%, transparent); }
.la-ledger .la-soft, .la-soft { opacity: .72; }
.la-ledger .la-bar { display: inline-block; height: .55rem; margin-left: .5rem; vertical-align: baseline;
  background: color-mix(in srgb, currentColor 55%, transparent); }
.la-cell { font-size: .9rem; line-height: 1.4; overflow-wrap: anywhere; }
[class*="st-key-column_row"] { border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
  padding-bottom: .5rem; }
.la-raw { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .8rem; line-height: 1.5;
  overflow-x: auto; white-space: pre; padding: .6rem .8rem; margin: 0;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.st-key-words_draft textarea { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .85rem; }
.la-raw.one { white-space: pre-wrap; overflow-wrap: anywhere; }
.la-raw b { font-weight: 700; }
.la-raw .no { opacity: .6; display: inline-block; min-width: 3.2em; text-align: right; margin-right: 1em; }
@media (max-width: 640px) {
  .la-ledger.cards thead { display: none; }
  .la-ledger.cards caption { display: block; }
  .la-ledger.cards tr { display: block; padding: .5rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
  .la-ledger.cards td, .la-ledger.cards td.n { display: flex; justify-content: space-between; gap: 1rem; border: 0;
    padding: .12rem 0; text-align: right; white-space: normal; max-width: none; min-width: 0;
    overflow-wrap: anywhere; }
  .la-ledger.cards tbody, .la-ledger.cards table { display: block; }
  .la-ledger.beside table { table-layout: fixed; }
  .la-ledger.beside td { white-space: normal; overflow-wrap: anywhere; }
  .st-key-columns_head { display: none; }
  .la-ledger.cards td::before { content: attr(data-label); opacity: .72; text-align: left; flex: 0 0 38%; }
}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], .stDownloadButton, .stButton { display: none !important; }
}
</style>
"""


def paper() -> Paper:
    """The colours of the theme in use."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def apply() -> None:
    """Put the style sheet on the page."""
    # Streamlit's own small print is the ink at 60 %, which on our paper is 4.3 to 1: too little for small type.
    soft = paper().soft
    st.html(f"{STYLE}<style>[data-testid='stCaptionContainer'] {{ color: {soft}; opacity: 1; }}</style>")
