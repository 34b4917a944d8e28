-- evidence_imported: what imports say that people did, each thing once however many files tell it.
-- Reads:   evidence  rows of all files of evidence (tables.EVIDENCE), raw_ref naming import and line
--          imports   one row per import: import_id, imported_at
-- Returns: one row per thing done or said, ordered by evidence_id (tables.EVIDENCE)
-- Params:  $founded_on (the day our company began; null: not given)
select
    evidence.* replace (
        imports.imported_at as imported_at,
        -- nobody can have done anything with us before there was us
        case when $founded_on is null or evidence.occurred_on >= $founded_on then evidence.occurred_on end as occurred_on
    )
from evidence
join imports on imports.import_id = regexp_replace(evidence.raw_ref, ':\d+$', '')
qualify row_number() over (partition by evidence.evidence_id order by imports.imported_at, evidence.raw_ref) = 1
order by evidence.evidence_id
