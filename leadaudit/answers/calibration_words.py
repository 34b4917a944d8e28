"""What checks by hand say, in sentences and ledgers."""

from typing import Final

from leadaudit.evidence.audited import Calibration, VendorAudit
from leadaudit.format import UNDEFINED, count, interval, percent, plural, share

VENDOR_HEADER: Final = ("Vendor", "Checked", "Left", "Interval", "Of the whole list", "Expected", "Observed / expected")
RATE_HEADER: Final = ("Rate a year", "Before", "After", "Interval", "Changed")
LIKELIHOOD_HEADER: Final = ("Seen", "Before", "After", "Records")

_BANDS: Final = {
    "entry": "entry level",
    "individual": "individual contributors",
    "leader": "managers to VPs",
    "c_level": "C-level",
}
# Beyond this Spiegelhalter's z says that the probabilities do not fit what was found.
_MISFIT: Final = 2.0


def calibration_sentences(calibration: Calibration) -> tuple[str, ...]:
    """How many were checked, how well the probabilities held, and what would be replaced."""
    if not calibration.checked:
        return (
            "**No record was checked by hand yet.** Draw a sample, fill it in, bring it back; then this says how well "
            "the probabilities held.",
        )
    held = [vendor.employer for vendor in calibration.vendors.values()]
    observed, expected = sum(each.observed for each in held), sum(each.expected for each in held)
    misfits = [name for name, vendor in calibration.vendors.items() if abs(vendor.employer.z or 0.0) > _MISFIT]
    replaced = len(calibration.employer) + len(calibration.title) + len(calibration.likelihoods)
    return (
        f"**Of {plural(calibration.checked, 'checked record')} {count(observed)} are still with the employer; "
        f"{expected:,.1f} were expected.**",
        f"The probabilities do not fit what was found at {', '.join(misfits)}."
        if misfits
        else "What was found lies within what chance explains.",
        f"{plural(replaced, 'assumption')} would be replaced by what was found."
        if replaced
        else "Nothing would be replaced: too few records of known age, or too few in the states that tell most.",
    )


def vendor_rows(calibration: Calibration) -> list[tuple[str, ...]]:
    """One row per vendor: what was found, what it means for the whole list, and how well that was expected."""
    return [_vendor_row(name, vendor) for name, vendor in calibration.vendors.items()]


def _vendor_row(name: str, vendor: VendorAudit) -> tuple[str, ...]:
    held, stale = vendor.employer, vendor.stale
    left = held.checked - held.observed
    return (
        name,
        count(held.checked),
        share(left, held.checked),
        interval(percent(stale.rate.low), percent(stale.rate.high)),
        f"{count(round(stale.stale_low))} to {count(round(stale.stale_high))} of {count(vendor.records)}",
        f"{held.checked - held.expected:,.1f}",
        UNDEFINED if held.ratio is None else f"{held.ratio:.2f}",
    )


def rate_rows(calibration: Calibration) -> list[tuple[str, ...]]:
    """The rates that would be replaced."""
    return [
        (
            f"{what}, {_BANDS[band]}",
            f"{rate.before:.3f}",
            f"{rate.after.value:.3f}",
            interval(f"{rate.after.low:.3f}", f"{rate.after.high:.3f}"),
            f"{rate.changed} of {rate.checked}",
        )
        for what, rates in (("leaving", calibration.employer), ("new title", calibration.title))
        for band, rate in rates.items()
    ]


def likelihood_rows(calibration: Calibration) -> list[tuple[str, ...]]:
    """The likelihoods that would be replaced: with those who stayed, changed title, left."""
    return [
        (
            kind.replace("_", " "),
            ", ".join(f"{value:.2f}" for value in found.before),
            ", ".join(f"{value:.2f}" for value in found.after),
            ", ".join(f"{hits} of {many}" for hits, many in zip(found.seen, found.of, strict=True)),
        )
        for kind, found in calibration.likelihoods.items()
    ]
