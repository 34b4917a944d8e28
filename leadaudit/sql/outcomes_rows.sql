-- outcomes_rows: the rows of a CRM export, each with an id.
-- Reads:   given  one row per line: the columns of tables.CRM_ROWS but crm_id, occurred_on, occurred_at and closed_on;
--                 given_id, and days and instants by the names of their columns (started, completed, occurred, won_on, lost_on)
-- Returns: one row per line (tables.CRM_ROWS), ordered by delivery, line
-- A row without an id of its own has one made of what it says, so that the same row of a later export is the same row.
select
    given.* exclude (
        given_id, started, completed, occurred, won_on, lost_on, started_at, completed_at, occurred_at, closed_on
    ),
    coalesce(
        given_id,
        '~' || left(md5(concat_ws(
            '|', object, lower(trim(name)), account_key, account_id, opportunity_id,
            case when object <> 'opportunity' then array_to_string(contact_ids, ',') end,
            case when object <> 'opportunity' then array_to_string(lead_ids, ',') end,
            case when object <> 'opportunity' then array_to_string(emails, ',') end,
            case when object = 'activity' then lower(trim(type)) end,
            case when object = 'activity' then coalesce(started, occurred, completed)::text end
        )), 16)
    ) as crm_id,
    coalesce(started, completed, occurred) as occurred_on,
    case
        when started is not null then started_at
        when completed is not null then completed_at
        else occurred_at
    end as occurred_at,
    coalesce(won_on, lost_on, closed_on) as closed_on
from given
order by delivery, line
