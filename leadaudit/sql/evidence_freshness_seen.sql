-- evidence_freshness_seen: what speaks about a record's employer and title besides the record itself.
-- Reads:   facts          one row per read record (tables.FACTS)
--          deliveries     one row per delivery (tables.DELIVERIES)
--          people         one row per record or contact (tables.PEOPLE); rule is null for who stands alone
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
--          evidence       one row per thing done or said (tables.EVIDENCE)
--          subjects       one row per imported piece of evidence (tables.SUBJECTS)
--          kinds          one row per kind of evidence that says something of employer or title: kind, likelihood
-- Returns: one row per record, item and day, ordered by delivery, line, seen_on, item: delivery, line, item (name of its
--          likelihood in the policy), seen_on
-- Params:  $as_of, $unknown_age_days (age of a fact of unknown date on the day it was first seen)
-- Another source counts when what it says is not known to be older than what the record says.  A contact that came from
-- the vendor's own delivery only repeats the record, unless somebody has changed it since.
with several as (
    select people.delivery, people.line, people.person, people.is_contact
    from people
    where people.rule is not null
),
records as (
    select
        several.person,
        deliveries.vendor,
        least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on) as seen_on,
        case
            when deliveries.profile_source in ('typed', 'called') then coalesce(facts.captured_on, facts.activity_on)
        end as stated_on,
        facts.delivery, facts.line, facts.company_key, facts.website_domain, facts.title_key, facts.seniority,
        facts.function,
        case when facts.email_is_free is not true then facts.email_domain end as email_domain
    from several
    join facts on facts.delivery = several.delivery and facts.line = several.line
    join deliveries on deliveries.delivery = facts.delivery
    where facts.is_account_only is not true
),
-- What each record and contact says of the person, and since when that is held to be true.
profiles as (
    select
        * exclude (stated_on),
        case when stated_on <= seen_on then stated_on else seen_on - $unknown_age_days::int end as fact_on,
        null::text as lead_source,
        null::date as created_on
    from records
    union all by name
    select
        several.person,
        null::text as vendor,
        coalesce(contact_facts.last_updated_on, contacts.created_on, contact_facts.created_on) as seen_on,
        coalesce(contact_facts.last_updated_on, contacts.created_on, contact_facts.created_on) as fact_on,
        contact_facts.delivery, contact_facts.line, contact_facts.company_key, contact_facts.website_domain,
        contact_facts.title_key, contact_facts.seniority, contact_facts.function,
        case when contact_facts.email_is_free is not true then contact_facts.email_domain end as email_domain,
        regexp_replace(lower(contacts.lead_source), '[^a-z0-9]', '', 'g') as lead_source,
        contacts.created_on
    from several
    join contact_facts on contact_facts.delivery = several.delivery and contact_facts.line = several.line
    join contacts on contacts.delivery = contact_facts.delivery and contacts.line = contact_facts.line
    where several.is_contact
),
compared as (
    select
        mine.delivery, mine.line, theirs.seen_on, theirs.vendor is null as is_crm,
        mine.company_key = theirs.company_key
            or mine.website_domain = theirs.website_domain
            or mine.email_domain = theirs.email_domain as is_same_employer,
        mine.company_key <> theirs.company_key as is_other_employer,
        mine.title_key = theirs.title_key
            or (mine.seniority = theirs.seniority and mine.function = theirs.function and mine.function <> 'unknown')
            as is_same_title,
        mine.title_key <> theirs.title_key
            and (mine.seniority <> theirs.seniority or mine.function <> theirs.function) as is_other_title,
        theirs.vendor is null
            and (
                theirs.created_on between mine.seen_on and mine.seen_on + 3
                or coalesce(contains(theirs.lead_source, regexp_replace(lower(mine.vendor), '[^a-z0-9]', '', 'g')), false)
            ) as is_copy
    from profiles as mine
    join profiles as theirs on theirs.person = mine.person
    where mine.vendor is not null
        and theirs.vendor is distinct from mine.vendor
        and theirs.seen_on <= $as_of
        -- a contact must be newer; of two records of unknown date the one delivered later speaks
        and case when theirs.vendor is null then theirs.fact_on > mine.fact_on else theirs.fact_on >= mine.fact_on end
),
said as (
    select
        delivery, line, seen_on,
        case
            when is_crm and is_same_employer and is_same_title and not is_copy then 'crm_newer_same_both'
            when is_crm and is_same_employer and is_other_title then 'crm_newer_same_employer_diff_title'
            when is_crm and is_same_employer is not true and is_other_employer then 'crm_newer_diff_employer'
            when not is_crm and is_same_employer and is_same_title then 'other_vendor_agree_both'
            when not is_crm and is_same_employer and is_other_title then 'other_vendor_diff_title'
            when not is_crm and is_same_employer is not true and is_other_employer then 'other_vendor_diff_employer'
        end as item
    from compared
),
logged as (
    select evidence.*, kinds.likelihood
    from evidence
    join kinds on kinds.kind = evidence.kind
    where evidence.occurred_on <= $as_of and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
)
select distinct delivery, line, item, seen_on
from (
    select delivery, line, item, seen_on from said where item is not null
    union all
    -- What was found about one line.
    select delivery, line, likelihood, occurred_on from logged where line is not null
    union all
    -- What happened at an address is about every record that gives it.
    select facts.delivery, facts.line, logged.likelihood, logged.occurred_on
    from logged
    join facts on facts.email_norm = logged.email
    where logged.line is null
    union all
    -- What names no address is about all of the person it names.
    select people.delivery, people.line, logged.likelihood, logged.occurred_on
    from logged
    join subjects on subjects.evidence_id = logged.evidence_id
    join people on people.person = subjects.person
    where logged.line is null and logged.email is null and not people.is_contact
)
order by delivery, line, seen_on, item
