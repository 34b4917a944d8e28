-- contract_reasons: reasons by the key of their record.
-- Reads:   heads    one row per record (contract_heads with place and turn)
--          reasons  reasons by place and number, perhaps the same clause twice (two lists, say)
-- Returns: one row per record, code and clause (tables.REASONS), ordered so; of several the one that decides stands
with kept as (
    select
        min(
            case status when 'violated' then 0 when 'unknown' then 1 else 2 end::bigint * 4294967296 + reason
        ) % 4294967296 as reason
    from reasons
    group by place, code, clause
)

select
    heads.delivery, heads.line, reasons.code, reasons.status, reasons.clause,
    reasons.delivered, reasons.understood, reasons.proof
from kept
join reasons on reasons.reason = kept.reason
join heads on heads.place = reasons.place
order by heads.place, reasons.code, reasons.clause
