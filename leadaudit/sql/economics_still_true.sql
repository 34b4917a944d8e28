-- economics_still_true: how many employers and titles of each delivery are to be expected still true.
-- Reads:   freshness  one row per read record (tables.FRESHNESS)
-- Returns: one row per delivery and what, ordered so: delivery, what (employer or title), records (that name one), assumed (of them
--          with an assumed age), expected (sum of probabilities), variance, third (central moments of how many really are), fast and
--          slow (the sum where people leave fast, and slowly), chances (each probability, null above $exact_up_to records)
-- Params:  $exact_up_to
with each as (
    select delivery, 'employer' as what, p_employer as p, p_employer_low as fast, p_employer_high as slow, age_assumed
    from freshness
    where p_employer is not null
    union all
    select delivery, 'title', p_title, p_title_low, p_title_high, age_assumed
    from freshness
    where p_title is not null
)
select
    delivery,
    what,
    count(*) as records,
    count(*) filter (where age_assumed) as assumed,
    fsum(p) as expected,
    fsum(p * (1 - p)) as variance,
    fsum(p * (1 - p) * (1 - 2 * p)) as third,
    fsum(fast) as fast,
    fsum(slow) as slow,
    case when count(*) <= $exact_up_to then list(p order by p) end as chances
from each
group by delivery, what
order by delivery, what
