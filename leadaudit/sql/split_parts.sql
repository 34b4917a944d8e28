-- split_parts: what each delivery of a split file holds.
-- Reads:   placed   one row per delivered line: vendor, program (null: none), month (null: none), day, unreadable
-- Returns: one row per vendor, program and month, ordered so, the rest last: vendor, program, month, lines, unreadable,
--          newest_on (null: no line names a day)
select
    vendor,
    program,
    month,
    count(*) as lines,
    count(*) filter (where unreadable) as unreadable,
    max(day) as newest_on
from placed
group by vendor, program, month
order by vendor nulls last, program nulls last, month nulls last
