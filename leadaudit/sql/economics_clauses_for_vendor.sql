-- economics_clauses_for_vendor: the same as economics_clauses in the groups a vendor may see: not which of our lists names a
--          person, and not from whom we had it.
-- Reads:   reasons  one row per record and clause (tables.REASONS)
--          classes  one row per read record (tables.CLASSES)
-- Returns: one row per vendor and code, most against it first: against (records that break it), not_judged (records of which
--          it cannot be said; both never null); code is on_a_list (competitors, our own people, suppression), had_before (another
--          vendor, the CRM), or that of the clause
with told as (
    select
        classes.vendor, reasons.delivery, reasons.line, reasons.status,
        case
            when reasons.code in ('competitor', 'own_employee', 'suppressed') then 'on_a_list'
            when reasons.code in ('duplicate_cross_vendor', 'duplicate_crm') then 'had_before'
            else reasons.code
        end as code
    from reasons
    join classes on classes.delivery = reasons.delivery and classes.line = reasons.line
)
select
    vendor,
    code,
    count(distinct (delivery, line)) filter (where status = 'violated') as against,
    count(distinct (delivery, line)) filter (where status <> 'violated') as not_judged
from told
group by vendor, code
order by vendor, against desc, code
