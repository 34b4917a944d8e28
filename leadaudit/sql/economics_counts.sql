-- economics_counts: every number a summary shows, per delivery.
-- Reads:   lines       one row per delivered line: delivery, line, status
--          usable      one row per delivered line (tables.USABLE)
--          classes, verdicts, freshness, repeats  one row per read record
--          attested    one row per credited record (economics_attested)
-- Returns: one row per delivery, measure and word, ordered so: delivery, measure, word, records, amount_minor (of the
--          records whose price is known), unpriced (records without one), until_at (the first deadline of an open claim,
--          else null)
with together as (
    -- Records of people whom several vendors delivered, in the order in which matches_overlap looks at them.
    select
        classes.delivery,
        classes.line,
        classes.vendor,
        first_value(classes.vendor) over (
            partition by repeats.person order by classes.delivered_on, classes.delivery, classes.line
        ) as first_vendor,
        row_number() over (
            partition by repeats.person, classes.vendor
            order by classes.delivered_on, classes.delivery, classes.line
        ) as turn
    from repeats
    join classes on classes.delivery = repeats.delivery and classes.line = repeats.line
    where len(repeats.also_delivered_by) > 0
),

counted as (
    select lines.delivery, 'line' as measure, lines.status as word, 1.0 as records, 0 as amount_minor, null as until_at
    from lines
    union all
    select delivery, case when usable then 'usable' else 'not_usable' end, coalesce(not_usable_reason, ''), 1.0,
        amount_minor, null
    from usable
    union all
    select delivery, 'class', class, 1.0, 0, null
    from classes
    union all
    select delivery, 'excluded', excluded_reason, 1.0, 0, null
    from classes
    where excluded_reason is not null
    union all
    select delivery, 'consent', consent, 1.0, 0, null
    from classes
    where consent is not null
    union all
    select delivery, 'account_level', '', 1.0, 0, null
    from classes
    where class = 'signal' and list_contains(flags, 'account_only')
    union all
    -- Companies without a person, by the one reason for which each is not usable.
    select usable.delivery, 'company', coalesce(usable.not_usable_reason, ''), 1.0, usable.amount_minor, null
    from usable
    join classes on classes.delivery = usable.delivery and classes.line = usable.line
    where list_contains(classes.flags, 'account_only')
    union all
    select delivery, 'employer', employer_label, 1.0, 0, null
    from freshness
    union all
    select delivery, 'title', title_label, 1.0, 0, null
    from freshness
    union all
    select delivery, 'verdict', verdict, 1.0, amount_minor, null
    from verdicts
    union all
    select delivery, 'returned', code, 1.0, amount_minor, null
    from verdicts
    where verdict = 'return'
    union all
    select delivery, 'claimable', code, 1.0, claimable_minor, deadline_at
    from verdicts
    where verdict = 'return' and claimable_minor > 0
    union all
    -- Payable once more for a person whom another vendor had delivered before; a vendor's further records of its own
    -- person are repeats and no part of it.
    select verdicts.delivery, 'paid_twice', '', 1.0, verdicts.amount_minor, null
    from verdicts
    join together on together.delivery = verdicts.delivery and together.line = verdicts.line
    where verdicts.verdict <> 'return' and together.turn = 1 and together.vendor <> together.first_vendor
    union all
    select delivery, 'attested', '', credit, 0, null
    from attested
)

select
    delivery,
    measure,
    word,
    sum(records)::double as records,
    coalesce(sum(amount_minor), 0)::bigint as amount_minor,
    count(*) - count(amount_minor) as unpriced,
    min(until_at) as until_at
from counted
group by delivery, measure, word
order by delivery, measure, word
