-- record_person_outcomes: opportunities of one record's person, with the days on which each was open.
-- Reads:   outcomes (tables.OUTCOMES), people (tables.PEOPLE)
-- Returns: one row per opportunity, ordered by open_from, open_until: open_from, open_until (null: still open)
-- Params:  $delivery, $line
select
    outcomes.occurred_on as open_from,
    case when outcomes.state <> 'open' then outcomes.due_on - 1 end as open_until
from outcomes
where outcomes.kind = 'opportunity'
    and outcomes.occurred_on is not null
    and (outcomes.state = 'open' or outcomes.due_on is not null)
    and outcomes.person = (select person from people where delivery = $delivery and line = $line)
order by open_from, open_until
