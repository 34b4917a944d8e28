-- outcomes_filled: how full the columns of the CRM's rows are, of each object.
-- Reads:   rows  rows in force (tables.CRM_ROWS)
-- Returns: one row per object that is loaded, ordered by object: object, rows, and how many rows have each thing a number needs;
--          first_on, last_on (days of activities; of the others when they were created), through (newest export)
select
    object,
    count(*) as rows,
    count(*) filter (where not starts_with(crm_id, '~')) as with_id,
    count(created_on) as with_created,
    count(*) filter (where stage is not null or result is not null or is_won is not null) as with_stage,
    count(stage_on) as with_stage_day,
    count(*) filter (where coalesce(len(contact_ids), 0) + coalesce(len(lead_ids), 0) + coalesce(len(emails), 0) > 0) as with_people,
    count(amount_minor) as with_amount,
    count(*) filter (where amount_minor is not null and currency is not null) as with_currency,
    count(closed_on) as with_closed,
    count(occurred_on) as with_day,
    count(occurred_at) as with_time,
    count(type) as with_type,
    count(*) filter (where coalesce(account_id, account_key) is not null) as with_account,
    count(opportunity_id) as with_opportunity,
    min(coalesce(occurred_on, created_on)) as first_on,
    max(coalesce(occurred_on, created_on)) as last_on,
    max(snapshot_on) as through
from rows
where is_deleted is not true
group by object
order by object
