-- export_unreadable: the lines that could not be read, as delivered.
-- Reads:   lines (tables.LINES)
-- Returns: one row per unreadable line, ordered by delivery, line: delivery, line, reason, text
-- Params:  $deliveries
select
    delivery,
    line,
    reason,
    before as text
from lines
where status = 'unreadable' and list_contains($deliveries, delivery)
order by delivery, line
