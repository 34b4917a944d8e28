"""``leadaudit freshness``: how many are still there, checking by hand, and what a check is worth."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from leadaudit.answers.calibration_words import (
    LIKELIHOOD_HEADER,
    RATE_HEADER,
    VENDOR_HEADER,
    calibration_sentences,
    likelihood_rows,
    rate_rows,
    vendor_rows,
)
from leadaudit.answers.still_true import still_true_words
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress, talk
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.economics.summary import By
from leadaudit.evidence.calibrated_policy import calibrated_text
from leadaudit.evidence.verification_worth import Action, Prices
from leadaudit.evidence.worth_list import UpchargeWorth, VendorWorth, worth_of_checks, worth_of_upcharge
from leadaudit.export.csv_file import csv_text
from leadaudit.export.documents import still_true_document
from leadaudit.format import count, percent, plural
from leadaudit.workspace.assessments import StoredAssessment

freshness = typer.Typer(help="How current employers and titles are.", no_args_is_help=True, rich_markup_mode=None)

# Records of the list that fit on a screen; --csv prints all of them.
SHOWN: Final = 20


def _assessment(workspace: Path | None, as_of: AsOf) -> StoredAssessment:
    with progress() as report:
        return opened(workspace).assessment(as_of=None if as_of is None else as_of.date(), report=report)


@freshness.command("totals")
def totals(
    workspace: Folder = None,
    as_of: AsOf = None,
    by: Annotated[By, typer.Option(help="What one row speaks of.")] = By.VENDOR,
    json: Json = False,
) -> None:
    """Say how many employers and titles are to be expected still true, with both doubts."""
    found = _assessment(workspace, as_of).summaries(by=by)
    if json:
        as_json(
            {
                name: {what: still_true_document(one.still_true.get(what)) for what in ("employer", "title")}
                for name, one in found.items()
            }
        )
        return
    for name, one in found.items():
        out.print(name)
        for what in ("employer", "title"):
            out.print(f"  {what}s still true: {still_true_words(one.still_true.get(what))}", soft_wrap=True)


@freshness.command("sample")
def sample(
    sheet: Annotated[Path, typer.Argument(help="The sheet to write, .csv.")],
    workspace: Folder = None,
    as_of: AsOf = None,
    precision: Annotated[float | None, typer.Option(help="Half the width wanted, as a share.")] = None,
    vendor: Annotated[str | None, typer.Option(help="One vendor alone.")] = None,
    seed: Annotated[str, typer.Option(help="Draws the same records again; another one draws others.")] = "1",
) -> None:
    """Draw records at random for checking by hand; the sheet does not say whose they are."""
    drawn = opened(workspace).audit_sample(
        as_of=None if as_of is None else as_of.date(), seed=seed, precision=precision, vendor=vendor
    )
    rows = zip(*(drawn.sheet[name].to_pylist() for name in drawn.sheet.column_names), strict=True)
    sheet.write_text(csv_text(drawn.sheet.column_names, rows), encoding="utf-8-sig", newline="")
    for name, records in drawn.drawn.items():
        out.print(f"{name}: {count(records)} of {count(drawn.frame[name])}")
    talk.print(
        f"{sheet.name}: {plural(drawn.sheet.num_rows, 'record')}. Fill in employer_now (same, left, wrong, unknown), "
        f"title_now (same, new, wrong, unknown) and checked_on, then: leadaudit import freshness_checks {sheet.name}",
        soft_wrap=True,
    )


@freshness.command("calibrate")
def calibrate(
    workspace: Folder = None,
    as_of: AsOf = None,
    save: Annotated[Path | None, typer.Option(help="Write the policy that the checks ask for.")] = None,
    version: Annotated[str | None, typer.Option(help="Its version; left out: the day of the newest check.")] = None,
    json: Json = False,
) -> None:
    """Hold the probabilities against what was found by hand, and say what would replace the assumptions."""
    store = opened(workspace)
    found = store.calibration(as_of=None if as_of is None else as_of.date())
    if save is not None and found.newest is not None:
        name = f"{store.policy().name.removesuffix('-calibrated')}-calibrated"
        text = calibrated_text(store.policy_text(), found, name=name, version=version or str(found.newest))
        save.write_text(text, encoding="utf-8")
        talk.print(f"{save.name}: written. See what it moves with: leadaudit policy diff {save.name}")
    if json:
        as_json(asdict(found))
        return
    for sentence in calibration_sentences(found):
        out.print(sentence.replace("**", ""))
    for header, rows, right in (
        (VENDOR_HEADER, vendor_rows(found), (1, 2, 3, 4, 5, 6)),
        (RATE_HEADER, rate_rows(found), (1, 2, 3, 4)),
        (LIKELIHOOD_HEADER, likelihood_rows(found), ()),
    ):
        if rows:
            as_table(header, rows, right=right)


@freshness.command("worth")
def worth(
    value: Annotated[float, typer.Option(help="Margin to expect from touching a person who is still there.")],
    touch: Annotated[float, typer.Option(help="Cost of a sequence of touches.")],
    check: Annotated[float, typer.Option(help="Price of one check.")],
    upcharge: Annotated[float | None, typer.Option(help="Paid for each record that the vendor verified.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the records to check first as CSV.")] = False,
) -> None:
    """Say which records to check before working them, and whether a verified list was worth its upcharge."""
    found = _assessment(workspace, as_of)
    prices = Prices(value=value, touch=touch, check=check)
    vendors, first = worth_of_checks(found.paths, prices)
    paid = (
        {}
        if upcharge is None
        else worth_of_upcharge(found.paths, policy=found.policy, prices=prices, upcharge=upcharge, as_of=found.as_of)
    )
    if json:
        by_vendor, by_upcharge = ({name: asdict(one) for name, one in each.items()} for each in (vendors, paid))
        as_json({"vendors": by_vendor, "upcharge": by_upcharge, "check_first": first.to_pylist()})
        return
    if csv:
        as_csv(first.column_names, first.to_pylist())
        return
    _print_worth(vendors)
    for vendor, one in paid.items():
        out.print(_upcharge_words(vendor, one), soft_wrap=True)
    if upcharge is not None and not paid:
        out.print("No vendor delivered a dated check; an undated badge is no evidence.")
    shown = first.slice(0, SHOWN).to_pylist()
    if shown:
        rows = [(f"{row['delivery']}:{row['line']}", percent(row["p_employer"]), f"{row['gain']:.2f}") for row in shown]
        as_table(("check first", "still there", "worth"), rows, right=(1, 2))
    if first.num_rows > SHOWN:
        out.print(f"The first {SHOWN} of {count(first.num_rows)}; --csv prints all of them.")


def _print_worth(vendors: dict[str, VendorWorth]) -> None:
    rows = [
        (
            vendor,
            count(one.records),
            *(count(one.actions[action]) for action in (Action.VERIFY, Action.WORK, Action.LEAVE)),
            f"{one.cost:,.2f}",
            f"{one.gain:,.2f}",
        )
        for vendor, one in vendors.items()
    ]
    as_table(
        ("vendor", "usable", "check first", "work", "leave", "checks cost", "and bring"), rows, right=tuple(range(1, 7))
    )


def _upcharge_words(vendor: str, one: UpchargeWorth) -> str:
    verdict = "worth it" if one.gain > 0 else "not worth it"
    return (
        f"{vendor}: of {plural(one.verified, 'record')} with a dated check {percent(one.p_verified)} were to be "
        f"expected there on delivery, {percent(one.p_unverified)} without it: {one.gain:+,.2f} a record, {verdict}."
    )
