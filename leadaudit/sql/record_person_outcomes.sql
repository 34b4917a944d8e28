-- record_person_outcomes: opportunities and meetings of one record's person.
-- Reads:   outcomes (tables.OUTCOMES), people (tables.PEOPLE)
-- Returns: one row per outcome (tables.OUTCOMES), ordered by outcome_id
-- Params:  $delivery, $line
select outcomes.*
from outcomes
where outcomes.kind in ('opportunity', 'meeting_held', 'no_show')
    and outcomes.person = (select person from people where delivery = $delivery and line = $line)
order by outcomes.outcome_id
