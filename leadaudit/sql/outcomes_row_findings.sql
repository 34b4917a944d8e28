-- outcomes_row_findings: what is wrong in the cells of a CRM export.
-- Reads:   rows   one row per line (tables.CRM_ROWS)
--          wrong  one row per cell that is not what its column holds: line, field, check, value
-- Returns: one row per finding (tables.FINDINGS), ordered by delivery, line, check, field
with found as (
    select
        line, "check", case when "check" = 'crm.negative-amount' then 'doubt' else 'problem' end as status, field,
        json_object('value', left(value, 60))::text as args
    from wrong
    union all
    select line, 'crm.no-id', 'note', 'crm_id', '{}' from rows where starts_with(crm_id, '~') and object = 'opportunity'
    union all
    select line, 'crm.no-currency', 'doubt', 'amount', '{}' from rows where amount_minor is not null and currency is null
    union all
    select line, 'crm.names-nobody', 'doubt', 'contact_ids', '{}'
    from rows
    where object in ('contact_role', 'activity', 'campaign_member')
        and coalesce(len(contact_ids), 0) + coalesce(len(lead_ids), 0) + coalesce(len(emails), 0) = 0
    union all
    select line, 'crm.after-export', 'doubt', 'created_on', json_object('value', created_on::text)::text
    from rows
    where created_on > snapshot_on + 1
)
select any_value(rows.delivery) as delivery, found.line, found."check", any_value(found.status) as status, found.field,
    any_value(found.args) as args
from found
join rows using (line)
group by found.line, found."check", found.field
order by delivery, line, "check", field
