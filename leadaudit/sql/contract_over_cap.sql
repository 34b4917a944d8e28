-- contract_over_cap: records beyond a cap, counting in order of delivery what is payable without the cap.
-- Reads:   counted  one row per record under a cap: place, program, turn, circle (what is counted together: a domain,
--                   or one word for the whole program), cap, verdict (without the cap)
-- Returns: one row per record that is, or may be, beyond its cap, ordered by place: place, circle, cap, payable (payable
--          records before it), in_review (records before it that may still turn out payable)
-- A record that is returned anyway neither counts nor is beyond the cap.
-- Only a circle with more records than its cap can have one beyond it.
with full_circles as (
    select program, circle
    from counted
    where verdict <> 'return'
    group by program, circle
    having count(*) > min(cap)
),

under as (
    select counted.*
    from counted
    semi join full_circles on full_circles.program = counted.program and full_circles.circle = counted.circle
    where counted.verdict <> 'return'
),

payable as (
    select *, row_number() over (partition by program, circle order by turn) - 1 as before
    from under
    where verdict = 'accept'
),

kept as (
    select *, row_number() over (partition by program, circle order by turn) - 1 as before
    from under
)

select
    kept.place,
    kept.circle,
    kept.cap,
    case when kept.verdict = 'accept' then payable.before else coalesce(earlier.before + 1, 0) end as payable,
    kept.before - case when kept.verdict = 'accept' then payable.before else coalesce(earlier.before + 1, 0) end
        as in_review
from kept
left join payable on payable.place = kept.place
asof left join payable as earlier on earlier.program = kept.program and earlier.circle = kept.circle
    and earlier.turn < kept.turn
where kept.before >= kept.cap
order by kept.place
