-- contract_known: records of people who were in the CRM before they were delivered.
-- Reads:   heads     one row per record (contract_heads with place and turn)
--          repeats   one row per record (tables.REPEATS)
--          contacts  one row per CRM person in force (tables.CONTACTS)
--          dedupes   one row per program whose contract speaks of repeats: program, crm
-- Returns: one row per record of a person in the CRM, ordered by place: place, program, created_on (null: not known)
-- A contact first created within 3 days of the delivery, or whose lead source names the vendor, came from this
-- delivery (docs/program-file.md, "Repeats").
with sources as (
    select contact_id, list(distinct regexp_replace(lower(lead_source), '[^a-z0-9]', '', 'g')) as names
    from contacts
    where lead_source is not null
    group by contact_id
)

select heads.place, heads.program, repeats.contact_created_on as created_on
from heads
join dedupes on dedupes.program = heads.program and dedupes.crm
join repeats on repeats.delivery = heads.delivery and repeats.line = heads.line
left join sources on sources.contact_id = repeats.contact_id
where repeats.contact_id is not null
    and (repeats.contact_created_on is null or repeats.contact_created_on < heads.delivered_on - 3)
    and not coalesce(
        len(list_filter(
            sources.names,
            lambda name: contains(name, regexp_replace(lower(heads.vendor), '[^a-z0-9]', '', 'g'))
        )) > 0,
        false
    )
order by heads.place
