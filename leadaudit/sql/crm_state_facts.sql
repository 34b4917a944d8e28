-- crm_state_facts: facts of the CRM's people in force.
-- Reads:   facts  of every snapshot (tables.FACTS); in_force  one row per person (tables.CONTACTS)
-- Returns: the facts of those lines, ordered by delivery, line
select facts.*
from facts
join in_force using (delivery, line)
order by facts.delivery, facts.line
