-- outcomes_influence: opportunities created at an account after a vendor first delivered somebody of it.
-- Reads:   classes        one row per read record (tables.CLASSES)
--          account_keys   one row per record and key of its account: delivery, line, key_kind, key
--          accounts       one row per opportunity and key, as outcomes_accounts returns it
--          opportunities  one row per opportunity, as outcomes_opportunities returns it
--          outcomes       one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per vendor and opportunity (tables.INFLUENCE), ordered by vendor, source, source_id
-- Params:  $as_of, $window_days
with exposed as (
    select
        classes.vendor, account_keys.key_kind, account_keys.key,
        min(classes.delivered_on) as exposed_on,
        arg_min(classes.delivery, (classes.delivered_on, classes.delivery, classes.line)) as delivery,
        arg_min(classes.line, (classes.delivered_on, classes.delivery, classes.line)) as line
    from classes
    join account_keys using (delivery, line)
    where classes.class <> 'excluded'
    group by classes.vendor, account_keys.key_kind, account_keys.key
),
reached as (
    select exposed.vendor, accounts.source, accounts.opportunity_id as source_id, exposed.key_kind, exposed.key as account,
        exposed.exposed_on, exposed.delivery, exposed.line
    from accounts
    join exposed using (key_kind, key)
    where accounts.opened_on <= $as_of
    qualify row_number() over (
        partition by exposed.vendor, accounts.source, accounts.opportunity_id
        order by exposed.exposed_on, exposed.key_kind, exposed.key
    ) = 1
),
named as (
    select distinct classes.vendor, outcomes.source, outcomes.source_id
    from outcomes
    join classes on classes.person = outcomes.person
    where outcomes.kind = 'opportunity'
)
select
    reached.vendor, reached.source, reached.source_id, reached.account, reached.delivery, reached.line, reached.exposed_on,
    opportunities.opened_on,
    opportunities.opened_on - reached.exposed_on as days,
    opportunities.amount_minor, opportunities.currency,
    coalesce(opportunities.state, 'open') as state,
    named.vendor is not null as names_delivered
from reached
join opportunities on opportunities.source = reached.source and opportunities.opportunity_id = reached.source_id
left join named
    on named.vendor = reached.vendor and named.source = reached.source and named.source_id = reached.source_id
where opportunities.opened_on > reached.exposed_on
    and opportunities.opened_on <= reached.exposed_on + $window_days::integer
order by reached.vendor, reached.source, reached.source_id
