"""The policy that checks by hand ask for: rates and likelihoods replaced, each with where it comes from.

Source: docs/method.md, "Your own calibration".
"""

from leadaudit.evidence.audited import Calibration
from leadaudit.policy.write import with_changes


def calibrated_text(text: str, calibration: Calibration, *, name: str, version: str) -> str:
    """A policy text with what the checks say in place of the assumptions.

    Args:
        text: The policy of one's own in force, or nothing.
        calibration: What the checks say.
        name: Name of the outcome.
        version: Its version, another than the one in force.

    Raises:
        FileMistakesError: The outcome is no policy.
    """
    freshness: dict[str, object] = {}
    provenance: dict[str, object] = {}
    by_day = f"checked by hand until {calibration.newest}"
    for key, rates in (("employer_hazard", calibration.employer), ("title_hazard", calibration.title)):
        if rates:
            freshness[key] = {band: rate.after.value for band, rate in rates.items()}
        for band, rate in rates.items():
            said = f"{rate.changed} of {rate.checked} {by_day}; before {rate.before:.4g}"
            provenance[f"freshness.{key}.{band}"] = {"code": "O", "from": said}
    if calibration.likelihoods:
        freshness["likelihood"] = {kind: list(found.after) for kind, found in calibration.likelihoods.items()}
    for kind, found in calibration.likelihoods.items():
        said = f"seen {'/'.join(map(str, found.seen))} of {'/'.join(map(str, found.of))} {by_day}"
        provenance[f"freshness.likelihood.{kind}"] = {"code": "O", "from": said}
    changes: dict[str, object] = {"name": name, "version": version}
    if freshness:
        changes |= {"freshness": freshness, "provenance": provenance}
    return with_changes(text, changes, where="calibrated policy")
