-- outcomes_steps: every dated thing the CRM says became of somebody, once for each name it stands under.
-- Reads:   rows           rows in force with their meanings: tables.CRM_ROWS, type_means, stage_means, end_means (how a
--                         meeting or a touch ended), is_live, is_systems
--          opportunities  one row per opportunity, as outcomes_opportunities returns it
--          roles          one row per opportunity and name, as outcomes_roles returns it
-- Returns: one row per thing, kind and name, ordered by outcome_id, ref_kind, ref: outcome_id, kind (vocabulary.OutcomeKind, or
--          attended), source, source_id, ref_kind, ref, occurred_on, occurred_at, observed_on, role_on, amount_minor, currency,
--          state, due_on, reason, asset
-- Params:  $as_of
with activities as (
    select
        *,
        case when type_means = 'meeting' then
            case
                when end_means = 'meeting_held' and occurred_on <= $as_of then 'held'
                when end_means = 'no_show' then 'no_show'
                when end_means = 'cancelled' then 'cancelled'
                else 'open'
            end
        end as state
    from rows
    where object = 'activity'
        and is_deleted is not true
        and not is_systems
        and type_means in ('meeting', 'contacted', 'replied')
        and end_means is distinct from 'nothing'
),
kinds as (
    select *, unnest(list_filter(
        [
            case when type_means = 'meeting' then 'meeting_set' end,
            case when state = 'held' then 'meeting_held' end,
            case when state = 'no_show' then 'no_show' end,
            case when type_means = 'contacted' and end_means in ('contacted', 'replied', 'meeting_set') then 'contacted' end,
            case when type_means = 'replied' or (type_means = 'contacted' and end_means = 'replied') then 'replied' end,
            -- a call that ended with a meeting set
            case when type_means = 'contacted' and end_means = 'meeting_set' then 'meeting_set' end
        ],
        lambda kind: kind is not null
    )) as kind
    from activities
),
done as (
    select
        kind, source, concat('activity:', crm_id) as source_id, contact_ids, lead_ids, emails,
        -- a meeting is set on the day it is entered, unless it is entered when it is over
        case when kind = 'meeting_set' then coalesce(least(created_on, occurred_on), occurred_on, created_on)
            else occurred_on end as occurred_on,
        case when kind <> 'meeting_set' then occurred_at end as occurred_at,
        case
            -- what does not say when it was entered was known on the day of the export at the latest
            when created_on is null then greatest(occurred_on, snapshot_on)
            when kind = 'meeting_set' then created_on
            else greatest(created_on, occurred_on)
        end as observed_on,
        case when kind like 'meeting%' or kind = 'no_show' then coalesce(state, 'open') end as state,
        case when type_means = 'meeting' then occurred_on end as due_on,
        -- what a call found out is its result
        case when kind = 'contacted' then coalesce(result, reason) else reason end as reason, name as asset
    from kinds
    union all
    -- the status of a person says when only where the CRM keeps the day it was set
    select
        stage_means, source, concat(object, ':', crm_id),
        case object when 'contact' then [crm_id] end, case object when 'lead' then [crm_id] end, null,
        case when stage_means = 'disqualified' then coalesce(stage_on, changed_on) else stage_on end,
        null,
        case when stage_means = 'disqualified' then coalesce(stage_on, changed_on) else stage_on end,
        case stage_means when 'meeting_set' then 'open' when 'meeting_held' then 'held' end,
        null, reason, null
    from rows
    where object in ('contact', 'lead')
        and is_deleted is not true
        and stage_means in ('contacted', 'replied', 'meeting_set', 'meeting_held', 'disqualified')
    union all
    select
        'attended', source, concat('member:', crm_id), contact_ids, lead_ids, emails,
        coalesce(occurred_on, stage_on, created_on), occurred_at, coalesce(occurred_on, stage_on, created_on), null, null, null, name
    from rows
    where object = 'campaign_member'
        and is_deleted is not true
        and not is_systems
        and stage_means = 'attended'
        and is_live
),
by_name as (
    select * exclude (contact_ids, lead_ids, emails), 'contact' as ref_kind, unnest(contact_ids) as ref from done
    union all
    select * exclude (contact_ids, lead_ids, emails), 'lead', unnest(lead_ids) from done
    union all
    select * exclude (contact_ids, lead_ids, emails), 'email', unnest(emails) from done
),
things as (
    select
        'opportunity' as kind, source, opportunity_id as source_id, opened_on as occurred_on, opened_on as observed_on,
        amount_minor, currency, coalesce(state, 'open') as state, closed_on as due_on, reason, name as asset
    from opportunities
    where state is distinct from 'early'
    union all
    select state, source, opportunity_id, closed_on, closed_on, amount_minor, currency, state, closed_on, reason, name
    from opportunities
    where state in ('won', 'lost')
    union all
    select
        reached, source, opportunity_id, reached_on, reached_on, null, null,
        case reached when 'meeting_held' then 'held' else 'open' end, null, null, name
    from opportunities
    where state = 'early' and reached is not null
),
together as (
    select
        kind, source, source_id, ref_kind, ref, occurred_on, occurred_at, observed_on, null::date as role_on,
        null::bigint as amount_minor, null::text as currency, state, due_on, reason, asset
    from by_name
    union all
    select
        things.kind, things.source, things.source_id, roles.ref_kind, roles.ref, things.occurred_on, null, things.observed_on,
        roles.role_on, things.amount_minor, things.currency, things.state, things.due_on, things.reason, things.asset
    from things
    join roles on roles.source = things.source and roles.opportunity_id = things.source_id
)
select
    md5(concat_ws('|', source, source_id, kind)) as outcome_id,
    kind, source, source_id, ref_kind, ref,
    min(occurred_on) as occurred_on,
    min(occurred_at) as occurred_at,
    min(observed_on) as observed_on,
    min(role_on) as role_on,
    min(amount_minor) as amount_minor,
    min(currency) as currency,
    min(state) as state,
    min(due_on) as due_on,
    min(reason) as reason,
    min(asset) as asset
from together
where ref is not null
group by outcome_id, kind, source, source_id, ref_kind, ref
order by outcome_id, ref_kind, ref
