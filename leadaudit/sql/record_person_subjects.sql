-- record_person_subjects: what names one record's person in imported evidence.
-- Reads:   subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          people    tables.PEOPLE
-- Returns: the rows of subjects about that person, ordered by evidence_id
-- Params:  $delivery, $line
select subjects.*
from subjects
where subjects.person = (select person from people where delivery = $delivery and line = $line)
order by subjects.evidence_id
