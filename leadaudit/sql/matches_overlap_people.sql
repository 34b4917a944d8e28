-- matches_overlap_people: everybody whom one vendor delivered after another, with both records.
-- Reads:   people    one row per record or CRM contact (tables.PEOPLE)
--          classes   one row per read record (tables.CLASSES): vendor, delivered_on
--          usable    one row per delivered line (tables.USABLE): amount_minor
--          verdicts  one row per read record (tables.VERDICTS)
--          terms     delivery, currency, exclusive (whether its program promises nobody else gets the people)
-- Returns: one row per person, first vendor and later vendor, ordered by first_vendor, vendor, delivery, line:
--          first_vendor, first_delivery, first_line, first_on, vendor, delivery, line, delivered_on, days (between the
--          two), is_paid (whether the later record is not to be returned), amount_minor (of it; null: no price is known),
--          currency, is_again (whether nobody else delivered the person even earlier: these count once for each later
--          vendor), first_exclusive, exclusive (whether the one, and the other, promised the person to nobody else)
-- The rows behind matches_overlap, in the same order: by the first delivery of each vendor.
with delivered as (
    select
        people.person,
        classes.vendor,
        classes.delivered_on,
        people.delivery,
        people.line,
        verdicts.verdict <> 'return' as is_paid,
        usable.amount_minor,
        terms.currency,
        terms.exclusive,
        row_number() over (
            partition by people.person, classes.vendor
            order by classes.delivered_on, people.delivery, people.line
        ) as turn
    from people
    join classes on classes.delivery = people.delivery and classes.line = people.line
    join usable on usable.delivery = people.delivery and usable.line = people.line
    join verdicts on verdicts.delivery = people.delivery and verdicts.line = people.line
    join terms on terms.delivery = people.delivery
),

first_of_vendor as (
    select
        *,
        row_number() over (partition by person order by delivered_on, delivery, line) as vendor_turn
    from delivered
    where turn = 1
)

select
    earlier.vendor as first_vendor,
    earlier.delivery as first_delivery,
    earlier.line as first_line,
    earlier.delivered_on as first_on,
    later.vendor,
    later.delivery,
    later.line,
    later.delivered_on,
    later.delivered_on - earlier.delivered_on as days,
    later.is_paid,
    later.amount_minor,
    later.currency,
    earlier.vendor_turn = 1 as is_again,
    earlier.exclusive as first_exclusive,
    later.exclusive
from first_of_vendor as earlier
join first_of_vendor as later
    on later.person = earlier.person and later.vendor <> earlier.vendor
    and (earlier.delivered_on, earlier.delivery, earlier.line) < (later.delivered_on, later.delivery, later.line)
order by earlier.vendor, later.vendor, later.delivery, later.line
