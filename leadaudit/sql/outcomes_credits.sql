-- outcomes_credits: which vendor's record has which part of an outcome.
-- Reads:   classes   one row per read record (tables.CLASSES)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          links     one row per delivered person (tables.LINKS)
--          attested  one row per record credited with a statement relayed with it: delivery, line, credit
-- Returns: one row per record and outcome (tables.CREDITS), ordered by kind, outcome_id, person, delivery, line
-- Params:  $window_days
-- An outcome counts strictly after the delivery and within the window, for every vendor that had delivered the person by
-- then and whose copy is countable; they share it (docs/method.md, "Credit").  A vendor's earliest copy has its share.
with came as (
    select 'lead' as kind, null as outcome_id, person, min(first_confirmed_lead_on) as occurred_on,
        null::bigint as amount_minor, null::text as currency, 1 as people
    from classes
    where class <> 'excluded' and first_confirmed_lead_on > delivered_on
    group by person
    union all
    select kind, outcome_id, person, occurred_on, amount_minor, currency, people
    from outcomes
    where kind in ('meeting_set', 'meeting_held', 'opportunity', 'won')
),
copies as (
    select
        classes.delivery, classes.line, classes.vendor, classes.person, classes.delivered_on,
        came.* exclude (person),
        row_number() over (
            partition by came.kind, came.outcome_id, classes.person, classes.vendor
            order by classes.delivered_on, classes.delivery, classes.line
        ) as copy
    from came
    join classes on classes.person = came.person
    where classes.class <> 'excluded'
        and classes.delivered_on < came.occurred_on
        and classes.delivered_on >= came.occurred_on - $window_days::integer
),
shared as (
    select
        * exclude (copy, delivered_on),
        (occurred_on - delivered_on)::double as days,
        count(*) over outcome as k,
        (delivered_on = min(delivered_on) over outcome)::double as is_first,
        (delivered_on = max(delivered_on) over outcome)::double as is_last
    from copies
    where copy = 1
    window outcome as (partition by kind, outcome_id, person)
),
parts as (
    select
        * exclude (is_first, is_last),
        1.0::double / k as fractional,
        is_first / sum(is_first) over outcome as first,
        is_last / sum(is_last) over outcome as last
    from shared
    window outcome as (partition by kind, outcome_id, person)
),
relayed as (
    select
        classes.delivery, classes.line, classes.vendor, classes.person, 'lead_attested' as kind, null as outcome_id,
        min(classes.first_attested_lead_on) over (partition by classes.person) as occurred_on,
        attested.credit
    from attested
    join classes using (delivery, line)
),
asked as (
    select
        delivery, line, vendor, person, kind, outcome_id, occurred_on,
        null::bigint as amount_minor, null::text as currency, 1 as people,
        0.5::double as days,
        round(1 / credit)::bigint as k,
        credit as fractional, credit as first, credit as last
    from relayed
),
together as (
    select * from parts
    union all by name
    select * from asked
)
select
    together.delivery, together.line, together.vendor, together.person, together.kind, together.outcome_id,
    together.occurred_on, together.days,
    dense_rank() over (
        partition by together.person, replace(together.kind, '_attested', '')
        order by together.kind, together.occurred_on, together.outcome_id
    )::integer as turn,
    case coalesce(links.state, 'net_new')
        when 'known_active' then 'known'
        when 're_engaged' then 're_engaged'
        when 'open_account' then case when together.kind in ('opportunity', 'won') then 'influence' else 'net_new' end
        else 'net_new'
    end as standing,
    together.k::integer as k,
    together.fractional, together.first, together.last,
    together.amount_minor, together.currency, together.people
from together
left join links on links.person = together.person
order by together.kind, together.outcome_id, together.person, together.delivery, together.line
