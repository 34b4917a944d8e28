-- contract_listed: records with a contract that stand on a list, with the term that binds them.
-- Reads:   heads      one row per record (contract_heads with place and turn)
--          list_hits  one row per record and list (tables.LIST_HITS)
-- Returns: one row per record and list, ordered by place, list: place, term, list, kind, value, supplied_on, generated_on
select heads.place, heads.term, hits.list, hits.kind, hits.value, hits.supplied_on, heads.generated_on
from heads
join list_hits as hits on hits.delivery = heads.delivery and hits.line = heads.line
where heads.term is not null
order by heads.place, hits.list
