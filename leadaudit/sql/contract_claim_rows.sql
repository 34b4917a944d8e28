-- contract_claim_rows: what a claim says of each of its records, in the vendor's own words.
-- Reads:   picked      one row per claimed record: delivery, line, vendor, program, code, clause, sentence, amount_minor,
--                      deadline_at, spec_confirmed_at (of contract_returnable)
--          reasons     one row per record and clause (tables.REASONS)
--          returnable  one row per program and reason it takes back: program, code
--          delivered   the delivered texts of these records: delivery, line, vendor_record_id, email, full_name,
--                      first_name, last_name
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per record, ordered by delivery, line: delivery, line, file_name, delivered_on, vendor_record_id, email,
--          name, code, clause, delivered (his text, never our reading of it), proof, further (sentences of the other broken
--          clauses that the contract takes back), amount_minor, deadline_at, spec_confirmed_at
with broken as (
    select reasons.*, picked.code as leading_code, picked.clause as leading_clause
    from reasons
    join picked on picked.delivery = reasons.delivery and picked.line = reasons.line
    join returnable on returnable.program = picked.program and returnable.code = reasons.code
    where reasons.status = 'violated'
),

others as (
    select delivery, line, string_agg(proof, ' ' order by code, clause) as further
    from broken
    where code <> leading_code or clause is distinct from leading_clause
    group by delivery, line
),

headline as (
    select delivery, line, delivered, proof
    from broken
    where code = leading_code and clause is not distinct from leading_clause
)

select
    picked.delivery,
    picked.line,
    deliveries.file_name,
    deliveries.delivered_on,
    texts.vendor_record_id,
    texts.email,
    coalesce(texts.full_name, nullif(concat_ws(' ', texts.first_name, texts.last_name), '')) as name,
    picked.code,
    picked.clause,
    headline.delivered,
    coalesce(headline.proof, picked.sentence) as proof,
    others.further,
    picked.amount_minor,
    picked.deadline_at,
    picked.spec_confirmed_at
from picked
join deliveries on deliveries.delivery = picked.delivery
left join delivered as texts on texts.delivery = picked.delivery and texts.line = picked.line
left join headline on headline.delivery = picked.delivery and headline.line = picked.line
left join others on others.delivery = picked.delivery and others.line = picked.line
order by picked.delivery, picked.line
