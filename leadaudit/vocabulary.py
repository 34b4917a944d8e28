"""The closed sets of words leadaudit uses; each is published once and never renamed."""

from enum import StrEnum
from typing import Final


class RecordClass(StrEnum):
    """What the evidence says of a record (docs/method.md, "Classes")."""

    LEAD = "lead"
    SIGNAL = "signal"
    OPT_IN = "opt_in"
    UNPROVEN = "unproven"
    EXCLUDED = "excluded"


class ExcludedReason(StrEnum):
    """Why a record is not countable, in the order in which the first match decides."""

    DUPLICATE = "duplicate"
    RETURNED = "returned"
    OWN_EMPLOYEE = "own_employee"
    COMPETITOR = "competitor"
    OUT_OF_SPEC = "out_of_spec"
    NON_HUMAN = "non_human"
    UNREACHABLE = "unreachable"
    DENIED_ENGAGEMENT = "denied_engagement"
    SUPPRESSED = "suppressed"


class Flag(StrEnum):
    """What is known of a record besides its evidence; several may hold at once."""

    DUPLICATE = "duplicate"
    RETURNED = "returned"
    OWN_EMPLOYEE = "own_employee"
    COMPETITOR = "competitor"
    OUT_OF_SPEC = "out_of_spec"
    NON_HUMAN = "non_human"
    UNREACHABLE = "unreachable"
    SUPPRESSED = "suppressed"
    LEARNER = "learner"
    ROLE_MAILBOX = "role_mailbox"
    ACCOUNT_ONLY = "account_only"
    EMPLOYER_UNVERIFIABLE = "employer_unverifiable"
    CONSENT_VALID = "consent_valid"
    ACTIVE_OPPORTUNITY = "active_opportunity"


class Tier(StrEnum):
    """Priority of a signal or lead."""

    HIGH = "high"
    MED = "med"
    LOW = "low"


class ClassRule(StrEnum):
    """The row of the decision table that decided a class; ids are published and never renamed."""

    EXCLUDED_FLAG = "excluded.flag"
    DENIED = "excluded.denied-engagement"
    SUPPRESSED = "excluded.suppressed"
    EXPLICIT_STATEMENT = "lead.explicit-statement"
    CONFIRM_EMPLOYER = "signal.confirm-employer"
    LAPSED_STATEMENT = "signal.lapsed-statement"
    COOLING_OFF = "cooling-off"
    LEARNER_CAP = "learner-cap"
    COMBINATION = "signal.combination"
    VALIDATED_TYPE = "signal.validated-type"
    STRONG_BEHAVIOUR = "signal.high-value-or-two-kinds-or-vendor-reported"
    SINGLE_BEHAVIOUR = "signal.single-live-behaviour"
    ACCOUNT_ONLY = "signal.account-only"
    CONSENT_ONLY = "opt-in.consent-only"
    NO_EVIDENCE = "unproven.no-consent-no-evidence"
    ROLE_MAILBOX = "unproven.role-mailbox"


class Verdict(StrEnum):
    """What the contract says of a record."""

    ACCEPT = "accept"
    RETURN = "return"
    REVIEW = "review"


class ReasonCode(StrEnum):
    """Why a record violates its contract, in headline order: the first that applies leads."""

    MISSING_FIELD = "missing_field"
    FAKE = "fake"
    INVALID_EMAIL = "invalid_email"
    DISPOSABLE = "disposable"
    ROLE_MAILBOX = "role_mailbox"
    FREEMAIL = "freemail"
    DUPLICATE_DELIVERY = "duplicate_delivery"
    DUPLICATE_VENDOR = "duplicate_vendor"
    DUPLICATE_CROSS_VENDOR = "duplicate_cross_vendor"
    DUPLICATE_CRM = "duplicate_crm"
    OWN_EMPLOYEE = "own_employee"
    COMPETITOR = "competitor"
    SUPPRESSED = "suppressed"
    OFF_SPEC_GEO = "off_spec_geo"
    OFF_SPEC_LEVEL = "off_spec_level"
    OFF_SPEC_FUNCTION = "off_spec_function"
    OFF_SPEC_SIZE = "off_spec_size"
    OFF_SPEC_INDUSTRY = "off_spec_industry"
    OFF_SPEC_TITLE = "off_spec_title"
    NOT_ON_TARGET_LIST = "not_on_target_list"
    OUTSIDE_DATES = "outside_dates"
    LATE = "late"
    NO_CONSENT = "no_consent"
    CONSENT_PROOF_MISSING = "consent_proof_missing"
    OVER_CAP = "over_cap"
    OVER_DELIVERY = "over_delivery"
    INVALID_PHONE = "invalid_phone"
    WRONG_NUMBER = "wrong_number"
    BOUNCED = "bounced"
    LEFT_COMPANY = "left_company"
    WRONG_EMPLOYER = "wrong_employer"
    WRONG_TITLE = "wrong_title"
    REGISTRANT_DENIAL = "registrant_denial"


