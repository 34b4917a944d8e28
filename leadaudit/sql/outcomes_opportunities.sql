-- outcomes_opportunities: the opportunities of the CRM, each once.
-- Reads:   rows       rows in force with their meanings: tables.CRM_ROWS, stage_means, result_means, is_systems
--          survivors  one row per id that was merged away: source, object, crm_id, survivor
-- Returns: one row per opportunity, ordered by source, opportunity_id: source, opportunity_id, opened_on, closed_on, state (open,
--          won, lost, early: not an opportunity yet, null: not known), reached (the earlier outcome its stage stands for),
--          reached_on, amount_minor, currency, reason, account_id, account_key, name, is_loaded
with named as (
    -- what only a role or a converted lead tells of
    select
        rows.source,
        coalesce(survivors.survivor, rows.opportunity_id) as opportunity_id,
        min(coalesce(rows.converted_on, rows.created_on)) as opened_on
    from rows
    left join survivors
        on survivors.source = rows.source and survivors.object = 'opportunity' and survivors.crm_id = rows.opportunity_id
    where rows.object in ('lead', 'contact_role') and rows.opportunity_id is not null
    group by 1, 2
),
read as (
    select
        rows.*,
        coalesce(survivors.survivor, rows.crm_id) as survivor_id,
        case
            when is_won is true or 'won' in (stage_means, result_means) then 'won'
            when 'lost' in (stage_means, result_means) or 'disqualified' in (stage_means, result_means) then 'lost'
            when is_closed is true then 'lost'
            when stage_means in ('contacted', 'replied', 'meeting_set', 'meeting_held', 'nothing') then 'early'
            else 'open'
        end as row_state,
        -- of rows that tell a history the last one speaks for today
        (coalesce(stage_on, date '1900-01-01'), snapshot_on, delivery, line) as turn
    from rows
    left join survivors
        on survivors.source = rows.source and survivors.object = rows.object and survivors.crm_id = rows.crm_id
    where rows.object = 'opportunity' and rows.is_deleted is not true
),
loaded as (
    select
        source,
        survivor_id as opportunity_id,
        min(created_on) as opened_on,
        arg_max(closed_on, turn) as closed_on,
        arg_max(row_state, turn) as state,
        arg_max(case when row_state = 'early' and stage_means <> 'nothing' then stage_means end, turn) as reached,
        arg_max(coalesce(stage_on, created_on), turn) as reached_on,
        arg_max(amount_minor, turn) as amount_minor,
        arg_max(currency, turn) as currency,
        arg_max(reason, turn) as reason,
        arg_max(account_id, turn) as account_id,
        arg_max(account_key, turn) as account_key,
        arg_max(name, turn) as name
    from read
    group by source, survivor_id
)
select
    coalesce(loaded.source, named.source) as source,
    coalesce(loaded.opportunity_id, named.opportunity_id) as opportunity_id,
    coalesce(loaded.opened_on, named.opened_on) as opened_on,
    loaded.closed_on,
    loaded.state,
    loaded.reached,
    loaded.reached_on,
    loaded.amount_minor,
    loaded.currency,
    loaded.reason,
    loaded.account_id,
    loaded.account_key,
    loaded.name,
    loaded.opportunity_id is not null as is_loaded
from loaded
full join named on named.source = loaded.source and named.opportunity_id = loaded.opportunity_id
order by 1, 2
