-- economics_clauses: how many records of each vendor are against each clause of the contract, or cannot be judged by it.
-- Reads:   reasons  one row per record and clause (tables.REASONS)
--          classes  one row per read record (tables.CLASSES)
-- Returns: one row per vendor and code, most against it first: against (records that break it), not_judged (records of which
--          it cannot be said; both never null); a record may stand under several codes
select
    classes.vendor,
    reasons.code,
    count(distinct (reasons.delivery, reasons.line)) filter (where reasons.status = 'violated') as against,
    count(distinct (reasons.delivery, reasons.line)) filter (where reasons.status <> 'violated') as not_judged
from reasons
join classes on classes.delivery = reasons.delivery and classes.line = reasons.line
group by classes.vendor, reasons.code
order by classes.vendor, against desc, reasons.code
