-- evidence_facts_of: the facts of some records.
-- Reads:   facts  one row per read record (tables.FACTS)
--          keys   one row per wanted record: delivery, line
-- Returns: one row per wanted record that was read, ordered by delivery, line (tables.FACTS)
select facts.*
from facts
semi join keys on keys.delivery = facts.delivery and keys.line = facts.line
order by facts.delivery, facts.line
