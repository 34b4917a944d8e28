-- economics_followed: people a vendor delivered whose outcomes could be known, with the day of each outcome.
-- Reads:   classes   one row per read record (tables.CLASSES)
--          links     one row per delivered person (tables.LINKS)
--          followup  one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per vendor and person (the vendor's first record of the person), ordered by place: place (from 0),
--          person, vendor, is_first (nobody delivered the person before), delivery, line, delivered_on, lead_on,
--          meeting_set_on, meeting_held_on, opportunity_on, won_on, touched_on, ended_on (null: none so far),
--          won_minor (the person's part of what was won in $currency; null: nothing)
-- Params:  $known_through, $sees_everybody, $currency
-- Left out: companies with nobody in them, and people who were in touch with us when they were first delivered.
with records as (
    select
        classes.person, classes.vendor, classes.delivery, classes.line, classes.delivered_on,
        row_number() over (partition by classes.person order by classes.delivered_on, classes.delivery, classes.line) = 1
            as is_first,
        row_number() over (
            partition by classes.person, classes.vendor order by classes.delivered_on, classes.delivery, classes.line
        ) as turn
    from classes
    left join links on links.person = classes.person
    where classes.delivered_on < $known_through::date
        and not list_contains(classes.flags, 'account_only')
        and ($sees_everybody::boolean or links.linked)
        and coalesce(links.state, 'net_new') <> 'known_active'
),
asked as (
    select person, min(first_confirmed_lead_on) as lead_on
    from classes
    where first_confirmed_lead_on <= $known_through::date
    group by person
),
came as (
    select
        person,
        min(occurred_on) filter (where kind = 'meeting_set') as meeting_set_on,
        min(occurred_on) filter (where kind = 'meeting_held') as meeting_held_on,
        min(occurred_on) filter (where kind = 'opportunity') as opportunity_on,
        min(occurred_on) filter (where kind = 'won') as won_on,
        sum(amount_minor::double / people) filter (where kind = 'won' and currency = $currency) as won_minor
    from outcomes
    where occurred_on <= $known_through::date
    group by person
)
select
    (row_number() over (order by records.delivered_on, records.delivery, records.line) - 1)::integer as place,
    records.person, records.vendor, records.is_first, records.delivery, records.line, records.delivered_on,
    asked.lead_on,
    came.meeting_set_on, came.meeting_held_on, came.opportunity_on, came.won_on,
    case when followup.first_touch_on <= $known_through::date then followup.first_touch_on end as touched_on,
    case when followup.terminal_on <= $known_through::date then followup.terminal_on end as ended_on,
    came.won_minor
from records
left join asked on asked.person = records.person
left join came on came.person = records.person
left join followup on followup.delivery = records.delivery and followup.line = records.line
where records.turn = 1
order by place
