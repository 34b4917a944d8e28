-- contract_states: verdicts alone, for counting toward caps before these are judged.
-- Reads:   heads       one row per record (contract_heads with place and turn)
--          reasons     one row per record and clause: place, code, status
--          returnable  one row per program and reason it takes back: program, code
-- Returns: one row per record, ordered by place: place, verdict
with judged as (
    select
        reasons.place,
        bool_or(reasons.status = 'violated' and returnable.code is not null) as is_return,
        bool_or(reasons.status <> 'violated') as is_review
    from reasons
    join heads on heads.place = reasons.place
    left join returnable on returnable.program = heads.program and returnable.code = reasons.code
    group by reasons.place
)

select
    heads.place,
    case when judged.is_return then 'return' when judged.is_review then 'review' else 'accept' end as verdict
from heads
left join judged on judged.place = heads.place
order by heads.place