class ReasonStatus(StrEnum):
    """Whether a clause is broken, or could not be judged."""

    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not_judged"


class ConsentState(StrEnum):
    """What a record proves about permission to be marketed to."""

    PROVEN = "proven"
    PROVEN_BY_PROGRAM = "proven_by_program"
    ASSERTED = "asserted"
    ABSENT = "absent"
    CONTRADICTED = "contradicted"


class FreshnessLabel(StrEnum):
    """How far an employer or a title may still be believed."""

    FRESH = "fresh"
    DOUBTFUL = "doubtful"
    STALE = "stale"
    UNKNOWN = "unknown"


class NotUsableReason(StrEnum):
    """Why a delivered line cannot be worked, in the order in which the first match decides.

    Besides these, a returnable ``ReasonCode`` may stand as the reason; it comes after the exclusions and
    before the employer.
    """

    UNREADABLE = "unreadable"
    ACCOUNT_ONLY = "account_only"
    NO_CHANNEL = "no_channel"
    EMPLOYER = "employer"


class LineStatus(StrEnum):
    """What became of a delivered line."""

    READ = "read"
    REPAIRED = "repaired"
    UNREADABLE = "unreadable"


class FindingStatus(StrEnum):
    """How a check ended; a pass is not stored."""

    PROBLEM = "problem"
    DOUBT = "doubt"
    NOTE = "note"


class ValueStatus(StrEnum):
    """What became of one delivered value."""

    OK = "ok"
    MISSING = "missing"
    DOUBTFUL = "doubtful"
    UNUSABLE = "unusable"


class MailAnswer(StrEnum):
    """Whether a mail domain takes mail, by what it answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Seniority(StrEnum):
    """Level of a job, highest first."""

    OWNER = "owner"
    C_LEVEL = "c_level"
    VP = "vp"
    DIRECTOR = "director"
    MANAGER = "manager"
    INDIVIDUAL = "individual"
    ENTRY = "entry"
    UNKNOWN = "unknown"


class JobFunction(StrEnum):
    """Department or profession of a job."""

    ACCOUNTING = "accounting"
    ADMINISTRATION = "administration"
    BUSINESS_DEVELOPMENT = "business_development"
    CONSULTING = "consulting"
    CUSTOMER_SERVICE = "customer_service"
    DESIGN = "design"
    EDUCATION = "education"
    ENGINEERING = "engineering"
    FINANCE = "finance"
    GENERAL_MANAGEMENT = "general_management"
    HEALTHCARE = "healthcare"
    HR = "hr"
    IT = "it"
    LEGAL = "legal"
    MARKETING = "marketing"
    OPERATIONS = "operations"
    PROCUREMENT = "procurement"
    PRODUCT = "product"
    RESEARCH = "research"
    SALES = "sales"
    UNKNOWN = "unknown"


class ProgramType(StrEnum):
    """What kind of delivery a program buys."""

    CONTENT_SYNDICATION = "content_syndication"
    MQL_PURCHASE = "mql_purchase"
    TELEMARKETING = "telemarketing"
    WEBINAR = "webinar"
    INTENT_FEED = "intent_feed"
    LIST_PURCHASE = "list_purchase"
    INBOUND_BASELINE = "inbound_baseline"
    OUTBOUND_BASELINE = "outbound_baseline"


class Purpose(StrEnum):
    """What a program is bought for."""

    NET_NEW_LEADS = "net_new_leads"
    TARGET_ACCOUNT_EXPANSION = "target_account_expansion"


class ProfileSource(StrEnum):
    """How a vendor came by employer and title; only typed and called make the capture date a fact date."""

    TYPED = "typed"
    CALLED = "called"
    PREFILLED = "prefilled"
    APPENDED = "appended"
    UNKNOWN = "unknown"


class WindowUnit(StrEnum):
    """Unit of a return window."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    DAY_OF_NEXT_MONTH = "day_of_next_month"


