-- outcomes_names: which person each name in the CRM stands for.
-- Reads:   rows           rows in force (tables.CRM_ROWS)
--          contact_ids    ids of the CRM people in force, canonical: delivery, line, source, contact_id, canonical
--          survivors      one row per id that was merged away: source, object, crm_id, survivor
--          steps          one row per thing and name, as outcomes_steps returns it
--          facts          one row per read record (tables.FACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
--          people         one row per record or contact (tables.PEOPLE)
-- Returns: one row per name that stands for somebody, ordered by source, ref_kind, ref: source, ref_kind, ref, person (null: several
--          people), contact_id (as tables.CONTACTS has it; null: known by the address alone, or another has the same id),
--          email (of that contact), persons
-- An id names whoever the CRM holds under it today, merges included; an address names a person when only one has it.
with named as (
    select distinct source, ref_kind, ref from steps
),
held as (
    -- leads and contacts may count their ids alike
    select source, object as ref_kind, crm_id as id, delivery, line from rows where object in ('contact', 'lead')
    union
    select contact_ids.source, 'contact', contact_ids.canonical, contact_ids.delivery, contact_ids.line
    from contact_ids
    anti join rows on rows.delivery = contact_ids.delivery and rows.line = contact_ids.line and rows.object in ('contact', 'lead')
),
known_sources as (
    select distinct source from held
),
by_id as (
    select named.*, coalesce(survivors.survivor, named.ref) as id
    from named
    left join survivors
        on survivors.source = named.source and survivors.object = named.ref_kind and survivors.crm_id = named.ref
    where named.ref_kind <> 'email'
),
found as (
    select
        by_id.source, by_id.ref_kind, by_id.ref, held.delivery, held.line,
        case
            when held.source <> by_id.source then 3
            -- where a report does not say whether an id is a contact's or a lead's
            when held.ref_kind <> by_id.ref_kind then 2
            else 1
        end as rank
    from by_id
    join held on held.id = by_id.id
    where held.source = by_id.source or by_id.source not in (select source from known_sources)
),
nearest as (
    select found.*
    from found
    qualify rank = min(rank) over (partition by source, ref_kind, ref)
),
standing as (
    select delivery, line, email_norm from facts
    union all
    select delivery, line, email_norm from contact_facts
),
by_email as (
    select named.source, named.ref_kind, named.ref, standing.delivery, standing.line
    from named
    join standing on standing.email_norm = named.ref
    where named.ref_kind = 'email'
),
-- A lead and a contact that count their ids alike cannot be told apart by the id.
single_ids as (
    select contact_id from contact_ids group by contact_id having count(*) = 1
),
everybody as (
    select source, ref_kind, ref, delivery, line from nearest
    union all
    select source, ref_kind, ref, delivery, line from by_email
)
select
    everybody.source, everybody.ref_kind, everybody.ref,
    case when count(distinct coalesce(people.person, concat(everybody.delivery, ':', everybody.line))) = 1
        then min(coalesce(people.person, concat(everybody.delivery, ':', everybody.line))) end as person,
    min(single_ids.contact_id) as contact_id,
    min(contact_emails.email_norm) as email,
    count(distinct coalesce(people.person, concat(everybody.delivery, ':', everybody.line))) as persons
from everybody
left join people on people.delivery = everybody.delivery and people.line = everybody.line
left join contact_ids on contact_ids.delivery = everybody.delivery and contact_ids.line = everybody.line
left join single_ids on single_ids.contact_id = contact_ids.contact_id
left join contact_facts as contact_emails
    on contact_emails.delivery = contact_ids.delivery and contact_emails.line = contact_ids.line
group by all
order by everybody.source, everybody.ref_kind, everybody.ref
