-- split_spellings: how a vendor or program is written in a split file.
-- Reads:   placed   one row per delivered line: vendor, vendor_written, program, program_written
-- Returns: one row per column, key and spelling, the most frequent spelling of a key first: column, key, written, lines
with spelled as (
    select 'vendor' as "column", vendor as key, vendor_written as written
    from placed
    union all
    select 'program', program, program_written
    from placed
)

select
    "column",
    key,
    written,
    count(*) as lines
from spelled
where key is not null
group by "column", key, written
order by "column", key, lines desc, written
