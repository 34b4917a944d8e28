-- crm_state_keys: keys of the CRM's people in force.
-- Reads:   keys  of every snapshot (tables.KEYS); in_force  one row per person (tables.CONTACTS)
-- Returns: the keys of those lines, ordered by delivery, line
select keys.*
from keys
join in_force using (delivery, line)
order by keys.delivery, keys.line
