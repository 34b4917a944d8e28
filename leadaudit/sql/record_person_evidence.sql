-- record_person_evidence: everything logged about one record's person, on records and by imports.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          people    tables.PEOPLE
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
-- Returns: the rows of evidence, every column, ordered by evidence_id
-- Params:  $delivery, $line
with this as (
    select person from people where delivery = $delivery and line = $line
),
of_person as (
    select evidence.evidence_id
    from evidence
    join people on people.delivery = evidence.delivery and people.line = evidence.line
    where people.person = (select person from this)
    union
    select evidence_id from subjects where person = (select person from this)
)
select evidence.*
from evidence
join of_person using (evidence_id)
order by evidence.evidence_id
