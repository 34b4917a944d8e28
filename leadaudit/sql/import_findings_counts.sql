-- import_findings_counts: what is wrong with the lines of one import, by check.
-- Reads:   findings  rows of that import (tables.FINDINGS)
-- Returns: one row per check, ordered by lines descending, check: check, lines, first_line, args (of that line)
select
    "check",
    count(*) as lines,
    min(line) as first_line,
    arg_min(args, line) as args
from findings
group by "check"
order by lines desc, "check"
