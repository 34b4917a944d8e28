-- evidence_subjects: who each imported piece of evidence is about.
-- Reads:   evidence       one row per imported thing done or said (tables.EVIDENCE)
--          facts          one row per read record (tables.FACTS)
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
--          people         one row per record or contact (tables.PEOPLE)
-- Returns: one row per imported piece, ordered by evidence_id (tables.SUBJECTS)
-- The strongest key that names exactly one person decides: the record, the CRM's id, the address, the number.  A key that
-- several people share is about nobody.  Evidence never brings two people together; whoever is not here yet is found
-- when they come, because this is asked anew each time.
with wanted as (
    select evidence_id, 2 as rank, 'crm_id' as named_by, crm_id as value from evidence where crm_id is not null
    union all
    select evidence_id, 3, 'email', email from evidence where email is not null
    union all
    select evidence_id, 4, 'phone', phone from evidence where phone is not null
),
named as (
    select distinct named_by, value from wanted
),
standing as (
    select delivery, line, email_norm as email, phone_e164 as phone from facts
    union all
    select delivery, line, email_norm, phone_e164 from contact_facts
),
carriers as (
    select 'email' as named_by, email as value, delivery, line
    from standing
    where email in (select value from named where named_by = 'email')
    union all
    select 'phone', phone, delivery, line
    from standing
    where phone in (select value from named where named_by = 'phone')
    union all
    select 'crm_id', contact_id, delivery, line
    from contacts
    where contact_id in (select value from named where named_by = 'crm_id')
),
holders as (
    select
        carriers.named_by, carriers.value,
        min(coalesce(people.person, concat(carriers.delivery, ':', carriers.line))) as person,
        count(distinct coalesce(people.person, concat(carriers.delivery, ':', carriers.line))) as persons
    from carriers
    left join people on people.delivery = carriers.delivery and people.line = carriers.line
    group by carriers.named_by, carriers.value
),
found as (
    select wanted.evidence_id, wanted.rank, wanted.named_by, holders.person, holders.persons
    from wanted
    join holders on holders.named_by = wanted.named_by and holders.value = wanted.value
    union all
    select evidence.evidence_id, 1, 'record', coalesce(people.person, concat(facts.delivery, ':', facts.line)), 1
    from evidence
    join facts on facts.delivery = evidence.delivery and facts.line = evidence.line
    left join people on people.delivery = facts.delivery and people.line = facts.line
),
best as (
    select
        evidence_id,
        arg_min(person, rank) filter (where persons = 1) as person,
        arg_min(named_by, rank) filter (where persons = 1) as named_by
    from found
    group by evidence_id
)
select
    evidence.evidence_id,
    best.person,
    best.named_by,
    case
        when best.person is not null then 'linked'
        when best.evidence_id is not null then 'shared'
        when coalesce(evidence.email, evidence.phone, evidence.crm_id, evidence.delivery) is null then 'account'
        else 'nobody_here'
    end as state
from evidence
left join best using (evidence_id)
order by evidence.evidence_id
