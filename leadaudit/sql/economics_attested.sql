-- economics_attested: whose record is credited with a person who asked us on a vendor's form.
-- Reads:   classes  one row per read record (tables.CLASSES)
-- Returns: one row per credited record, ordered by delivery, line: delivery, line, credit (1 / number of vendors)
-- Params:  $credit_days (how long before the statement a copy may have come)
-- A statement counts where it made the record a lead on the day it was delivered.  Each vendor that had delivered the
-- person by then, and whose copy is countable, has an equal share (docs/method.md, "Real leads").
with asked as (
    select person, min(first_attested_lead_on) as asked_on
    from classes
    where first_attested_lead_on <= delivered_on and class <> 'excluded'
    group by person
),

copies as (
    select
        classes.delivery,
        classes.line,
        classes.person,
        row_number() over (
            partition by classes.person, classes.vendor
            order by classes.first_attested_lead_on is null, classes.delivered_on, classes.delivery, classes.line
        ) as turn
    from classes
    join asked on asked.person = classes.person
    where classes.class <> 'excluded'
        and classes.delivered_on between asked.asked_on - $credit_days::integer and asked.asked_on
)

select delivery, line, 1.0::double / count(*) over (partition by person) as credit
from copies
where turn = 1
order by delivery, line
