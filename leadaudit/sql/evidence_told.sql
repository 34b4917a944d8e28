-- evidence_told: what was found out about records after they came, as far as a contract may speak of it.
-- Reads:   facts          one row per read record (tables.FACTS)
--          deliveries     one row per delivery (tables.DELIVERIES)
--          people         one row per record or contact (tables.PEOPLE)
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
--          evidence       one row per imported thing done or said (tables.EVIDENCE)
--          subjects       one row per imported piece of evidence (tables.SUBJECTS)
--          reach          one row per record of whose address something is known, as evidence_reach returns it
-- Returns: one row per record and reason, the earliest that says so, ordered by delivery, line, code: delivery, line, code
--          (vocabulary.ReasonCode), kind (of the evidence), told_on, known_on (its source knew it by then), words (what the source said; null: nothing), ref (the row
--          that says it; null: of the CRM)
-- Params:  $as_of
-- What is said of a person through another record or the CRM speaks of a record only where both have the same employer (or
-- title); what is said of the record itself, or of its address, speaks of it as it is.
with known as (
    select evidence.*, subjects.person
    from evidence
    left join subjects using (evidence_id)
    where occurred_on <= $as_of and coalesce(observed_on, occurred_on) <= $as_of
        and kind in (
            'hard_bounce', 'autoreply_left', 'profile_left', 'profile_new_title', 'employer_wrong', 'title_wrong',
            'wrong_number', 'denied_engagement'
        )
),
-- The profiles each piece speaks of; a title is one at its employer.
profiles as (
    select known.evidence_id, facts.company_key, facts.title_key, facts.phone_e164
    from known
    join facts on facts.delivery = known.delivery and facts.line = known.line
    union all
    select known.evidence_id, contact_facts.company_key, contact_facts.title_key, contact_facts.phone_e164
    from known
    join contacts on contacts.contact_id = known.crm_id
    join contact_facts on contact_facts.delivery = contacts.delivery and contact_facts.line = contacts.line
    where known.line is null
),
spoken as (
    select
        evidence_id,
        list(company_key) filter (where company_key is not null) as companies,
        list(concat_ws('|', company_key, title_key)) filter (where title_key is not null) as titles,
        list(phone_e164) filter (where phone_e164 is not null) as phones
    from profiles
    group by evidence_id
),
-- Every record each piece may speak of: the one it names, those of the address it names, those of the person.
about as (
    select known.evidence_id, facts.delivery, facts.line, 'named' as how
    from known
    join facts on facts.delivery = known.delivery and facts.line = known.line
    union all
    select known.evidence_id, facts.delivery, facts.line, 'named'
    from known
    join facts on facts.email_norm = known.email
    where known.line is null
    union all
    select known.evidence_id, people.delivery, people.line, 'person'
    from known
    join people on people.person = known.person and not people.is_contact
),
found as (
    select evidence_id, delivery, line, bool_or(how = 'named') as is_named, bool_or(how = 'person') as is_persons
    from about
    group by evidence_id, delivery, line
),
compared as (
    select
        known.evidence_id, known.kind, known.occurred_on,
        greatest(known.occurred_on, coalesce(known.observed_on, known.occurred_on)) as seen_on, known.asset, known.raw_ref, known.source, known.named_vendor,
        found.delivery, found.line, found.is_named, found.is_persons, deliveries.vendor,
        known.occurred_on <= least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on)
            as is_before,
        found.is_named or coalesce(list_contains(spoken.companies, facts.company_key), false) as is_same_employer,
        found.is_named
            or coalesce(list_contains(spoken.titles, concat_ws('|', facts.company_key, facts.title_key)), false)
            as is_same_title,
        -- a caller who names no number called the one the contact gives, else the one of the record
        case
            when known.phone is not null then facts.phone_e164 = known.phone
            when known.line is null and len(spoken.phones) > 0 then list_contains(spoken.phones, facts.phone_e164)
            else facts.phone_e164 is not null and found.is_named
        end as is_that_number
    from found
    join known using (evidence_id)
    join facts on facts.delivery = found.delivery and facts.line = found.line
    join deliveries on deliveries.delivery = found.delivery
    left join spoken on spoken.evidence_id = found.evidence_id
),
told as (
    select compared.*, 'bounced' as code
    from compared
    join reach on reach.delivery = compared.delivery and reach.line = compared.line
    where kind = 'hard_bounce' and is_named and reach.email_gone
    union all
    select *, 'left_company' from compared
    where (kind = 'autoreply_left' and is_named) or (kind = 'profile_left' and is_same_employer)
    union all
    -- Whoever had left before the record came was already wrong when it was delivered.
    select *, 'wrong_employer' from compared
    where is_same_employer and (kind = 'employer_wrong' or (kind = 'profile_left' and is_before))
    union all
    select *, 'wrong_title' from compared
    where is_same_title and (kind = 'title_wrong' or (kind = 'profile_new_title' and is_before))
    union all
    select *, 'wrong_number' from compared
    where kind = 'wrong_number' and is_that_number
    union all
    select *, 'registrant_denial' from compared
    where kind = 'denied_engagement' and is_persons and (named_vendor is null or named_vendor = vendor)
)
select
    delivery, line, code,
    arg_min(kind, (occurred_on, evidence_id)) as kind,
    min(occurred_on) as told_on,
    min(seen_on) as known_on,
    arg_min(case when code = 'bounced' then coalesce(asset, '') else '' end, (occurred_on, evidence_id)) as words,
    arg_min(case when source = 'crm' then '' else raw_ref end, (occurred_on, evidence_id)) as ref
from told
group by delivery, line, code
order by delivery, line, code
