"""Fields a contract can ask for: every canonical field but those only a CRM fills.

A test holds them to the fields a column can be mapped to.
"""

from typing import Final

REQUIRABLE_FIELDS: Final = frozenset(
    {
        *("email", "alternate_email", "first_name", "middle_name", "last_name", "full_name", "salutation"),
        *("title", "job_level", "job_function", "job_started_at"),
        *("phone", "mobile", "other_phone", "person_linkedin_url"),
        *("company", "website", "company_linkedin_url", "industry", "sub_industry", "industry_code"),
        *("employees", "revenue", "company_phone"),
        *("street", "city", "state", "postal_code", "country", "region"),
        *("company_street", "company_city", "company_state", "company_postal_code", "company_country"),
        *("asset", "activity_type", "activity_at", "source_url", "campaign", "campaign_id", "channel"),
        *("utm_source", "utm_medium", "utm_campaign", "attended", "attended_minutes"),
        *("consent", "legal_basis", "consent_text", "consent_at", "consent_ip", "consent_method", "consent_url"),
        *("consent_channel", "consent_version", "controller_named", "certificate_url"),
        *("unsubscribed", "do_not_call"),
        *("statement_wording", "statement_answer", "statement_at", "statement_proof"),
        *("email_status", "email_verified_at", "phone_status", "contact_accuracy_score", "last_updated_at"),
        *("vendor_record_id", "vendor_label", "sub_supplier", "price", "captured_at", "delivered_at"),
        *("lead_source", "lead_source_detail"),
        *("intent_topic", "intent_score", "intent_at", "buying_stage"),
    }
)
