-- billing_ledger: every delivered line as an invoice may bill it.
-- Reads:   lines       one row per delivered line: delivery, line, status
--          deliveries  one row per delivery (tables.DELIVERIES)
--          verdicts    one row per read record (tables.VERDICTS)
--          returnable  one row per record the contract takes back, or that was claimed (contract_returnable)
--          claims      one row per claimed record (tables.CLAIMS)
--          ids         delivery, line, vendor_record_id (null: the vendor gives none)
-- Returns: one row per delivered line, ordered by delivered_on, received_at, delivery, line: delivery, line, vendor,
--          program, file_name, delivered_on, standing (contract.billing.places.Standing), amount_minor (contract price;
--          null: not known), settled_on (of its credit or replacement), code (headline reason), vendor_record_id
with held as (
    select delivery, line, settled_on from claims where state <> 'cancelled'
),

came_instead as (
    select distinct replacement_delivery as delivery, replacement_line as line
    from claims
    where replacement_line is not null and state <> 'cancelled'
)

select
    lines.delivery,
    lines.line,
    deliveries.vendor,
    deliveries.program,
    deliveries.file_name,
    deliveries.delivered_on,
    case
        when lines.status = 'unreadable' then 'unreadable'
        when came_instead.line is not null then 'replacement'
        when returnable.standing = 'open' then 'claimable'
        when returnable.standing in ('missed', 'replacement') then 'too_late'
        when returnable.standing in ('prepared', 'sent', 'accepted') then 'claimed'
        when returnable.standing is not null then returnable.standing
        when verdicts.verdict = 'review' then 'on_hold'
        else 'accepted'
    end as standing,
    verdicts.amount_minor,
    held.settled_on,
    verdicts.code,
    ids.vendor_record_id
from lines
join deliveries on deliveries.delivery = lines.delivery
left join verdicts on verdicts.delivery = lines.delivery and verdicts.line = lines.line
left join returnable on returnable.delivery = lines.delivery and returnable.line = lines.line
left join held on held.delivery = lines.delivery and held.line = lines.line
left join came_instead on came_instead.delivery = lines.delivery and came_instead.line = lines.line
left join ids on ids.delivery = lines.delivery and ids.line = lines.line
order by deliveries.delivered_on, deliveries.received_at, lines.delivery, lines.line
