-- economics_meetings: what became of the meetings with each vendor's people.
-- Reads:   credits   one row per record and outcome (tables.CREDITS)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          classes   one row per read record (tables.CLASSES)
-- Returns: one row per vendor and month (first day of the month of t0), ordered so: booked, future, held, no_show, cancelled
--          (meetings, each once per vendor and month, never null)
-- Params:  $known_through
with booked as (
    select
        credits.vendor,
        date_trunc('month', min(classes.delivered_on))::date as month,
        credits.outcome_id,
        bool_or(outcomes.state = 'held') as held,
        bool_or(outcomes.state = 'no_show') as no_show,
        bool_or(outcomes.state = 'cancelled') as cancelled,
        max(outcomes.due_on) as due_on
    from credits
    join classes on classes.delivery = credits.delivery and classes.line = credits.line
    join outcomes on outcomes.outcome_id = credits.outcome_id and outcomes.person = credits.person
    where credits.kind = 'meeting_set' and credits.standing <> 'known' and credits.occurred_on <= $known_through::date
    group by credits.vendor, credits.outcome_id
)
select
    vendor,
    month,
    count(*) as booked,
    count(*) filter (where not held and not no_show and not cancelled and due_on > $known_through::date) as future,
    count(*) filter (where held) as held,
    count(*) filter (where no_show and not held) as no_show,
    count(*) filter (where cancelled and not held and not no_show) as cancelled
from booked
group by vendor, month
order by vendor, month
