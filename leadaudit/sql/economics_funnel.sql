-- economics_funnel: how many records of each vendor and month reach each stage.
-- Reads:   usable      one row per delivered line (tables.USABLE)
--          classes     one row per read record (tables.CLASSES)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          links       one row per delivered person (tables.LINKS)
--          outcomes    one row per outcome and person (tables.OUTCOMES)
--          followup    one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
--          credits     one row per record and outcome (tables.CREDITS)
-- Returns: one row per vendor, month (first day of the month of t0) and tried (soon: within $soon_days after t0, later, never),
--          ordered so: records on each stage (never null), observed (people delivered before $known_through whose outcome could
--          be known), old_enough (of them, delivered at least $horizon_days before it)
-- Params:  $known_through, $sees_everybody, $horizon_days, $soon_days
with replies as (
    select person, max(occurred_on) as last_on from outcomes
    where kind = 'replied' and occurred_on <= $known_through::date
    group by person
),
firsts as (
    select
        delivery, line,
        bool_or(kind = 'lead') as asked,
        bool_or(kind = 'meeting_set') as meeting_set,
        bool_or(kind = 'meeting_held') as meeting_held,
        bool_or(kind = 'opportunity') as opportunity,
        bool_or(kind = 'won') as won
    from credits
    where turn = 1 and standing <> 'known' and occurred_on <= $known_through::date
    group by delivery, line
),
asked_us as (
    select distinct delivery, line from credits where kind = 'lead'
),
lines as (
    select
        deliveries.vendor,
        date_trunc('month', coalesce(classes.delivered_on, deliveries.delivered_on))::date as month,
        coalesce(followup.worked, false) as is_worked,
        case
            when followup.first_touch_on <= classes.delivered_on + $soon_days::integer then 'soon'
            when followup.first_touch_on is not null then 'later'
            else 'never'
        end as tried,
        usable.usable,
        classes.line is not null as is_read,
        classes.line is not null and not list_contains(classes.flags, 'account_only') as is_person,
        coalesce(links.linked, false) as is_linked,
        classes.delivered_on < $known_through::date
            and ($sees_everybody::boolean or coalesce(links.linked, false) or asked_us.line is not null) as is_observed,
        $known_through::date - classes.delivered_on as age,
        coalesce(followup.touches, 0) > 0 as is_contacted,
        coalesce(replies.last_on > classes.delivered_on, false) as is_replied,
        firsts
    from usable
    join deliveries on deliveries.delivery = usable.delivery
    left join classes on classes.delivery = usable.delivery and classes.line = usable.line
    left join links on links.person = classes.person
    left join replies on replies.person = classes.person
    left join followup on followup.delivery = usable.delivery and followup.line = usable.line
    left join firsts on firsts.delivery = usable.delivery and firsts.line = usable.line
    left join asked_us on asked_us.delivery = usable.delivery and asked_us.line = usable.line
)
select
    vendor,
    month,
    tried,
    count(*) as delivered,
    count(*) filter (where is_read) as read,
    count(*) filter (where is_person) as people,
    count(*) filter (where usable) as usable,
    count(*) filter (where is_person and is_linked) as linked,
    count(*) filter (where is_person and is_linked and is_worked) as worked,
    count(*) filter (where is_person and is_linked and is_contacted) as contacted,
    count(*) filter (where is_person and is_observed) as observed,
    count(*) filter (where is_person and is_observed and age >= $horizon_days::integer) as old_enough,
    count(*) filter (where is_person and is_observed and is_replied) as replied,
    count(*) filter (where is_person and is_observed and firsts.asked) as real_lead,
    count(*) filter (where is_person and is_observed and firsts.meeting_set) as meeting_set,
    count(*) filter (where is_person and is_observed and firsts.meeting_held) as meeting_held,
    count(*) filter (where is_person and is_observed and firsts.opportunity) as opportunity,
    count(*) filter (where is_person and is_observed and firsts.won) as won
from lines
group by vendor, month, tried
order by vendor, month, tried
