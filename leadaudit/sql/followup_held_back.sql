-- followup_held_back: what came of medium signals given to sales, beside those held back by chance.
-- Reads:   routed    one row per record given out (tables.ROUTED)
--          classes   one row per read record (tables.CLASSES), for who the record is today
--          outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row: given, given_came, held, held_came (people old enough to tell: $outcome_days and more ago; of these,
--          with a meeting or an opportunity within as many days), given_young, held_young (people who are not)
-- Params:  $as_of, $outcome_days
-- Whoever was given out and held back at different times says nothing of either.
with drawn as (
    select classes.person, routed.list, min(routed.routed_on) as routed_on
    from routed
    join classes using (delivery, line)
    where routed.routed_on <= $as_of
        and (routed.list = 'held_back' or (routed.list = 'confirm' and routed.class = 'signal' and routed.tier = 'med'
            and routed.rule <> 'signal.confirm-employer'))
    group by classes.person, routed.list
),
told as (
    select
        person, list,
        routed_on + $outcome_days <= $as_of as tells,
        exists (
            select 1 from outcomes
            where outcomes.person = drawn.person and outcomes.kind in ('meeting_set', 'meeting_held', 'opportunity', 'won')
                and outcomes.occurred_on > drawn.routed_on and outcomes.occurred_on <= drawn.routed_on + $outcome_days
        ) as came
    from drawn
    qualify count(*) over (partition by person) = 1
)
select
    count(*) filter (where list = 'confirm' and tells) as given,
    count(*) filter (where list = 'confirm' and tells and came) as given_came,
    count(*) filter (where list = 'held_back' and tells) as held,
    count(*) filter (where list = 'held_back' and tells and came) as held_came,
    count(*) filter (where list = 'confirm' and not tells) as given_young,
    count(*) filter (where list = 'held_back' and not tells) as held_young
from told
order by given