class WindowClock(StrEnum):
    """What a return window is counted from."""

    DELIVERY = "delivery"
    MONTH_END = "month_end"
    PROGRAM_END = "program_end"
    GENERATED = "generated"


class Remedy(StrEnum):
    """What a vendor owes for a returned record."""

    CREDIT = "credit"
    REPLACEMENT = "replacement"


class DedupeKey(StrEnum):
    """By what a contract calls two records the same."""

    EMAIL = "email"
    PHONE = "phone"
    EMAIL_AND_PHONE = "email_and_phone"
    EMAIL_OR_PHONE = "email_or_phone"


class DedupeScope(StrEnum):
    """Among which records a contract forbids repeats."""

    NONE = "none"
    DELIVERY = "delivery"
    PROGRAM = "program"
    VENDOR = "vendor"
    ALL_VENDORS = "all_vendors"


class ListKind(StrEnum):
    """Lists a buyer holds."""

    COMPETITORS = "competitors"
    SUPPRESSION = "suppression"
    TARGET_ACCOUNTS = "target_accounts"
    CUSTOMERS = "customers"
    OWN_DOMAINS = "own_domains"


class ListValueKind(StrEnum):
    """What an entry of a list is compared with."""

    EMAIL = "email"
    DOMAIN = "domain"
    COMPANY = "company"
    ACCOUNT = "account"  # another name or domain of a company that stands on the list, by the user's words


class Actor(StrEnum):
    """Who did what an evidence row says."""

    PERSON = "person"
    SYSTEM = "system"
    BOT = "bot"
    REP = "rep"
    VENDOR = "vendor"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Through whom an evidence row reached us."""

    FIRST = "first"
    CRM = "crm"
    VENDOR = "vendor"
    THIRD = "third"


class Category(StrEnum):
    """Which buying question a behaviour is about."""

    EVALUATION = "evaluation"
    PRICING = "pricing"
    IMPLEMENTATION = "implementation"
    RENEWAL = "renewal"
    UNMAPPED = "unmapped"


class SubjectState(StrEnum):
    """Whether imported evidence is about somebody who is here."""

    LINKED = "linked"
    SHARED = "shared"  # several people share what it names them by
    ACCOUNT = "account"  # it is about a company
    NOBODY_HERE = "nobody_here"


class EvidenceRole(StrEnum):
    """What an evidence kind can do in the decision table."""

    EXPLICIT_YES = "explicit_yes"
    EXPLICIT_NO = "explicit_no"
    HARD_NO = "hard_no"
    DENIAL = "denial"
    RELAYED_STATEMENT = "relayed_statement"
    VENDOR_EXPLICIT = "vendor_explicit"
    HIGH_VALUE = "high_value"
    BEHAVIOUR = "behaviour"
    VANITY = "vanity"
    ACCOUNT = "account"
    ACTIVITY = "activity"


class KeyRule(StrEnum):
    """What can bring two records together, strongest first: an exact key, all they say together, or a person's word."""

    EMAIL = "email"
    CRM_ID = "crm_id"
    VENDOR_RECORD_ID = "vendor_record_id"
    PROFILE_URL = "profile_url"
    PHONE_AND_LAST_NAME = "phone_and_last_name"
    NAME_AND_DOMAIN = "name_and_domain"
    PHONE = "phone"
    LIKENESS = "likeness"
    DECISION = "decision"


