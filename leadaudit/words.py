"""The words people read for the words the code uses; command line and app say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadaudit.vocabulary import (
    ClassRule,
    ConsentState,
    ExcludedReason,
    FreshnessLabel,
    ImportKind,
    JobFunction,
    LineStatus,
    ListKind,
    NotUsableReason,
    ReasonCode,
    RecordClass,
    Seniority,
    Tier,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWords:
    """How a reason reads.

    Args:
        name: On its own, in a table: "repeat".
        one: After "1": "repeat".
        many: After a larger number: "repeats".
    """

    name: str
    one: str
    many: str


def _noun(one: str, many: str | None = None) -> ReasonWords:
    return ReasonWords(name=one, one=one, many=many or one + "s")


def _that(name: str, one: str, many: str) -> ReasonWords:
    return ReasonWords(name=name, one=f"that {one}", many=f"that {many}")


def _whose(name: str, thing: str, one: str, many: str | None = None) -> ReasonWords:
    return ReasonWords(name=name, one=f"whose {thing} {one}", many=f"whose {thing} {many or one}")


CLASSES: Final[Mapping[str, str]] = {
    RecordClass.LEAD: "lead",
    RecordClass.SIGNAL: "signal",
    RecordClass.OPT_IN: "opt-in",
    RecordClass.UNPROVEN: "no proof of permission",
    RecordClass.EXCLUDED: "not countable",
}

VERDICTS: Final[Mapping[str, str]] = {
    Verdict.ACCEPT: "accept",
    Verdict.RETURN: "return",
    Verdict.REVIEW: "check by hand",
}

TIERS: Final[Mapping[str, str]] = {Tier.HIGH: "high", Tier.MED: "medium", Tier.LOW: "low"}

CONSENT: Final[Mapping[str, str]] = {
    ConsentState.PROVEN: "proven in the line",
    ConsentState.PROVEN_BY_PROGRAM: "proven by a stored wording",
    ConsentState.ASSERTED: "claimed, wording not shown",
    ConsentState.ABSENT: "none shown",
    ConsentState.CONTRADICTED: "contradicted",
}

# What a record must hold to prove a permission; the policy says which of these are asked for.
CONSENT_FIELDS: Final[Mapping[str, str]] = {
    "consented_at": "when it was given",
    "wording": "the wording shown",
    "our_company_named": "our name in it",
    "source": "the page or asset",
    "method": "how it was given",
    "channel": "for which channel",
}

FRESHNESS: Final[Mapping[str, str]] = {
    FreshnessLabel.FRESH: "fresh",
    FreshnessLabel.DOUBTFUL: "doubtful",
    FreshnessLabel.STALE: "stale",
    FreshnessLabel.UNKNOWN: "not checked",
}

# What an item says that speaks for or against an employer or title; keys of freshness.likelihood in the policy.
FRESHNESS_ITEMS: Final[Mapping[str, str]] = {
    "hard_bounce": "a mail bounced because the mailbox is not there",
    "delivered_not_catchall": "a mail was taken by a domain that does not take everything",
    "delivered_catchall": "a mail was taken by a domain that takes everything",
    "domain_mismatch": "the address belongs to another company",
    "domain_match": "the address belongs to the employer",
    "crm_newer_same_both": "the CRM, newer, says the same",
    "crm_newer_same_employer_diff_title": "the CRM, newer, has another title",
    "crm_newer_diff_employer": "the CRM, newer, has another employer",
    "other_vendor_agree_both": "another vendor says the same",
    "other_vendor_diff_title": "another vendor has another title",
    "other_vendor_diff_employer": "another vendor has another employer",
    "vendor_verified": "the vendor checked the address, with a date",
    "first_party_confirmed": "found current by hand",
    "verified_employer": "employer found current by hand",
    "verified_new_title": "new title found by hand",
    "verified_left": "found gone by hand",
    "autoreply_left": "an automatic reply says the person is no longer there",
    "human_reply_from_address": "the person replied from the address",
}

LINES: Final[Mapping[str, str]] = {
    LineStatus.READ: "read",
    LineStatus.REPAIRED: "repaired",
    LineStatus.UNREADABLE: "could not be read",
}

LISTS: Final[Mapping[str, str]] = {
    ListKind.COMPETITORS: "competitors",
    ListKind.SUPPRESSION: "suppression list",
    ListKind.TARGET_ACCOUNTS: "target accounts",
    ListKind.CUSTOMERS: "customers",
    ListKind.OWN_DOMAINS: "our own domains",
}

IMPORTS: Final[Mapping[str, str]] = {
    ImportKind.CRM_CONTACTS: "CRM contacts",
    ImportKind.CRM_LEADS: "CRM leads",
    ImportKind.CRM_OPPORTUNITIES: "CRM opportunities",
    ImportKind.CRM_CONTACT_ROLES: "CRM contact roles",
    ImportKind.CRM_ACTIVITIES: "CRM activities",
    ImportKind.CRM_CAMPAIGN_MEMBERS: "CRM campaign members",
    ImportKind.BOUNCES: "bounces and other mail events",
    ImportKind.VERIFICATION: "checked addresses",
    ImportKind.REPLIES: "replies",
    ImportKind.RESPONSES: "answers to our questions",
    ImportKind.UNSUBSCRIBES: "unsubscriptions and complaints",
    ImportKind.WEB: "visits to our pages",
    ImportKind.WEBINAR: "webinar and event attendance",
    ImportKind.INTENT: "what companies read about (account intent)",
    ImportKind.LIST: "a list",
    ImportKind.WORDINGS: "consent wordings",
    ImportKind.FRESHNESS_CHECKS: "records checked by hand",
    ImportKind.INVOICES: "invoices",
    ImportKind.FX: "rates of exchange",
    ImportKind.SAMPLE_CHECKS: "a sample looked at",
}

# Every reason for which a delivered line cannot be worked, and every contract reason.
REASONS: Final[Mapping[str, ReasonWords]] = {
    NotUsableReason.UNREADABLE: _that("cannot be read", "cannot be read", "cannot be read"),
    NotUsableReason.ACCOUNT_ONLY: _that("company without a person", "names no person", "name no person"),
    NotUsableReason.NO_CHANNEL: _that("no address or phone that works", "cannot be reached", "cannot be reached"),
    NotUsableReason.EMPLOYER: _whose("employer probably not current", "employer is", "probably no longer current"),
    ExcludedReason.DUPLICATE: _noun("repeat"),
    ExcludedReason.RETURNED: _that("returned", "was returned", "were returned"),
    ExcludedReason.OWN_EMPLOYEE: _noun("person of our own", "people of our own"),
    ExcludedReason.COMPETITOR: _noun("person at a competitor", "people at competitors"),
    ExcludedReason.OUT_OF_SPEC: _that(
        "outside what was ordered", "was not what we ordered", "were not what we ordered"
    ),
    ExcludedReason.NON_HUMAN: ReasonWords(
        name="test or machine entry", one="test or machine entry", many="test or machine entries"
    ),
    ExcludedReason.UNREACHABLE: _that("cannot be reached", "cannot be reached", "cannot be reached"),
    ExcludedReason.DENIED_ENGAGEMENT: _that("denies the download", "denies the download", "deny the download"),
    ExcludedReason.SUPPRESSED: _noun("person on the suppression list", "people on the suppression list"),
    ReasonCode.MISSING_FIELD: _that("required field missing", "lacks a required field", "lack a required field"),
    ReasonCode.FAKE: ReasonWords(name="made-up entry", one="made-up entry", many="made-up entries"),
    ReasonCode.INVALID_EMAIL: _whose("e-mail is not an address", "e-mail is", "no address"),
    ReasonCode.DISPOSABLE: _noun("disposable address", "disposable addresses"),
    ReasonCode.ROLE_MAILBOX: _noun("shared mailbox", "shared mailboxes"),
    ReasonCode.FREEMAIL: _noun("private mail address", "private mail addresses"),
    ReasonCode.DUPLICATE_DELIVERY: ReasonWords(
        name="repeat within the file", one="repeat within the file", many="repeats within the file"
    ),
    ReasonCode.DUPLICATE_VENDOR: ReasonWords(
        name="repeat of an earlier file of the vendor",
        one="repeat of an earlier file",
        many="repeats of earlier files",
    ),
    ReasonCode.DUPLICATE_CROSS_VENDOR: _that(
        "delivered by another vendor before", "came from another vendor before", "came from another vendor before"
    ),
    ReasonCode.DUPLICATE_CRM: _that(
        "already in our CRM when delivered", "was already in our CRM", "were already in our CRM"
    ),
    ReasonCode.OFF_SPEC_GEO: _that(
        "outside the countries ordered", "lives elsewhere than ordered", "live elsewhere than ordered"
    ),
    ReasonCode.OFF_SPEC_LEVEL: _whose("level not ordered", "level was", "not ordered"),
    ReasonCode.OFF_SPEC_FUNCTION: _whose("function not ordered", "function was", "not ordered"),
    ReasonCode.OFF_SPEC_SIZE: _whose("company size not ordered", "company size was", "not ordered"),
    ReasonCode.OFF_SPEC_INDUSTRY: _whose("industry not ordered", "industry was", "not ordered"),
    ReasonCode.OFF_SPEC_TITLE: _whose("title not ordered", "title was", "not ordered"),
    ReasonCode.NOT_ON_TARGET_LIST: _that(
        "not on the target-account list", "is not on the target-account list", "are not on the target-account list"
    ),
    ReasonCode.OUTSIDE_DATES: _that(
        "made outside the program's dates",
        "was made outside the program's dates",
        "were made outside the program's dates",
    ),
    ReasonCode.LATE: _that("late", "came late", "came late"),
    ReasonCode.NO_CONSENT: _that("no opt-in", "came without opt-in", "came without opt-in"),
    ReasonCode.CONSENT_PROOF_MISSING: _that(
        "proof of the opt-in missing", "came without proof of the opt-in", "came without proof of the opt-in"
    ),
    ReasonCode.OVER_CAP: _that("over a cap", "was over a cap", "were over a cap"),
    ReasonCode.OVER_DELIVERY: _that("more than was ordered", "was more than ordered", "were more than ordered"),
    ReasonCode.INVALID_PHONE: _whose("phone is no number", "phone is", "no number"),
    ReasonCode.WRONG_NUMBER: _noun("wrong number"),
    ReasonCode.BOUNCED: _that("e-mail came back", "came back", "came back"),
    ReasonCode.LEFT_COMPANY: _that("left the company", "left the company", "left the company"),
    ReasonCode.WRONG_EMPLOYER: _whose("wrong employer", "employer is", "wrong"),
    ReasonCode.WRONG_TITLE: _whose("wrong title", "title is", "wrong"),
    ReasonCode.REGISTRANT_DENIAL: _that("denies having asked", "denies having asked", "deny having asked"),
}

RULES: Final[Mapping[str, str]] = {
    ClassRule.EXCLUDED_FLAG: "It is not a countable buyer record, whatever else it holds.",
    ClassRule.DENIED: "The person denies having asked for anything; that excludes the vendor's records of them.",
    ClassRule.SUPPRESSED: "The person ended contact or is on the suppression list, and asked for nothing since.",
    ClassRule.EXPLICIT_STATEMENT: "The person asked us for a next step, recently enough, and is still at the employer.",
    ClassRule.CONFIRM_EMPLOYER: "The person asked, but may have left the employer since: confirm that first.",
    ClassRule.LAPSED_STATEMENT: "The person asked, but too long ago to count as a lead today.",
    ClassRule.COOLING_OFF: "The person said no; nothing they do counts while that is recent.",
    ClassRule.LEARNER_CAP: "The person learns rather than buys; only a statement to us could make more of it.",
    ClassRule.COMBINATION: "Several strong behaviours close together, recent, about a buying question.",
    ClassRule.VALIDATED_TYPE: "A behaviour of a kind that was proven to predict a next step.",
    ClassRule.STRONG_BEHAVIOUR: "One strong behaviour, two kinds of behaviour, or a yes the vendor reports.",
    ClassRule.SINGLE_BEHAVIOUR: "One live behaviour beyond the event that made the record.",
    ClassRule.ACCOUNT_ONLY: "The line is about a company; no person did anything.",
    ClassRule.CONSENT_ONLY: "Permission is proven, and nothing beyond it is.",
    ClassRule.NO_EVIDENCE: "Neither proof of permission nor any dated behaviour beyond the event that made the record.",
    ClassRule.ROLE_MAILBOX: "A shared mailbox names no person.",
}


def job_words(value: str) -> str:
    """A level or function as people write it: "C-level", "customer service"."""
    return _JOBS.get(value, value.replace("_", " "))


_JOBS: Final[Mapping[str, str]] = {
    Seniority.C_LEVEL: "C-level",
    Seniority.VP: "VP",
    JobFunction.HR: "HR",
    JobFunction.IT: "IT",
}


def reason_name(code: str) -> str:
    """A reason on its own, as a table shows it."""
    known = REASONS.get(code)
    return code.replace("_", " ") if known is None else known.name


def reason_count(code: str, number: int) -> str:
    """A number with its reason: ``34 repeats``, ``1 that cannot be reached``."""
    known = REASONS.get(code)
    if known is None:
        return f"{number:,} {code.replace('_', ' ')}"
    return f"{number:,} {known.one if number == 1 else known.many}"


# Where a part of an invoice stands (contract.billing.places).
PLACES: Final[Mapping[str, str]] = {
    "accepted": "accepted",
    "replaced": "replaced by another record",
    "refused": "claimed and refused",
    "too_late": "too late to return",
    "beyond_cap": "beyond the cap on returns",
    "rounding": "rounding",
    "on_hold": "on hold",
    "claimable": "to be claimed",
    "claimed": "claimed",
    "credited": "credited",
    "disputed": "disputed",
    "fees": "fees",
    "tax": "tax",
    "prepayment": "prepayment",
    "prepayment_drawn": "prepayment drawn",
    "credits": "credit notes",
}
STANDINGS: Final[Mapping[str, str]] = {
    **PLACES,
    "on_hold": "to be checked by hand",
    "unreadable": "cannot be read",
    "replacement": "a replacement",
}

# Why a part of an invoice is not owed.
FAULTS: Final[Mapping[str, str]] = {
    "duplicate_number": "same invoice again",
    "wrong_currency": "another currency",
    "billed_before_delivery": "billed before delivery",
    "above_accepted": "more than was delivered",
    "billed_twice": "billed twice",
    "returned_billed": "returned, and billed",
    "replacement_billed": "replacement billed as new",
    "wrong_price": "another price",
    "wrong_sum": "wrong sum",
    "fee_not_agreed": "fee not agreed",
    "tax_on_disputed": "tax on what is disputed",
}
