-- followup_routed_before: who was given to somebody to follow up before.
-- Reads:   routed   one row per record given out (tables.ROUTED)
--          classes  one row per read record (tables.CLASSES), for who the record is today
-- Returns: one row per person, ordered by person: person, routed_on (the last time)
-- Params:  $as_of
select classes.person, max(routed.routed_on) as routed_on
from routed
join classes using (delivery, line)
where routed.routed_on <= $as_of and routed.list in ('call_now', 'confirm')
group by classes.person
order by classes.person
