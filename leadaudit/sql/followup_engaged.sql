-- followup_engaged: people whom sales tried to reach or talks to.
-- Reads:   outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per person, ordered by person: person, touched_on (the last time), is_open (an opportunity is open, or
--          a meeting is to come)
-- Params:  $as_of
select
    person,
    max(occurred_on) as touched_on,
    bool_or(
        (kind = 'opportunity' and (state = 'open' or due_on > $as_of))
        or (kind = 'meeting_set' and state = 'open' and due_on >= $as_of)
    ) as is_open
from outcomes
where kind in ('contacted', 'replied', 'meeting_set', 'meeting_held', 'no_show', 'opportunity') and occurred_on <= $as_of
group by person
order by person
