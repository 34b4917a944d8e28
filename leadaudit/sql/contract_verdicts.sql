-- contract_verdicts: what the contract says of every record.
-- Reads:   heads       one row per record (contract_heads with place and turn)
--          reasons     one row per record and clause: reason (its number), place, code, status, clause, proof
--          returnable  one row per program and reason it takes back: program, code
--          codes       one row per reason code: code, rank (the headline is the lowest)
-- Returns: one row per record, ordered by place: place, verdict, code, clause, proof, spared (codes of broken clauses
--          that the contract does not take back, in headline order; null: none)
with ranked as (
    select
        reasons.place,
        -- The rank in front of the number of the reason: the smallest is the headline, and says which row it is.
        codes.rank::bigint * 4294967296 + reasons.reason as headline,
        codes.code,
        reasons.status = 'violated' and returnable.code is not null as leads_to_return,
        reasons.status <> 'violated' as leads_to_review
    from reasons
    join heads on heads.place = reasons.place
    join codes on codes.code = reasons.code
    left join returnable on returnable.program = heads.program and returnable.code = reasons.code
),

headlines as (
    select
        place,
        min(headline) filter (where leads_to_return) as for_return,
        min(headline) filter (where leads_to_review) as for_review
    from ranked
    where leads_to_return or leads_to_review
    group by place
),

spared as (
    select place, list(code order by headline) as codes
    from ranked
    where not leads_to_return and not leads_to_review
    group by place
)

select
    heads.place,
    case
        when headlines.for_return is not null then 'return'
        when headlines.for_review is not null then 'review'
        else 'accept'
    end as verdict,
    reasons.code,
    reasons.clause,
    reasons.proof,
    list_distinct(spared.codes) as spared
from heads
left join headlines on headlines.place = heads.place
left join reasons on reasons.reason = coalesce(headlines.for_return, headlines.for_review) % 4294967296
left join spared on spared.place = heads.place
order by heads.place
