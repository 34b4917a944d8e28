-- record_account_intent: what the company of one record was reported to read about.
-- Reads:   evidence    one row per thing done or said (tables.EVIDENCE)
--          facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          accounts    one row per read record (tables.ACCOUNTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
-- Returns: one row per topic and day, newest first, then by topic: occurred_on (null: not said), topic, told_by (vendor of the
--          delivery that says it; null: a file of account intent)
-- Params:  $delivery, $line, $as_of
-- A file of account intent names an account by its domain, else by the name of the company: either is looked up among
-- what else companies are called.
with this as (
    select facts.company_key, facts.website_domain, accounts.account
    from facts
    left join accounts on accounts.delivery = facts.delivery and accounts.line = facts.line
    where facts.delivery = $delivery and facts.line = $line
),
reported as (
    select
        evidence.occurred_on, evidence.asset, null::text as vendor,
        coalesce(account_names.account, evidence.account) as account, evidence.account as said
    from evidence
    left join account_names on account_names.name = evidence.account
    where evidence.kind = 'account_topic_surge' and evidence.account is not null and evidence.line is null
    union all
    select evidence.occurred_on, evidence.asset, deliveries.vendor, accounts.account, facts.company_key
    from evidence
    join facts on facts.delivery = evidence.delivery and facts.line = evidence.line
    join accounts on accounts.delivery = evidence.delivery and accounts.line = evidence.line
    join deliveries on deliveries.delivery = evidence.delivery
    where evidence.kind = 'account_topic_surge'
)
select distinct reported.occurred_on, reported.asset as topic, reported.vendor as told_by
from reported
cross join this
where coalesce(reported.occurred_on <= $as_of, true)
    and (
        reported.account = this.account
        or reported.said in (this.company_key, this.website_domain)
    )
order by reported.occurred_on desc nulls last, topic nulls last, told_by nulls first
