-- economics_waits: how long records waited for each kind of outcome, and what ended the wait.
-- Reads:   classes   one row per read record (tables.CLASSES)
--          links     one row per delivered person (tables.LINKS)
--          followup  one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
--          credits   one row per record and outcome (tables.CREDITS)
-- Returns: one row per kind, vendor, month (first day of the month of t0), days waited and ended (economics.survival.End),
--          ordered so: records (counts, never null)
-- Params:  $known_through, $sees_everybody
-- Kinds: lead, lead_any (confirmed or attested), meeting_set, meeting_held, opportunity, won.
with asked as (
    select distinct delivery, line from credits where kind = 'lead'
),
observed as (
    select
        classes.delivery, classes.line, classes.vendor,
        date_trunc('month', classes.delivered_on)::date as month,
        ($known_through::date - classes.delivered_on)::double as age,
        case when followup.terminal_on <= $known_through::date then (followup.terminal_on - classes.delivered_on)::double end
            as ended_after
    from classes
    left join links on links.person = classes.person
    left join followup on followup.delivery = classes.delivery and followup.line = classes.line
    left join asked on asked.delivery = classes.delivery and asked.line = classes.line
    where classes.delivered_on < $known_through::date
        and not list_contains(classes.flags, 'account_only')
        and ($sees_everybody::boolean or links.linked or asked.line is not null)
),
firsts as (
    select kind, delivery, line, days from credits
    where turn = 1 and standing <> 'known' and occurred_on <= $known_through::date and kind <> 'lead_attested'
    union all
    select 'lead_any', delivery, line, days from credits
    where turn = 1 and standing <> 'known' and occurred_on <= $known_through::date and kind in ('lead', 'lead_attested')
),
came as (
    select firsts.kind, observed.vendor, observed.month, observed.age, observed.ended_after, firsts.days, count(*) as records
    from firsts
    join observed using (delivery, line)
    group by all
),
kinds as (
    select unnest(['lead', 'lead_any', 'meeting_set', 'meeting_held', 'opportunity', 'won']) as kind
),
everybody as (
    select vendor, month, age, ended_after, count(*) as records
    from observed
    group by all
),
waiting as (
    select
        kinds.kind, everybody.vendor, everybody.month, everybody.age, everybody.ended_after,
        everybody.records - coalesce(sum(came.records), 0) as records
    from kinds
    cross join everybody
    left join came
        on came.kind = kinds.kind and came.vendor = everybody.vendor and came.month = everybody.month
        and came.age = everybody.age and came.ended_after is not distinct from everybody.ended_after
    group by kinds.kind, everybody.vendor, everybody.month, everybody.age, everybody.ended_after, everybody.records
),
together as (
    select kind, vendor, month, days, 1 as ended, records from came
    union all
    select kind, vendor, month, coalesce(ended_after, age) as days, case when ended_after is null then 0 else 2 end, records
    from waiting
    where records > 0
)
select kind, vendor, month, days, ended::integer as ended, sum(records)::bigint as records
from together
group by kind, vendor, month, days, ended
order by kind, vendor, month, days, ended
