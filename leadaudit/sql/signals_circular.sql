-- signals_circular: how much of what is known of companies' interest comes from whoever sells us their people.
-- Reads:   evidence       one row per thing done or said (tables.EVIDENCE)
--          deliveries     one row per delivery (tables.DELIVERIES)
--          accounts       one row per read record (tables.ACCOUNTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
-- Returns: one row per vendor, ordered by it: pieces (interest of a company or in a topic that came with its own records),
--          all_pieces (of everybody, the same in each row); the same interest of one account, told twice, counts once
with interest as (
    select distinct
        deliveries.vendor,
        coalesce(
            accounts.account, account_names.account, evidence.account, concat(evidence.delivery, ':', evidence.line)
        ) as about,
        lower(coalesce(evidence.asset, '')) as topic,
        evidence.occurred_on
    from evidence
    left join deliveries on deliveries.delivery = evidence.delivery
    left join accounts on accounts.delivery = evidence.delivery and accounts.line = evidence.line
    -- an account intent file names its companies by domain, else by name; no domain is also a name
    left join account_names on account_names.name = evidence.account
    where evidence.kind = 'account_topic_surge'
)
select vendor, count(*) as pieces, (select count(*) from interest) as all_pieces
from interest
where vendor is not null
group by vendor
order by vendor