class Judgement(StrEnum):
    """What a person says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


class MatchOutcome(StrEnum):
    """What becomes of two records that may be one person."""

    SAME = "same"  # joined because of all they say together
    KEY = "key"  # joined by an exact key already
    DECIDED_SAME = "decided_same"
    UNSURE = "unsure"  # a person should look
    CANNOT_TELL = "cannot_tell"  # a person looked and could not tell
    CUT = "cut"  # likely one person, but joining would bring two people together who contradict each other
    DECIDED_DIFFERENT = "decided_different"
    DIFFERENT = "different"


class ImportKind(StrEnum):
    """What an import that is not a delivery holds."""

    CRM_CONTACTS = "crm_contacts"
    CRM_LEADS = "crm_leads"
    CRM_OPPORTUNITIES = "crm_opportunities"
    CRM_CONTACT_ROLES = "crm_contact_roles"
    CRM_ACTIVITIES = "crm_activities"
    CRM_CAMPAIGN_MEMBERS = "crm_campaign_members"
    BOUNCES = "bounces"
    VERIFICATION = "verification"
    REPLIES = "replies"
    RESPONSES = "responses"
    UNSUBSCRIBES = "unsubscribes"
    WEB = "web"
    WEBINAR = "webinar"
    INTENT = "intent"
    LIST = "list"
    WORDINGS = "wordings"
    FRESHNESS_CHECKS = "freshness_checks"
    INVOICES = "invoices"
    FX = "fx"
    SAMPLE_CHECKS = "sample_checks"


class CrmObject(StrEnum):
    """What one row of a CRM export is."""

    CONTACT = "contact"
    LEAD = "lead"
    OPPORTUNITY = "opportunity"
    CONTACT_ROLE = "contact_role"
    ACTIVITY = "activity"
    CAMPAIGN_MEMBER = "campaign_member"


# Imports that bring rows of a CRM.
CRM_IMPORTS: Final = {
    ImportKind.CRM_CONTACTS: CrmObject.CONTACT,
    ImportKind.CRM_LEADS: CrmObject.LEAD,
    ImportKind.CRM_OPPORTUNITIES: CrmObject.OPPORTUNITY,
    ImportKind.CRM_CONTACT_ROLES: CrmObject.CONTACT_ROLE,
    ImportKind.CRM_ACTIVITIES: CrmObject.ACTIVITY,
    ImportKind.CRM_CAMPAIGN_MEMBERS: CrmObject.CAMPAIGN_MEMBER,
}
# Those of them that bring people.
CRM_PEOPLE: Final = frozenset({ImportKind.CRM_CONTACTS, ImportKind.CRM_LEADS})


class OutcomeKind(StrEnum):
    """What the CRM says became of a person."""

    CONTACTED = "contacted"  # somebody on our side tried to reach the person
    REPLIED = "replied"
    MEETING_SET = "meeting_set"
    MEETING_HELD = "meeting_held"
    NO_SHOW = "no_show"
    OPPORTUNITY = "opportunity"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"


class KnownState(StrEnum):
    """How well a person was known just before any vendor first delivered them."""

    KNOWN_ACTIVE = "known_active"
    RE_ENGAGED = "re_engaged"
    OPEN_ACCOUNT = "open_account"
    NET_NEW = "net_new"


class Credited(StrEnum):
    """What can be credited to a vendor; the two kinds of lead are never added up without being named."""

    LEAD = "lead"  # confirmed by evidence of our own
    LEAD_ATTESTED = "lead_attested"  # by a statement that a vendor relayed with complete proof
    MEETING_SET = "meeting_set"
    MEETING_HELD = "meeting_held"
    OPPORTUNITY = "opportunity"
    WON = "won"


class FollowUpList(StrEnum):
    """What is done next with a person; one thing at a time."""

    CALL_NOW = "call_now"
    CONFIRM = "confirm"
    ASK = "ask"
    HELD_OUT = "held_out"  # worth asking, and not asked, so that what asking brings can be told
    HELD_BACK = "held_back"  # a medium signal not given to sales, so that what following it up brings can be told


class Standing(StrEnum):
    """In which metric a credit counts."""

    NET_NEW = "net_new"
    RE_ENGAGED = "re_engaged"  # shown apart; counts where any touch does
    INFLUENCE = "influence"  # an opportunity at an account that had one open already
    KNOWN = "known"  # none


class DateOrder(StrEnum):
    """How the dates of one column are written; decided over the whole column, never per cell."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"
    SERIAL = "serial"
    EPOCH = "epoch"
    WORDS = "words"
