-- signals_circular: how much of what is known of companies' interest comes from whoever sells us their people.
-- Reads:   evidence    one row per thing done or said (tables.EVIDENCE)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per vendor, ordered by it: pieces (interest of a company or in a topic that came with its own records),
--          all_pieces (of everybody, the same in each row); the same interest of one record, told twice, counts once
with interest as (
    select distinct
        deliveries.vendor,
        coalesce(evidence.account, concat(evidence.delivery, ':', evidence.line)) as about,
        lower(coalesce(evidence.asset, '')) as topic,
        evidence.occurred_on
    from evidence
    left join deliveries on deliveries.delivery = evidence.delivery
    where evidence.kind = 'account_topic_surge'
)
select vendor, count(*) as pieces, (select count(*) from interest) as all_pieces
from interest
where vendor is not null
group by vendor
order by vendor
