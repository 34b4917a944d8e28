-- outcomes_followup: what our side did about each record of a person whom the CRM holds.
-- Reads:   classes   one row per read record (tables.CLASSES)
--          links     one row per delivered person (tables.LINKS)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          contacts  one row per CRM person in force (tables.CONTACTS)
--          people    one row per record or contact (tables.PEOPLE)
--          rows      rows in force with their meanings (tables.CRM_ROWS, stage_means)
--          said_no   one row per person who unsubscribed, complained or denied: person, occurred_on, kind
-- Returns: one row per record (tables.FOLLOWUP), ordered by delivery, line
with records as (
    select classes.delivery, classes.line, classes.person, classes.delivered_on
    from classes
    join links on links.person = classes.person and links.linked
),
touched as (
    select
        records.delivery, records.line,
        min(outcomes.occurred_on) as first_touch_on,
        arg_min(outcomes.occurred_at, (outcomes.occurred_on, coalesce(outcomes.occurred_at, 'infinity'::timestamptz))) as first_touch_at,
        count(*)::integer as touches
    from records
    join outcomes on outcomes.person = records.person
    where outcomes.kind in ('contacted', 'meeting_held', 'no_show') and outcomes.occurred_on >= records.delivered_on
    group by records.delivery, records.line
),
-- where no activity was exported, a contact still says when the last one was
active as (
    select records.delivery, records.line
    from records
    join people on people.person = records.person and people.is_contact
    join contacts on contacts.delivery = people.delivery and contacts.line = people.line
    where contacts.last_activity_on > records.delivered_on
    group by records.delivery, records.line
),
-- nor where only the status of somebody who came with the delivery says that they were worked
stated as (
    select records.delivery, records.line
    from records
    join links on links.person = records.person and links.state in ('net_new', 'open_account')
    join people on people.person = records.person and people.is_contact
    join rows on rows.delivery = people.delivery and rows.line = people.line
    where rows.stage_means in ('contacted', 'replied', 'meeting_set', 'meeting_held') and rows.stage_on is null
    group by records.delivery, records.line
),
reached as (
    select distinct records.delivery, records.line
    from records
    join outcomes on outcomes.person = records.person
    where outcomes.kind in ('replied', 'meeting_set', 'opportunity', 'won') and outcomes.occurred_on > records.delivered_on
),
ended as (
    select
        records.delivery, records.line,
        min(ends.occurred_on) as terminal_on,
        arg_min(ends.kind, (ends.occurred_on, ends.kind)) as terminal
    from records
    join (
        select person, occurred_on, 'disqualified' as kind from outcomes where kind = 'disqualified'
        union all
        select person, occurred_on, kind from said_no
    ) as ends on ends.person = records.person
    where ends.occurred_on > records.delivered_on
    group by records.delivery, records.line
)
select
    records.delivery, records.line,
    touched.line is not null or active.line is not null or reached.line is not null
        or stated.line is not null as worked,
    touched.first_touch_on, touched.first_touch_at,
    coalesce(touched.touches, 0) as touches,
    ended.terminal_on, ended.terminal
from records
left join touched using (delivery, line)
left join active using (delivery, line)
left join reached using (delivery, line)
left join stated using (delivery, line)
left join ended using (delivery, line)
order by records.delivery, records.line
