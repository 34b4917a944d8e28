"""How many employers and titles are still true, checking some by hand, and what a check is worth."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from altair import LayerChart

from leadaudit.answers.calibration_words import (
    LIKELIHOOD_HEADER,
    RATE_HEADER,
    VENDOR_HEADER,
    calibration_sentences,
    likelihood_rows,
    rate_rows,
    vendor_rows,
)
from leadaudit.economics.summary import StillTrue, Summary
from leadaudit.evidence.audited import Calibration
from leadaudit.evidence.calibrated_policy import calibrated_text
from leadaudit.evidence.verification_worth import Action, Prices
from leadaudit.evidence.worth_list import worth_of_checks
from leadaudit.ui import charts
from leadaudit.ui.format import UNDEFINED, count, interval, percent, plural
from leadaudit.ui.overview import table_csv
from leadaudit.ui.parts import Cell, Column, Link, download, ledger, sentences
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment

CALCULATION: Final = (
    "Each record has a probability that its employer is still true: the age of the profile at published rates of "
    "leaving, moved by everything dated that speaks for or against it. The expected number is their sum.",
    "Two doubts stand beside it. Chance: were every probability right, the true number would still vary. The rate of "
    "leaving: the same list where people leave slowly, and where they leave fast; for long lists this one dominates.",
)

COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Employers still true", align="number"),
    Column(label="By chance", align="number"),
    Column(label="As people leave fast or slowly", align="number"),
    Column(label="Titles still true", align="number"),
    Column(label="Age assumed", align="number"),
)
_WORTH_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Usable", align="number"),
    Column(label="Check first", align="number"),
    Column(label="Work", align="number"),
    Column(label="Leave", align="number"),
    Column(label="Checks cost", align="number"),
    Column(label="And bring", align="number"),
)


def with_employers(vendors: Mapping[str, Summary]) -> dict[str, StillTrue]:
    """The vendors whose records name employers, most current first."""
    named = {vendor: one.still_true["employer"] for vendor, one in vendors.items() if "employer" in one.still_true}
    return dict(sorted(named.items(), key=lambda pair: (-pair[1].total.expected / pair[1].total.records, pair[0])))


def answer(vendors: Mapping[str, Summary]) -> tuple[str, ...]:
    """How many employers are to be expected still true, and how many of their ages are assumed."""
    named = list(with_employers(vendors).values())
    if not named:
        return ("**No record names an employer**, so there is nothing that could have changed.",)
    records, expected = sum(one.total.records for one in named), sum(one.total.expected for one in named)
    fast, slow = sum(one.fast for one in named), sum(one.slow for one in named)
    assumed = sum(one.assumed for one in named)
    told = (
        f"**Of {plural(records, 'record')} that name an employer {count(round(expected))} are to be expected still "
        f"there** ({percent(expected / records)}); {interval(count(round(fast)), count(round(slow)))} as people leave "
        "fast or slowly."
    )
    if not assumed:
        return (told,)
    whose = "Every age" if assumed == records else f"The age of {count(assumed)}"
    return (told, f"{whose} is assumed: nobody says when the profile was true.")


def picture(vendors: Mapping[str, Summary]) -> LayerChart:
    """The share still true of each vendor, from fast to slow leaving."""
    return charts.shares_of(
        [
            charts.ShareRow(
                name=vendor,
                part=round(one.total.expected),
                whole=one.total.records,
                low=one.fast / one.total.records,
                high=one.slow / one.total.records,
            )
            for vendor, one in with_employers(vendors).items()
        ],
        title="expected still there, fast to slow leaving",
        of="expected",
    )


def rows(vendors: Mapping[str, Summary]) -> list[list[Cell]]:
    """One row per vendor, most current first."""
    return [_row(vendor, vendors[vendor].still_true) for vendor in with_employers(vendors)]


def _row(vendor: str, still_true: Mapping[str, StillTrue]) -> list[Cell]:
    employer, title = still_true["employer"], still_true.get("title")
    total = employer.total
    return [
        Link(words=vendor, page="vendor_scorecards", params=(("vendor", vendor),)),
        f"{count(round(total.expected))} of {count(total.records)} ({percent(total.expected / total.records)})",
        interval(count(total.low), count(total.high)),
        interval(count(round(employer.fast)), count(round(employer.slow))),
        UNDEFINED if title is None else f"{count(round(title.total.expected))} of {count(title.total.records)}",
        count(employer.assumed),
    ]


def draw(workspace: Workspace, found: StoredAssessment) -> None:
    """Draw a sample, and the sheet to fill in."""
    rules = found.policy.freshness.audit
    with st.container(horizontal=True, vertical_alignment="bottom"):
        vendor = st.selectbox(
            "Of which vendor", sorted({one.head.vendor for one in found.deliveries}), index=None, placeholder="each",
            key="audit_vendor",
        )  # fmt: skip
        precision = st.number_input(
            "Share known to plus or minus, %", 1, 25, round(100 * rules.precision), key="audit_precision",
            help=f"At least {rules.at_least} records of a vendor are drawn.",
        )  # fmt: skip
        seed = st.text_input("Draw", "1", key="audit_seed", help="The same word draws the same records again.")
    download(
        "Download the sheet to fill in", _sheet, workspace, found, seed.strip() or "1", precision / 100, vendor,
        file_name="audit-sheet.csv", key="audit_sheet",
    )  # fmt: skip
    st.caption(
        "The sheet does not say whose records they are. Fill in employer_now (same, left, wrong, unknown), title_now "
        "(same, new, wrong, unknown) and checked_on; wrong means: wrong even when the record came. Bring it in on the "
        "page Data as records checked by hand."
    )


def _sheet(workspace: Workspace, found: StoredAssessment, seed: str, precision: float, vendor: str | None) -> str:
    return table_csv(workspace.audit_sample(seed=seed, as_of=found.as_of, precision=precision, vendor=vendor).sheet)


def calibration(workspace: Workspace, found: StoredAssessment) -> None:
    """What was found by hand, beside what was expected; the policy it asks for."""
    told = _calibration(found.assessment_id, _workspace=workspace, _found=found)
    sentences(calibration_sentences(told))
    if not told.checked:
        return
    for header, shown in (
        (VENDOR_HEADER, vendor_rows(told)),
        (RATE_HEADER, rate_rows(told)),
        (LIKELIHOOD_HEADER, likelihood_rows(told)),
    ):
        if shown:
            columns = [Column(label=label, align="word" if not at else "number") for at, label in enumerate(header)]
            ledger(columns, [[*row] for row in shown])
    if (told.employer or told.title or told.likelihoods) and st.button(
        "Put these into the policy editor", key="calibrate"
    ):
        name = f"{found.policy.name.removesuffix('-calibrated')}-calibrated"
        st.session_state["policy_draft"] = calibrated_text(
            workspace.policy_text(), told, name=name, version=str(told.newest)
        )
        st.switch_page("pages/policy.py")


@st.cache_resource(max_entries=8, show_spinner="Holding what was found against what was expected")
def _calibration(assessment_id: str, *, _workspace: Workspace, _found: StoredAssessment) -> Calibration:
    del assessment_id
    return _workspace.calibration(as_of=_found.as_of)


def worth(found: StoredAssessment) -> None:
    """What is at stake for one record, and which records to check first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        value = st.number_input(
            "Margin from touching a person still there", 0.0, value=None, key="worth_value",
            help="What is to be expected of one such person, in your currency; nobody can guess it for you.",
        )  # fmt: skip
        touch = st.number_input("Cost of a sequence of touches", 0.0, value=None, key="worth_touch")
        check = st.number_input("Price of one check", 0.0, value=None, key="worth_check")
    if value is None or touch is None or check is None:
        sentences(["With these three this says which records to check before they are worked, and what that brings."])
        return
    vendors, first = worth_of_checks(found.paths, Prices(value=value, touch=touch, check=check))
    gain = sum(one.gain for one in vendors.values())
    sentences(
        [
            f"**{plural(first.num_rows, 'record')} to check first**: that costs {first.num_rows * check:,.2f} and "
            f"brings {gain:,.2f} over working or leaving them unchecked."
            if first.num_rows
            else "**No check is worth its price**: work the records as they are."
        ]
    )
    ledger(
        _WORTH_COLUMNS,
        [
            [
                vendor, count(one.records),
                *(count(one.actions[action]) for action in (Action.VERIFY, Action.WORK, Action.LEAVE)),
                f"{one.cost:,.2f}", f"{one.gain:,.2f}",
            ]
            for vendor, one in vendors.items()
        ],
    )  # fmt: skip
    download("Download the records to check first", table_csv, first, file_name="check-first.csv", key="check_first")
