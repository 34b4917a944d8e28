-- contract_told: what was found out about the records that a contract binds.
-- Reads:   heads  one row per record: place, delivery, line, term (null: no contract)
--          told   one row per record and reason: delivery, line, code, told_on, words
-- Returns: one row per bound record and reason, ordered by place, code: place, code, told_on, words
select heads.place, told.code, told.told_on, told.words
from told
join heads on heads.delivery = told.delivery and heads.line = told.line
where heads.term is not null
order by heads.place, told.code
