-- contract_told: what was found out about the records that a contract binds.
-- Reads:   heads  one row per record: place, delivery, line, term (null: no contract)
--          told   one row per record and reason: delivery, line, code, kind, told_on, words, ref
-- Returns: one row per bound record and reason, ordered by place, code: place, code, kind, told_on, words, ref,
--          delivered_on
select heads.place, told.code, told.kind, told.told_on, told.words, told.ref, heads.delivered_on
from told
join heads on heads.delivery = told.delivery and heads.line = told.line
where heads.term is not null
order by heads.place, told.code
