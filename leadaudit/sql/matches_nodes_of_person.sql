-- matches_nodes_of_person: every record and CRM contact of the person of one of them.
-- Reads:   people  one row per record or CRM contact (tables.PEOPLE)
-- Returns: one row per record or contact, ordered by delivery, line: delivery, line
-- Params:  $delivery, $line
select
    people.delivery,
    people.line
from people
join people as asked on asked.person = people.person
where asked.delivery = $delivery and asked.line = $line
order by people.delivery, people.line
