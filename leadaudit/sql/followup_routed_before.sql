-- followup_routed_before: who was given out before: to be called, to be confirmed, to be asked, or held out from asking.
-- Reads:   routed   one row per record given out (tables.ROUTED)
--          classes  one row per read record (tables.CLASSES), for who the record is today
-- Returns: one row per person, ordered by person: person, routed_on (called or confirmed, the last time), asked_on (the last
--          time), ask_days (days on which the person was to be asked), held_on (the last time held out from asking), held_back_on (the last
--          time not given to sales)
-- Params:  $as_of
select
    classes.person,
    max(routed.routed_on) filter (where routed.list in ('call_now', 'confirm')) as routed_on,
    max(routed.routed_on) filter (where routed.list = 'ask') as asked_on,
    list(distinct routed.routed_on) filter (where routed.list = 'ask') as ask_days,
    max(routed.routed_on) filter (where routed.list = 'held_out') as held_on,
    max(routed.routed_on) filter (where routed.list = 'held_back') as held_back_on
from routed
join classes using (delivery, line)
where routed.routed_on <= $as_of
group by classes.person
order by classes.person
