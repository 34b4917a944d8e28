-- economics_influence: how many companies a vendor delivered people of, and how often others opened an opportunity meanwhile.
-- Reads:   classes        one row per read record (tables.CLASSES)
--          facts          one row per read record (tables.FACTS)
--          accounts       one row per read record (tables.ACCOUNTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
--          rows           rows of the CRM in force (tables.CRM_ROWS), for the accounts of contacts and leads
--          opportunities  one row per opportunity, as outcomes_opportunities returns it
-- Returns: one row per vendor, ordered by vendor: vendor; accounts, companies with a countable record; control_accounts, the
--          fewest companies of the CRM that nobody delivered on any of their first days; control_rate, opportunities per
--          such company in the same time (null where there is none on one of the days)
-- Params:  $as_of, $window_days
-- Both clocks start on the day a company was first delivered: companies the CRM held by then and that no vendor ever
-- delivered anybody of are watched from that day for as long as the delivered one.
with delivered as (
    select
        classes.vendor, classes.class, classes.delivered_on, facts.company_key, accounts.account,
        case
            when facts.email_is_free is not true and facts.email_is_disposable is not true
                then coalesce(facts.email_domain, facts.website_domain)
            else facts.website_domain
        end as domain
    from classes
    join facts using (delivery, line)
    left join accounts using (delivery, line)
),
exposed as (
    select vendor, account, min(delivered_on) as exposed_on
    from delivered
    where class <> 'excluded' and account is not null
    group by all
),
by_day as (
    select vendor, exposed_on, count(*) as accounts
    from exposed
    group by all
),
staff as (
    select
        coalesce(contacts.created_on, contacts.snapshot_on) as since, contact_facts.company_key,
        case when contact_facts.email_is_free is not true then contact_facts.email_domain end as domain
    from contacts
    join contact_facts using (delivery, line)
),
called as (
    select staff.*, coalesce(by_name.account, by_domain.account, staff.company_key, staff.domain) as account
    from staff
    left join account_names as by_name on by_name.kind = 'company' and by_name.name = staff.company_key
    left join account_names as by_domain on by_domain.kind = 'domain' and by_domain.name = staff.domain
),
held as (
    select
        account, min(since) as since,
        list(distinct company_key) filter (where company_key is not null) as companies,
        list(distinct domain) filter (where domain is not null) as domains,
        bool_or(
            coalesce(company_key in (select company_key from delivered where company_key is not null), false)
            or coalesce(domain in (select domain from delivered where domain is not null), false)
            or account in (select account from delivered where account is not null)
        ) as is_delivered
    from called
    where account is not null
    group by account
),
control as (
    select account, since, companies, domains
    from held
    where not is_delivered
),
control_keys as (
    select account, since, 'company' as key_kind, unnest(companies) as key from control
    union all
    select account, since, 'domain', unnest(domains) from control
),
of_account as (
    select distinct rows.source, rows.account_id, control_keys.account
    from rows
    join contact_facts on contact_facts.delivery = rows.delivery and contact_facts.line = rows.line
    join control_keys
        on (control_keys.key_kind = 'company' and control_keys.key = contact_facts.company_key)
        or (
            control_keys.key_kind = 'domain'
            and contact_facts.email_is_free is not true
            and control_keys.key = contact_facts.email_domain
        )
    where rows.object in ('contact', 'lead') and rows.account_id is not null
),
named as (
    select opportunities.source, opportunities.opportunity_id, control_keys.account
    from opportunities
    join control_keys on control_keys.key_kind = 'company' and control_keys.key = opportunities.account_key
    union
    select opportunities.source, opportunities.opportunity_id, of_account.account
    from opportunities
    join of_account using (source, account_id)
),
control_opened as (
    select opportunities.opened_on, min(control.since) as since
    from named
    join opportunities using (source, opportunity_id)
    join control using (account)
    where opportunities.opened_on is not null and opportunities.state is distinct from 'early'
    group by opportunities.source, opportunities.opportunity_id, opportunities.opened_on
),
opened_by_day as (
    select opened_on, since, count(*) as opportunities
    from control_opened
    group by all
),
days as (
    select distinct exposed_on from by_day
),
watched as (
    select days.exposed_on, count(control.account) as accounts
    from days
    left join control on control.since <= days.exposed_on
    group by days.exposed_on
),
opened as (
    select days.exposed_on, sum(opened_by_day.opportunities) as opportunities
    from days
    join opened_by_day
        on opened_by_day.since <= days.exposed_on
        and opened_by_day.opened_on > days.exposed_on
        and opened_by_day.opened_on <= least(days.exposed_on + $window_days::integer, $as_of::date)
    group by days.exposed_on
)
select
    by_day.vendor,
    sum(by_day.accounts)::bigint as accounts,
    min(watched.accounts)::bigint as control_accounts,
    case
        when min(watched.accounts) > 0
            then sum(by_day.accounts * coalesce(opened.opportunities, 0)::double / greatest(watched.accounts, 1))
                / sum(by_day.accounts)
    end as control_rate
from by_day
join watched using (exposed_on)
left join opened using (exposed_on)
group by by_day.vendor
order by by_day.vendor
