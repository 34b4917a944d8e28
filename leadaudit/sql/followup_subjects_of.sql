-- followup_subjects_of: which imported evidence is about some people.
-- Reads:   classes   one row per record of these people (tables.CLASSES)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
-- Returns: one row per piece, ordered by evidence_id (tables.SUBJECTS)
select subjects.*
from subjects
where person in (select person from classes)
order by evidence_id
