"""What counts: who is a real lead, who is credited, what one may cost at most; the address keeps all of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import streamlit as st

from leadaudit.economics.credit import CreditRule
from leadaudit.economics.vendor_outcomes import Basis
from leadaudit.money import to_minor
from leadaudit.ui import state
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts

RULES: Final[Mapping[str, str]] = {
    CreditRule.FRACTIONAL: "shared equally",
    CreditRule.FIRST: "all to who delivered first",
    CreditRule.LAST: "all to who delivered last",
    CreditRule.ANY: "in full to each (adds up to more)",
}


def basis_of(found: StoredAssessment) -> Basis:
    """What counts, by the address: confirmed and net-new unless it says otherwise, the policy's rule of credit."""
    rule = state.one_of("credit", tuple(RULES)) or found.policy.conversion.credit_rule
    return Basis(
        attested=state.param("asked") == "anywhere",
        net_new_only=state.param("known") != "too",
        rule=CreditRule(rule),
    )


def target_minor(costs: OutcomeCosts) -> float | None:
    """What a real lead may cost at most, by the address."""
    written, currency = state.param("target"), costs.sources.currency
    if written is None or currency is None or not written.replace(".", "", 1).isdecimal():
        return None
    return float(to_minor(Decimal(written), currency)) or None


def basis_words(basis: Basis) -> str:
    """What counts, for the small print."""
    asked = "people who asked us or asked on a vendor's form" if basis.attested else "people who asked us"
    known = "new to us" if basis.net_new_only else "new to us or quiet for 90 days"
    return f"counted: {asked}, {known}, credit {RULES[basis.rule]}"


def switches(costs: OutcomeCosts) -> None:
    """What counts, and the target; the address keeps them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _switch("asked", "Real leads are people who", {"": "asked us", "anywhere": "asked us or on a vendor's form"})
        _switch("known", "Whom we knew before", {"": "does not count", "too": "counts when quiet for 90 days"})
        rule = costs.policy.conversion.credit_rule
        others = {name: words for name, words in RULES.items() if name != rule}
        _switch("credit", "A person several delivered", {"": RULES[rule], **others})
        currency = costs.sources.currency
        if currency is not None:
            written = state.param("target")
            number = float(written) if written and written.replace(".", "", 1).isdecimal() else None
            st.number_input(
                f"May cost at most ({currency})",
                min_value=0.0,
                value=number,
                step=50.0,
                format="%.0f",
                placeholder="no target",
                key="target_given",
                on_change=_keep_target,
            )


def _switch(name: str, label: str, words: Mapping[str, str]) -> None:
    chosen = state.param(name) or ""
    options = list(words)
    st.selectbox(
        label,
        options,
        index=options.index(chosen) if chosen in options else 0,
        format_func=lambda option: words[option],
        key=f"switch_{name}",
        on_change=_keep_switch,
        args=(name,),
    )


def _keep_switch(name: str) -> None:
    state.set_params(**{name: st.session_state[f"switch_{name}"] or None})


def _keep_target() -> None:
    given = st.session_state["target_given"]
    state.set_params(target=None if not given else f"{given:.0f}")
