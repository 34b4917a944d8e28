-- followup_alerts: what came of people who were given out to be called or confirmed.
-- Reads:   routed    one row per record given out (tables.ROUTED)
--          classes   one row per read record (tables.CLASSES), for who the record is today
--          outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per list, ordered by list: list, given_out, due (whose hours have run out), in_time (of these, tried by
--          then), tried, old_enough (given out $outcome_days ago or more), came (of these, a meeting or an opportunity since)
-- Params:  $as_of, $outcome_days
with given as (
    select classes.person, routed.list, routed.routed_on, routed.due_at::date as due_on
    from routed
    join classes using (delivery, line)
    where routed.routed_on <= $as_of and routed.list in ('call_now', 'confirm')
),
followed as (
    select
        given.*,
        (
            select min(occurred_on) from outcomes
            where outcomes.person = given.person and outcomes.occurred_on >= given.routed_on
                and outcomes.kind in ('contacted', 'replied', 'meeting_set', 'meeting_held', 'no_show')
        ) as tried_on,
        exists (
            select 1 from outcomes
            where outcomes.person = given.person and outcomes.kind in ('meeting_set', 'meeting_held', 'opportunity', 'won')
                and outcomes.occurred_on > given.routed_on and outcomes.occurred_on <= given.routed_on + $outcome_days
        ) as came
    from given
)
select
    list,
    count(*) as given_out,
    count(*) filter (where due_on < $as_of) as due,
    count(*) filter (where due_on < $as_of and tried_on <= due_on) as in_time,
    count(*) filter (where tried_on is not null) as tried,
    count(*) filter (where routed_on + $outcome_days <= $as_of) as old_enough,
    count(*) filter (where routed_on + $outcome_days <= $as_of and came) as came
from followed
group by list
order by list
