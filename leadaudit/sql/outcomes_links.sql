-- outcomes_links: how well each delivered person was known just before any vendor first delivered them.
-- Reads:   classes        one row per read record (tables.CLASSES): vendor, day, person
--          people         one row per record or contact (tables.PEOPLE)
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          outcomes       one row per outcome and person (tables.OUTCOMES)
--          matches        one row per pair that may be one person (tables.MATCHES)
--          open_accounts  one row per account and opportunity: opened_on, closed_on, is_open, key_kind, key
--          account_keys   one row per record and key of its account: delivery, line, key_kind, key
-- Returns: one row per delivered person (tables.LINKS), ordered by person
-- Params:  $active_days, $own_days (a contact created so near a delivery came with it)
-- Whoever is in the CRM and has done something there shortly before, or stands on an open opportunity, is known and
-- active; whoever has not is known and dormant; of the others, some work where an opportunity is open already.
with first_days as (
    select person, min(delivered_on) as first_on
    from classes
    group by person
),
vendor_names as (
    select vendor, regexp_replace(lower(vendor), '[^a-z0-9]', '', 'g') as name
    from (select distinct vendor from classes)
),
theirs as (
    -- contacts whose lead source names somebody who delivered the person
    select distinct contacts.delivery, contacts.line
    from contacts
    join people on people.delivery = contacts.delivery and people.line = contacts.line
    join classes on classes.person = people.person
    join vendor_names on vendor_names.vendor = classes.vendor
    where contains(regexp_replace(lower(contacts.lead_source), '[^a-z0-9]', '', 'g'), vendor_names.name)
),
held as (
    select
        people.person, contacts.created_on, contacts.last_activity_on,
        -- who came with a delivery was not known before
        abs(contacts.created_on - first_days.first_on) <= $own_days
            or contacts.created_on > first_days.first_on
            or theirs.line is not null as is_theirs
    from contacts
    join people on people.delivery = contacts.delivery and people.line = contacts.line
    join first_days on first_days.person = people.person
    left join theirs on theirs.delivery = contacts.delivery and theirs.line = contacts.line
),
known as (
    select
        person,
        count(*)::integer as contacts,
        min(created_on) filter (where is_theirs is not true) as known_since,
        bool_or(is_theirs is not true) as is_known,
        max(last_activity_on) filter (where is_theirs is not true) as last_activity_on
    from held
    group by person
),
done as (
    select
        outcomes.person,
        bool_or(outcomes.occurred_on < first_days.first_on - $own_days::integer) as was_here,
        -- a meeting, a call, a mail: anything that stands in the CRM with a day
        bool_or(
            outcomes.kind <> 'opportunity'
            and outcomes.occurred_on < first_days.first_on
            and outcomes.occurred_on >= first_days.first_on - $active_days::integer
        ) as was_active,
        bool_or(
            outcomes.kind = 'opportunity'
            and outcomes.occurred_on <= first_days.first_on
            and (outcomes.state = 'open' or outcomes.due_on > first_days.first_on)
        ) as had_open
    from outcomes
    join first_days using (person)
    group by outcomes.person
),
doubtful as (
    select distinct coalesce(people.person, '') as person
    from (
        select delivery, line, other_delivery, other_line from matches where outcome in ('unsure', 'cannot_tell')
        union all
        select other_delivery, other_line, delivery, line from matches where outcome in ('unsure', 'cannot_tell')
    ) as pairs
    join people on people.delivery = pairs.delivery and people.line = pairs.line and not people.is_contact
    join people as others
        on others.delivery = pairs.other_delivery and others.line = pairs.other_line and others.is_contact
),
busy as (
    select distinct classes.person
    from classes
    join account_keys using (delivery, line)
    join open_accounts using (key_kind, key)
    join first_days on first_days.person = classes.person
    where open_accounts.opened_on <= first_days.first_on
        and (open_accounts.is_open or open_accounts.closed_on > first_days.first_on)
)
select
    first_days.person,
    first_days.first_on as first_delivered_on,
    known.person is not null or done.person is not null as linked,
    known.person is null and done.person is null and doubtful.person is not null as ambiguous,
    case
        when coalesce(known.is_known, false) or coalesce(done.was_here, false) then
            case
                when coalesce(done.was_active, false) or coalesce(done.had_open, false)
                    or known.last_activity_on between first_days.first_on - $active_days::integer and first_days.first_on - 1
                    then 'known_active'
                else 're_engaged'
            end
        when coalesce(done.had_open, false) or busy.person is not null then 'open_account'
        else 'net_new'
    end as state,
    known.known_since,
    coalesce(known.contacts, 0) as contacts
from first_days
left join known on known.person = first_days.person
left join done on done.person = first_days.person
left join doubtful on doubtful.person = first_days.person
left join busy on busy.person = first_days.person
order by first_days.person
