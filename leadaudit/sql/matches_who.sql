-- matches_who: what some records are called, for people to read.
-- Reads:   facts   one row per read line (tables.FACTS) of one input or of several
--          wanted  the records that are asked for: delivery, line
-- Returns: one row per wanted record that was read, ordered by delivery, line: delivery, line, first_name, last_name,
--          generation, company (null: not given)
select
    facts.delivery,
    facts.line,
    facts.first_name,
    facts.last_name,
    facts.generation,
    facts.company
from facts
join wanted on wanted.delivery = facts.delivery and wanted.line = facts.line
order by facts.delivery, facts.line
