-- followup_evidence_of: everything logged of some people.
-- Reads:   classes   one row per record of these people (tables.CLASSES)
--          subjects  one row per imported piece about them (tables.SUBJECTS)
--          evidence  one row per thing done or said (tables.EVIDENCE)
-- Returns: one row per thing, ordered by evidence_id (tables.EVIDENCE)
select evidence.*
from evidence
where evidence_id in (select evidence_id from subjects)
    or (delivery, line) in (select (delivery, line) from classes)
order by evidence_id
