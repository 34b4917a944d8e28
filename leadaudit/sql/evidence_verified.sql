-- evidence_verified: records whose address the vendor says it checked on a day.
-- Reads:   facts       one row per read record (tables.FACTS)
--          classes     one row per read record (tables.CLASSES)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per record with a dated check, repeats left out, ordered by delivery, line: delivery, line, vendor
select facts.delivery, facts.line, classes.vendor
from facts
join classes on classes.delivery = facts.delivery and classes.line = facts.line
join deliveries on deliveries.delivery = facts.delivery
where facts.email_verified_on is not null and classes.excluded_reason is distinct from 'duplicate'
order by facts.delivery, facts.line
