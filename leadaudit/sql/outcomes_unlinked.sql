-- outcomes_unlinked: records of people whom the CRM does not hold.
-- Reads:   classes  one row per read record (tables.CLASSES)
--          links    one row per delivered person (tables.LINKS)
--          facts    one row per read record (tables.FACTS)
-- Returns: one row per record, ordered by delivery, line: delivery, line, vendor, delivered_on, first_name, last_name, email,
--          company, ambiguous
-- Params:  $through (the day of the newest export of contacts)
select
    classes.delivery, classes.line, classes.vendor, classes.delivered_on,
    facts.first_name, facts.last_name, facts.email_norm as email, facts.company,
    links.ambiguous
from classes
join links on links.person = classes.person
join facts on facts.delivery = classes.delivery and facts.line = classes.line
where not links.linked
    and classes.class <> 'excluded'
    and not list_contains(classes.flags, 'account_only')
    and classes.delivered_on <= $through
order by classes.delivery, classes.line
