-- record_person_rows: what a table says of every record of one record's person.
-- Reads:   rows      a table with the key delivery, line
--          people    tables.PEOPLE
-- Returns: the rows of the person's records, every column, ordered by delivery, line
-- Params:  $delivery, $line
select rows.*
from rows
join people on people.delivery = rows.delivery and people.line = rows.line
where people.person = (select person from people where delivery = $delivery and line = $line)
order by rows.delivery, rows.line
