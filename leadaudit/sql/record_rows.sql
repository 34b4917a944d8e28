-- record_rows: what any table says of one record.
-- Reads:   rows      a table with the key delivery, line
-- Returns: its rows of that record, every column, in the table's own order
-- Params:  $delivery, $line
select *
from rows
where delivery = $delivery and line = $line
order by delivery, line
