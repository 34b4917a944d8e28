-- record_account_intent: what the company of one record was reported to read about.
-- Reads:   evidence    one row per thing done or said (tables.EVIDENCE)
--          facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per topic and day, newest first, then by topic: occurred_on (null: not said), topic, told_by (vendor of the
--          delivery that says it; null: a file of account intent)
-- Params:  $delivery, $line, $as_of
-- An account is named by its domain, else by the name of the company.
with this as (
    select company_key, website_domain, case when email_is_free is not true then email_domain end as mail_domain
    from facts
    where delivery = $delivery and line = $line
),
reported as (
    select evidence.occurred_on, evidence.asset, null::text as vendor, evidence.account, null::text as company_key
    from evidence
    where evidence.kind = 'account_topic_surge' and evidence.account is not null and evidence.line is null
    union all
    select evidence.occurred_on, evidence.asset, deliveries.vendor, facts.website_domain, facts.company_key
    from evidence
    join facts on facts.delivery = evidence.delivery and facts.line = evidence.line
    join deliveries on deliveries.delivery = evidence.delivery
    where evidence.kind = 'account_topic_surge'
)
select distinct reported.occurred_on, reported.asset as topic, reported.vendor as told_by
from reported
cross join this
where coalesce(reported.occurred_on <= $as_of, true)
    and (
        reported.account in (this.website_domain, this.mail_domain, this.company_key)
        or reported.company_key = this.company_key
    )
order by reported.occurred_on desc nulls last, topic nulls last, told_by nulls first
