-- import_lists: entries of all lists, each once, with the day on which it was first handed over.
-- Reads:   lists  entries of the buyer file and of imports, in any number of copies (tables.LISTS)
-- Returns: one row per entry (tables.LISTS), ordered by its key
select
    list,
    kind,
    value,
    min(supplied_on) as supplied_on
from lists
group by list, kind, value
order by list, kind, value
