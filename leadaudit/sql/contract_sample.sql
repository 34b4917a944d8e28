-- contract_sample: records of a program drawn at random to be looked at, with nothing that tells the vendor.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          facts       one row per read record (tables.FACTS)
-- Returns: one row per drawn record, ordered by ref: ref, first_name, last_name, title, company, email, phone, country
-- Params:  $program, $records (to draw), $seed (the same seed draws the same records)
-- Drawn are records we would pay for: what the contract takes back needs no sample.
with drawn as (
    select
        verdicts.delivery,
        verdicts.line,
        row_number() over (
            order by sha256($seed || '|draw|' || verdicts.delivery || ':' || verdicts.line), verdicts.delivery, verdicts.line
        ) as place
    from verdicts
    join deliveries on deliveries.delivery = verdicts.delivery
    where deliveries.program = $program and verdicts.verdict <> 'return'
)
select
    $seed || '-' || substr(sha256($seed || '|' || drawn.delivery || ':' || drawn.line), 1, 12) as ref,
    facts.first_name, facts.last_name, facts.title, facts.company,
    facts.email_norm as email, facts.phone_e164 as phone, facts.country_code as country
from drawn
join facts on facts.delivery = drawn.delivery and facts.line = drawn.line
where drawn.place <= $records
order by ref
