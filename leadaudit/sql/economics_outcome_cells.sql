-- economics_outcome_cells: delivered lines counted by delivery and day, for what came of them and what they cost.
-- Reads:   usable      one row per delivered line (tables.USABLE)
--          classes, verdicts  one row per read record
--          links       one row per delivered person (tables.LINKS)
--          followup    one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
--          credits     one row per record and outcome (tables.CREDITS)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per delivery and t0 (the delivery's day for lines without one), ordered so: vendor, program, counts
--          of lines (never null), amount_minor (contract price of the read records; null: not known)
-- Params:  $sees_everybody (whether what is loaded could show a real lead of a person the CRM does not hold)
with asked as (
    select distinct delivery, line from credits where kind = 'lead'
),
lines as (
    select
        usable.delivery,
        coalesce(classes.delivered_on, deliveries.delivered_on) as delivered_on,
        deliveries.vendor,
        deliveries.program,
        usable.usable,
        usable.amount_minor,
        classes.line is not null as is_read,
        classes.line is not null and not list_contains(classes.flags, 'account_only') as is_person,
        classes.class,
        coalesce(classes.excluded_reason = 'duplicate', false) as is_repeat,
        coalesce(verdicts.verdict = 'accept', false) as is_payable,
        coalesce(links.linked, false) as is_linked,
        coalesce(links.ambiguous, false) as is_ambiguous,
        coalesce(links.state, 'net_new') as state,
        $sees_everybody::boolean or coalesce(links.linked, false) or asked.line is not null as is_observed,
        coalesce(followup.worked, false) as is_worked,
        coalesce(followup.touches, 0) as touches,
        coalesce(followup.terminal = 'disqualified', false) as is_disqualified
    from usable
    join deliveries on deliveries.delivery = usable.delivery
    left join classes on classes.delivery = usable.delivery and classes.line = usable.line
    left join verdicts on verdicts.delivery = usable.delivery and verdicts.line = usable.line
    left join links on links.person = classes.person
    left join followup on followup.delivery = usable.delivery and followup.line = usable.line
    left join asked on asked.delivery = usable.delivery and asked.line = usable.line
)
select
    delivery,
    delivered_on,
    min(vendor) as vendor,
    min(program) as program,
    count(*) as lines,
    count(*) filter (where is_read) as read,
    count(*) filter (where is_person) as people,
    count(*) filter (where is_payable) as payable,
    count(*) filter (where usable) as usable,
    count(*) filter (where is_person and class in ('lead', 'signal', 'opt_in')) as opt_in_or_better,
    count(*) filter (where is_person and class in ('lead', 'signal')) as signal_or_better,
    count(*) filter (where is_person and is_linked) as linked,
    count(*) filter (where is_person and is_ambiguous) as ambiguous,
    count(*) filter (where is_person and is_observed) as observed,
    count(*) filter (where usable and is_worked) as usable_worked,
    count(*) filter (where is_person and is_worked and not is_disqualified) as taken_on,
    coalesce(sum(touches) filter (where not is_repeat), 0)::bigint as touches,
    count(*) filter (where is_person and not is_repeat) as persons,
    count(*) filter (where is_person and not is_repeat and state = 'known_active') as known_active,
    count(*) filter (where is_person and not is_repeat and state = 're_engaged') as re_engaged,
    count(*) filter (where is_person and not is_repeat and state = 'open_account') as open_account,
    case
        when count(*) filter (where is_read and amount_minor is null) = 0
            then coalesce(sum(amount_minor) filter (where is_read), 0)::bigint
    end as amount_minor
from lines
group by delivery, delivered_on
order by delivery, delivered_on
