-- outcomes_link_rates: how many records of each vendor and month the CRM holds.
-- Reads:   classes  one row per read record (tables.CLASSES)
--          links    one row per delivered person (tables.LINKS)
-- Returns: one row per vendor and month of delivery, ordered by vendor, month: vendor, month (its first day), records (not
--          excluded, about a person, delivered by the day the contacts were exported), linked, ambiguous
-- Params:  $through (the day of the newest export of contacts)
select
    classes.vendor,
    date_trunc('month', classes.delivered_on)::date as month,
    count(*) as records,
    count(*) filter (where links.linked) as linked,
    count(*) filter (where links.ambiguous) as ambiguous
from classes
left join links on links.person = classes.person
where classes.class <> 'excluded'
    and not list_contains(classes.flags, 'account_only')
    and classes.delivered_on <= $through
group by all
order by classes.vendor, month
