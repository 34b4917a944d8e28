-- conservation_sides: both sides of every equation that must close.
-- Reads:   lines     one row per delivered line: delivery, line, status
--          classes   one row per read record: delivery, line, class, excluded_reason
--          verdicts  one row per read record: delivery, line, verdict, amount_minor
--          usable    one row per delivered line: delivery, line, usable, not_usable_reason, amount_minor
-- Returns: the equations that do not close, ordered by delivery, equation: delivery, equation, left_side, right_side
with line_counts as (
    select delivery, count(*) as delivered, count(*) filter (where status <> 'unreadable') as read
    from lines
    group by delivery
),

class_counts as (
    select
        delivery,
        count(*) filter (where class in ('lead', 'signal', 'opt_in', 'unproven', 'excluded')) as classed,
        count(*) filter (where class = 'excluded') as excluded,
        count(excluded_reason) as with_reason
    from classes
    group by delivery
),

verdict_counts as (
    select
        delivery,
        count(*) filter (where verdict in ('accept', 'return', 'review')) as judged,
        coalesce(sum(amount_minor), 0)::bigint as amount_minor
    from verdicts
    group by delivery
),

usable_counts as (
    select
        delivery,
        count(*) filter (where (usable and not_usable_reason is null) or (not usable and not_usable_reason is not null))
            as counted,
        coalesce(sum(amount_minor), 0)::bigint as amount_minor
    from usable
    group by delivery
),

-- A delivery that only one of the tables knows is a fault too.
joined as (
    select *
    from line_counts
    full join class_counts using (delivery)
    full join verdict_counts using (delivery)
    full join (select delivery, counted, amount_minor as usable_minor from usable_counts) as usable_counts
        using (delivery)
),

sides as (
    select delivery, 'read = lead + signal + opt_in + unproven + excluded' as equation,
        coalesce(read, 0) as left_side, coalesce(classed, 0) as right_side
    from joined
    union all
    select delivery, 'excluded = excluded with one reason', coalesce(excluded, 0), coalesce(with_reason, 0)
    from joined
    union all
    select delivery, 'read = accept + return + review', coalesce(read, 0), coalesce(judged, 0)
    from joined
    union all
    select delivery, 'delivered = usable + not usable', coalesce(delivered, 0), coalesce(counted, 0)
    from joined
    union all
    select delivery, 'money of verdicts = money of lines', coalesce(amount_minor, 0), coalesce(usable_minor, 0)
    from joined
)

select delivery, equation, left_side, right_side
from sides
where left_side <> right_side
order by delivery, equation
