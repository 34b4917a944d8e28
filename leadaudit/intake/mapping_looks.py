"""What the values of a field look like, and what they never look like."""

from collections.abc import Mapping
from typing import Final

from leadaudit.intake.mapping_values import Profile
from leadaudit.intake.shapes import Shape

# Shares of judged values from which they speak for a shape, and below which they speak against it.
SPEAKS_FOR: Final = 0.6
SPEAKS_AGAINST: Final = 0.2

DATES: Final = (Shape.DATE, Shape.DAY_NUMBER)
WEB: Final = (Shape.URL, Shape.DOMAIN)
PHONES: Final = (Shape.PHONE, Shape.DIGITS)
PROFILES: Final = (Shape.PERSON_PROFILE, Shape.COMPANY_PROFILE)
# Shapes without which the values are not the field's.
REQUIRED: Final[Mapping[str, tuple[Shape, ...]]] = {
    "email": (Shape.EMAIL,),
    "alternate_email": (Shape.EMAIL,),
    "phone": PHONES,
    "mobile": PHONES,
    "other_phone": PHONES,
    "company_phone": PHONES,
    "website": WEB,
    "source_url": WEB,
    "consent_url": WEB,
    "person_linkedin_url": PROFILES[:1],
    "company_linkedin_url": PROFILES[1:],
    "consent_ip": (Shape.IP,),
    "attended_minutes": (Shape.NUMBER,),
    "intent_score": (Shape.NUMBER,),
    "lead_score": (Shape.NUMBER,),
}
# Shapes that speak for a field whose values may also look otherwise.
WELCOME: Final[Mapping[str, tuple[Shape, ...]]] = {
    "country": (Shape.COUNTRY,),
    "company_country": (Shape.COUNTRY,),
    "state": (Shape.STATE,),
    "postal_code": (Shape.POSTAL,),
    "company": (Shape.COMPANY,),
    "title": (Shape.JOB,),
    "salutation": (Shape.SALUTATION,),
    "employees": (Shape.BAND, Shape.NUMBER),
    "revenue": (Shape.MONEY, Shape.NUMBER, Shape.BAND),
    "currency": (Shape.CURRENCY,),
    "consent": (Shape.YES_NO,),
    "unsubscribed": (Shape.YES_NO,),
    "do_not_call": (Shape.YES_NO,),
    "attended": (Shape.YES_NO,),
    "email_status": (Shape.VERDICT,),
    "consent_text": (Shape.WORDING, Shape.SENTENCE),
    "certificate_url": (Shape.CERTIFICATE, Shape.ID),
    "amount": (Shape.MONEY, Shape.NUMBER),
    "price": (Shape.MONEY, Shape.NUMBER),
}
# Shapes that no field takes unless it asks for them: text does not look like this.
ALIEN: Final = (Shape.EMAIL, *WEB, *PROFILES, Shape.DATE, Shape.IP, Shape.PHONE, Shape.CERTIFICATE)
TAKES_ANY: Final = frozenset({"answer", "notes", "consent_version", "statement_proof", "statement_wording", "asset"})
TAKES: Final[Mapping[str, tuple[Shape, ...]]] = {
    "lead_source_detail": WEB,
    "lead_source": WEB,
    "sub_supplier": WEB,
    "company": (Shape.DOMAIN,),
    "certificate_url": (Shape.URL, Shape.DOMAIN),
    "postal_code": (Shape.PHONE,),
    "revenue": (Shape.PHONE,),
    "employees": (Shape.DATE, Shape.PHONE),
    "industry_code": (Shape.PHONE, Shape.DATE),
    "vendor_record_id": (Shape.PHONE, Shape.EMAIL),
    "crm_lead_id": (Shape.PHONE,),
    "crm_contact_id": (Shape.PHONE,),
    "crm_account_id": (Shape.PHONE,),
    "opportunity_id": (Shape.PHONE,),
    "campaign_id": (Shape.PHONE,),
    "crm_owner": (Shape.EMAIL,),
}
# One header, two meanings: "Opt-in" over dates says when, "Consent date" over yes and no says whether.
TWINS: Final[Mapping[str, tuple[tuple[Shape, str], ...]]] = {
    "consent": (
        (Shape.DATE, "consent_at"),
        (Shape.WORDING, "consent_text"),
        (Shape.IP, "consent_ip"),
        (Shape.CERTIFICATE, "certificate_url"),
        (Shape.URL, "consent_url"),
    ),
    "consent_at": ((Shape.YES_NO, "consent"),),
    "attended": ((Shape.DATE, "activity_at"),),
    "responded": ((Shape.DATE, "activity_at"),),
    "asset": ((Shape.DATE, "activity_at"),),
    "activity_type": ((Shape.DATE, "activity_at"),),
    "email_status": ((Shape.DATE, "email_verified_at"),),
    "email_verified_at": ((Shape.VERDICT, "email_status"), (Shape.YES_NO, "email_status")),
    "is_converted": ((Shape.DATE, "converted_at"),),
    "converted_at": ((Shape.YES_NO, "is_converted"),),
    "is_closed": ((Shape.DATE, "closed_at"),),
    "lead_source": ((Shape.URL, "source_url"),),
    "title": ((Shape.SALUTATION, "salutation"),),
    "salutation": ((Shape.JOB, "title"),),
    "state": ((Shape.COUNTRY, "country"),),
    "region": ((Shape.COUNTRY, "country"), (Shape.STATE, "state")),
    "person_linkedin_url": ((Shape.COMPANY_PROFILE, "company_linkedin_url"),),
    "company_linkedin_url": ((Shape.PERSON_PROFILE, "person_linkedin_url"),),
    "intent_topic": ((Shape.SCORE, "intent_score"), (Shape.DATE, "intent_at")),
    "captured_at": ((Shape.URL, "source_url"),),
    "website": ((Shape.PERSON_PROFILE, "person_linkedin_url"), (Shape.COMPANY_PROFILE, "company_linkedin_url")),
    "full_name": ((Shape.COMPANY, "company"),),
}


def alike(shape: Shape) -> tuple[Shape, ...]:
    """Shapes that say the same as this one."""
    return DATES if shape is Shape.DATE else (shape,)


def fits(field: str, profile: Profile) -> bool:
    """Whether the values look as values of the field do."""
    welcome = (*REQUIRED.get(field, ()), *WELCOME.get(field, ()), *(DATES if field.endswith("_at") else ()))
    return bool(welcome) and profile.share(*welcome) >= SPEAKS_FOR
