-- outcomes_roles: whom each opportunity names.
-- Reads:   rows       rows in force with their meanings (tables.CRM_ROWS, is_systems)
--          survivors  one row per id that was merged away: source, object, crm_id, survivor
-- Returns: one row per opportunity and name, ordered by all columns: source, opportunity_id, ref_kind (contact, lead, email), ref,
--          role_on (the day somebody put the name there; null: not known)
with standing as (
    select source, crm_id as opportunity_id, contact_ids, lead_ids, emails, null::date as role_on
    from rows where object = 'opportunity' and is_deleted is not true
    union all
    select source, opportunity_id, contact_ids, lead_ids, emails, created_on
    from rows where object = 'contact_role' and is_deleted is not true
    union all
    -- a lead that became an opportunity stands on it from the day it was converted
    select source, opportunity_id, contact_ids, [crm_id], [], converted_on
    from rows where object = 'lead' and opportunity_id is not null
),
named as (
    select source, opportunity_id, 'contact' as ref_kind, unnest(contact_ids) as ref, role_on from standing
    union all
    select source, opportunity_id, 'lead', unnest(lead_ids), role_on from standing
    union all
    select source, opportunity_id, 'email', unnest(emails), role_on from standing
)
select
    named.source,
    coalesce(survivors.survivor, named.opportunity_id) as opportunity_id,
    named.ref_kind,
    named.ref,
    min(named.role_on) as role_on
from named
left join survivors
    on survivors.source = named.source and survivors.object = 'opportunity' and survivors.crm_id = named.opportunity_id
where named.opportunity_id is not null and named.ref is not null
group by all
order by all
