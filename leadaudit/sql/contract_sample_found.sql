-- contract_sample_found: what was found among the looked-at records of each program.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          checks      one row per looked-at record (tables.VALIDITY)
-- Returns: one row per program with a looked-at record, ordered by program: program, frame (records we would pay for),
--          checked, invalid, reasons (list, of the invalid ones)
-- Params:  $as_of
-- Of several looks at one record the newest counts, of one day the last imported.
with seeds as (
    select distinct regexp_extract(ref, '^(.*)-[0-9a-f]{12}$', 1) as seed from checks where checked_on <= $as_of
),

payable as (
    select verdicts.delivery, verdicts.line, deliveries.program
    from verdicts
    join deliveries on deliveries.delivery = verdicts.delivery
    where verdicts.verdict <> 'return'
),

refs as (
    select
        payable.delivery,
        payable.line,
        payable.program,
        seeds.seed || '-' || substr(sha256(seeds.seed || '|' || payable.delivery || ':' || payable.line), 1, 12) as ref
    from payable
    cross join seeds
),

looked as (
    select refs.program, refs.delivery, refs.line, checks.valid, checks.reason
    from refs
    join checks on checks.ref = refs.ref
    where checks.checked_on <= $as_of
    qualify row_number() over (
        partition by refs.delivery, refs.line order by checks.checked_on desc, checks.delivery desc, checks.line desc
    ) = 1
),

frames as (
    select program, count(*) as frame from payable group by program
)

select
    frames.program,
    frames.frame,
    count(*) as checked,
    count(*) filter (where not looked.valid) as invalid,
    list(looked.reason order by looked.reason) filter (where not looked.valid) as reasons
from looked
join frames on frames.program = looked.program
group by frames.program, frames.frame
order by frames.program
