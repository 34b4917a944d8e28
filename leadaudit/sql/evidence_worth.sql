-- evidence_worth: usable records with how likely their employer is still true.
-- Reads:   usable     one row per delivered line (tables.USABLE)
--          freshness  one row per read record (tables.FRESHNESS)
-- Returns: one row per usable record that names an employer, ordered by delivery, line: delivery, line, vendor, p_employer
select usable.delivery, usable.line, usable.vendor, freshness.p_employer
from usable
join freshness on freshness.delivery = usable.delivery and freshness.line = usable.line
where usable.usable and freshness.p_employer is not null
order by usable.delivery, usable.line
